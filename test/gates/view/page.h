#ifndef PAGE_H
#define PAGE_H

#include <stdbool.h>
#include <stddef.h>

struct page {
    const char *title;
    const char *to;
    const char *rows[3];
    size_t count;
    bool is_late;
    int tone;
};

#endif
