#include "store/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"

static bool
is_class(const struct postgres_link *link, const char *class)
{
    return !strncmp(link->state, class, strlen(class));
}

bool
postgres_fail(struct act *a, const struct postgres_link *link)
{
    /* Said by the loop of act_write when nothing helps; it tries again first. */
    if (link->lost)
        return fail(a, FAULT_BUSY, NULL,
                    "データベースとつながりません。少し待ってからもう一度お試しください。");
    if (link->again)
        return fail(a, FAULT_BUSY, NULL,
                    "ほかの人の変更と重なったため、書き込めませんでした。何も変更されていません。"
                    "もう一度お試しください。");
    if (is_class(link, "23505"))
        return fail_unique(a, link->table, link->constraint);
    if (is_class(link, "57014"))
        return fail(a, FAULT_BUSY, NULL,
                    "時間がかかりすぎたため、途中で止めました。"
                    "範囲をせまくして、もう一度お試しください。");
    if (is_class(link, "55P03"))
        return fail(a, FAULT_BUSY, NULL,
                    "ほかの処理が終わるのを待ちましたが、終わりませんでした。"
                    "何も変更されていません。少し待ってからもう一度お試しください。");
    /* Disk full, out of connections, going down, read-only after a switch-over. */
    if (is_class(link, "53") || is_class(link, "57P") || is_class(link, "25006"))
        return fail_unwritten(a);
    return fail_database(a, link->statement, link->said);
}

static void
release(struct postgres_cursor *c)
{
    while (c->count)
        PQclear(c->results[--c->count]);
    free(c->results);
    free(c);
}

/* Sends the statement with what waits before it and reads until its rows are there. */
static bool
ask(struct postgres_link *link, const struct statement *s, struct postgres_cursor *c)
{
    postgres_open_transaction(link);
    link_send(link, EXPECT_ROWS, s);
    link_sync(link);
    link->asked = c;
    link->until = s->until;
    link->late = false;
    return link_settle(link);
}

/* A connection that lay idle may have died with the server; before its first answer the
   act has seen nothing, so a reading act starts afresh. */
static bool
ask_again(struct postgres_link *link, const struct statement *s, struct postgres_cursor *c)
{
    bool patient = link->patient;

    if (!link->lost || link->base.writer || c->count || !link_connect(link))
        return false;
    link->patient = patient;
    return ask(link, s, c);
}

/* The rows so far stand; the transaction is spoilt and a new one begins with the next
   statement. */
static void
forget_late(struct postgres_link *link)
{
    link->failed = false;
    link->state[0] = '\0';
    link->begun = false;
    link_say(link, EXPECT_IGNORED, "ROLLBACK");
    link_sync(link);
}

static int
columns_count(const struct column *columns)
{
    int count = 0;

    while (columns && columns[count].name)
        count++;
    return count;
}

bool
postgres_begin(struct act *a, const struct statement *s, struct cursor *c)
{
    struct postgres_link *link = (struct postgres_link *)a->link;
    struct postgres_cursor *state;
    bool first;
    bool done;

    link_unstream(link, true);
    if (link->failed)
        return postgres_fail(a, link);
    state = calloc(1, sizeof(*state));
    if (!state)
        out_of_memory();
    state->single = !link->base.writer && (link->patient || s->until);
    first = !link->answered;
    done = ask(link, s, state);
    if (!done && first)
        done = ask_again(link, s, state);
    if (state->streams && (!done || s->until)) {
        link_unstream(link, true);
        done = done && !link->failed;
    }
    if (!state->streams)
        link->asked = NULL;
    link->until = 0;
    if (!done && link->late && !link->lost && !link->base.writer) {
        c->late = true;
        done = true;
        forget_late(link);
    }
    c->state = state;
    if (!done) {
        release(state);
        return postgres_fail(a, link);
    }
    must(!s->columns || !state->count || PQnfields(state->results[0]) == columns_count(s->columns));
    return true;
}

static int64_t
whole(const char *text)
{
    return *text == 't' ? 1 : strtoll(text, NULL, 10);
}

/* bytea comes as \x and hexadecimal digits. */
static struct bytes
bytes_of(struct arena *arena, const char *text)
{
    size_t size = strlen(text) > 2 ? (strlen(text) - 2) / 2 : 0;
    unsigned char *data = arena_get(arena, size + 1);

    for (size_t i = 0; i < 2 * size; i++) {
        char digit = text[2 + i];
        int four = digit <= '9' ? digit - '0' : digit - 'a' + 10;

        data[i / 2] = (unsigned char)(data[i / 2] << 4 | four);
    }
    return (struct bytes){ data, size };
}

static void
fill_one(const PGresult *result, int row, int at, enum column_type type, struct arena *arena,
         char *member)
{
    bool none = PQgetisnull(result, row, at);
    const char *text = PQgetvalue(result, row, at);
    struct bytes bytes = { 0 };
    struct date date = { 0 };
    int64_t number = none ? 0 : 1;

    switch (type) {
    case COLUMN_INT:
    case COLUMN_INSTANT:
    case COLUMN_OPEN:
        number = none ? (type == COLUMN_OPEN ? NO_NUMBER : 0) : whole(text);
        memcpy(member, &number, sizeof(number));
        return;
    case COLUMN_BOOL:
        *(bool *)member = !none && whole(text);
        return;
    case COLUMN_TEXT:
        *(const char **)(void *)member =
            none ? "" : arena_slice(arena, text, (size_t)PQgetlength(result, row, at));
        return;
    case COLUMN_BYTES:
        if (!none)
            bytes = bytes_of(arena, text);
        memcpy(member, &bytes, sizeof(bytes));
        return;
    case COLUMN_DATE:
        if (!none)
            date_parse(text, &date);
        memcpy(member, &date, sizeof(date));
        return;
    }
}

/* Goes to the next row that is there; false at the end or when the stream broke. */
static bool
find_row(struct postgres_link *link, struct postgres_cursor *c)
{
    for (;;) {
        while (c->at < c->count) {
            if (c->row < PQntuples(c->results[c->at]))
                return true;
            c->at++;
            c->row = 0;
        }
        if (!c->streams || link->failed)
            return false;
        while (c->count)
            PQclear(c->results[--c->count]);
        c->at = 0;
        link_stream(link);
    }
}

bool
postgres_next(struct act *a, struct cursor *c, struct arena *arena, void *row, bool *more)
{
    struct postgres_link *link = (struct postgres_link *)a->link;
    const struct column *columns = c->statement->columns;
    struct postgres_cursor *state = c->state;

    *more = find_row(link, state);
    if (*more) {
        const PGresult *result = state->results[state->at];

        for (int i = 0; row && columns && columns[i].name; i++)
            fill_one(result, state->row, i, columns[i].type, arena,
                     (char *)row + columns[i].offset);
        state->row++;
        return true;
    }
    if (link->failed)
        return postgres_fail(a, link);
    if (state->count)
        c->changed = strtoll(PQcmdTuples(state->results[state->count - 1]), NULL, 10);
    return true;
}

void
postgres_end(struct act *a, struct cursor *c)
{
    struct postgres_link *link = (struct postgres_link *)a->link;
    struct postgres_cursor *state = c->state;

    if (state->streams)
        link_unstream(link, false);
    release(state);
}

bool
postgres_later(struct act *a, const struct statement *s)
{
    struct postgres_link *link = (struct postgres_link *)a->link;

    if (!link->failed) {
        postgres_open_transaction(link);
        link_send(link, EXPECT_DONE, s);
    }
    return !link->failed || postgres_fail(a, link);
}

/* Several statements in one text need the simple protocol, which a pipeline does not have. */
bool
postgres_script(struct act *a, const char *sql)
{
    struct postgres_link *link = (struct postgres_link *)a->link;
    PGresult *result;

    must(link->base.writer);
    postgres_open_transaction(link);
    link_sync(link);
    if (!link_settle(link))
        return postgres_fail(a, link);
    must(PQexitPipelineMode(link->conn));
    PQsetnonblocking(link->conn, 0);
    result = PQexec(link->conn, sql);
    link->failed = PQresultStatus(result) != PGRES_COMMAND_OK &&
                   PQresultStatus(result) != PGRES_TUPLES_OK &&
                   PQresultStatus(result) != PGRES_EMPTY_QUERY;
    link->lost = PQstatus(link->conn) != CONNECTION_OK;
    if (link->failed) {
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        const char *said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

        snprintf(link->state, sizeof(link->state), "%s", state ? state : "");
        link->said = arena_copy(&link->scratch, said ? said : "");
        link->statement = "script";
        link->again = !strcmp(link->state, "40001") || !strcmp(link->state, "40P01");
    }
    PQclear(result);
    if (!link->lost)
        link->lost = PQsetnonblocking(link->conn, 1) || !PQenterPipelineMode(link->conn);
    return !link->failed || postgres_fail(a, link);
}
