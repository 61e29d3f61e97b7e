#include "render/sheet_export.h"

#include "base/arena.h"
#include "ledger/export.h"
#include "ledger/ledger.h"
#include "render/sheet_file.h"
#include "store/act.h"

static enum sheet_column
kind_of(const struct field *f, bool is_id)
{
    if (is_id || f->type == FIELD_NUMBER || f->type == FIELD_YEN || f->type == FIELD_MINUTES)
        return SHEET_NUMBER;
    if (f->type == FIELD_DATE)
        return SHEET_DATE;
    return f->type == FIELD_TIME ? SHEET_TIME : SHEET_TEXT;
}

static bool
take_row(void *with, const char *const *cells, const char **why)
{
    return sheet_file_row(with, cells, why);
}

static bool
write_rows(struct act *a, struct export *e, const char *title, int fd)
{
    const char *headings[SHEET_FILE_COLUMNS], *why;
    enum sheet_column kinds[SHEET_FILE_COLUMNS];
    const struct field *f;
    size_t count = 0;
    bool is_id;
    struct export_sink sink = { .row = take_row };

    while (count < SHEET_FILE_COLUMNS && (f = export_column(e, count, &headings[count], &is_id)))
        kinds[count++] = kind_of(f, is_id);
    sink.with = sheet_file_begin(a->arena, fd, title, kinds, headings, count, &why);
    if (!sink.with)
        return fail(a, FAULT_BROKEN, NULL, "%s", why);
    if (!export_each(a, e, &sink))
        return false;
    return sheet_file_end(sink.with, &why) || fail(a, FAULT_BROKEN, NULL, "%s", why);
}

bool
sheet_export(struct act *a, const struct list_request *request, int fd)
{
    struct export *e;

    return export_begin(a, request, ENCODING_UTF8, &e) &&
           write_rows(a, e, request->ledger->title, fd);
}
