#include "errand.h"

#include <string.h>

#include "base/buffer.h"
#include "ledger/clock.h"
#include "ledger/ground.h"
#include "web/tables.h"

static const struct choice_item kinds[] = { { "print", "印刷", NULL },
                                            { "lan", "ネットワーク", NULL },
                                            { 0 } };

static const struct field fields[] = {
    FIELD(struct errand, number, "番号", .code = true, .unique = true, .settled = true,
          .series = "E-{number:4}", .searched = true),
    FIELD(struct errand, title, "件名", .required = true, .searched = true, .most = 100),
    FIELD(struct errand, kind, "種別", .required = true, .choices = kinds),
    FIELD(struct errand, section, "依頼元", .to = &organisation_ledger),
    FIELD(struct errand, body, "内容", .searched = true),
    FIELD(struct errand, caller, "依頼者", .personal = true),
    FIELD(struct errand, asked_at, "受付日時", .required = true),
    FIELD(struct errand, due, "期限", .fixed = true),
    FIELD(struct errand, done_on, "完了日"),
    { 0 },
};

static const struct state states[] = {
    { "received", "受付", NULL, MARK_NEW },
    { "solved", "回答済み", NULL, MARK_SOLVED },
    { "done", "完了", NULL, MARK_DONE, .ended = true },
    { 0 },
};

static const struct transition transitions[] = {
    { "solve", "回答する", "received", "solved", NULL, 1 << ROLE_LEAD },
    { "finish", "完了にする", "received solved", "done", "done_on", 1 << ROLE_LEAD },
    { 0 },
};

static const struct states errand_states = { states, transitions };

static const struct clock_rule clocks[] = {
    { .name = "answer",
      .label = "回答　翌営業日まで",
      .kind = CLOCK_BUSINESS_DAYS,
      .span = 1,
      .from = "asked_at",
      .due = "due",
      .met = "solved done" },
    { 0 },
};

static const struct access rights[] = {
    { ROLE_LEAD,
      DEED_READ | DEED_CREATE | DEED_CHANGE | DEED_REMOVE | DEED_COMMENT | DEED_NOTE |
          DEED_PERSONAL | DEED_EXPORT | DEED_IMPORT | DEED_HISTORY,
      REACH_CONTRACT },
    { ROLE_OFFICER, DEED_READ, REACH_CONTRACT },
    { 0 },
};

static const struct view views[] = {
    { "open", "未完了", "まだ終わっていないものです。", "state.in=received,solved", "due" },
    { "all", "すべて", "すべてを新しい順に並べます。", "", "-id" },
    { 0 },
};

const struct ledger errand_ledger = {
    .name = "errand",
    .title = "用件",
    .help = "試しの台帳です。",
    .path = "/test/errands",
    .icon = "talk",
    .row_size = sizeof(struct errand),
    .fields = fields,
    .titled_by = "title",
    .listed = "number title kind section state due done_on",
    .states = &errand_states,
    .access = rights,
    .views = views,
    .clocks = clocks,
    .talked = true,
};

static const struct field step_fields[] = {
    FIELD(struct step, title, "手順", .required = true, .most = 100),
    FIELD(struct step, errand, "用件", .to = &errand_ledger, .required = true, .part = true),
    FIELD(struct step, done_on, "済んだ日"),
    { 0 },
};

static const struct access step_rights[] = {
    { ROLE_LEAD, DEED_READ | DEED_CREATE | DEED_CHANGE, REACH_CONTRACT },
    { 0 },
};

const struct ledger step_ledger = {
    .name = "step",
    .title = "手順",
    .help = "試しの台帳です。",
    .path = "/test/steps",
    .icon = "talk",
    .row_size = sizeof(struct step),
    .fields = step_fields,
    .titled_by = "title",
    .listed = "title errand done_on",
    .access = step_rights,
};

static void
end_act(void *act)
{
    act_end(act);
}

struct act *
errands_act(struct errands *e)
{
    struct act *a = NEW(e->test->arena, struct act);

    act_begin(a, e->store, e->test->arena, &e->session.who, ORIGIN_PAGE);
    arena_defer(e->test->arena, end_act, a);
    return a;
}

static void
assert_done(const struct act *a, bool done)
{
    for (const struct fault *f = a->faults; !done && f; f = f->next)
        print_error("%s: %s\n", f->field ? f->field : "-", f->message);
    assert_true(done);
}

void
errands_open(struct test *t, struct errands *e)
{
    static const struct ledger *const errands[] = { &errand_ledger, &step_ledger, NULL };
    struct contract *contract;
    struct organisation *section;
    struct act *a;

    ground_begin();
    ground_ledgers(errands);
    ground_tables(web_tables);
    *e = (struct errands){ .test = t, .store = ground_open(t) };
    e->session.who = *who_console();
    e->session.csrf = "csrf-of-the-session";
    a = errands_act(e);
    contract = ledger_new(a, &contract_ledger);
    contract->number = "R8-1";
    contract->title = "運用支援";
    assert_done(a, ledger_create(a, &contract_ledger, contract));
    e->contract = e->session.contract = contract->base.id;
    section = ledger_new(a, &organisation_ledger);
    section->title = "市民課";
    section->kind.code = "section";
    assert_done(a, ledger_create(a, &organisation_ledger, section));
    e->section = section->base.id;
}

int64_t
errands_add(struct errands *e, const char *title, const char *kind)
{
    struct act *a = errands_act(e);
    struct errand *it = ledger_new(a, &errand_ledger);

    it->base.contract = e->contract;
    it->title = title;
    it->kind.code = kind;
    it->section.id = e->section;
    it->asked_at = a->now;
    assert_done(a, ledger_create(a, &errand_ledger, it));
    act_end(a);
    return it->base.id;
}

struct errand *
errands_read(struct errands *e, int64_t id)
{
    struct act *a = errands_act(e);
    struct errand *it = ledger_new(a, &errand_ledger);

    assert_done(a, ledger_read(a, &errand_ledger, id, true, it));
    act_end(a);
    return it;
}

static struct pairs
pairs_of(struct errands *e, const char *text)
{
    char *rest = arena_copy(e->test->arena, text);
    struct pairs pairs = { NEW_ARRAY(e->test->arena, 40, struct pair), 0 };
    char *one;

    while ((one = strsep(&rest, "&")) != NULL) {
        char *value = strchr(one, '=');

        if (!value)
            continue;
        *value++ = 0;
        assert_true(pairs.count < 40);
        pairs.items[pairs.count++] = (struct pair){ one, value };
    }
    return pairs;
}

struct request
errands_get(struct errands *e, int64_t id, const char *query)
{
    return (struct request){
        .method = GET,
        .path =
            id ? arena_print(e->test->arena, "/test/errands/%lld", (long long)id) : "/test/errands",
        .ledger = &errand_ledger,
        .id = id,
        .word = "",
        .query = pairs_of(e, query),
        .session = &e->session,
    };
}

struct request
errands_post(struct errands *e, int64_t id, const char *form)
{
    struct request q = errands_get(e, id, "");

    q.method = POST;
    q.form = pairs_of(e, form);
    return q;
}

struct errand_answer
errands_ask(struct errands *e, const struct request *q,
            bool (*handler)(struct act *, const struct request *, struct reply *))
{
    struct act *a = errands_act(e);
    struct reply r = { .status = 200, .body = { .arena = e->test->arena } };
    struct errand_answer answer = { .good = handler(a, q, &r), .act = a, .location = "" };

    answer.status = r.status;
    answer.text = buffer_string(&r.body);
    for (size_t i = 0; i < r.headers.count; i++)
        if (strcmp(r.headers.items[i].name, "Location") == 0)
            answer.location = r.headers.items[i].value;
    act_end(a);
    return answer;
}
