/*
 * On the page of a network: the way to its map.
 */
#ifndef DESK_NETWORK_PANEL_H
#define DESK_NETWORK_PANEL_H

struct panel;

struct network_panel {
    const char *map;
    const char *comparison;
};

extern const struct panel network_panel;

#endif
