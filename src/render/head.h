/*
 * The head of a document: who writes to whom, and who approved what.
 */
#ifndef RENDER_HEAD_H
#define RENDER_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct letterhead {
    const char *number; /* 青情委第8-10号 */
    struct date date;
    const char *const *to; /* the first line is the addressee with 様 or 御中 */
    size_t to_count;
    const char *const *from;
    size_t from_count;
    bool sealed; /* a frame 会社印（電子署名） beside the last line of from */
};

/* A step of the approval box; an open one is empty with 回議中. */
struct stamp {
    const char *role; /* 業務責任者 */
    const char *act;  /* 承認, 確認, 作成 */
    const char *name; /* the family name that fits into the ring */
    struct date date;
    int64_t version;
    bool open;
};

#endif
