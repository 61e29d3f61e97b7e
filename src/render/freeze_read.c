#include <string.h>

#include "base/arena.h"
#include "render/document.h"
#include "render/freeze_shape.h"

static bool
wrong(struct freeze_reader *r, const struct part *part)
{
    r->at = part->name;
    return false;
}

static bool
read_text(struct freeze_reader *r, const struct part *part, const json_t *value, void *at)
{
    const char *text = json_string_value(value);
    char *copy;

    if (!text)
        return wrong(r, part);
    copy = arena_copy(r->arena, text);
    memcpy(at, &copy, sizeof copy);
    return true;
}

static bool
read_integer(struct freeze_reader *r, const struct part *part, const json_t *value, int64_t least,
             int64_t most, int64_t *out)
{
    *out = json_integer_value(value);
    return (json_is_integer(value) && *out >= least && *out <= most) || wrong(r, part);
}

static bool read_shape(struct freeze_reader *r, const struct freeze_shape *shape,
                       const json_t *value, void *to, size_t outer);

/* The items of a list of `count`; the pointer to them is set in the row. */
static bool
read_items(struct freeze_reader *r, const struct part *part, const json_t *value, size_t count,
           size_t inner, void *at)
{
    size_t size = part->kind == PART_TEXTS   ? sizeof(const char *)
                  : part->kind == PART_LONGS ? sizeof(int64_t)
                                             : part->shape->size;
    char *items = arena_array(r->arena, count, size);

    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(value, i);
        void *place = items + i * size;
        int64_t number = 0;

        if (part->kind == PART_TEXTS) {
            if (!json_is_null(item) && !read_text(r, part, item, place))
                return false;
        } else if (part->kind == PART_LONGS) {
            if (!read_integer(r, part, item, INT64_MIN, INT64_MAX, &number))
                return false;
            memcpy(place, &number, sizeof number);
        } else if (!read_shape(r, part->shape, item, place, inner)) {
            return false;
        }
    }
    memcpy(at, &items, sizeof items);
    return true;
}

static bool
read_list(struct freeze_reader *r, const struct part *part, const json_t *value, void *row,
          size_t outer)
{
    const char *base = row;
    size_t count, inner = 0;

    memcpy(&count, part->count == OUTER ? (const char *)&outer : base + part->count, sizeof count);
    if (part->inner)
        memcpy(&inner, base + part->inner, sizeof inner);
    if (!json_is_array(value) || json_array_size(value) != count)
        return wrong(r, part);
    return read_items(r, part, value, count, inner, (char *)row + part->offset);
}

static bool
read_nodes(struct freeze_reader *r, const struct part *part, const json_t *value,
           struct nodes *nodes)
{
    if (!json_is_array(value))
        return wrong(r, part);
    for (size_t i = 0; i < json_array_size(value); i++) {
        struct node *node = NEW(r->arena, struct node);

        if (!read_shape(r, &node_shape, json_array_get(value, i), node, 0))
            return false;
        if (nodes->last)
            nodes->last->next = node;
        else
            nodes->first = node;
        nodes->last = node;
    }
    return true;
}

static bool
read_one(struct freeze_reader *r, const struct part *part, const json_t *value, void *at)
{
    void *one = arena_get(r->arena, part->shape->size);

    memcpy(at, &one, sizeof one);
    return read_shape(r, part->shape, value, one, 0);
}

static bool
read_number(struct freeze_reader *r, const struct part *part, const json_t *value, void *at)
{
    int64_t most = part->kind == PART_ENUM   ? part->most - 1
                   : part->kind == PART_LONG ? INT64_MAX
                   : part->kind == PART_TIME ? INT64_MAX
                                             : INT32_MAX;
    int64_t least = part->kind == PART_ENUM || part->kind == PART_SIZE ? 0
                    : most == INT64_MAX                                ? INT64_MIN
                                                                       : INT32_MIN;
    int64_t number;

    if (!read_integer(r, part, value, least, most, &number))
        return false;
    if (part->kind == PART_LONG)
        *(int64_t *)at = number;
    else if (part->kind == PART_TIME)
        ((struct instant *)at)->us = number;
    else if (part->kind == PART_DATE)
        ((struct date *)at)->day = (int32_t)number;
    else if (part->kind == PART_SIZE)
        *(size_t *)at = (size_t)number;
    else
        *(int *)at = (int)number;
    return true;
}

static bool
read_part(struct freeze_reader *r, const struct part *part, const json_t *value, void *row,
          size_t outer)
{
    void *at = (char *)row + part->offset;

    switch (part->kind) {
    case PART_TEXT:
        return read_text(r, part, value, at);
    case PART_FLAG:
        *(bool *)at = json_is_true(value);
        return json_is_boolean(value) || wrong(r, part);
    case PART_INT:
    case PART_ENUM:
    case PART_LONG:
    case PART_SIZE:
    case PART_DATE:
    case PART_TIME:
        return read_number(r, part, value, at);
    case PART_WITHIN:
        return read_shape(r, part->shape, value, at, 0);
    case PART_ONE:
        return read_one(r, part, value, at);
    case PART_MANY:
    case PART_TEXTS:
    case PART_LONGS:
        return read_list(r, part, value, row, outer);
    case PART_NODES:
        return read_nodes(r, part, value, at);
    }
    return wrong(r, part);
}

/* A list with a length has to be there. Nodes share one length among their lists: who thaws
   looks at those. */
static bool
lists_are_there(struct freeze_reader *r, const struct freeze_shape *shape, const char *row,
                size_t outer)
{
    for (const struct part *part = shape->parts; part->name; part++) {
        const void *items;
        size_t count;

        if (shape == &node_shape || (part->kind != PART_MANY && part->kind != PART_LONGS))
            continue;
        memcpy(&count, part->count == OUTER ? (const char *)&outer : row + part->count,
               sizeof count);
        memcpy(&items, row + part->offset, sizeof items);
        if (count && !items)
            return wrong(r, part);
    }
    return true;
}

/* Members in the order of the table, so that lengths are known before their lists; one that
   nobody knows is a fault. */
static bool
read_shape(struct freeze_reader *r, const struct freeze_shape *shape, const json_t *value, void *to,
           size_t outer)
{
    size_t known = 0;

    if (!json_is_object(value))
        return false;
    for (const struct part *part = shape->parts; part->name; part++) {
        const json_t *given = json_object_get(value, part->name);

        if (!given)
            continue;
        known++;
        if (!read_part(r, part, given, to, outer))
            return false;
    }
    return known == json_object_size(value) && lists_are_there(r, shape, to, outer);
}

bool
freeze_read(struct freeze_reader *r, const struct freeze_shape *shape, const json_t *value,
            void *to)
{
    return read_shape(r, shape, value, to, 0);
}
