#include <string.h>

#include "ledger/ahead.h"
#include "ledger/series.h"
#include "ledger/shape.h"
#include "ledger/write.h"

bool
writing_number(struct act *a, struct writing *w)
{
    if (w->before)
        return true;
    for (size_t i = 0; i < w->shape->declared; i++) {
        const struct field *f = &w->shape->fields[i];
        const char *number;
        void *at = (char *)w->row + f->offset;

        if (!f->series || !field_is_empty(f, at))
            continue;
        if (!ahead_number(a, w->row->contract, f, &number) &&
            !series_next(a, w->l, f, w->row->contract, &number))
            return false;
        memcpy(at, &number, sizeof number);
    }
    return true;
}
