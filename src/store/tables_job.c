#include "store/tables_job.h"

static const struct table_column job_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "kind", COLUMN_TEXT, .required = true, .comment = "種類" },
    { "key", COLUMN_TEXT, .comment = "二重にしないための名前" },
    { "input", COLUMN_TEXT, .comment = "指示" },
    { "state", COLUMN_INT, .required = true, .comment = "状態" },
    { "run_at", COLUMN_INSTANT, .required = true, .comment = "実行予定" },
    { "cursor", COLUMN_TEXT, .comment = "続きの位置" },
    { "done", COLUMN_INT, .required = true, .comment = "済んだ数" },
    { "total", COLUMN_INT, .required = true, .comment = "全体の数" },
    { "tries", COLUMN_INT, .required = true, .comment = "試した回数" },
    { "node", COLUMN_TEXT, .comment = "実行者" },
    { "lease_until", COLUMN_INSTANT, .comment = "受け持ちの期限" },
    { "fence", COLUMN_INT, .required = true, .comment = "受け持ちの番号" },
    { "cancel", COLUMN_BOOL, .required = true, .comment = "取消の求め" },
    { "message", COLUMN_TEXT, .comment = "失敗の理由" },
    { "result", COLUMN_TEXT, .comment = "結果" },
    { "created_at", COLUMN_INSTANT, .required = true, .comment = "依頼日時" },
    { "started_at", COLUMN_INSTANT, .comment = "開始日時" },
    { "ended_at", COLUMN_INSTANT, .comment = "終了日時" },
    { 0 },
};

static const struct table_index job_indexes[] = {
    { "job_key_unique", "kind, key", .where = "key IS NOT NULL", .unique = true },
    { "job_state_run_at", "state, run_at" },
    { "job_ended_at", "ended_at" },
    { 0 },
};

const struct table job_table = { "job", "ジョブ", job_columns, job_indexes };

static const struct table_column due_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "name", COLUMN_TEXT, .required = true, .comment = "ジョブの種類" },
    { "due", COLUMN_INSTANT, .required = true, .comment = "予定日時" },
    { "until", COLUMN_INSTANT, .required = true, .comment = "最後の予定日時" },
    { "times", COLUMN_INT, .required = true, .comment = "回数" },
    { "missed", COLUMN_BOOL, .required = true, .comment = "実行されなかった" },
    { 0 },
};

static const struct table_index due_indexes[] = {
    { "job_due_due_unique", "name, due", .unique = true },
    { "job_due_until", "name, until" },
    { "job_due_missed", "due", .where = "missed = 1" },
    { 0 },
};

const struct table job_due_table = { "job_due", "ジョブの予定", due_columns, due_indexes };

static const struct table_column outbox_columns[] = {
    { "id", COLUMN_INT, .required = true, .comment = "ID" },
    { "contract", COLUMN_INT, .required = true, .comment = "契約" },
    { "kind", COLUMN_TEXT, .required = true, .comment = "種類" },
    { "identifier", COLUMN_TEXT, .required = true, .comment = "識別子" },
    { "content", COLUMN_BYTES, .comment = "内容（暗号化）" },
    { "state", COLUMN_INT, .required = true, .comment = "状態" },
    { "tries", COLUMN_INT, .required = true, .comment = "試した回数" },
    { "next_at", COLUMN_INSTANT, .comment = "次に送る日時" },
    { "message", COLUMN_TEXT, .comment = "失敗の理由" },
    { "created_at", COLUMN_INSTANT, .required = true, .comment = "作成日時" },
    { "ended_at", COLUMN_INSTANT, .comment = "終了日時" },
    { 0 },
};

static const struct table_index outbox_indexes[] = {
    { "outbox_identifier_unique", "identifier", .unique = true },
    { "outbox_waiting", "kind, next_at", .where = "state = 0" },
    { "outbox_ended_at", "ended_at" },
    { 0 },
};

const struct table outbox_table = { "outbox", "送信待ち", outbox_columns, outbox_indexes };
