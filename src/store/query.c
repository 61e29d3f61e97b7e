#include "store/query.h"

#include "base/must.h"
#include "store/engine.h"

static struct statement
statement_of(const struct act *a, const struct query *q, const struct bound *bounds)
{
    bool other = a->store->kind == STORE_POSTGRES && q->postgres;

    return (struct statement){
        .name = q->name,
        .sql = other ? q->postgres : q->sql,
        .query = q,
        .columns = q->columns,
        .bounds = bounds,
    };
}

bool
query_rows(struct act *a, const struct query *q, void *rows, size_t *count, size_t row_size,
           const struct bound *bounds)
{
    struct statement s = statement_of(a, q, bounds);

    must(row_size == q->row_size && q->columns);
    return statement_rows(a, &s, row_size, rows, count, NULL);
}

bool
query_first(struct act *a, const struct query *q, void *row, bool *found,
            const struct bound *bounds)
{
    struct statement s = statement_of(a, q, bounds);

    must(q->row_size && q->columns);
    return statement_first(a, &s, q->row_size, row, found, NULL);
}

bool
query_each(struct act *a, const struct query *q, bool (*each)(void *with, const void *row),
           void *with, const struct bound *bounds)
{
    struct statement s = statement_of(a, q, bounds);

    must(q->row_size && q->columns);
    return statement_each(a, &s, q->row_size, each, with, NULL);
}

bool
query_run(struct act *a, const struct query *q, int64_t *changed, const struct bound *bounds)
{
    struct statement s = statement_of(a, q, bounds);

    must(!q->columns);
    return statement_run(a, &s, changed);
}

bool
query_later(struct act *a, const struct query *q, const struct bound *bounds)
{
    struct statement s = statement_of(a, q, bounds);

    must(!q->columns);
    return statement_later(a, &s);
}
