#include "answers.h"

#include <string.h>

void
assert_done(const struct act *a, bool done)
{
    for (const struct fault *it = a->faults; !done && it; it = it->next)
        print_error("%s: %s\n", it->field ? it->field : "-", it->message);
    assert_true(done);
}

void
assert_refused(const struct act *a, const char *field, const char *words)
{
    assert_true(a->fault_count > 0);
    for (const struct fault *it = a->faults; it; it = it->next)
        if (strstr(it->message, words) && (!field || (it->field && strcmp(it->field, field) == 0)))
            return;
    fail_msg("%s: %s", a->faults->field ? a->faults->field : "-", a->faults->message);
}

struct date
day(const char *text)
{
    struct date out;

    assert_true(date_parse(text, &out));
    return out;
}
