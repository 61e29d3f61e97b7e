#include "contract/obligation.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "contract/due.h"
#include "contract/terms.h"
#include "ledger/core/core.h"
#include "ledger/link.h"
#include "ledger/names.h"
#include "store/act.h"

enum { TITLE_WIDTH = 60 };

static const struct choice_item levels[] = {
    { "chapter", "章", "編|部" },
    { "article", "条", "節" },
    { "paragraph", "項", NULL },
    { "item", "号", "細目" },
    { 0 },
};

static const struct field obligation_fields[] = {
    FIELD(struct obligation, number, "番号", .also = "No.|No|条番号|項番|条項|条項番号|項目番号",
          .required = true, .unique = true, .code = true, .searched = true, .most = 80),
    FIELD(struct obligation, chapter, "章", .also = "章名|大項目|編", .searched = true,
          .most = 100),
    FIELD(struct obligation, level, "段", .also = "レベル|階層|区分", .choices = levels),
    FIELD(struct obligation, title, "見出し", .also = "件名|項目|中項目|表題",
          .help = "空けておくと、本文の始めから付きます。", .searched = true, .most = 200),
    FIELD(struct obligation, text, "本文", .also = "条文|内容|仕様|仕様の内容|要求事項|要件",
          .required = true, .searched = true, .most = 20000),
    FIELD(struct obligation, assignee, "担当", .also = "担当者|責任者|主担当", .to = &person_ledger,
          .instead = "assignee_name"),
    FIELD(struct obligation, assignee_name, "担当（未登録）", .personal = true, .searched = true,
          .most = 100),
    FIELD(struct obligation, due_rule, "期限のきまり", .also = "期限|提出期限|履行期限|時期|頻度",
          .help = "例：契約後14日、毎月 翌月15日、四半期 7/10 10/10 1/10 3/31、R8.9.30、"
                  "求めに応じて",
          .most = 200),
    FIELD(struct obligation, due, "次の期限", .fixed = true),
    FIELD(struct obligation, term, "次の期限の分", .fixed = true, .most = 40),
    FIELD(struct obligation, evidence, "証拠", .also = "証拠書類|根拠|実施記録",
          .help =
              "果たしたことを示す書類の名前です。関連の「証拠」に記録があれば、空けておけます。",
          .searched = true, .most = 4000),
    FIELD(struct obligation, proven_on, "証明した日", .also = "証明日|実施日|履行日"),
    FIELD(struct obligation, proven_due, "証明済の期限", .fixed = true),
    FIELD(struct obligation, note, "備考", .searched = true, .most = 20000),
    { 0 },
};

static const struct state obligation_state_rows[] = {
    { "open", "これから", "未|未着手|未実施|予定", MARK_NEW },
    { "working", "進行中", "対応中|着手|実施中", MARK_WORK },
    { "proven", "証明済", "済|済み|完了|実施済|履行済|証明済み", MARK_SOLVED },
    { "late", "遅れ", "遅延|超過|期限切れ", MARK_LATE },
    { "exempt", "該当なし", "対象外|なし|非該当", MARK_DONE, .ended = true },
    { 0 },
};

enum { TEAM = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR, LEADS = 1 << ROLE_LEAD };

static bool prove(struct act *a, const struct record *before, struct record *record);
static bool disprove(struct act *a, const struct record *before, struct record *record);

static const struct transition obligation_transitions[] = {
    { "begin", "取りかかる", "open late proven", "working", NULL, TEAM },
    { "prove", "証明済にする", "open working late proven", "proven", "evidence proven_on", TEAM,
      prove },
    { "disprove", "証明を取り消す", "proven", "open", NULL, LEADS | 1 << ROLE_OFFICER, disprove },
    { "exempt", "該当なしにする", "open working late", "exempt", "note", LEADS },
    { "restore", "義務に戻す", "exempt", "open", NULL, LEADS },
    { 0 },
};

static const struct states obligation_states = { obligation_state_rows, obligation_transitions };

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    WORK = LOOK | DEED_CREATE | DEED_CHANGE | DEED_IMPORT | DEED_PERSONAL,
};

static const struct access obligation_access[] = {
    { ROLE_LEAD, WORK | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, WORK, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, LOOK, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view obligation_views[] = {
    { "open", "期限の近い順", "まだ果たしていないものを、期限の近い順に並べます。",
      "state.in=open,working,late", "due" },
    { "mine", "自分の担当", "自分が担当する、まだ果たしていないものです。",
      "assignee=me&state.in=open,working,late", "due" },
    { "late", "遅れ", "期限を過ぎたものです。", "state=late", "due" },
    { "proven", "証明済", "証明したものを新しい順に並べます。", "state=proven", "-proven_on" },
    { "all", "すべて", "登録した順に並べます。", "", "id" },
    { 0 },
};

/* --- when ----------------------------------------------------------------------- */

/* What is owed next: once, what was not yet proven; again, the first term after the one proven
   last, and none from before the clause was written down. */
static struct due_term
next_term(struct act *a, const struct obligation *it, const struct due *rule,
          const struct due_basis *basis)
{
    struct instant made = it->base.created_at.us ? it->base.created_at : a->now;
    struct due_term term = { .name = "" }, none = { .name = "" };
    struct date from = { 0 };

    if (strcmp(it->base.state, "exempt") == 0)
        return none;
    if (it->proven_due.day)
        from = date_add(it->proven_due, 1);
    else if (due_repeats(rule))
        from = instant_date(made);
    else if (strcmp(it->base.state, "proven") == 0)
        return none;
    if (it->proven_due.day && !due_repeats(rule))
        return none;
    return due_next(a->arena, rule, basis, from, &term) ? term : none;
}

/* States follow the day: what has passed is late, what was late and is owed later is open. */
static void
settle_state(struct act *a, struct obligation *it)
{
    bool late = it->due.day && it->due.day < instant_date(a->now).day;

    if (late && names_have("open working proven", it->base.state))
        it->base.state = "late";
    else if (!late && strcmp(it->base.state, "late") == 0)
        it->base.state = "open";
}

static bool
settle(struct act *a, struct obligation *it)
{
    struct due_term term = { .name = "" };
    struct due_basis basis;
    struct due rule;

    if (!contract_rule(a, it->base.contract, &it->due_rule, &rule, &basis))
        return false;
    if (rule.kind != DUE_NONE)
        term = next_term(a, it, &rule, &basis);
    it->due = term.due;
    it->term = term.name;
    settle_state(a, it);
    return true;
}

/* --- the record ------------------------------------------------------------------- */

static bool
prove(struct act *a, const struct record *before, struct record *record)
{
    struct obligation *it = (struct obligation *)record;
    const struct obligation *was = (const struct obligation *)before;

    if (it->proven_on.day > instant_date(a->now).day)
        return fail(a, FAULT_INVALID, "proven_on", "証明した日が今日より後です。");
    it->proven_due = was->due.day ? was->due : was->proven_due;
    return true;
}

static bool
disprove(struct act *a, const struct record *before, struct record *record)
{
    struct obligation *it = (struct obligation *)record;

    (void)a, (void)before;
    it->proven_due = (struct date){ 0 };
    it->proven_on = (struct date){ 0 };
    return true;
}

static const char *
title_of(struct act *a, const char *text)
{
    const char *line = text_clean(a->arena, arena_slice(a->arena, text, strcspn(text, "\n")));

    return text_cut(a->arena, line, TITLE_WIDTH);
}

/* Records linked as evidence stand for the words that nobody wrote: by ledger and number,
   since who reads the clause may not know their titles. */
static bool
evidence_from_links(struct act *a, const struct record *before, struct obligation *it)
{
    struct buffer out = { .arena = a->arena };
    struct link_list links;

    if (!before || (it->evidence.text && *it->evidence.text))
        return true;
    if (!link_rows(a, &obligation_ledger, before, &links))
        return false;
    for (size_t i = 0; i < links.count; i++) {
        const struct link_row *link = &links.rows[i];

        if (strcmp(link->kind->name, "evidence") != 0)
            continue;
        buffer_print(&out, "%s%s ", out.length ? "\n" : "", link->to.ledger->title);
        if (*link->code)
            buffer_text(&out, link->code);
        else
            buffer_print(&out, "%lld", (long long)link->to.id);
    }
    if (out.length)
        it->evidence.text = buffer_string(&out);
    return true;
}

static bool
prepare_obligation(struct act *a, const struct record *before, struct record *record)
{
    struct obligation *it = (struct obligation *)record;

    if ((!it->title || !*it->title) && it->text.text)
        it->title = title_of(a, it->text.text);
    if (!before && (!it->level.code || !*it->level.code))
        it->level.code = "article";
    return evidence_from_links(a, before, it);
}

static bool
check_obligation(struct act *a, const struct record *before, struct record *record)
{
    (void)before;
    return settle(a, (struct obligation *)record);
}

const struct ledger obligation_ledger = {
    .name = "obligation",
    .title = "義務",
    .help = "仕様書の1つ1つの定めです。だれがいつまでに果たし、何が証拠かを記録します。",
    .path = "/contract/obligations",
    .icon = "good",
    .row_size = sizeof(struct obligation),
    .fields = obligation_fields,
    .titled_by = "title",
    .listed = "number title chapter state due assignee",
    .states = &obligation_states,
    .access = obligation_access,
    .views = obligation_views,
    .keep_years = 5,
    .prepare = prepare_obligation,
    .check = check_obligation,
};
