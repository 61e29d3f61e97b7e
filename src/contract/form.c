#include "contract/form.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "store/query.h"

static const struct choice_item who_choices[] = {
    { "all", "全員", NULL },
    { "client", "発注者・職員", "職員" },
    { "contractor", "受託者", NULL },
    { "apply", "申請の画面からだけ", "申請" },
    { 0 },
};

static const struct choice_item question_kinds[] = {
    { "line", "一行", "1行|短い文" },
    { "text", "文章", "自由記述|長い文" },
    { "choice", "選択", "1つ選ぶ|単一選択" },
    { "choices", "複数選択", "いくつでも選ぶ" },
    { "number", "数", "数値" },
    { "date", "日付", NULL },
    { "rating", "評価", "5段階" },
    { "yesno", "はい・いいえ", "はい/いいえ" },
    { 0 },
};

static const struct field form_fields[] = {
    FIELD(struct question_form, code, "コード", .help = "空けておくと続きの番号が付きます。",
          .series = "F-{number:4}", .searched = true, .most = 40),
    FIELD(struct question_form, edition, "質問の版", .fixed = true),
    FIELD(struct question_form, title, "件名", .also = "タイトル|アンケート名", .required = true,
          .searched = true, .most = 200),
    FIELD(struct question_form, purpose, "説明",
          .help = "回答する人に見せます。目的と、回答の使い方を書きます。", .most = 4000),
    FIELD(struct question_form, who, "回答する人", .choices = who_choices),
    FIELD(struct question_form, period, "受付期間",
          .help = "空けておくと、閉じるまで受け付けます。"),
    FIELD(struct question_form, anonymous, "無記名",
          .help = "だれの回答かを、履歴にも残しません。"),
    FIELD(struct question_form, once, "1人1回まで"),
    FIELD(struct question_form, previous, "前の版", .to = &question_form_ledger, .fixed = true),
    { 0 },
};

static const struct field question_fields[] = {
    FIELD(struct question, form, "質問票", .to = &question_form_ledger, .required = true,
          .settled = true),
    FIELD(struct question, position, "順番", .required = true, .least = 1, .most = 999),
    FIELD(struct question, label, "質問", .also = "設問|質問文", .required = true, .most = 300),
    FIELD(struct question, kind, "答え方", .choices = question_kinds),
    FIELD(struct question, required, "必須"),
    FIELD(struct question, choices, "選択肢", .help = "1行に1つ書きます。", .most = 4000),
    FIELD(struct question, help, "補足", .most = 300),
    FIELD(struct question, least, "最小", .help = "数の質問で使います。", .least = -999999999999),
    FIELD(struct question, most, "最大", .help = "数の質問で使います。", .least = -999999999999),
    FIELD(struct question, is_personal, "個人情報を聞く",
          .help = "答えを暗号化して保存し、集計には出しません。"),
    FIELD(struct question, on_question, "条件の質問",
          .help = "前の質問の答えによって聞くときに選びます。", .to = &question_ledger),
    FIELD(struct question, on_value, "条件の答え", .help = "この答えのときだけ聞きます。",
          .most = 300),
    { 0 },
};

static const struct state form_state_rows[] = {
    { "draft", "下書き", "作成中", MARK_NEW },
    { "open", "受付中", "公開", MARK_WORK },
    { "closed", "締切", "終了", MARK_DONE, .ended = true },
    { 0 },
};

static bool check_open(struct act *a, const struct record *before, struct record *record);

enum { KEEPERS = 1 << ROLE_LEAD | 1 << ROLE_OFFICER | 1 << ROLE_OPERATOR };

static const struct transition form_transitions[] = {
    { "open", "受付を始める", "draft closed", "open", NULL, KEEPERS, check_open },
    { "close", "締め切る", "open", "closed", NULL, KEEPERS },
    { 0 },
};

static const struct states form_states = { form_state_rows, form_transitions };

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    KEEP = LOOK | DEED_CREATE | DEED_CHANGE | DEED_REMOVE | DEED_IMPORT,
};

static const struct access form_access[] = {
    { ROLE_LEAD, KEEP, REACH_CONTRACT },
    { ROLE_OPERATOR, KEEP, REACH_CONTRACT },
    { ROLE_OFFICER, KEEP, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ, REACH_CONTRACT },
    { ROLE_PARTICIPANT, DEED_READ, REACH_CONTRACT },
    { ROLE_REQUESTER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUTHOR, DEED_READ, REACH_CONTRACT },
    { ROLE_MEMBER, DEED_READ, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view form_views[] = {
    { "open", "受付中", "いま回答できるものです。", "state=open", "-id" },
    { "draft", "下書き", "まだ受付を始めていないものです。", "state=draft", "-id" },
    { "all", "すべて", "すべての版を新しい順に並べます。", "", "-id" },
    { 0 },
};

static const struct view question_views[] = {
    { "all", "すべて", "すべての質問です。", "", "position" },
    { 0 },
};

static bool
prepare_form(struct act *a, const struct record *before, struct record *record)
{
    struct question_form *it = (struct question_form *)record;

    (void)a;
    if (before)
        return true;
    if (it->edition == NO_NUMBER)
        it->edition = 1;
    if (!it->who.code || !*it->who.code)
        it->who.code = "all";
    return true;
}

static bool
is_draft(const struct record *form)
{
    return strcmp(form->state, "draft") == 0;
}

/* Who answered cannot be known and counted at once, nor become unknown afterwards. */
static bool
check_form(struct act *a, const struct record *before, struct record *record)
{
    const struct question_form *was = (const struct question_form *)before;
    const struct question_form *it = (const struct question_form *)record;

    if (it->anonymous && it->once)
        return fail(a, FAULT_INVALID, "once",
                    "無記名では、1人1回までにできません。どちらかを外します。");
    if (was && !is_draft(before) && was->anonymous != it->anonymous)
        return fail(a, FAULT_INVALID, "anonymous",
                    "受付を始めた後で、無記名かどうかは変えられません。新しい版を作ります。");
    return true;
}

static bool
check_open(struct act *a, const struct record *before, struct record *record)
{
    struct questions all;

    (void)before;
    if (!questions_read(a, record->id, &all))
        return false;
    return all.count > 0 ||
           fail(a, FAULT_CLASH, NULL, "質問がまだありません。質問を作ってから受付を始めます。");
}

/* --- questions ---------------------------------------------------------------------------- */

bool
question_is(const struct question *it, const char *kind)
{
    return strcmp(it->kind.code && *it->kind.code ? it->kind.code : "line", kind) == 0;
}

static bool
prepare_question(struct act *a, const struct record *before, struct record *record)
{
    struct question *it = (struct question *)record;

    (void)a;
    if (!before && (!it->kind.code || !*it->kind.code))
        it->kind.code = "line";
    return true;
}

static bool
has_choice(struct act *a, const struct question *it, const char *value)
{
    struct question_choice *choices;
    size_t count = question_choices(a, it, &choices);

    for (size_t i = 0; i < count; i++)
        if (strcmp(choices[i].value, value) == 0 || strcmp(choices[i].label, value) == 0)
            return true;
    return !count;
}

static bool
check_condition(struct act *a, const struct question *it)
{
    struct question *on = ledger_new(a, &question_ledger);
    bool found;

    if (!it->on_question.id)
        return !it->on_value || !*it->on_value ||
               fail(a, FAULT_INVALID, "on_question", "条件の答えには、条件の質問が要ります。");
    if (!shape_read(a, shape_of(&question_ledger), it->on_question.id, false, on, &found))
        return false;
    if (!found || on->form.id != it->form.id || on->position >= it->position)
        return fail(a, FAULT_INVALID, "on_question",
                    "条件の質問は、同じ質問票の前の質問から選びます。");
    if (!it->on_value || !*it->on_value)
        return fail(a, FAULT_INVALID, "on_value", "条件の答えは必須です。");
    return has_choice(a, on, it->on_value) ||
           fail(a, FAULT_INVALID, "on_value", "「%s」の答えに「%s」はありません。", on->label,
                it->on_value);
}

static bool
require_draft(struct act *a, int64_t id)
{
    struct question_form *form = ledger_new(a, &question_form_ledger);
    bool found;

    if (!shape_read(a, shape_of(&question_form_ledger), id, false, form, &found))
        return false;
    return !found || is_draft(&form->base) ||
           fail(a, FAULT_CLASH, NULL,
                "受付を始めた質問票の質問は変えられません。新しい版を作ります。");
}

static bool
check_question(struct act *a, const struct record *before, struct record *record)
{
    struct question *it = (struct question *)record;
    struct question_choice *choices;
    bool good = require_draft(a, it->form.id);

    (void)before;
    if ((question_is(it, "choice") || question_is(it, "choices")) &&
        question_choices(a, it, &choices) < 2)
        good = fail(a, FAULT_INVALID, "choices", "選択肢は2つ以上書きます。1行に1つです。");
    if (it->least != NO_NUMBER && it->most != NO_NUMBER && it->least > it->most)
        good = fail(a, FAULT_INVALID, "most", "最大が最小より小さくなっています。");
    return check_condition(a, it) && good;
}

/* Removing asks no check, so it is asked here; the transaction takes it back. */
static bool
after_question(struct act *a, const struct record *before, const struct record *record)
{
    (void)before;
    return !record->removed_at.us || require_draft(a, ((const struct question *)record)->form.id);
}

static const struct query questions_query = {
    .name = "form.questions",
    .sql = "SELECT id FROM question WHERE form = :form AND removed_at IS NULL"
           " ORDER BY position, id LIMIT 300",
    FOUND_IDS,
};

bool
questions_read(struct act *a, int64_t form, struct questions *out)
{
    struct question *rows;

    if (!shape_rows(a, shape_of(&question_ledger), &questions_query, BOUND(BIND(form, form)), &rows,
                    &out->count))
        return false;
    out->rows = NEW_ARRAY(a->arena, out->count + 1, struct question *);
    for (size_t i = 0; i < out->count; i++)
        out->rows[i] = &rows[i];
    return true;
}

const struct ledger question_form_ledger = {
    .name = "form",
    .title = "質問票",
    .help = "アンケートや申請の質問を作り、回答を集めます。受付を始めた質問は変わりません。",
    .path = "/contract/forms",
    .icon = "form",
    .row_size = sizeof(struct question_form),
    .fields = form_fields,
    .titled_by = "title",
    .listed = "code title edition state period",
    .states = &form_states,
    .access = form_access,
    .views = form_views,
    .keep_years = 5,
    .prepare = prepare_form,
    .check = check_form,
};

const struct ledger question_ledger = {
    .name = "question",
    .title = "質問",
    .help = "質問票の一つの質問です。前の質問の答えによって聞くこともできます。",
    .path = "/contract/questions",
    .icon = "help",
    .row_size = sizeof(struct question),
    .fields = question_fields,
    .titled_by = "label",
    .listed = "form position label kind required on_question on_value",
    .access = form_access,
    .views = question_views,
    .keep_years = 5,
    .prepare = prepare_question,
    .check = check_question,
    .after = after_question,
};
