/*
 * A document with every kind of node, which all writers are tried on.
 */
#ifndef TEST_RENDER_SAMPLE_H
#define TEST_RENDER_SAMPLE_H

#include "render/document.h"

struct arena;

/* The monthly report of an invented help desk, unsealed. */
void sample_monthly(struct arena *arena, struct document *d);

/* The same sealed, as it is issued. */
void sample_issued(struct arena *arena, struct document *d);

#endif
