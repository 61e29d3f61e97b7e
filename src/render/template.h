/*
 * A client's own form (様式): a Word or Excel file whose placeholders are filled in.
 *
 * A placeholder is {{名前}}. Every report offers:
 *
 *     題名 標題 件名 文書番号 発行日 宛先 差出人 作成者 機密性 版 要旨 凍結データ 履歴の先頭
 *     the label of each pair and of each key figure (請求金額, 受付件数)
 *     the tables by their number (表1, 表2, …) with their columns by title
 *
 * A row of a table, or of a sheet, that holds {{表1.区分}} comes once for each row of 表1.
 * The same is written {{#表1}} in its first cell, {{区分}} in between and {{/表1}} in its
 * last; the marks vanish. A table with no rows leaves no row. Columns that share a title are
 * named with their group in front (10月件数). Where an editor has cut a placeholder into runs
 * the value takes the look of the run in which it begins.
 *
 * A name that is not known is told with its place, and nothing is written. Values are texts
 * and never markup; a cell of a sheet that is one placeholder holds a number where its value
 * is one. In Excel, rows below a repeated one move down: a sheet in which formulas would have
 * to move with them is refused. Files with macros are refused, as are those that would
 * become too large.
 */
#ifndef RENDER_TEMPLATE_H
#define RENDER_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "render/figure.h"

struct arena;
struct buffer;
struct document;
struct document_table;
struct unzip;

struct template_value {
    const char *name;
    struct figure value;
};

struct template_table {
    const char *name;
    const struct document_table *table;
};

struct template_data {
    struct template_value *values;
    size_t value_count;
    struct template_table *tables;
    size_t table_count;
};

/* What a document offers; texts are kept. The first of equal names counts. */
void template_take(struct arena *arena, const struct document *d, struct template_data *out);

/* The filled file, appended to `out`, and "docx" or "xlsx" into `*extension`. False with a
   Japanese sentence that names what is unknown and where. */
bool template_fill(struct arena *arena, struct unzip *z, const struct template_data *data,
                   struct buffer *out, const char **extension, const char **why);

#endif
