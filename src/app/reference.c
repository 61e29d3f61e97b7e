#include "app/reference.h"

#include "ledger/field.h"
#include "ledger/ledger.h"
#include "store/act.h"

bool
reference_read(struct act *a, const struct ledger *l, const char *text, const char *option,
               struct ref *out)
{
    const struct field to = { .name = option, .type = FIELD_REF, .label = l->title, .to = l };
    const char *why;

    *out = (struct ref){ 0 };
    if (!text || field_parse(a, &to, text, out, &why))
        return true;
    return fail_at(a,
                   (struct fault){ FAULT_INVALID, .field = option, .value = text, .message = why });
}
