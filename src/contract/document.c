#include "contract/document.h"

#include <string.h>

#include "base/arena.h"
#include "contract/document_issue.h"
#include "render/report.h"
#include "store/act.h"

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    WORK = LOOK | DEED_CREATE | DEED_CHANGE | DEED_COMMENT,
    TITLE_MOST = 200,
    COMMENT_MOST = 20000,
};

static const struct field document_fields[] = {
    FIELD(struct document_row, number, "文書番号", .help = "空けておくと続きの番号が付きます。",
          .series = "文書-R{era}-{number:4}", .unique = true, .searched = true, .settled = true,
          .most = 60),
    FIELD(struct document_row, title, "題名", .searched = true, .fixed = true, .most = TITLE_MOST),
    FIELD(struct document_row, report, "様式", .required = true, .settled = true, .most = 60),
    FIELD(struct document_row, period, "対象の期間", .settled = true),
    FIELD(struct document_row, subject, "対象の記録", .settled = true),
    FIELD(struct document_row, comment, "所見",
          .help = "文書に入ります。数字は記録から入るので、書きません。", .searched = true,
          .most = COMMENT_MOST),
    FIELD(struct document_row, edition, "版", .fixed = true),
    FIELD(struct document_row, replaces, "前の版", .to = &document_ledger, .settled = true),
    FIELD(struct document_row, issued_at, "発行日時", .fixed = true),
    FIELD(struct document_row, records, "元にした記録", .fixed = true),
    FIELD(struct document_row, hash, "凍結データ（SHA-256）", .fixed = true, .most = 64),
    FIELD(struct document_row, head, "履歴の先頭", .fixed = true, .most = 100),
    FIELD(struct document_row, frozen, "凍結した文書", .fixed = true),
    FIELD(struct document_row, holds, "個人情報の台帳", .fixed = true, .most = 40),
    { 0 },
};

static const struct state document_state_rows[] = {
    { "draft", "作成中", NULL, MARK_WORK },
    { "issued", "発行済み", NULL, MARK_DONE, .ended = true },
    { "withdrawn", "取消し", NULL, MARK_DONE, .ended = true },
    { 0 },
};

/* Issued without having been made: a batch inside one transaction cannot render. */
static bool
is_frozen(struct act *a, const struct record *before, struct record *record)
{
    const struct document_row *it = (const struct document_row *)record;

    (void)before;
    if (it->frozen.hash && *it->frozen.hash && it->hash)
        return true;
    return fail(a, FAULT_CLASH, NULL,
                "文書は1件ずつ発行します。文書のページで「発行する」を押してください。");
}

static const struct transition document_transitions[] = {
    { "issue", "発行する", "draft", "issued", NULL, 1 << ROLE_LEAD | 1 << ROLE_OPERATOR,
      .prepare = document_freeze_now, .check = is_frozen },
    { "withdraw", "取り消す", "draft issued", "withdrawn", NULL, 1 << ROLE_LEAD },
    { 0 },
};

static const struct states document_states = { document_state_rows, document_transitions };

static const struct access document_access[] = {
    { ROLE_LEAD, WORK, REACH_CONTRACT },
    { ROLE_OPERATOR, WORK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK | DEED_COMMENT, REACH_CONTRACT },
    { ROLE_APPROVER, LOOK, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view document_views[] = {
    { "issued", "発行済み", "発行した文書を新しい順に並べます。", "state=issued", "-issued_at" },
    { "draft", "作成中", "まだ発行していない文書です。", "state=draft", "-id" },
    { "all", "すべて", "取り消したものも含みます。", "", "-id" },
    { 0 },
};

/* The edition after the one it replaces. */
static bool
count_edition(struct act *a, struct document_row *it)
{
    struct document_row *before;

    it->edition = 1;
    if (!it->replaces.id)
        return true;
    before = ledger_new(a, &document_ledger);
    if (!ledger_read(a, &document_ledger, it->replaces.id, false, before))
        return false;
    it->edition = before->edition + 1;
    return true;
}

static bool
prepare_document(struct act *a, const struct record *before, struct record *record)
{
    struct document_row *it = (struct document_row *)record;
    const struct report *report = it->report ? report_find(it->report) : NULL;

    if (before)
        return true;
    it->holds = report && report->personal ? report->personal->name : NULL;
    if (report)
        it->title = report->span == SPAN_NONE
                        ? report->title
                        : arena_print(a->arena, "%s（%s）", report->title,
                                      report_period_title(a->arena, report->span, it->period.from));
    return count_edition(a, it);
}

/* Of this contract, and readable for who writes: a document lends its readers no other right. */
static bool
check_subject(struct act *a, const struct report *report, const struct document_row *it)
{
    struct record *subject = ledger_new(a, report->of);

    if (!it->subject || it->subject == NO_NUMBER)
        return fail(a, FAULT_INVALID, "subject",
                    "対象の記録がありません。記録のページから作ってください。");
    return ledger_read(a, report->of, it->subject, false, subject) &&
           (subject->contract == it->base.contract ||
            fail(a, FAULT_INVALID, "subject", "対象の記録は、この契約のものではありません。"));
}

static bool
check_document(struct act *a, const struct record *before, struct record *record)
{
    const struct document_row *it = (const struct document_row *)record;
    const struct report *report = it->report ? report_find(it->report) : NULL;

    if (!report)
        return fail(a, FAULT_INVALID, "report",
                    "この様式はありません。様式の一覧から選んでください。");
    if (!before && report->of && !check_subject(a, report, it))
        return false;
    if (!report->of && report->span != SPAN_NONE && !it->period.from.day)
        return fail(a, FAULT_INVALID, "period", "対象の期間がありません。");
    if (!report_allowed(a, report, it->base.contract))
        return fail(a, FAULT_DENIED, NULL, "「%s」を作る権限がありません。", report->title);
    if (before && strcmp(before->state, "draft") != 0 && strcmp(record->state, before->state) == 0)
        return fail(a, FAULT_CLASH, NULL, "発行した文書は変えられません。次の版を作ってください。");
    return true;
}

const struct ledger document_ledger = {
    .name = "document",
    .title = "文書",
    .help =
        "記録から作った報告書や証明書です。発行すると凍結し、後から変わっていないことを確かめられます。",
    .path = "/contract/documents",
    .icon = "form",
    .row_size = sizeof(struct document_row),
    .fields = document_fields,
    .titled_by = "title",
    .listed = "number title edition state issued_at",
    .states = &document_states,
    .access = document_access,
    .views = document_views,
    .keep_years = 5,
    .prepare = prepare_document,
    .check = check_document,
};
