#include "ledger/guard.h"

#include <stdio.h>
#include <string.h>

#include "base/digits.h"
#include "base/utf8.h"
#include "ledger/field.h"
#include "store/act.h"

bool
guard_text(struct act *a, const char *field, const char *label, const char *text)
{
    if (!text || !utf8_valid(text, strlen(text)) || !digits_has_my_number(text))
        return true;
    return fail(a, FAULT_INVALID, field, "%sに%s", label, GUARD_SENTENCE);
}

/* Sums of money have as many digits now and then, and nobody writes the number so. */
bool
guard_number(struct act *a, const struct field *f, int64_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%lld", (long long)number);
    return f->type != FIELD_NUMBER || guard_text(a, f->name, f->label, text);
}
