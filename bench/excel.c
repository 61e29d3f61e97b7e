/*
 * An Excel file of a million rows of ten columns as the lists are exported, row by row:
 * "rows=… seconds=… extra_mb=… mb=…". Seconds are those of the clock, extra memory is the
 * most that was held beyond what the program held before.
 *
 *     excel [ROWS [FILE]]
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "base/arena.h"
#include "render/scratch.h"
#include "render/sheet_file.h"

/* So many rows are made before the clock starts and written again and again: more than zlib
   looks back, so each is as new to it as another million would be. */
enum { COLUMNS = 10, TEXT = 160, MADE = 1000 };

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

static char made[MADE][COLUMNS][TEXT];

static void
make_row(long row)
{
    char(*text)[TEXT] = made[row];

    snprintf(text[0], TEXT, "%ld", 900000 + row);
    snprintf(text[1], TEXT, "R8-%06ld", 900000 + row);
    snprintf(text[2], TEXT, "2026-%02ld-%02ld %02ld:%02ld", row % 12 + 1, row % 28 + 1, row % 9 + 8,
             row % 60);
    snprintf(text[3], TEXT, "%s", words[row % 5]);
    snprintf(text[4], TEXT, "%s", row % 3 ? "機器" : "ネットワーク");
    snprintf(text[5], TEXT, "%s。%ld番の席で今朝から続き、再起動しても直らないとの申出。",
             words[row % 5], row % 700);
    snprintf(text[6], TEXT, "第%ld課", row % 60);
    snprintf(text[7], TEXT, "担当 %ld", row % 40);
    snprintf(text[8], TEXT, "2026-%02ld-%02ld", row % 12 + 1, row % 28 + 1);
    snprintf(text[9], TEXT, "%ld.%ld", row % 90, row % 10);
}

static void
write_row(struct sheet_file *s, long row)
{
    const char *cells[COLUMNS];
    const char *why;

    for (size_t i = 0; i < COLUMNS; i++)
        cells[i] = made[row % MADE][i];
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
    int fd = argc > 2 ? open(argv[2], O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    const char *why = "cannot write there";
    double before, start;

    for (long i = 0; i < MADE; i++)
        make_row(i);
    before = peak_mb();
    start = now();
    if (fd < 0 && (argc > 2 || !scratch_open(&arena, &scratch, &why)))
        give_up(why);
    fd = fd < 0 ? scratch.fd : fd;
    s = sheet_file_begin(&arena, fd, "一覧", kinds, headings, COLUMNS, &why);
    if (!s)
        give_up(why);
    for (long i = 0; i < rows; i++)
        write_row(s, i);
    if (!sheet_file_end(s, &why) || fstat(fd, &about) != 0)
        give_up(why);
    printf("rows=%ld seconds=%.2f extra_mb=%.1f mb=%.1f\n", rows, now() - start, peak_mb() - before,
           (double)about.st_size / 1048576);
    arena_release(&arena);
    return 0;
}
