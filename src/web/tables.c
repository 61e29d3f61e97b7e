#include "web/tables.h"

#include "store/act.h"

static const struct table_column session_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "hash", COLUMN_BYTES, .required = true, .comment = "識別子のハッシュ" },
    { "user", COLUMN_INT, .required = true, .comment = "利用者" },
    { "contract", COLUMN_INT, .required = true, .comment = "開いている契約" },
    { "csrf", COLUMN_TEXT, .required = true, .comment = "フォームの合い札" },
    { "created_at", COLUMN_INSTANT, .required = true, .comment = "サインイン日時" },
    { "seen_at", COLUMN_INSTANT, .required = true, .comment = "最後に使った日時" },
    { "ends_at", COLUMN_INSTANT, .required = true, .comment = "終わる日時" },
    { "address", COLUMN_TEXT, .required = true, .comment = "接続元" },
    { "agent", COLUMN_TEXT, .required = true, .comment = "ブラウザー" },
    { "western", COLUMN_BOOL, .required = true, .comment = "西暦で表示" },
    { "no_keys", COLUMN_BOOL, .required = true, .comment = "1文字キーを使わない" },
    { "notice", COLUMN_TEXT, .required = true, .comment = "次の画面で一度だけ見せる文" },
    { 0 },
};
static const struct table_index session_indexes[] = {
    { "session_hash_unique", "hash", .unique = true },
    { "session_user", "user" },
    { "session_ends_at", "ends_at" },
    { 0 },
};

static const struct table_column token_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "hash", COLUMN_BYTES, .required = true, .comment = "トークンのハッシュ" },
    { "user", COLUMN_INT, .required = true, .comment = "利用者" },
    { "created_at", COLUMN_INSTANT, .required = true, .comment = "作成日時" },
    { "ends_at", COLUMN_INSTANT, .required = true, .comment = "終わる日時" },
    { 0 },
};
static const struct table_index token_indexes[] = {
    { "token_hash_unique", "hash", .unique = true },
    { "token_user", "user" },
    { 0 },
};

static const struct table_column attempt_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "pair", COLUMN_BYTES, .required = true, .comment = "利用者IDと接続元のハッシュ" },
    { "count", COLUMN_INT, .required = true, .comment = "続けて間違えた回数" },
    { "at", COLUMN_INSTANT, .required = true, .comment = "最後に試した日時" },
    { 0 },
};
static const struct table_index attempt_indexes[] = {
    { "attempt_pair_unique", "pair", .unique = true },
    { "attempt_at", "at" },
    { 0 },
};

static const struct table session_table = { "session", "サインイン中の利用者", session_columns,
                                            session_indexes, .serial = true };
static const struct table token_table = { "token", "APIのトークン", token_columns, token_indexes,
                                          .serial = true };
static const struct table attempt_table = { "attempt", "サインインの失敗", attempt_columns,
                                            attempt_indexes, .serial = true };

const struct table *const web_tables[] = { &session_table, &token_table, &attempt_table, NULL };

static const struct query tidy_queries[] = {
    { .name = "session.tidy", .sql = "DELETE FROM session WHERE ends_at < :now" },
    { .name = "session.tidy_idle", .sql = "DELETE FROM session WHERE seen_at < :idle" },
    { .name = "token.tidy", .sql = "DELETE FROM token WHERE ends_at < :now" },
    { .name = "attempt.tidy", .sql = "DELETE FROM attempt WHERE at < :day" },
    { .name = "idempotency.tidy", .sql = "DELETE FROM idempotency WHERE at < :day" },
};

static bool
tidy_work(struct act *a, void *with)
{
    struct instant day = instant_add(a->now, (struct minutes){ -DAY_MINUTES });

    (void)with;
    return query_run(a, &tidy_queries[0], NULL, BOUND(BIND(now, a->now))) &&
           query_run(a, &tidy_queries[1], NULL, BOUND(BIND(idle, day))) &&
           query_run(a, &tidy_queries[2], NULL, BOUND(BIND(now, a->now))) &&
           query_run(a, &tidy_queries[3], NULL, BOUND(BIND(day, day))) &&
           query_run(a, &tidy_queries[4], NULL, BOUND(BIND(day, day)));
}

static bool
tidy(struct act *a, struct job *job)
{
    return job_write(a, job, tidy_work, NULL);
}

const struct job_kind web_jobs[] = {
    { .name = "web.tidy",
      .title = "古いサインインの片付け",
      .run = tidy,
      .schedule = "every 3600" },
    { 0 },
};
