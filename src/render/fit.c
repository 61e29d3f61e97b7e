#include "render/fit.h"

#include <stdint.h>

#include "base/utf8.h"

size_t
fit_lines(const char *text, double size, double width, size_t most, size_t *used)
{
    const char *at = text;
    double x = 0;

    *used = 1;
    while (*at) {
        const char *start = at;
        double wide;

        (void)utf8_next(&at);
        wide = size * (at - start > 2 ? 1 : 0.6);
        if (*start == '\n' || x + wide > width) {
            if (*used == most)
                return (size_t)((*start == '\n' ? at : start) - text);
            *used += 1;
            x = 0;
        }
        x += wide;
    }
    return (size_t)(at - text);
}
