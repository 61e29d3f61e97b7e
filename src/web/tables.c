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
    { "half", COLUMN_BOOL, .required = true, .comment = "確認コードを待っている" },
    { "strong", COLUMN_BOOL, .required = true, .comment = "二つめの要素も確かめた" },
    { "means", COLUMN_TEXT, .required = true, .comment = "本人を確かめた方法" },
    { "rights", COLUMN_INT, .required = true, .comment = "識別子を作ったときの役割の要約" },
    { "turned_at", COLUMN_INSTANT, .required = true, .comment = "識別子を作った日時" },
    { "earlier", COLUMN_BYTES, .required = true, .comment = "前の識別子のハッシュ" },
    { 0 },
};
static const struct table_index session_indexes[] = {
    { "session_hash_unique", "hash", .unique = true },
    { "session_earlier", "earlier" },
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
    { "title", COLUMN_TEXT, .required = true, .comment = "用途" },
    { "scope", COLUMN_TEXT, .required = true, .comment = "read か write、台帳の名前。空は write" },
    { "seen_at", COLUMN_INSTANT, .comment = "最後に使った日時。空はまだ" },
    { 0 },
};
static const struct table_index token_indexes[] = {
    { "token_hash_unique", "hash", .unique = true },
    { "token_user", "user" },
    { 0 },
};

static const struct table_column attempt_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "pair", COLUMN_BYTES, .required = true, .comment = "だれが、どこからかのハッシュ" },
    { "count", COLUMN_INT, .required = true, .comment = "続けて間違えた回数" },
    { "at", COLUMN_INSTANT, .required = true, .comment = "最後に試した日時" },
    { 0 },
};
static const struct table_index attempt_indexes[] = {
    { "attempt_pair_unique", "pair", .unique = true },
    { "attempt_at", "at" },
    { 0 },
};

static const struct table_column factor_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "user", COLUMN_INT, .required = true, .comment = "利用者" },
    { "secret", COLUMN_BYTES, .required = true, .comment = "認証アプリと共有する値（暗号）" },
    { "made_at", COLUMN_INSTANT, .required = true, .comment = "作った日時" },
    { "confirmed", COLUMN_BOOL, .required = true, .comment = "コードで確かめた" },
    { "step", COLUMN_INT, .required = true, .comment = "最後に使った30秒の番号" },
    { 0 },
};
static const struct table_index factor_indexes[] = {
    { "factor_user_unique", "user", .unique = true },
    { 0 },
};

static const struct table_column recovery_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "user", COLUMN_INT, .required = true, .comment = "利用者" },
    { "hash", COLUMN_BYTES, .required = true, .comment = "回復コードのハッシュ" },
    { 0 },
};
static const struct table_index recovery_indexes[] = {
    { "recovery_user", "user" },
    { 0 },
};

static const struct table_column identity_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "user", COLUMN_INT, .required = true, .comment = "利用者" },
    { "issuer", COLUMN_TEXT, .required = true, .comment = "認証のサーバー" },
    { "subject", COLUMN_TEXT, .required = true, .comment = "そこでの本人の番号（sub）" },
    { "made_at", COLUMN_INSTANT, .required = true, .comment = "初めてサインインした日時" },
    { 0 },
};
static const struct table_index identity_indexes[] = {
    { "identity_user_unique", "user, issuer", .unique = true },
    { 0 },
};

static const struct table session_table = { "session", "サインイン中の利用者", session_columns,
                                            session_indexes, .serial = true };
static const struct table token_table = { "token", "APIのトークン", token_columns, token_indexes,
                                          .serial = true };
static const struct table attempt_table = { "attempt", "サインインの失敗", attempt_columns,
                                            attempt_indexes, .serial = true };

static const struct table factor_table = { "factor", "二要素認証", factor_columns, factor_indexes,
                                           .serial = true };
static const struct table recovery_table = { "recovery", "回復コード", recovery_columns,
                                             recovery_indexes, .serial = true };

static const struct table identity_table = { "identity", "認証のサーバーでの本人", identity_columns,
                                             identity_indexes, .serial = true };

const struct table *const web_tables[] = {
    &session_table,  &token_table, &attempt_table, &factor_table, &recovery_table,
    &identity_table, NULL
};

static const struct query tidy_queries[] = {
    { .name = "session.tidy", .sql = "DELETE FROM session WHERE ends_at < :now" },
    { .name = "session.tidy_idle", .sql = "DELETE FROM session WHERE seen_at < :idle" },
    { .name = "token.tidy", .sql = "DELETE FROM token WHERE ends_at < :now" },
    { .name = "attempt.tidy", .sql = "DELETE FROM attempt WHERE at < :day" },
    { .name = "idempotency.tidy", .sql = "DELETE FROM idempotency WHERE at < :day" },
    /* So that addresses and names made up by the million leave a table that is bounded. */
    { .name = "attempt.bound",
      .sql = "DELETE FROM attempt WHERE id <= (SELECT max(id) - 200000 FROM attempt)" },
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
           query_run(a, &tidy_queries[4], NULL, BOUND(BIND(day, day))) &&
           query_run(a, &tidy_queries[5], NULL, UNBOUND);
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
