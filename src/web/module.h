/*
 * What a domain shows of itself: one declaration, found by app/modules.c.
 */
#ifndef WEB_MODULE_H
#define WEB_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct act;
struct command;
struct job_kind;
struct ledger;
struct panel;
struct report;
struct route;
struct table;

/* An entry of the rail. */
struct menu_item {
    const char *section; /* 窓口, 知識, 運用, 台帳, 契約, 記録, 設定; NULL above all */
    const char *title;
    const char *path;
    const char *icon;
    const char *may;              /* as in a route */
    const struct ledger *counted; /* a count of its default view beside, or NULL */
};

struct module {
    const char *name;
    const char *title;
    const struct ledger *const *ledgers;   /* ends with NULL */
    const struct route *const *routes;     /* tables, ended by NULL, or NULL */
    const struct menu_item *menu;          /* ends with a zero row, or NULL */
    const struct job_kind *const *jobs;    /* ends with NULL, or NULL */
    const struct command *const *commands; /* ledger/command.h; ends with NULL, or NULL */
    const struct table *const *tables;     /* not of ledgers; ends with NULL, or NULL */
    const struct report *const *reports;   /* render/report.h; ends with NULL, or NULL */
    const struct panel *const *panels;     /* web/panel.h; ends with NULL, or NULL */
    /* What the first contract of a new installation holds from the start; or NULL. */
    bool (*begin)(struct act *a, int64_t contract);
    /* Invented records for `tasuki demo`, from a fixed seed; inside no transaction. */
    bool (*demo)(struct act *a);
};

#endif
