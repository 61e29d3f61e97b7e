/*
 * A PDF of a thousand pages with tables, beside cairo writing the same letters at the same
 * places, in turn: "pages=… seconds=… bare=… ratio=… kb=… bare_kb=… peak_mb=…". Seconds are
 * the processor's; KB a page are those beyond the fonts, which a document of one page has
 * as well.
 *
 *     pdf [ROWS [ROUNDS [FILE]]]
 */
#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "render/document.h"
#include "render/font.h"
#include "render/pdf.h"

enum { COLUMNS = 6, ROWS_A_PAGE = 31 };

static const struct document_column columns[COLUMNS] = {
    { .title = "番号", .width = 180 },
    { .title = "受付", .width = 280 },
    { .title = "区分", .width = 300 },
    { .title = "内容" },
    { .title = "件数", .align = ALIGN_RIGHT, .width = 160 },
    { .title = "担当", .width = 200 },
};
static const char *const kinds[] = { "アカウント・認証", "メール",         "端末・周辺機器",
                                     "ネットワーク",     "ファイルサーバ", "印刷・複合機" };
static const char *const words[] = { "新しい端末から共有フォルダーに接続できない",
                                     "パスワードの再設定",
                                     "会議室の無線が不安定",
                                     "帳票の文字化け",
                                     "複合機の紙詰まりと用紙の補充",
                                     "証明書の更新" };
static const char *const people[] = { "新井", "早川", "永井", "佐伯", "大槻" };

static double
spent(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static double
peak_mb(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_maxrss / 1024;
}

static void
fill(struct arena *arena, struct document_table *table, size_t rows)
{
    struct document_line *lines = NEW_ARRAY(arena, rows, struct document_line);

    for (size_t i = 0; i < rows; i++) {
        struct figure *f = NEW_ARRAY(arena, COLUMNS, struct figure);

        f[0] = figure_text(arena, arena_print(arena, "問-%05zu", 10000 + i));
        f[1] = figure_text(arena, arena_print(arena, "%zu月%zu日 %zu:%02zu", 4 + i % 9, 1 + i % 28,
                                              9 + i % 8, i * 7 % 60));
        f[2] = figure_text(arena, kinds[i % 6]);
        f[3] = figure_text(arena, words[(i * 5 + i / 7) % 6]);
        f[4] = figure_count((int64_t)(i * 37 % 5000), NULL);
        f[5] = figure_text(arena, people[i % 5]);
        lines[i].cells = f;
    }
    *table = (struct document_table){ .caption = "受け付けた案件",
                                      .columns = columns,
                                      .column_count = COLUMNS,
                                      .rows = lines,
                                      .row_count = rows };
}

/* Bytes of the file; 0 when it could not be written. */
static size_t
ours(struct document_table *table, const char *path)
{
    struct arena arena = { 0 };
    struct node node = { .kind = NODE_TABLE, .label = "表1", .table = table };
    struct document d = { .title = "明細",
                          .number = "青情委第8-10号",
                          .class_mark = "【機密性2】",
                          .nodes = { &node, &node } };
    struct buffer out = { 0 };
    const char *why = "";
    size_t length;
    FILE *file;

    if (!document_pdf(&arena, &d, &out, &why)) {
        fprintf(stderr, "%s\n", why);
        exit(1);
    }
    length = out.length;
    if (path && (file = fopen(path, "wb"))) {
        fwrite(out.data, 1, length, file);
        fclose(file);
    }
    buffer_release(&out);
    arena_release(&arena);
    return length;
}

static cairo_status_t
count(void *length, const unsigned char *bytes, unsigned more)
{
    (void)bytes;
    *(size_t *)length += more;
    return CAIRO_STATUS_SUCCESS;
}

static void
bare_text(cairo_t *cr, struct fonts *fonts, const char *text, double x, double y)
{
    cairo_glyph_t glyphs[256];
    cairo_text_cluster_t clusters[256];
    const char *at = text;
    int n = 0;
    uint32_t code;

    for (const char *before = at; n < 256 && (code = utf8_next(&at)); before = at) {
        struct glyph g = fonts_glyph(fonts, FONT_GOTHIC, code, 0);

        glyphs[n] = (cairo_glyph_t){ g.index, x, y };
        clusters[n++] = (cairo_text_cluster_t){ (int)(at - before), 1 };
        x += g.advance * 8.5 / 1000;
    }
    cairo_show_text_glyphs(cr, text, (int)strlen(text), glyphs, n, clusters, n, 0);
}

static void
bare_rows(cairo_t *cr, struct fonts *fonts, const struct document_table *table, size_t first)
{
    static const double x[COLUMNS] = { 75, 126, 205, 290, 440, 486 };
    struct arena arena = { 0 };

    for (size_t i = 0; i < ROWS_A_PAGE && first + i < table->row_count; i++) {
        double y = 100 + (double)i * 22;

        for (size_t c = 0; c < COLUMNS; c++)
            bare_text(cr, fonts, figure_print(&arena, &table->rows[first + i].cells[c]), x[c], y);
        cairo_set_line_width(cr, 0.35);
        cairo_move_to(cr, 71, y + 8);
        cairo_line_to(cr, 539, y + 8);
        cairo_stroke(cr);
    }
    arena_release(&arena);
}

/* No layout, no heads, no tags: letters and rules only. */
static size_t
bare(const struct document_table *table)
{
    struct arena arena = { 0 };
    struct fonts *fonts;
    const char *why;
    size_t length = 0, number;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(count, &length, 595.28, 841.89);
    cairo_t *cr = cairo_create(surface);
    FcPattern *pattern = FcPatternCreate();
    cairo_font_face_t *face;

    if (!fonts_open(&arena, &fonts, &why))
        exit(1);
    (void)fonts_glyph(fonts, FONT_GOTHIC, 'a', 0);
    FcPatternAddString(pattern, FC_FILE, (const FcChar8 *)fonts_list(fonts, &number)[0]->path);
    FcPatternAddInteger(pattern, FC_INDEX, fonts_list(fonts, &number)[0]->index);
    face = cairo_ft_font_face_create_for_pattern(pattern);
    cairo_set_font_face(cr, face);
    cairo_set_font_size(cr, 8.5);
    for (size_t row = 0; row < table->row_count; row += ROWS_A_PAGE) {
        bare_rows(cr, fonts, table, row);
        cairo_show_page(cr);
    }
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    cairo_font_face_destroy(face);
    FcPatternDestroy(pattern);
    arena_release(&arena);
    return length;
}

int
main(int argc, char **argv)
{
    struct arena arena = { 0 };
    size_t rows = argc > 1 ? strtoul(argv[1], NULL, 10) : (size_t)ROWS_A_PAGE * 1000;
    long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 3;
    struct document_table table, one;
    double best = 1e9, best_bare = 1e9, before = 0, after = 0;
    size_t pages = (rows + ROWS_A_PAGE - 1) / ROWS_A_PAGE;
    size_t length = 0, bare_length = 0, font;

    fill(&arena, &table, rows);
    one = table;
    one.row_count = ROWS_A_PAGE - 3;
    font = ours(&one, NULL);
    before = peak_mb();
    for (long i = 0; i < rounds; i++) {
        double at = spent();

        length = ours(&table, argc > 3 ? argv[3] : NULL);
        best = spent() - at < best ? spent() - at : best;
        after = i ? after : peak_mb();
        at = spent();
        bare_length = bare(&table);
        best_bare = spent() - at < best_bare ? spent() - at : best_bare;
    }
    printf("pages=%zu seconds=%.2f bare=%.2f ratio=%.2f kb=%.2f bare_kb=%.2f peak_mb=%.0f\n", pages,
           best, best_bare, best / best_bare, (double)(length - font) / 1024 / (double)(pages - 1),
           (double)bare_length / 1024 / (double)pages, after - before);
    arena_release(&arena);
    return 0;
}
