/*
 * What an Office file says of itself: title, subject, author, language and day.
 */
#ifndef RENDER_INFORMATION_H
#define RENDER_INFORMATION_H

struct document;
struct package;

/* Adds docProps/core.xml. */
void information_add(struct package *p, const struct document *d);

#endif
