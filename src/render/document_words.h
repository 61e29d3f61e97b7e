/*
 * Sentences that every writer puts into a document, said once.
 */
#ifndef RENDER_DOCUMENT_WORDS_H
#define RENDER_DOCUMENT_WORDS_H

#include "base/time.h"
#include "render/document.h"

struct arena;

/* 令和8年11月13日（2026年）: a document's own date carries the western year once. */
const char *words_date(struct arena *arena, struct date date);
/* 8.11.12 in the ring of a seal. */
const char *words_seal_date(struct arena *arena, struct date date);
/* The sign before an item: ・, ア, (1), nothing; after the 44 kana they begin again. */
const char *words_item(struct arena *arena, enum list_style style, size_t at);
/* 案（第2版）. */
const char *words_draft(struct arena *arena, const struct document *d);
/* The line of every page's foot: first 16 and last 8 digits of the hash, or 凍結前. */
const char *words_frozen(struct arena *arena, const struct document *d);
/* The sentence of the box 真正性の確認; `number` is the document's, or NULL. */
const char *
words_verification(struct arena *arena, const struct verification *v, const char *number);
/* 表1　caption. */
const char *words_caption(struct arena *arena, const char *label, const char *caption);

#endif
