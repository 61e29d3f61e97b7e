#include "ledger/series.h"

#include <string.h>

#include "base/buffer.h"
#include "base/must.h"
#include "base/wareki.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"

/* Format texts are declared or checked; this keeps a broken one from counting for ever. */
enum { MOST_TRIES = 100000 };

enum hole { HOLE_NONE, HOLE_ERA, HOLE_YEAR, HOLE_NUMBER };

/* One step through a format: a literal character or a hole. */
struct piece {
    enum hole hole;
    int digits; /* of HOLE_NUMBER */
    char letter;
};

/* Moves on by one piece; false at the end or, with `*bad`, at a hole nobody knows. */
static bool
piece_next(const char **at, struct piece *out, bool *bad)
{
    const char *end;
    size_t length;

    *out = (struct piece){ .letter = **at };
    if (!**at)
        return false;
    if (**at != '{') {
        ++*at;
        return true;
    }
    end = strchr(*at, '}');
    length = end ? (size_t)(end - *at) + 1 : 0;
    *bad = false;
    if (length == 5 && memcmp(*at, "{era}", 5) == 0) {
        out->hole = HOLE_ERA;
    } else if (length == 6 && memcmp(*at, "{year}", 6) == 0) {
        out->hole = HOLE_YEAR;
    } else if (length == 8 && memcmp(*at, "{number}", 8) == 0) {
        out->hole = HOLE_NUMBER;
    } else if (length == 10 && memcmp(*at, "{number:", 8) == 0 && (*at)[8] >= '1' &&
               (*at)[8] <= '9') {
        out->hole = HOLE_NUMBER;
        out->digits = (*at)[8] - '0';
    } else {
        *bad = true;
        return false;
    }
    *at = end + 1;
    return true;
}

bool
series_check(const char *format, const char **why)
{
    struct piece piece;
    bool bad = false;
    int numbers = 0;

    while (piece_next(&format, &piece, &bad))
        numbers += piece.hole == HOLE_NUMBER;
    if (bad)
        *why = "{era}、{year}、{number:6} のほかは { } の中に書けません。";
    else if (numbers != 1)
        *why = "{number:6} を1つだけ書きます。";
    return !bad && numbers == 1;
}

/* 令和元年度 is the one fiscal year that is not named for the era of its first day. */
static int
era_year(int year)
{
    struct date april;
    const struct era *era;

    if (year == 2019)
        return 1;
    if (!date_make(year, 4, 1, &april))
        return year;
    era = wareki_era(april);
    return era ? year - era->before : year;
}

const char *
series_print(struct arena *arena, const char *format, struct date day, int64_t number)
{
    struct buffer out = { .arena = arena };
    struct piece piece;
    bool bad = false;

    while (piece_next(&format, &piece, &bad)) {
        switch (piece.hole) {
        case HOLE_NONE:
            buffer_char(&out, piece.letter);
            break;
        case HOLE_ERA:
            buffer_int(&out, era_year(fiscal_year(day)));
            break;
        case HOLE_YEAR:
            buffer_int(&out, fiscal_year(day));
            break;
        case HOLE_NUMBER:
            buffer_print(&out, "%0*lld", piece.digits, (long long)number);
            break;
        }
    }
    must(!bad);
    return buffer_string(&out);
}

/* Whether the counter begins anew with each fiscal year. */
static bool
yearly(const char *format)
{
    return strstr(format, "{era}") || strstr(format, "{year}");
}

struct definition {
    const char *format;
    bool gapless;
};

static const struct query definition_query = {
    .name = "series.definition",
    .sql = "SELECT format, gapless FROM series WHERE key = :key AND contract IN (0, :contract)"
           " AND removed_at IS NULL ORDER BY contract DESC LIMIT 1",
    .row_size = sizeof(struct definition),
    .columns = COLUMNS(COLUMN(struct definition, format), COLUMN(struct definition, gapless)),
};

static bool
definition_get(struct act *a, const struct ledger *l, const struct field *f, int64_t contract,
               struct definition *out)
{
    const char *key = arena_print(a->arena, "%s.%s", l->name, f->name);
    bool found;
    const char *why;

    *out = (struct definition){ .format = f->series, .gapless = f->gapless };
    if (!query_first(a, &definition_query, out, &found,
                     BOUND(BIND(key, key), BIND(contract, contract))))
        return false;
    out->gapless |= f->gapless;
    if (!found || !series_check(out->format, &why)) {
        out->format = f->series;
        must(series_check(out->format, &why));
    }
    return true;
}

/* Numbers that were brought along may lie ahead of the counter. */
static bool
is_taken(struct act *a, const struct ledger *l, const struct field *f, int64_t contract,
         const char *const *numbers, size_t count, bool *taken)
{
    struct sql *s = sql_new(a, "series.taken");

    SQL(s, "SELECT id FROM ");
    sql_name(s, l->name);
    SQL(s, " WHERE contract = ");
    sql_value(s, bind_int("contract", contract));
    SQL(s, " AND ");
    sql_name(s, f->name);
    SQL(s, " IN (");
    for (size_t i = 0; i < count; i++) {
        if (i)
            SQL(s, ", ");
        sql_value(s, bind_text("number", numbers[i]));
    }
    SQL(s, ") AND removed_at IS NULL");
    return sql_apart(a, s, taken);
}

/* One run of a series. */
struct run {
    const struct ledger *l;
    const struct field *f;
    int64_t contract;
    struct definition definition;
    struct date today;
    const char *key;
};

static bool
run_begin(struct act *a, const struct ledger *l, const struct field *f, int64_t contract,
          struct run *out)
{
    must(a->writing);
    *out = (struct run){ .l = l, .f = f, .contract = contract, .today = instant_date(a->now) };
    if (!definition_get(a, l, f, contract, &out->definition))
        return false;
    out->key = arena_print(a->arena, "%s.%s/%lld/%d", l->name, f->name, (long long)contract,
                           yearly(out->definition.format) ? fiscal_year(out->today) : 0);
    return true;
}

static bool
run_step(struct act *a, const struct run *run, const char **out)
{
    int64_t number;

    if (!counter_next(a, run->key, run->definition.gapless, &number))
        return false;
    *out = series_print(a->arena, run->definition.format, run->today, number);
    return true;
}

static bool
run_free(struct act *a, const struct run *run, const char **out)
{
    for (int tries = 0; tries < MOST_TRIES; tries++) {
        bool taken = false;

        if (!run_step(a, run, out))
            return false;
        if (run->f->unique && !is_taken(a, run->l, run->f, run->contract, out, 1, &taken))
            return false;
        if (!taken)
            return true;
    }
    return fail(a, FAULT_CLASH, run->f->name,
                "%sの続きの番号がすべて使われています。番号を書きます。", run->f->label);
}

bool
series_next(struct act *a, const struct ledger *l, const struct field *f, int64_t contract,
            const char **out)
{
    struct run run;

    return run_begin(a, l, f, contract, &run) && run_free(a, &run, out);
}

/* The free ones of `numbers` in their order; those behind them follow. */
static bool
keep_free(struct act *a, const struct run *run, const char **numbers, size_t count)
{
    size_t left = 0;

    for (size_t i = 0; i < count; i++) {
        bool taken;

        if (!is_taken(a, run->l, run->f, run->contract, &numbers[i], 1, &taken))
            return false;
        if (!taken)
            numbers[left++] = numbers[i];
    }
    for (; left < count; left++)
        if (!run_free(a, run, &numbers[left]))
            return false;
    return true;
}

bool
series_take(struct act *a, const struct ledger *l, const struct field *f, int64_t contract,
            size_t count, const char ***out)
{
    const char **numbers = NEW_ARRAY(a->arena, count, const char *);
    struct run run;
    bool taken = false;

    *out = numbers;
    if (!count)
        return true;
    if (!run_begin(a, l, f, contract, &run))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!run_step(a, &run, &numbers[i]))
            return false;
    if (f->unique && !is_taken(a, l, f, contract, numbers, count, &taken))
        return false;
    return !taken || keep_free(a, &run, numbers, count);
}
