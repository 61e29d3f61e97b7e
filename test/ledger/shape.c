#include "ledger/shape.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/core/core.h"
#include "ledger/list.h"
#include "ledger/tests.h"
#include "office.h"
#include "store/query.h"

/* One of every kind, without a struct: laid out by the shape. */
static const struct choice_item sizes[] = { { "small", "小", NULL },
                                            { "large", "大", NULL },
                                            { 0 } };
static const struct field box_fields[] = {
    { .name = "title", .label = "名前", .type = FIELD_TEXT },
    { .name = "note", .label = "備考", .type = FIELD_PROSE },
    { .name = "count", .label = "数", .type = FIELD_NUMBER },
    { .name = "price", .label = "価格", .type = FIELD_YEN },
    { .name = "day", .label = "日", .type = FIELD_DATE },
    { .name = "moment", .label = "時", .type = FIELD_TIME },
    { .name = "span", .label = "長さ", .type = FIELD_MINUTES },
    { .name = "term", .label = "期間", .type = FIELD_PERIOD },
    { .name = "size", .label = "大きさ", .type = FIELD_CHOICE, .choices = sizes },
    { .name = "flag", .label = "旗", .type = FIELD_BOOL },
    { .name = "section", .label = "課", .type = FIELD_REF, .to = &organisation_ledger },
    { .name = "sections", .label = "課の一覧", .type = FIELD_REFS, .to = &organisation_ledger },
    { .name = "mail", .label = "メール", .type = FIELD_MAIL, .personal = true, .unique = true },
    { .name = "phone", .label = "電話", .type = FIELD_PHONE },
    { .name = "postcode", .label = "郵便番号", .type = FIELD_POSTCODE },
    { .name = "address", .label = "アドレス", .type = FIELD_INET },
    { .name = "card", .label = "カード", .type = FIELD_MAC },
    { .name = "link", .label = "リンク", .type = FIELD_URL },
    { .name = "picture", .label = "絵", .type = FIELD_FILE },
    { 0 },
};
static const struct access everybody[] = { { ROLE_LEAD, ~0u, REACH_CONTRACT }, { 0 } };
static const struct ledger box_ledger = {
    .name = "box",
    .title = "箱",
    .help = "試験の台帳です。",
    .path = "/test/boxes",
    .icon = "box",
    .fields = box_fields,
    .titled_by = "title",
    .access = everybody,
};

struct boxes {
    struct office office;
    const struct shape *shape;
};

static void
open_boxes(struct test *t, struct boxes *b)
{
    const struct table *table;
    struct act *a;

    office_open(t, &b->office);
    b->shape = shape_of(&box_ledger);
    table = b->shape->table;
    a = office_console(&b->office);
    assert_true(schema_apply(b->office.store, a, &table, 1, NULL));
}

static void
put(struct act *a, void *row, const char *name, const char *text)
{
    const char *why = NULL;

    if (!record_put(a, &box_ledger, shape_field(shape_of(&box_ledger), name), text, row, &why))
        fail_msg("%s: %s", name, why);
}

static const char *
get(struct act *a, const void *row, const char *name, enum field_style style)
{
    const struct field *f = list_field(&box_ledger, name);

    return field_text(a, f, record_at(a, &box_ledger, f, row), style);
}

struct insertion {
    const struct shape *shape;
    void *row;
    int64_t before;
};

static bool
insert(struct act *a, void *with)
{
    const struct insertion *it = with;
    const struct bound *bounds;
    int64_t changed;

    if (!shape_bind(a, it->shape, it->row, it->before, &bounds))
        return false;
    return query_run(a, it->before ? &it->shape->update : &it->shape->insert, &changed, bounds) &&
           changed == 1;
}

static struct record *
new_box(struct act *a, int64_t id)
{
    struct record *row = ledger_new(a, &box_ledger);

    row->id = id;
    row->version = 1;
    return row;
}

static const char *const samples[][2] = {
    { "title", "箱の一" },
    { "note", "一行目\n二行目" },
    { "count", "0" },
    { "price", "1200" },
    { "day", "2026-04-09" },
    { "moment", "2026-04-09T13:10:00+09:00" },
    { "span", "90" },
    { "term", "2026-04-01/2027-03-31" },
    { "size", "large" },
    { "flag", "1" },
    { "mail", "miura@city.example" },
    { "phone", "03-0000-0000" },
    { "postcode", "1000001" },
    { "address", "192.0.2.0/24" },
    { "card", "00:00:5e:00:53:01" },
    { "link", "https://city.example/" },
};
enum { SAMPLES = sizeof samples / sizeof *samples };

static void
every_type_comes_back_as_it_was_written(struct test *t)
{
    struct boxes b;
    struct act *a;
    struct record *row, *back;
    bool found;

    open_boxes(t, &b);
    a = office_console(&b.office);
    row = new_box(a, 100);
    for (size_t i = 0; i < SAMPLES; i++)
        put(a, row, samples[i][0], samples[i][1]);
    put(a, row, "section", "情報政策課");
    put(a, row, "sections", "情報政策課");
    assert_true(act_write(a, insert, &(struct insertion){ b.shape, row, 0 }));
    back = ledger_new(a, &box_ledger);
    assert_true(shape_read(a, b.shape, 100, true, back, &found));
    assert_true(found);
    for (size_t i = 0; i < SAMPLES; i++)
        assert_string_equal(get(a, back, samples[i][0], STYLE_PLAIN), samples[i][1]);
    assert_string_equal(get(a, back, "section", STYLE_SHOWN), "情報政策課");
    assert_string_equal(get(a, back, "sections", STYLE_SHOWN), "情報政策課");
    assert_string_equal(get(a, back, "picture", STYLE_PLAIN), "");
}

static void
empty_members_come_back_empty(struct test *t)
{
    struct boxes b;
    struct act *a;
    struct record *back;
    bool found;

    open_boxes(t, &b);
    a = office_console(&b.office);
    assert_true(act_write(a, insert, &(struct insertion){ b.shape, new_box(a, 100), 0 }));
    back = ledger_new(a, &box_ledger);
    assert_true(shape_read(a, b.shape, 100, true, back, &found));
    for (size_t i = 0; i < b.shape->field_count; i++) {
        const struct field *f = &b.shape->fields[i];

        if (f->type != FIELD_BOOL)
            assert_true(field_is_empty(f, record_at(a, &box_ledger, f, back)));
    }
}

static void
a_personal_value_stays_closed_unless_asked_for(struct test *t)
{
    struct boxes b;
    struct act *a;
    struct record *row;
    const char *text;
    bool found;

    open_boxes(t, &b);
    a = office_console(&b.office);
    row = new_box(a, 100);
    put(a, row, "mail", "miura@city.example");
    assert_true(act_write(a, insert, &(struct insertion){ b.shape, row, 0 }));
    assert_true(shape_read(a, b.shape, 100, false, row, &found));
    memcpy(&text, record_at(a, &box_ledger, shape_field(b.shape, "mail"), row), sizeof text);
    assert_ptr_equal(text, field_sealed);
}

static void
two_equal_personal_values_clash_by_their_field(struct test *t)
{
    struct boxes b;
    struct act *a;
    struct record *row;

    open_boxes(t, &b);
    a = office_console(&b.office);
    for (int64_t id = 100; id < 102; id++) {
        row = new_box(a, id);
        put(a, row, "mail", id == 100 ? "miura@city.example" : "ＭＩＵＲＡ＠city.example");
        assert_int_equal(act_write(a, insert, &(struct insertion){ b.shape, row, 0 }), id == 100);
    }
    assert_int_equal(a->faults->kind, FAULT_CLASH);
}

static void
an_update_asks_for_the_version(struct test *t)
{
    struct boxes b;
    struct act *a;
    struct record *row;

    open_boxes(t, &b);
    a = office_console(&b.office);
    row = new_box(a, 100);
    assert_true(act_write(a, insert, &(struct insertion){ b.shape, row, 0 }));
    row->version = 2;
    assert_false(act_write(a, insert, &(struct insertion){ b.shape, row, 7 }));
    assert_true(act_write(a, insert, &(struct insertion){ b.shape, row, 1 }));
}

static void
a_custom_field_is_a_column_and_a_text_of_the_record(struct test *t)
{
    static const struct field custom[] = {
        { .name = "x_1", .label = "棚", .type = FIELD_NUMBER, .most = 100 },
        { .name = "x_2", .label = "色", .type = FIELD_CHOICE, .choices = sizes },
    };
    struct boxes b;
    struct act *a;
    struct record *row;
    const struct table *table;
    bool found;

    open_boxes(t, &b);
    a = office_console(&b.office);
    shape_custom_set(&box_ledger, custom, 2);
    b.shape = shape_of(&box_ledger);
    table = b.shape->table;
    assert_true(schema_apply(b.office.store, a, &table, 1, NULL));
    row = new_box(a, 100);
    put(a, row, "x_1", "12");
    put(a, row, "x_2", "大");
    assert_true(act_write(a, insert, &(struct insertion){ b.shape, row, 0 }));
    row = ledger_new(a, &box_ledger);
    assert_true(shape_read(a, b.shape, 100, true, row, &found));
    assert_string_equal(row->extra[0], "12");
    assert_string_equal(get(a, row, "x_2", STYLE_SHOWN), "大");
    shape_custom_set(&box_ledger, NULL, 0);
}

static const struct table_index *
index_of(const struct ledger *l, const char *name)
{
    for (const struct table_index *i = shape_of(l)->table->indexes; i->name; i++)
        if (strcmp(i->name, name) == 0)
            return i;
    fail_msg("%s has no index %s", l->name, name);
    return NULL;
}

static const struct field task_fields[] = {
    { .name = "title", .label = "名前", .type = FIELD_TEXT, .unique = true },
    { .name = "who", .label = "担当", .type = FIELD_REF, .to = &person_ledger },
    { .name = "due", .label = "期限", .type = FIELD_TIME },
    { .name = "mail", .label = "メール", .type = FIELD_MAIL, .personal = true, .code = true },
    { 0 },
};
static const struct state task_rows[] = { { .name = "new", .label = "新規" },
                                          { .name = "done", .label = "済" },
                                          { 0 } };
static const struct transition no_transitions[] = { { 0 } };
static const struct states task_states = { task_rows, no_transitions };
static const struct view task_views[] = {
    { "mine", "自分の", "自分のものです。", "who=me&state.in=new", "due" },
    { "free", "未定", "担当のないものです。", "who.empty=true", "-due" },
    { 0 },
};
static const struct access reaches[] = { { ROLE_LEAD, DEED_READ, REACH_CONTRACT },
                                         { ROLE_REQUESTER, DEED_READ, REACH_OWN },
                                         { ROLE_PARTICIPANT, DEED_READ, REACH_ORGANISATION },
                                         { 0 } };
static const struct ledger task_ledger = {
    .name = "task",
    .title = "作業",
    .fields = task_fields,
    .states = &task_states,
    .views = task_views,
    .access = reaches,
};

static void
each_view_has_an_index_of_its_filter_and_order(struct test *t)
{
    const struct table_index *mine = index_of(&task_ledger, "task_mine_view");
    const struct table_index *unowned = index_of(&task_ledger, "task_free_view");

    (void)t;
    assert_string_equal(mine->columns, "contract, who, due, id");
    assert_string_equal(mine->where, "\"removed_at\" IS NULL AND \"state\" IN ('new')");
    assert_string_equal(unowned->columns, "contract, due, id");
    assert_string_equal(unowned->where, "\"removed_at\" IS NULL AND \"who\" IS NULL");
}

static void
unique_references_and_reaches_have_indexes(struct test *t)
{
    (void)t;
    assert_true(index_of(&task_ledger, "task_title_unique")->unique);
    assert_string_equal(index_of(&task_ledger, "task_title_unique")->columns, "contract, title");
    assert_string_equal(index_of(&task_ledger, "task_mail_key")->columns, "mail_key");
    assert_string_equal(index_of(&task_ledger, "task_who_ref")->columns, "who, id");
    assert_string_equal(index_of(&task_ledger, "task_owner")->columns, "contract, owner, id");
    assert_string_equal(index_of(&task_ledger, "task_organisation")->columns,
                        "contract, organisation, id");
}

static void
the_head_is_read_with_its_titles(struct test *t)
{
    struct office o;
    struct ticket *it;
    struct act *a;
    bool found;

    office_open(t, &o);
    it = ticket_made(&o, REQUESTER, "印刷できない");
    a = office_console(&o);
    assert_true(shape_read(a, shape_of(&ticket_ledger), it->base.id, false, it, &found));
    assert_string_equal(it->base.owner_title, "佐藤");
    assert_string_equal(
        field_text(a, list_field(&ticket_ledger, "organisation"),
                   record_at(a, &ticket_ledger, list_field(&ticket_ledger, "organisation"), it),
                   STYLE_SHOWN),
        "情報政策課");
}

const struct test_case shape_tests[] = {
    CASE(every_type_comes_back_as_it_was_written),
    CASE(empty_members_come_back_empty),
    CASE(a_personal_value_stays_closed_unless_asked_for),
    CASE(two_equal_personal_values_clash_by_their_field),
    CASE(an_update_asks_for_the_version),
    CASE(a_custom_field_is_a_column_and_a_text_of_the_record),
    CASE(each_view_has_an_index_of_its_filter_and_order),
    CASE(unique_references_and_reaches_have_indexes),
    CASE(the_head_is_read_with_its_titles),
    { 0 },
};
