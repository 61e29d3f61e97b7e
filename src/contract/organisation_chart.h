/*
 * The figures of a contract's team, as data: the organisation chart out of the roster
 * (体制図), the same for those who handle information (情報管理体制図), and the contact network.
 *
 * A figure is a list of nodes, each after the one above it, and edges between them. Names are
 * those people use at work; full names and telephone numbers are filled in only where the
 * reader may see personal values, and reading them is recorded. Whoever draws it decides how.
 */
#ifndef CONTRACT_ORGANISATION_CHART_H
#define CONTRACT_ORGANISATION_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct act;

enum organisation_kind {
    CHART_ORGANISATION, /* everybody at work */
    CHART_INFORMATION,  /* the managers of information, and who handles personal data */
    CHART_CONTACT_NORMAL,
    CHART_CONTACT_EMERGENCY,
};
enum { ORGANISATION_KINDS = CHART_CONTACT_EMERGENCY + 1 };

struct chart_node {
    int64_t id;          /* of the assignment, contact or organisation; unique in the figure */
    int64_t above;       /* id of another node; 0: a root */
    int depth;           /* 0 at a root */
    const char *role;    /* 監査人; 発注者 */
    const char *name;    /* 三浦; of an organisation its own */
    const char *belongs; /* 襷情報サービス */
    const char *detail;  /* qualifications, or telephone numbers; "" if none */
    bool external;       /* neither client nor contractor */
    bool organisation;   /* a box of a whole party */
};

struct chart_edge {
    int64_t from;
    int64_t to;
    const char *label; /* 1, 2, … in the order of calls; "" */
};

struct organisation_chart {
    const char *title; /* 体制図　青葉市ヘルプデスク業務 */
    struct date day;
    struct chart_node *nodes;
    size_t node_count;
    struct chart_edge *edges;
    size_t edge_count;
};

/* As of this day; nobody outside the user's rights is in it. */
bool organisation_chart_read(struct act *a, int64_t contract, enum organisation_kind kind,
                             struct date day, struct organisation_chart *out);

const char *organisation_kind_title(enum organisation_kind kind); /* 情報管理体制図 */

#endif
