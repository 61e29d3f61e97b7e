/* The ledgers of what was answered; written by form_send() alone. */
#include "contract/form.h"
#include "ledger/core/core.h"

enum { MOST_VALUE = 8000 };

static const struct field response_fields[] = {
    FIELD(struct response, form, "質問票", .to = &question_form_ledger, .fixed = true),
    FIELD(struct response, title, "件名", .fixed = true, .most = 300),
    FIELD(struct response, person, "回答した人", .to = &person_ledger, .fixed = true),
    FIELD(struct response, ledger, "対象の台帳", .fixed = true, .most = 40),
    FIELD(struct response, record, "対象の記録", .fixed = true),
    FIELD(struct response, sent_at, "回答日時", .fixed = true),
    { 0 },
};

static const struct field answer_fields[] = {
    FIELD(struct answer_row, response, "回答", .to = &response_ledger, .fixed = true),
    FIELD(struct answer_row, form, "質問票", .to = &question_form_ledger, .fixed = true),
    FIELD(struct answer_row, question, "質問", .to = &question_ledger, .fixed = true),
    FIELD(struct answer_row, position, "順番", .fixed = true),
    FIELD(struct answer_row, label, "質問文", .fixed = true, .most = 300),
    FIELD(struct answer_row, value, "答え", .fixed = true, .most = MOST_VALUE),
    FIELD(struct answer_row, hidden, "答え（個人情報）", .fixed = true, .personal = true,
          .most = MOST_VALUE),
    { 0 },
};

enum { LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY };

/* Who asks sees all, who answered his own. */
static const struct access response_access[] = {
    { ROLE_LEAD, LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OPERATOR, DEED_READ | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_OFFICER, LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_APPROVER, DEED_READ | DEED_PERSONAL, REACH_OWN },
    { ROLE_PARTICIPANT, DEED_READ | DEED_PERSONAL, REACH_OWN },
    { ROLE_REQUESTER, DEED_READ | DEED_PERSONAL, REACH_OWN },
    { ROLE_AUTHOR, DEED_READ | DEED_PERSONAL, REACH_OWN },
    { ROLE_MEMBER, DEED_READ | DEED_PERSONAL, REACH_OWN },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view response_views[] = {
    { "all", "すべて", "回答を新しい順に並べます。", "", "-id" },
    { "mine", "自分の回答", "自分が送った回答です。", "owner=me", "-id" },
    { 0 },
};

static const struct view answer_views[] = {
    { "all", "すべて", "答えを新しい順に並べます。", "", "-id" },
    { 0 },
};

const struct ledger response_ledger = {
    .name = "response",
    .title = "回答",
    .help = "質問票への回答です。送った回答は変えられません。",
    .path = "/contract/responses",
    .icon = "good",
    .row_size = sizeof(struct response),
    .fields = response_fields,
    .titled_by = "title",
    .listed = "title person sent_at",
    .access = response_access,
    .views = response_views,
    .keep_years = 5,
};

const struct ledger answer_ledger = {
    .name = "answer",
    .title = "答え",
    .help = "回答の、質問ごとの答えです。",
    .path = "/contract/answers",
    .icon = "good",
    .row_size = sizeof(struct answer_row),
    .fields = answer_fields,
    .titled_by = "label",
    .listed = "response position label value",
    .access = response_access,
    .views = answer_views,
    .keep_years = 5,
};
