#include "store/bound.h"

struct bound
bind_int(const char *name, int64_t number)
{
    return (struct bound){ .name = name, .type = COLUMN_INT, .number = number };
}

struct bound
bind_open(const char *name, struct yen yen)
{
    return (struct bound){ .name = name, .type = COLUMN_OPEN, .number = yen.yen };
}

struct bound
bind_text(const char *name, const char *text)
{
    return (struct bound){ .name = name, .type = COLUMN_TEXT, .text = text };
}

struct bound
bind_bytes(const char *name, struct bytes bytes)
{
    return (
        struct bound){ .name = name, .type = COLUMN_BYTES, .text = bytes.data, .size = bytes.size };
}

struct bound
bind_bool(const char *name, bool value)
{
    return (struct bound){ .name = name, .type = COLUMN_BOOL, .number = value };
}

struct bound
bind_date(const char *name, struct date date)
{
    return (struct bound){ .name = name, .type = COLUMN_DATE, .number = date.day };
}

struct bound
bind_instant(const char *name, struct instant instant)
{
    return (struct bound){ .name = name, .type = COLUMN_INSTANT, .number = instant.us };
}
