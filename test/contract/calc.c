#include "contract/calc.h"

#include <string.h>

#include "tests.h"

enum { MOST = 12 };

/* Runs "tasuki calc KIND --a b …"; words are given with blanks between. */
static int
calc(struct test *t, const char *line, bool json, const char **said)
{
    struct act a = { .arena = t->arena };
    struct buffer *out = NEW(t->arena, struct buffer);
    struct pair *options = NEW_ARRAY(t->arena, MOST, struct pair);
    const char *words[2 * MOST] = { NULL };
    struct arguments given = { .operands = words, .json = json, .out = out };
    char *text = arena_copy(t->arena, line), *rest;
    size_t count = 0;
    int status;

    out->arena = t->arena;
    for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    given.count = 1;
    given.options.items = options;
    for (size_t i = 1; i + 1 < count; i += 2)
        options[given.options.count++] = (struct pair){ words[i] + 2, words[i + 1] };
    status = calc_command.run(&a, &given);
    *said = status ? a.faults->message : buffer_string(out);
    return status;
}

static void
gives(struct test *t, const char *line, const char *wanted)
{
    const char *said;

    if (calc(t, line, true, &said) != 0 || strncmp(said, wanted, strlen(wanted)) != 0)
        fail_msg("%s: %s", line, said);
}

static void
refuses(struct test *t, const char *line, const char *wanted)
{
    const char *said;

    if (calc(t, line, false, &said) != 2 || !strstr(said, wanted))
        fail_msg("%s: %s", line, said);
}

static void
each_rule_is_reached_by_its_name(struct test *t)
{
    gives(t,
          "delay-interest --amount 5500000 --days 20 --rate 3.0 --drop-below 1000 "
          "--round-below 100",
          "{\"yen\":9000,\"steps\":[");
    gives(t, "delay-daily --amount 12345678 --days 7", "{\"yen\":86419,");
    gives(t, "late-interest --amount 5191204 --days 11 --rate 3.0", "{\"yen\":4693,");
    gives(t, "late-interest --amount 5191204 --days 11 --signed 2026-04-01", "{\"yen\":4693,");
    gives(t, "penalty --amount 12345678 --drop-below 100", "{\"yen\":1234500,");
    gives(t, "penalty --amount 12345678 --kind rigging --tenths 3", "{\"yen\":3703703,");
    gives(t, "tax --amount 4719277 --rate 10", "{\"yen\":471927,");
    gives(t, "tax --amount 1000 --date 2019-09-30", "{\"yen\":80,");
    gives(t, "contained-tax --amount 1358023 --rate 10", "{\"yen\":123456,");
    gives(t, "award-price --bid 1234567", "{\"yen\":1358023,");
    gives(t, "bid-price --wanted 16", "{\"yen\":15,");
    gives(t, "bond --kind bid --amount 12345", "{\"yen\":618,");
    gives(t, "bond --kind contract --amount 12345", "{\"yen\":1235,");
    gives(t, "damages --damage 12,000,000 --amount 5,500,000", "{\"yen\":5500000,");
    gives(t, "tax-rate --date R1.10.1", "{\"rate\":\"10.0\",\"from\":\"2019-10-01\",");
    gives(t, "late-rate --date 2020-04-01",
          "{\"rate\":\"2.6\",\"from\":\"2020-04-01\","
          "\"verified\":true,");
}

static void
instalments_name_their_months(struct test *t)
{
    gives(t, "instalments --amount 10000000 --from 2026-07 --months 9",
          "{\"yen\":10000000,\"parts\":[{\"part\":1,\"month\":\"2026-07\",\"yen\":1111112},"
          "{\"part\":2,\"month\":\"2026-08\",\"yen\":1111111},");
    gives(t, "instalments --amount 100 --parts 3 --remainder last",
          "{\"yen\":100,\"parts\":[{\"part\":1,\"month\":null,\"yen\":33},"
          "{\"part\":2,\"month\":null,\"yen\":33},{\"part\":3,\"month\":null,\"yen\":34}]");
    /* Over the year's end, a quarter apart, the remainder in the second. */
    gives(t, "instalments --amount 100 --from 2026-09 --months 3 --every 3 --remainder 2026-12",
          "{\"yen\":100,\"parts\":[{\"part\":1,\"month\":\"2026-09\",\"yen\":33},"
          "{\"part\":2,\"month\":\"2026-12\",\"yen\":34},{\"part\":3,\"month\":\"2027-03\"");
}

static void
a_bill_of_unit_prices_counts_from_the_preparation(struct test *t)
{
    gives(t, "unit-price --fixed 10000000 --months 9 --unit 26000 --count 12", "{\"yen\":1423112,");
    gives(t, "unit-price --fixed 10000000 --months 9 --unit 26000 --count 12 --nth 2",
          "{\"yen\":1423111,");
    gives(t,
          "unit-price --fixed 10000000 --months 9 --unit 26000 --count 12 --nth 4 "
          "--preparation 1000000 --preparation-months 3",
          "{\"yen\":1423112,");
}

static void
people_read_the_working_and_the_answer(struct test *t)
{
    const char *said;

    assert_int_equal(calc(t, "delay-daily --amount 12345678 --days 7", false, &said), 0);
    assert_string_equal(said,
                        "遅延損害金　12,345,678円 × 7日 ÷ 1,000 ＝ 86,419.746円 1円未満切捨て "
                        "→ 86,419円\n答え　86,419円\n");
}

static void
wrong_use_is_told_in_a_sentence(struct test *t)
{
    refuses(t, "interest --amount 5", "「interest」という計算はありません");
    refuses(t, "tax --rate 10", "--amount がありません");
    refuses(t, "tax --amount 10", "--rate か --date を書いてください");
    refuses(t, "tax --amount -5 --rate 10", "0以上の整数");
    refuses(t, "tax --amount 1.5 --rate 10", "0以上の整数");
    refuses(t, "tax --amount 1000000000000000000000 --rate 10", "18桁まで");
    refuses(t, "tax --amount 1000000000000000 --rate 10", "999,999,999,999,999円までです");
    refuses(t, "tax --amount 5 --rate ten", "--rate が読めません");
    refuses(t, "tax --amount 5 --rate 10 --days 3", "--days は tax では使いません");
    refuses(t, "penalty --amount 5 --kind rigging", "--tenths がありません");
    refuses(t, "penalty --amount 5 --kind rigging --tenths 4", "10分の1、2、3");
    refuses(t, "penalty --amount 5 --tenths 2", "--kind rigging のときに");
    refuses(t, "penalty --amount 5 --kind other", "termination");
    refuses(t, "delay-daily --amount 5 --days 100000", "36,500日まで");
    refuses(t, "instalments --amount 5 --parts 0", "1から600まで");
    refuses(t, "instalments --amount 5 --parts 3 --remainder 2026-07", "--from");
    refuses(t, "instalments --amount 5 --from 2026-13 --months 3", "2026-07 のように");
    refuses(t, "instalments --amount 5 --from 2026-07 --months 3 --remainder 2026-11",
            "支払の月にありません");
    refuses(t, "unit-price --fixed 5 --months 9 --nth 10", "9回まで");
    refuses(t, "tax-rate --date 1980-01-01", "表にありません");
}

const struct test_case calc_tests[] = {
    CASE(each_rule_is_reached_by_its_name),
    CASE(instalments_name_their_months),
    CASE(a_bill_of_unit_prices_counts_from_the_preparation),
    CASE(people_read_the_working_and_the_answer),
    CASE(wrong_use_is_told_in_a_sentence),
    { 0 },
};
