#include "web/router.h"

#include <string.h>

#include "base/arena.h"
#include "base/must.h"
#include "ledger/ledger.h"
#include "web/form.h"

enum { PARTS_MOST = 12, ID_DIGITS = 16 };

struct node {
    const char *literal; /* as it stands in the row */
    struct node *literals;
    struct node *id;
    struct node *ledger;
    struct node *csv; /* "{ledger}.csv" */
    struct node *word;
    struct node *next; /* among literals */
    const struct route *routes[METHODS];
    const struct ledger *owner; /* of expanded "{ledger}…" paths */
};

struct router {
    struct arena *arena;
    struct node root;
};

unsigned
may_deed(const char *may, const struct ledger **ledger)
{
    const char *dot = strchr(may, '.');
    const char *name = dot ? dot + 1 : may;
    char first[64] = "";

    *ledger = NULL;
    if (dot) {
        if ((size_t)(dot - may) >= sizeof(first))
            return 0;
        memcpy(first, may, (size_t)(dot - may));
        *ledger = ledger_find(first);
        if (!*ledger)
            return 0;
    }
    for (size_t i = 0; i < DEEDS; i++)
        if (strcmp(deed_faces[i].name, name) == 0)
            return 1u << i;
    return 0;
}

bool
may_known(const struct route *route)
{
    const struct ledger *ledger;

    if (!route->may)
        return false;
    if (strcmp(route->may, MAY_OVERSEER) == 0)
        return true;
    if (strcmp(route->may, MAY_EVERYONE) == 0 || strcmp(route->may, MAY_SIGNED_IN) == 0 ||
        strcmp(route->may, MAY_ADMINISTRATOR) == 0 || strcmp(route->may, MAY_ASK_RIGHTS) == 0 ||
        strcmp(route->may, MAY_ENROLLING) == 0)
        return true;
    if (!may_deed(route->may, &ledger))
        return false;
    return ledger || route->ledger || strstr(route->path, "{ledger}");
}

static struct node **
place_of(struct node *at, const char *part, size_t length)
{
    struct node **place;

    if (length == 4 && memcmp(part, "{id}", 4) == 0)
        return &at->id;
    if (length == 8 && memcmp(part, "{ledger}", 8) == 0)
        return &at->ledger;
    if (length == 12 && memcmp(part, "{ledger}.csv", 12) == 0)
        return &at->csv;
    if (length == 6 && memcmp(part, "{word}", 6) == 0)
        return &at->word;
    must(!memchr(part, '{', length));
    for (place = &at->literals; *place; place = &(*place)->next)
        if (strlen((*place)->literal) == length && memcmp((*place)->literal, part, length) == 0)
            break;
    return place;
}

/* A page that a ledger has of its own stands for that which all have: a row that names path
   and ledger. Two of a kind are a bug. */
static const struct route *
nearer(const struct route *known, const struct route *route)
{
    bool known_own = known && *known->path != '{', own = *route->path != '{';

    must(!known || (known_own != own && (known_own ? known : route)->ledger));
    return known && known_own ? known : route;
}

static void
add(struct router *r, const char *path, const struct route *route, const struct ledger *owner)
{
    struct node *at = &r->root;

    must(*path == '/');
    while (*path) {
        size_t length = strcspn(path + 1, "/");
        struct node **place;

        if (at == &r->root && path[1] == '\0')
            break;
        must(length > 0 || path[1] == '\0');
        place = place_of(at, path + 1, length);
        if (!*place) {
            *place = NEW(r->arena, struct node);
            (*place)->literal = arena_slice(r->arena, path + 1, length);
        }
        at = *place;
        path += 1 + length;
    }
    must(!at->owner || !owner || at->owner == owner);
    at->routes[route->method] = nearer(at->routes[route->method], route);
    if (owner)
        at->owner = owner;
}

static void
add_route(struct router *r, const struct route *route)
{
    const struct ledger *const *ledgers;
    size_t count;

    must(route->handler && route->path && may_known(route));
    /* An epoll thread can neither ask who it is nor check a form. */
    must(route->place != INLINE || (strcmp(route->may, MAY_EVERYONE) == 0 && route->method == GET));
    if (strncmp(route->path, "{ledger}", 8) != 0) {
        add(r, route->path, route, route->ledger);
        return;
    }
    ledgers = ledgers_all(&count);
    for (size_t i = 0; i < count; i++)
        if (ledgers[i]->path)
            add(r, arena_print(r->arena, "%s%s", ledgers[i]->path, route->path + 8), route,
                ledgers[i]);
}

struct router *
router_make(struct arena *arena, const struct route *const *tables)
{
    struct router *r = NEW(arena, struct router);

    r->arena = arena;
    for (; *tables; tables++)
        for (const struct route *route = *tables; route->path; route++)
            add_route(r, route);
    return r;
}

static bool
parse_id(const char *part, int64_t *id)
{
    size_t length = strspn(part, "0123456789");
    int64_t value = 0;

    if (length == 0 || length > ID_DIGITS || part[length] || (*part == '0' && length > 1))
        return false;
    for (size_t i = 0; i < length; i++)
        value = value * 10 + (part[i] - '0');
    *id = value;
    return true;
}

static bool
has_route(const struct node *node)
{
    for (size_t i = 0; i < METHODS; i++)
        if (node->routes[i])
            return true;
    return false;
}

/* The ledger of "inquiry.csv", or NULL. */
static const struct ledger *
ledger_of_csv(const char *part)
{
    char name[64];
    size_t length = strlen(part);

    if (length < 4 || length - 4 >= sizeof(name) || strcmp(part + length - 4, ".csv") != 0)
        return NULL;
    memcpy(name, part, length - 4);
    name[length - 4] = '\0';
    return ledger_find(name);
}

/* Tries literal, id, ledger, word in turn; a way that ends nowhere is taken back. */
static bool
walk(const struct node *at, char *const *parts, size_t count, struct match *match)
{
    const struct ledger *ledger;
    int64_t id;

    if (count == 0) {
        if (!has_route(at))
            return false;
        memcpy(match->routes, at->routes, sizeof(match->routes));
        if (at->owner)
            match->ledger = at->owner;
        return true;
    }
    for (const struct node *n = at->literals; n; n = n->next)
        if (strcmp(n->literal, *parts) == 0 && walk(n, parts + 1, count - 1, match))
            return true;
    if (at->id && parse_id(*parts, &id) && walk(at->id, parts + 1, count - 1, match)) {
        match->id = id;
        return true;
    }
    if (at->ledger && (ledger = ledger_find(*parts)) &&
        walk(at->ledger, parts + 1, count - 1, match)) {
        match->ledger = ledger;
        return true;
    }
    if (at->csv && (ledger = ledger_of_csv(*parts)) && walk(at->csv, parts + 1, count - 1, match)) {
        match->ledger = ledger;
        return true;
    }
    if (at->word && **parts && walk(at->word, parts + 1, count - 1, match)) {
        match->word = *parts;
        return true;
    }
    return false;
}

bool
router_find(const struct router *r, struct arena *arena, const char *path, size_t length,
            struct match *match, char **decoded, const char **why)
{
    static char nothing[] = "";
    char *parts[PARTS_MOST];
    size_t count = 0;
    const char *end = path + length;

    *match = (struct match){ 0 };
    *decoded = "/";
    if (length == 0 || *path != '/') {
        *why = "アドレスは / で始まります。";
        return false;
    }
    for (const char *at = path + 1; at < end; count++) {
        const char *stop = memchr(at, '/', (size_t)(end - at));

        if (count == PARTS_MOST)
            return true;
        if (!path_part(arena, at, (size_t)((stop ? stop : end) - at), &parts[count], why))
            return false;
        *decoded = arena_print(arena, "%s%s%s", count ? *decoded : "", "/", parts[count]);
        /* "//" and "/./" are no other names for a page; a slash at the end is one only where
           a route has it. */
        if (!*parts[count] || strcmp(parts[count], ".") == 0 || strcmp(parts[count], "..") == 0)
            return true;
        at = stop ? stop + 1 : end;
    }
    if (count && count < PARTS_MOST && end[-1] == '/') {
        parts[count++] = nothing;
        *decoded = arena_print(arena, "%s/", *decoded);
    }
    walk(&r->root, parts, count, match);
    return true;
}
