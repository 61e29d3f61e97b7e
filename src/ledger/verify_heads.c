#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/file.h"
#include "ledger/verify_parts.h"
#include "store/query.h"
#include "store/store.h"

/* A line is number, hash and time; longer ones are not ours. */
enum { LINE_ROOM = 256, BATCH = 1000 };

struct known_head {
    int64_t number;
    struct bytes hash;
};
struct known_heads {
    struct known_head *rows;
    size_t count;
};

static const struct query heads_query = {
    .name = "verify.heads",
    .sql = "SELECT number, hash FROM block WHERE number >= :number ORDER BY number LIMIT :most",
    .row_size = sizeof(struct known_head),
    .columns = COLUMNS(COLUMN(struct known_head, number), COLUMN(struct known_head, hash)),
};

/* The chain is whole by now: numbers have no gap. */
static bool
same_head(struct verify *v, struct known_heads *known, const struct head *head, bool *same)
{
    const struct known_head *row;

    *same = false;
    if (head->number > v->before.number)
        return true;
    if (!known->count || head->number < known->rows[0].number ||
        head->number > known->rows[known->count - 1].number) {
        arena_reset(v->side.arena, v->batch_mark);
        if (!QUERY(&v->side, &heads_query, *known, bind_int("number", head->number),
                   bind_int("most", BATCH)))
            return false;
    }
    row = known->count && head->number >= known->rows[0].number &&
                  (size_t)(head->number - known->rows[0].number) < known->count
              ? &known->rows[head->number - known->rows[0].number]
              : NULL;
    *same = row && row->hash.size == SHA256_BYTES &&
            memcmp(row->hash.data, head->hash, SHA256_BYTES) == 0;
    return true;
}

/* A restore told that the blocks behind the one it brought back are gone. */
static bool
is_declared(const struct verify *v, int64_t number)
{
    for (size_t i = 0; i < HELD(v->restored, struct restored); i++) {
        const struct restored *it = HELD_AT(v->restored, struct restored, i);

        if (number > it->head.number && number <= it->newest.number)
            return true;
    }
    return false;
}

static bool
check_head(struct verify *v, struct known_heads *known, const struct head *head, const char *from)
{
    bool same;

    if (!same_head(v, known, head, &same)) {
        v->failed = true;
        return false;
    }
    if (same || is_declared(v, head->number))
        return true;
    if (head->number > v->before.number)
        return wrong(v, head->number, 0,
                     "ブロック %lld がありません。%sにはあります。データベースは、それより古い"
                     "ものです（いちばん新しいブロックは %lld）。",
                     (long long)head->number, from, (long long)v->before.number);
    return wrong(v, head->number, 0, "ブロック %lld の値が、%sと違います。",
                 (long long)head->number, from);
}

/* "12 HASH TIME" */
static bool
line_parse(const char *line, struct head *out)
{
    char text[LINE_ROOM];
    size_t number = strcspn(line, " ");
    size_t length = number + 1 + 2 * SHA256_BYTES;

    if (strlen(line) <= length || length >= sizeof text || line[length] != ' ')
        return false;
    memcpy(text, line, length);
    text[length] = '\0';
    text[number] = ':';
    return head_parse(text, out);
}

static bool
check_lines(struct verify *v, FILE *file)
{
    struct known_heads known = { 0 };
    char line[LINE_ROOM];
    long long at = 0;
    struct head head;

    while (ftello(file) < v->heads_end && fgets(line, sizeof line, file)) {
        at++;
        /* Without its end: the program was stopped while it wrote. */
        if (!strchr(line, '\n') && feof(file))
            break;
        if (!line_parse(line, &head))
            return wrong(v, 0, 0, "封印の控え heads の %lld行目が読めません。", at);
        if (!check_head(v, &known, &head, "封印の控え heads "))
            return false;
    }
    return true;
}

void
verify_heads_note(struct verify *v)
{
    const char *path = arena_print(v->a->arena, "%s/heads", store_folder(v->a->store));
    struct stat file;

    v->heads_end = stat(path, &file) == 0 ? file.st_size : 0;
}

/* PostgreSQL's nodes each note what they have sealed; a node that has sealed nothing has
   no file. */
static bool
check_file(struct verify *v)
{
    const char *path = arena_print(v->a->arena, "%s/heads", store_folder(v->a->store));
    FILE *file = fopen(path, "re");
    bool good;

    if (!file && errno == ENOENT) {
        if (!v->before.number || store_kind(v->a->store) == STORE_POSTGRES)
            return true;
        return wrong(v, 0, 0, "封印の控え %s がありません。", path);
    }
    if (!file) {
        v->failed = true;
        return fail(v->a, FAULT_BROKEN, NULL, "%s: %s", path, system_reason(errno));
    }
    good = check_lines(v, file);
    fclose(file);
    return good;
}

static bool
check_restores(struct verify *v, struct known_heads *known)
{
    for (size_t i = 0; i < HELD(v->restored, struct restored); i++) {
        const struct restored *it = HELD_AT(v->restored, struct restored, i);
        bool same;

        if (!same_head(v, known, &it->head, &same)) {
            v->failed = true;
            return false;
        }
        if (!same)
            return wrong(v, it->head.number, it->seq,
                         "行 %lld は、ブロック %lld まで復元したと告げていますが、その値の"
                         "ブロックはありません。",
                         (long long)it->seq, (long long)it->head.number);
    }
    return true;
}

bool
verify_heads(struct verify *v)
{
    struct known_heads known = { 0 };

    if (!check_restores(v, &known) || (!v->options->no_heads && !check_file(v)))
        return false;
    known = (struct known_heads){ 0 };
    return !v->options->head.number || check_head(v, &known, &v->options->head, "示された値");
}
