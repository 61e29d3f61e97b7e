/*
 * An Excel file of a million rows of ten columns as the lists are exported, row by row:
 * "rows=… seconds=… extra_mb=… mb=…". Seconds are those of the clock, extra memory is the
 * most that was held beyond what the program held before.
 *
 *     excel [ROWS [FILE]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "base/arena.h"
#include "render/scratch.h"
#include "render/sheet_file.h"

enum { COLUMNS = 10, TEXT = 160 };

static const enum sheet_column kinds[COLUMNS] = {
    SHEET_NUMBER, SHEET_TEXT, SHEET_TIME, SHEET_TEXT, SHEET_TEXT,
    SHEET_TEXT,   SHEET_TEXT, SHEET_TEXT, SHEET_DATE, SHEET_NUMBER,
};
static const char *const headings[COLUMNS] = { "id",   "番号", "受付日時", "件名",   "種別",
                                               "内容", "課",   "担当",     "完了日", "時間" };
static const char *const words[] = { "新しい端末から共有フォルダーに接続できない",
                                     "パスワードの再設定", "会議室の無線が不安定",
                                     "複合機の紙詰まりと用紙の補充", "証明書の更新" };

static double
peak_mb(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_maxrss / 1024;
}

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
give_up(const char *why)
{
    fprintf(stderr, "excel: %s\n", why);
    exit(1);
}

static void
write_row(struct sheet_file *s, long row)
{
    static char text[COLUMNS][TEXT];
    const char *cells[COLUMNS];
    const char *why;

    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] = text[i];
    snprintf(text[0], TEXT, "%ld", row);
    snprintf(text[1], TEXT, "R8-%06ld", row);
    snprintf(text[2], TEXT, "2026-%02ld-%02ld %02ld:%02ld", row % 12 + 1, row % 28 + 1, row % 9 + 8,
             row % 60);
    cells[3] = words[row % 5];
    cells[4] = row % 3 ? "機器" : "ネットワーク";
    snprintf(text[5], TEXT, "%s。%ld番の席で今朝から続き、再起動しても直らないとの申出。",
             words[row % 5], row % 700);
    snprintf(text[6], TEXT, "第%ld課", row % 60);
    snprintf(text[7], TEXT, "担当 %ld", row % 40);
    snprintf(text[8], TEXT, "2026-%02ld-%02ld", row % 12 + 1, row % 28 + 1);
    snprintf(text[9], TEXT, "%ld.%ld", row % 90, row % 10);
    if (!sheet_file_row(s, cells, &why))
        give_up(why);
}

int
main(int argc, char **argv)
{
    long rows = argc > 1 ? strtol(argv[1], NULL, 10) : 1000000;
    struct arena arena = { 0 };
    struct scratch scratch;
    struct sheet_file *s;
    struct stat about;
    const char *path = argc > 2 ? argv[2] : NULL, *why = "";
    double before = peak_mb(), start = now();

    if (!path && !scratch_open(&arena, &scratch, &why))
        give_up(why);
    path = path ? path : scratch.path;
    s = sheet_file_begin(&arena, path, "一覧", kinds, headings, COLUMNS, &why);
    if (!s)
        give_up(why);
    for (long i = 0; i < rows; i++)
        write_row(s, i);
    if (!sheet_file_end(s, &why) || stat(path, &about) != 0)
        give_up(why);
    printf("rows=%ld seconds=%.2f extra_mb=%.1f mb=%.1f\n", rows, now() - start, peak_mb() - before,
           (double)about.st_size / 1048576);
    arena_release(&arena);
    return 0;
}
