/* The spreadsheets of a real desk: whole files go in, and what is no data is named. */

#include <string.h>

#include "base/buffer.h"
#include "contract/crew.h"
#include "desk/device.h"
#include "desk/inquiry.h"
#include "ledger/core/core.h"
#include "ledger/import.h"
#include "store/query.h"
#include "tests.h"

static struct import_result
taken(struct crew *c, const struct ledger *l, const char *path, bool writes)
{
    struct import_request request = { .ledger = l,
                                      .contract = c->contract,
                                      .source = { .path = path } };
    struct import_result result;
    struct act *a = crew_act(c, LEADER);

    a->origin = ORIGIN_IMPORT;
    assert_done(a, (writes ? import_write : import_preview)(a, &request, &result));
    return result;
}

struct number {
    int64_t id;
};

static int64_t
by_number(struct crew *c, const char *ledger, const char *number)
{
    struct act *a = crew_console(c);
    struct sql *s = sql_new(a, "test.number");
    struct number *rows;
    size_t count;

    SQL(s, "SELECT id FROM ");
    sql_name(s, ledger);
    SQL(s, " WHERE number = ");
    sql_value(s, bind_text("number", number));
    assert_done(a, sql_rows(a, s, COLUMNS(COLUMN(struct number, id)), sizeof *rows, (void **)&rows,
                            &count));
    assert_int_equal(count, 1);
    return rows->id;
}

/* `line kind` of all that was passed over, and the columns nothing is taken from. */
static const char *
passed_over(struct test *t, const struct import_result *r)
{
    struct buffer out = { .arena = t->arena };

    for (size_t i = 0; i < r->sheet.skipped_count; i++)
        buffer_print(&out, "%d%s ", (int)r->sheet.skipped[i].line,
                     sheet_skip_title(r->sheet.skipped[i].kind));
    for (size_t i = 0; i < r->mapping.count; i++)
        if (!r->mapping.columns[i].field)
            buffer_print(&out, "-%s", r->sheet.columns[i].heading);
    return buffer_string(&out);
}

static void
a_receipt_book_goes_in_whole(struct test *t)
{
    static const char file[] = "test/data/sheets/inquiries.csv";
    struct crew c;
    struct import_result r;
    struct inquiry *it;

    crew_open(t, &c);
    r = taken(&c, &inquiry_ledger, file, true);
    assert_int_equal(r.sheet.encoding, ENCODING_CP932);
    assert_int_equal(r.fault_count, 0);
    assert_int_equal(r.added, 5);
    assert_string_equal(passed_over(t, &r), "1表題 2表題 10合計行 12合計行 13注記 14注記 -内線");
    assert_string_equal(r.sheet.skipped[3].text, "合計　5件");
    it = crew_stored(&c, &inquiry_ledger, by_number(&c, "inquiry", "1"));
    assert_string_equal(it->channel, "電話");
    assert_int_equal(instant_date(it->received_at).day, it->completed_on.day);
    assert_day(it->completed_on, "2025-04-01");
    assert_state(&c, &inquiry_ledger, it->base.id, "completed");
    it = crew_stored(&c, &inquiry_ledger, by_number(&c, "inquiry", "3"));
    assert_string_equal(it->section_name, "税務課"); /* 〃 below it, over an empty line */
    assert_int_equal(taken(&c, &inquiry_ledger, file, true).unchanged, 5);
}

static void
a_register_is_found_among_the_sheets(struct test *t)
{
    struct crew c;
    struct import_result r;
    struct device *it;

    crew_open(t, &c);
    crew_make(&c, LEADER, &organisation_ledger,
              WITH("title", "市民課", "kana", "しみんか", "kind", "課"));
    crew_make(&c, LEADER, &organisation_ledger,
              WITH("title", "税務課", "kana", "ぜいむか", "kind", "課"));
    r = taken(&c, &device_ledger, "test/data/workbooks/devices.xlsx", true);
    assert_string_equal(r.sheet.tab, "R7");
    assert_int_equal(r.sheet.heading_rows, 2);
    assert_int_equal(r.fault_count, 0);
    assert_int_equal(r.added, 4);
    assert_string_equal(passed_over(t, &r), "1表題 2表題 11合計行 13注記 -リース会社");
    it = crew_stored(&c, &device_ledger, by_number(&c, "device", "P-001"));
    assert_day(it->bought_on, "2025-04-01");
    assert_day(it->supported_until, "2030-03-31");
    it = crew_stored(&c, &device_ledger, by_number(&c, "device", "P-002"));
    assert_string_equal(it->kind.code, "pc");
    assert_string_equal(it->section.title, "市民課"); /* merged with the row above */
    assert_state(&c, &device_ledger, it->base.id, "in_use");
}

static void
all_wrong_rows_are_told_at_once_and_nothing_is_written(struct test *t)
{
    static const char *const expected[] = {
        "6受付／受付日=令和7年2月30日", "7内容／件名=",        "9受付／受付日=きのう",
        "10受付／整理番号=３",          "11対応／完了=R7.4.1", "12対応／状況=やりかけ",
    };
    struct crew c;
    struct import_result r;
    size_t count = 0;

    crew_open(t, &c);
    r = taken(&c, &inquiry_ledger, "test/data/sheets/wrong_rows.csv", true);
    assert_int_equal(r.state, IMPORT_REFUSED);
    assert_int_equal(r.wrong, 6);
    assert_int_equal(r.fault_count, 6);
    for (const struct fault *f = r.faults; f; f = f->next)
        assert_string_equal(
            arena_print(t->arena, "%d%s=%s", (int)f->line, f->column, f->value ? f->value : ""),
            expected[count++]);
    assert_int_equal(crew_count(&c, &inquiry_ledger, "view", "all"), 0);
}

const struct test_case sheets_tests[] = {
    CASE(a_receipt_book_goes_in_whole),
    CASE(a_register_is_found_among_the_sheets),
    CASE(all_wrong_rows_are_told_at_once_and_nothing_is_written),
    { 0 },
};
