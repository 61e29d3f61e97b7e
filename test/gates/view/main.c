#include "trial/views.h"

int
main(void)
{
    struct out o = { .file = stdout };
    const struct page page = {
        .title = "件名", .to = "/to", .rows = { "a", "b" }, .count = 2, .is_late = true, .tone = 1
    };

    list(&o, &page);
    empty(&o);
    return 0;
}
