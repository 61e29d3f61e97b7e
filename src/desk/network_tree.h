/*
 * The networks of a contract as a tree beside the map.
 */
#ifndef DESK_NETWORK_TREE_H
#define DESK_NETWORK_TREE_H

#include <stdbool.h>
#include <stdint.h>

struct act;
struct network_page;
struct request;

/* Fills in the layers; `*first` is the first network there is, 0 if none. */
bool network_tree_fill(struct act *a, const struct request *q, int64_t current,
                       struct network_page *page, int64_t *first);

#endif
