#include "contract/consultation.h"

#include <string.h>

#include "contract/obligation.h"
#include "ledger/core/core.h"
#include "store/act.h"

static const struct field consultation_fields[] = {
    FIELD(struct consultation, number, "番号", .help = "空けておくと続きの番号が付きます。",
          .also = "No.|No|協議番号", .series = "協議R{era}-{number:3}", .unique = true,
          .code = true, .searched = true, .settled = true, .most = 40),
    FIELD(struct consultation, title, "件名", .also = "協議事項|議題|表題", .required = true,
          .searched = true, .most = 200),
    FIELD(struct consultation, asked_on, "協議した日", .also = "協議日|日付|申入れ日",
          .required = true, .filled = true),
    FIELD(struct consultation, question, "協議の内容", .also = "問い|質問|協議内容|疑義",
          .required = true, .searched = true, .most = 20000),
    FIELD(struct consultation, obligation, "仕様書の条項", .also = "条項|根拠",
          .to = &obligation_ledger),
    FIELD(struct consultation, client_person, "発注者側", .also = "発注者|発注者担当|甲",
          .to = &person_ledger, .instead = "client_name"),
    FIELD(struct consultation, client_name, "発注者側（未登録）", .personal = true,
          .searched = true, .most = 100),
    FIELD(struct consultation, contractor_person, "受託者側", .also = "受託者|受託者担当|乙",
          .to = &person_ledger, .instead = "contractor_name"),
    FIELD(struct consultation, contractor_name, "受託者側（未登録）", .personal = true,
          .searched = true, .most = 100),
    FIELD(struct consultation, answer_by, "決める期限", .also = "期限|回答期限"),
    FIELD(struct consultation, decision, "決定", .also = "決定事項|結果|回答|協議結果",
          .searched = true, .most = 20000),
    FIELD(struct consultation, decided_on, "決定した日", .also = "決定日|回答日"),
    { 0 },
};

static const struct state consultation_state_rows[] = {
    { "open", "協議中", "未決|継続|検討中", MARK_WORK },
    { "decided", "決定", "決着|合意|済|完了", MARK_DONE, .ended = true },
    { 0 },
};

enum { BOTH_SIDES = 1 << ROLE_LEAD | 1 << ROLE_OPERATOR | 1 << ROLE_OFFICER };

static const struct transition consultation_transitions[] = {
    { "decide", "決定にする", "open", "decided", "decision decided_on", BOTH_SIDES },
    { "reopen", "協議に戻す", "decided", "open", NULL, 1 << ROLE_LEAD | 1 << ROLE_OFFICER },
    { 0 },
};

static const struct states consultation_states = { consultation_state_rows,
                                                   consultation_transitions };

enum {
    LOOK = DEED_READ | DEED_EXPORT | DEED_HISTORY,
    TAKE_PART = LOOK | DEED_CREATE | DEED_CHANGE | DEED_PERSONAL | DEED_COMMENT,
};

static const struct access consultation_access[] = {
    { ROLE_LEAD, TAKE_PART | DEED_IMPORT | DEED_REMOVE, REACH_CONTRACT },
    { ROLE_OPERATOR, TAKE_PART | DEED_IMPORT, REACH_CONTRACT },
    { ROLE_OFFICER, TAKE_PART, REACH_CONTRACT },
    { ROLE_APPROVER, LOOK | DEED_PERSONAL, REACH_CONTRACT },
    { ROLE_AUDITOR, LOOK, REACH_CONTRACT },
    { 0 },
};

static const struct view consultation_views[] = {
    { "open", "協議中", "まだ決まっていないものを、期限の近い順に並べます。", "state=open",
      "answer_by" },
    { "decided", "決定", "決まったものを新しい順に並べます。", "state=decided", "-decided_on" },
    { "all", "すべて", "新しい順に並べます。", "", "-id" },
    { 0 },
};

static bool
has_name(const struct ref *person, const char *name)
{
    return person->id || (name && *name);
}

static bool
check_consultation(struct act *a, const struct record *before, struct record *record)
{
    struct consultation *it = (struct consultation *)record;
    bool good = true;

    (void)before;
    if (!has_name(&it->client_person, it->client_name))
        good = fail(a, FAULT_INVALID, "client_person",
                    "発注者側がありません。だれと協議したかを書いてください。");
    if (!has_name(&it->contractor_person, it->contractor_name))
        good = fail(a, FAULT_INVALID, "contractor_person",
                    "受託者側がありません。だれが協議したかを書いてください。");
    if (it->decided_on.day && it->decided_on.day < it->asked_on.day)
        good = fail(a, FAULT_INVALID, "decided_on",
                    "決定した日が協議した日より前です。どちらかを直してください。");
    return good;
}

static bool
prepare_consultation(struct act *a, const struct record *before, struct record *record)
{
    struct consultation *it = (struct consultation *)record;

    if (!before && !it->asked_on.day && a->origin != ORIGIN_IMPORT)
        it->asked_on = instant_date(a->now);
    return true;
}

const struct ledger consultation_ledger = {
    .name = "consultation_record",
    .title = "協議記録",
    .help = "仕様書で決まっていないことについて、発注者と受託者が協議した内容と決定です。",
    .path = "/contract/consultations",
    .icon = "talk",
    .row_size = sizeof(struct consultation),
    .fields = consultation_fields,
    .titled_by = "title",
    .listed = "number title asked_on state answer_by decided_on",
    .states = &consultation_states,
    .access = consultation_access,
    .views = consultation_views,
    .talked = true,
    .keep_years = 5,
    .prepare = prepare_consultation,
    .check = check_consultation,
};
