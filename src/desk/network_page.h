/*
 * The page アドレス: the tree of networks, the map of one, and what the chosen address takes.
 *
 * A free cell is a button. Pressed while the section that will use the address is known, it
 * gives out address and name at once; else the next name is reserved for ten minutes and the
 * form beside the map asks for the rest. Everything works without a script.
 */
#ifndef DESK_NETWORK_PAGE_H
#define DESK_NETWORK_PAGE_H

#include "desk/network_map.h"
#include "store/act.h"
#include "web/control.h"
#include "web/route.h"

struct tree_network {
    const char *title;
    const char *prefix;
    const char *free; /* 空き 49, or "" */
    const char *href;
    const char *indent; /* class */
    bool is_current;
};
struct tree_layer {
    const char *title;
    struct tree_network *networks;
    size_t count;
    bool is_open;
};

struct map_spot {
    const char *class;
    const char *number; /* 88 */
    const char *sign;
    const char *words; /* 10.24.16.88 使用中 端末 AOB-HC26-0148 */
    const char *address;
    const char *href; /* NULL: a free one */
    bool is_chosen;
};
struct map_legend {
    const char *class;
    const char *sign;
    const char *label;
    size_t count;
};
struct map_line {
    const char *address;
    const char *href;
    const char *kind;
    const char *words;
};
struct map_difference {
    const char *words;
    const char *href;
    const char *address;
    const char *label;
    bool is_grave;
};

struct network_page {
    const char *csrf;
    struct tree_layer *layers;
    size_t layer_count;
    bool may_add;
    int64_t id; /* 0: there is no network yet */
    const char *title;
    const char *prefix;
    const char *record; /* the network's own page */
    const char *around; /* VLAN 16　ゲートウェイ 10.24.16.254 */
    struct map_legend legend[SPOT_KINDS];
    size_t legend_count;
    struct map_spot *spots; /* 16 a row */
    size_t spot_count;
    const char *caption;
    const char *previous; /* windows, or NULL */
    const char *next;
    const char *next_free;
    int64_t used;
    int64_t all;
    const char *usage; /* 254個のうち 205個を使用中 */
    struct map_difference *differences;
    size_t difference_count;
    struct map_line *lines;
    size_t line_count;
    /* beside */
    const struct fault *faults;
    bool may_issue;
    const char *action;
    const char *address; /* to give out, NULL: nothing is free */
    struct control *controls;
    size_t control_count;
    const char *kept[4][2]; /* name and value, sent along with a cell */
    size_t kept_count;
    const char *name;     /* next or reserved */
    const char *reserved; /* id, or NULL */
    const char *left;     /* 残り 9分 */
    const char *chosen;   /* a used one instead: its title */
    const char *chosen_at;
    const char *chosen_href;
    const char *chosen_words;
    int64_t chosen_id;
    int64_t chosen_version;
    bool may_return;
};

struct network;

/* What the form or the address bar says of a name, "" when nothing. */
const char *network_given(const struct request *q, const char *name);
int64_t network_number(const char *text); /* an id, 0 when it is none */

/* The field of `address` that the form asks for, or the network's series. */
const struct field *network_field(const char *name);

/* The network of {id}, its free ranges made. */
bool network_map_find(struct act *a, const struct request *q, struct network **out);

/* The page, with the act's faults beside the map. `network` NULL: the first there is. */
bool network_map_draw(struct act *a, const struct request *q, struct reply *r,
                      const struct network *network);

bool network_map_show(struct act *a, const struct request *q, struct reply *r);
bool network_map_issue(struct act *a, const struct request *q, struct reply *r);
bool network_map_return(struct act *a, const struct request *q, struct reply *r);

#endif
