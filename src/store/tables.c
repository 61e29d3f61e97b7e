#include "store/schema.h"

#include "store/tables_job.h"

/* Reasons for the form of history and block stand in docs/house.md: rows are never
   updated, the order of leaves is (txid, seq), txid being 0 on SQLite. */
static const struct table_column setting_columns[] = {
    { "name", COLUMN_TEXT, .required = true, .comment = "名前" },
    { "value", COLUMN_TEXT, .required = true, .comment = "値" },
    { 0 },
};

static const struct table_column counter_columns[] = {
    { "key", COLUMN_TEXT, .required = true, .comment = "名前" },
    { "number", COLUMN_INT, .required = true, .comment = "最後に使った番号" },
    { 0 },
};

static const struct table_column history_columns[] = {
    { "seq", COLUMN_INT, .required = true, .comment = "通し番号" },
    { "at", COLUMN_TEXT, .required = true, .comment = "日時" },
    { "actor", COLUMN_INT, .required = true, .comment = "行った人" },
    { "session", COLUMN_INT, .required = true, .comment = "セッション" },
    { "origin", COLUMN_TEXT, .required = true, .comment = "経路" },
    { "request", COLUMN_TEXT, .required = true, .comment = "要求の番号" },
    { "ledger", COLUMN_TEXT, .required = true, .comment = "台帳" },
    { "record", COLUMN_INT, .required = true, .comment = "記録" },
    { "action", COLUMN_TEXT, .required = true, .comment = "操作" },
    { "reason", COLUMN_TEXT, .required = true, .comment = "理由" },
    { "detail", COLUMN_TEXT, .required = true, .comment = "内容" },
    { "detail_hash", COLUMN_BYTES, .required = true, .comment = "内容のハッシュ" },
    { "txid", COLUMN_INT, .required = true, .comment = "トランザクション" },
    { 0 },
};
static const struct table_index history_indexes[] = {
    { "history_record", "record" },
    { "history_order", "txid, seq", .postgres = true }, /* of sealing; on SQLite that of seq */
    { 0 },
};

static const struct table_column block_columns[] = {
    { "number", COLUMN_INT, .required = true, .comment = "番号" },
    { "first_txid", COLUMN_INT, .required = true, .comment = "最初の行のトランザクション" },
    { "first_seq", COLUMN_INT, .required = true, .comment = "最初の行" },
    { "last_txid", COLUMN_INT, .required = true, .comment = "最後の行のトランザクション" },
    { "last_seq", COLUMN_INT, .required = true, .comment = "最後の行" },
    { "count", COLUMN_INT, .required = true, .comment = "行数" },
    { "root", COLUMN_BYTES, .required = true, .comment = "マークル根" },
    { "previous", COLUMN_BYTES, .required = true, .comment = "前のブロックのハッシュ" },
    { "hash", COLUMN_BYTES, .required = true, .comment = "ハッシュ" },
    { "sealed_at", COLUMN_INSTANT, .required = true, .comment = "封印日時" },
    { "leaves", COLUMN_BYTES, .comment = "葉のハッシュ" },
    { 0 },
};

static const struct table_column idempotency_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "actor", COLUMN_INT, .required = true, .comment = "利用者" },
    { "route", COLUMN_TEXT, .required = true, .comment = "経路" },
    { "key", COLUMN_TEXT, .required = true, .comment = "Idempotency-Key" },
    { "body_hash", COLUMN_BYTES, .required = true, .comment = "本文のハッシュ" },
    { "status", COLUMN_INT, .required = true, .comment = "応答の状態" },
    { "answer", COLUMN_TEXT, .required = true, .comment = "応答" },
    { "at", COLUMN_INSTANT, .required = true, .comment = "日時" },
    { 0 },
};
static const struct table_index idempotency_indexes[] = {
    { "idempotency_key_unique", "actor, route, key", .unique = true },
    { "idempotency_at", "at" },
    { 0 },
};

static const struct table setting_table = { "setting", "設定", setting_columns, NULL };
static const struct table counter_table = { "counter", "番号", counter_columns, NULL };
static const struct table history_table = {
    "history", "履歴", history_columns, history_indexes, .serial = true,
};
static const struct table block_table = { "block", "履歴の封印", block_columns, NULL };
static const struct table idempotency_table = {
    "idempotency", "二重送信の防止", idempotency_columns, idempotency_indexes, .serial = true,
};

const struct table *const *
store_tables(void)
{
    static const struct table *const tables[] = {
        &setting_table, &counter_table, &history_table, &block_table, &idempotency_table,
        &job_table,     &job_due_table, &outbox_table,  NULL,
    };

    return tables;
}
