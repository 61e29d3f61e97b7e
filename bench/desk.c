/*
 * What `bench/run desk` needs beside the log of inquiries.
 *
 *   desk timeline DATABASE EACH   gives every inquiry of the log EACH messages, answers and
 *                                 notes, straight into the table; the index is made anew by
 *                                 `tasuki migrate --rebuild-index`
 *   desk devices COUNT            a desk's spreadsheet of devices, as CSV
 *   desk inquiries COUNT          one of inquiries
 *
 * The spreadsheets are as people keep them: a title, other words for the headings in another
 * order, days in five ways, full-width digits, half-width kana, a line of totals, notes.
 *
 * Timeline. Ids are given out in the order of time, over all ledgers, and the newest hits are
 * the highest ids. So the inquiries get new ids with gaps, and what was said of one stands
 * among the inquiries of the days after it, as it would have come in.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "inquiries.h"
#include "sentences.h"
#include "text.h"

enum { FIRST_ID = 10000000, MOST_EACH = 40 };

struct inquiry {
    int64_t id, contract, organisation, owner, zone, received_at;
};

/* --- timeline ----------------------------------------------------------------------- */

static void
check(sqlite3 *db, int result)
{
    if (result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW)
        return;
    fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
    exit(3);
}

static void
run(sqlite3 *db, const char *sql)
{
    check(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

/* The indexes of what is rewritten are made again when it stands there: in order that takes
   seconds, row by row minutes. */
enum { MOST_INDEXES = 64 };

static size_t
drop_indexes(sqlite3 *db, char **made)
{
    char *drops[MOST_INDEXES];
    sqlite3_stmt *rows;
    size_t count = 0;

    check(
        db,
        sqlite3_prepare_v2(
            db,
            "SELECT 'DROP INDEX \"' || name || '\"', sql FROM sqlite_master WHERE type = 'index' AND sql"
            " IS NOT NULL AND tbl_name IN ('inquiry', 'entry', 'history',"
            " 'clock')",
            -1, &rows, NULL));
    while (count < MOST_INDEXES && sqlite3_step(rows) == SQLITE_ROW) {
        drops[count] = strdup((const char *)sqlite3_column_text(rows, 0));
        made[count++] = strdup((const char *)sqlite3_column_text(rows, 1));
    }
    check(db, sqlite3_finalize(rows));
    for (size_t i = 0; i < count; i++)
        run(db, drops[i]);
    return count;
}

/* New ids at a distance, the records' own rows and what goes by them. Those with sealed names
   keep theirs, since the seal holds the id. */
static void
spread_ids(sqlite3 *db, int each)
{
    char sql[2000];

    run(db, "CREATE TEMP TABLE placed (was INTEGER PRIMARY KEY, is_now INTEGER)");
    snprintf(sql, sizeof sql,
             "INSERT INTO placed SELECT id, %d + (row_number() OVER (ORDER BY id) - 1) * %d"
             " FROM inquiry WHERE number LIKE 'B%%' AND requester_name IS NULL"
             " AND assignee_name IS NULL AND removed_at IS NULL",
             FIRST_ID, each + 1);
    run(db, sql);
    run(db, "UPDATE clock SET record = (SELECT is_now FROM placed WHERE was = record)"
            " WHERE record IN (SELECT was FROM placed);"
            "UPDATE history SET record = (SELECT is_now FROM placed WHERE was = record)"
            " WHERE record IN (SELECT was FROM placed);"
            "UPDATE inquiry SET id = (SELECT is_now FROM placed WHERE was = id)"
            " WHERE id IN (SELECT was FROM placed);"
            "UPDATE counter SET number = (SELECT max(id) FROM inquiry) + 10000000"
            " WHERE key = 'id'");
}

static struct inquiry *
read_inquiries(sqlite3 *db, size_t *count)
{
    struct inquiry *all = NULL;
    sqlite3_stmt *rows;
    size_t room = 0;

    check(db, sqlite3_prepare_v2(db,
                                 "SELECT id, contract, organisation, owner, zone, received_at"
                                 " FROM inquiry WHERE id >= 10000000 ORDER BY id",
                                 -1, &rows, NULL));
    for (*count = 0; sqlite3_step(rows) == SQLITE_ROW; ++*count) {
        if (*count == room) {
            room = room * 2 + 100000;
            all = realloc(all, room * sizeof *all);
            if (!all)
                exit(3);
        }
        all[*count] = (struct inquiry){
            sqlite3_column_int64(rows, 0), sqlite3_column_int64(rows, 1),
            sqlite3_column_int64(rows, 2), sqlite3_column_int64(rows, 3),
            sqlite3_column_int64(rows, 4), sqlite3_column_int64(rows, 5),
        };
    }
    check(db, sqlite3_finalize(rows));
    return all;
}

/* The first is there at once, the next ones come while others call. */
static size_t
lag(int which)
{
    return (size_t)(which * which * 3);
}

static void
insert(sqlite3_stmt *to, const struct inquiry *of, int64_t id, int which)
{
    static const int kinds_in_turn[] = { 0, 2, 1, 2, 0, 1 };
    struct random r = { (uint64_t)id * 0x9e3779b97f4a7c15 + 5 };
    int kind = kinds_in_turn[(size_t)which % COUNT(kinds_in_turn)];
    size_t least = 8 + random_few(&r, 60);
    char text[TEXT_SIZE] = "";

    if (kind == 0)
        text_sentences(&r, body_sentences, BODY_SENTENCES, least, text);
    else
        text_sentences(&r, response_sentences, RESPONSE_SENTENCES, least, text);
    sqlite3_bind_int64(to, 1, id);
    sqlite3_bind_int64(to, 2, of->contract);
    sqlite3_bind_int64(to, 3, of->organisation);
    sqlite3_bind_int64(to, 4, of->owner);
    sqlite3_bind_int64(to, 5, of->zone);
    sqlite3_bind_int64(to, 6, of->received_at + which * INT64_C(2700000000));
    sqlite3_bind_int64(to, 7, of->id);
    sqlite3_bind_int(to, 8, kind);
    sqlite3_bind_text(to, 9, text, -1, SQLITE_TRANSIENT);
    sqlite3_step(to);
    check(sqlite3_db_handle(to), sqlite3_reset(to));
}

static int
write_timeline(const char *name, int each)
{
    static const char into[] =
        "INSERT INTO entry (id, contract, organisation, owner, zone, state, version, created_at,"
        " changed_at, ledger, record, kind, actor, author, text) VALUES (?1, ?2, ?3, ?4, ?5, '',"
        " 1, ?6, ?6, 'inquiry', ?7, ?8, (SELECT id FROM user WHERE login = 'whole'), '', ?9)";
    char *indexes[MOST_INDEXES];
    struct inquiry *all;
    sqlite3_stmt *to;
    sqlite3 *db;
    size_t count, dropped;

    if (each < 1 || each > MOST_EACH)
        return 2;
    check(NULL, sqlite3_open_v2(name, &db, SQLITE_OPEN_READWRITE, NULL));
    /* No other process has it, and a folder that was cut short is made anew. */
    run(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL; PRAGMA cache_size = -400000;"
            "BEGIN");
    dropped = drop_indexes(db, indexes);
    spread_ids(db, each);
    all = read_inquiries(db, &count);
    check(db, sqlite3_prepare_v2(db, into, -1, &to, NULL));
    for (size_t place = 0; place < count + lag(each); place++)
        for (int which = 0; which < each; which++)
            if (place >= lag(which) && place - lag(which) < count)
                insert(to, &all[place - lag(which)],
                       FIRST_ID + (int64_t)place * (each + 1) + 1 + which, which);
    check(db, sqlite3_finalize(to));
    for (size_t i = 0; i < dropped; i++)
        run(db, indexes[i]);
    run(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    check(db, sqlite3_close(db));
    printf("inquiries=%zu entries=%zu\n", count, count * (size_t)each);
    return 0;
}

/* --- spreadsheets ------------------------------------------------------------------- */

static void
print_wide(int number)
{
    char digits[20];

    snprintf(digits, sizeof digits, "%d", number);
    for (const char *c = digits; *c; c++)
        printf("\xEF\xBC%c", 0x90 + *c - '0');
}

/* A day of the years 2020 to 2029 as one of five people writes it. */
static void
print_day(size_t who, int year, int month, int day)
{
    switch (who % 5) {
    case 0:
        printf("令和%d年%d月%d日", year - 2018, month, day);
        break;
    case 1:
        printf("R%d.%d.%d", year - 2018, month, day);
        break;
    case 2:
        printf("R%d/%d/%d", year - 2018, month, day);
        break;
    case 3:
        print_wide(year);
        printf("／");
        print_wide(month);
        printf("／");
        print_wide(day);
        break;
    default:
        printf("%d/%d/%d", year, month, day);
    }
}

static void
write_devices(uint64_t count)
{
    static const char *const names[] = { "ﾉｰﾄﾊﾟｿｺﾝ", "デスクトップPC", "モニター", "プリンター",
                                         "タブレット" };
    static const char *const kinds_said[] = { "ノートPC", "デスクトップ", "ﾓﾆﾀ", "プリンタ",
                                              "タブレット" };
    static const char *const states_said[] = { "使用中", "稼働中", "予備", "修理", "廃棄済" };
    char section[100], person[100];

    puts("情報機器管理台帳（令和７年度）,,,,,,,,,,\n,,,,,,,,,,");
    puts("資産番号,機器種別,機器名,メーカ,機種名,シリアルNo,PC名,使用課,使用者,購入日,"
         "サポート期限,設置場所,状況,備考");
    for (uint64_t i = 0; i < count; i++) {
        struct random r = { i * 77 + 4 };
        size_t kind = random_few(&r, COUNT(names));
        size_t state = random_few(&r, COUNT(states_said));
        int year = 2020 + (int)random_below(&r, 5);

        section_name(random_below(&r, TEXT_SECTIONS), section, sizeof section);
        person_name(random_below(&r, TEXT_PEOPLE), person, sizeof person);
        printf("M%06" PRIu64 ",%s,%s,東都電機,TD-%zu,SN%07" PRIu64 ",BPC%06" PRIu64 ",%s,%s,", i,
               kinds_said[kind], names[kind], 100 + random_below(&r, 40), i, i, section,
               state < 2 ? person : "");
        print_day(i, year, 1 + (int)random_below(&r, 12), 1 + (int)random_below(&r, 28));
        printf(",");
        print_day(i + 2, year + 5, 3, 31);
        printf(",");
        print_wide(1 + (int)random_below(&r, 9));
        printf("階執務室,%s,%s\n", states_said[state], i % 9 ? "" : "ﾘｰｽ満了後に返却");
    }
    printf("合計,%" PRIu64 "台,,,,,,,,,,,,\n※ リース物件を含みます。,,,,,,,,,,,,,\n", count);
}

static void
write_inquiries(uint64_t count)
{
    char person[100], section[100], text[TEXT_SIZE];

    puts("令和７年度　問合せ受付簿,,,,,,,,\n,,,,,,,,");
    puts("受付,,,申出,,内容,,,対応,,,備考\n"
         "整理番号,受付日,方法,課名,申出者,分類,表題,詳細,担当者,処理内容,完了,");
    for (uint64_t i = 0; i < count; i++) {
        struct random r = { i * 91 + 8 };
        size_t kind = random_few(&r, KINDS);
        int month = 4 + (int)(i * 8 / count), day = 1 + (int)random_below(&r, 28);
        bool done = random_below(&r, 20) != 0;

        section_name(random_below(&r, TEXT_SECTIONS), section, sizeof section);
        person_name(random_below(&r, TEXT_PEOPLE), person, sizeof person);
        printf("簿-%05" PRIu64 ",", i);
        print_day(i, 2025, month, day);
        printf(",%s,%s,%s,%s,", i % 3 ? "ＴＥＬ" : "来庁", section, person, kinds[kind].name);
        *text = '\0';
        text_fill(&r, kinds[kind].titles[random_below(&r, KIND_TITLES)], text, sizeof text);
        printf("%s,\"", text);
        *text = '\0';
        text_sentences(&r, body_sentences, BODY_SENTENCES, 60, text);
        printf("%s\",", text);
        person_name(random_below(&r, TEXT_STAFF), person, sizeof person);
        *text = '\0';
        text_sentences(&r, response_sentences, RESPONSE_SENTENCES, 30, text);
        printf("%s,\"%s\",", person, text);
        if (done)
            print_day(i + 1, 2025, month, day);
        printf(",\n");
    }
    printf("合計,,,,,%" PRIu64 "件,,,,,,\n", count);
}

int
main(int argc, char **argv)
{
    const char *what = argc > 2 ? argv[1] : "";

    if (strcmp(what, "timeline") == 0 && argc == 4)
        return write_timeline(argv[2], (int)strtol(argv[3], NULL, 10));
    if (strcmp(what, "devices") == 0)
        write_devices(strtoull(argv[2], NULL, 10));
    else if (strcmp(what, "inquiries") == 0)
        write_inquiries(strtoull(argv[2], NULL, 10));
    else
        return 2;
    return ferror(stdout) || fflush(stdout) ? 3 : 0;
}
