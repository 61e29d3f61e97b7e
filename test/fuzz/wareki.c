/*
 * What is read as a date is printed and read again as the same day; times of day stay
 * within the day.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/must.h"
#include "base/wareki.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena = { 0 };
    const char *text = arena_slice(&arena, (const char *)bytes, length);
    const char *why = NULL;
    struct date date = { 0 };
    int minute;

    if (wareki_parse(&arena, text, &date, &why))
        for (int form = WAREKI_LONG; form <= WAREKI_WESTERN; form++) {
            const char *printed = wareki_print(&arena, date, (enum wareki_form)form);
            struct date again = { 0 };

            must(wareki_parse(&arena, printed, &again, &why) && again.day == date.day);
        }
    else
        must(why && !date.day);
    why = NULL;
    if (time_of_day_parse(&arena, text, &minute, &why))
        must(minute >= 0 && minute <= DAY_MINUTES);
    else
        must(why);
    arena_release(&arena);
    return 0;
}
