#include "importing.h"

#include <string.h>

#include "base/buffer.h"

struct import_request
of_text(const char *text)
{
    return (struct import_request){
        .ledger = &asked_ledger,
        .source = { .name = "表.csv", .bytes = text, .length = strlen(text) },
    };
}

struct import_request
of_file(const char *path)
{
    return (struct import_request){ .ledger = &asked_ledger, .source = { .path = path } };
}

struct import_result
previewed(struct office *o, struct import_request request)
{
    struct act *a = office_act(o, LEAD);
    struct import_result r;

    for (const struct fault *f; !import_preview(a, &request, &r); assert_true(false))
        for (f = a->faults; f; f = f->next)
            print_error("%s\n", f->message);
    return r;
}

struct import_result
written(struct office *o, struct import_request request)
{
    struct act *a = office_act(o, LEAD);
    struct import_result r;

    for (const struct fault *f; !import_write(a, &request, &r); assert_true(false))
        for (f = a->faults; f; f = f->next)
            print_error("%s\n", f->message);
    return r;
}

const char *
faults(struct test *t, const struct import_result *r)
{
    struct buffer out = { .arena = t->arena };

    for (const struct fault *f = r->faults; f; f = f->next)
        buffer_print(&out, "%s%d:%s", out.length ? " " : "", (int)f->row,
                     f->field ? f->field : "-");
    return buffer_string(&out);
}

const char *
table_of(struct test *t, int count)
{
    struct buffer out = { .arena = t->arena };

    buffer_text(&out, "番号,受付日時,依頼者,種別,件名,資産番号\n");
    for (int i = 1; i <= count; i++)
        buffer_print(&out, "Q-%04d,R8.4.1 9:%02d,芦田　%d,機器,件名%d,A-%d\n", i, i % 60, i, i, i);
    return buffer_string(&out);
}

static const char head[] = "番号,受付日時,依頼者,種別,件名,状態,完了日\n";

const char *
with_head(struct test *t, const char *rows)
{
    return arena_print(t->arena, "%s%s", head, rows);
}
