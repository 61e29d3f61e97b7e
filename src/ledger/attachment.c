#include "ledger/attachment.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/magic.h"
#include "base/must.h"
#include "ledger/access.h"
#include "ledger/attachment_row.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "store/blob.h"
#include "store/query.h"
#include "store/schema.h"

static const struct table_column attachment_columns[] = {
    { "id", COLUMN_INT, true, "番号" },
    { "contract", COLUMN_INT, true, "契約" },
    { "ledger", COLUMN_TEXT, true, "台帳" },
    { "record", COLUMN_INT, true, "記録" },
    { "name", COLUMN_TEXT, true, "ファイル名" },
    { "type", COLUMN_TEXT, true, "形式" },
    { "size", COLUMN_INT, true, "大きさ（バイト）" },
    { "hash", COLUMN_TEXT, true, "中身の名前（blobs の下）" },
    { "state", COLUMN_INT, true, "状態（0 検査待ち、1 利用可、2 検査なし、3 隔離）" },
    { "reason", COLUMN_TEXT, true, "隔離の理由、検査できない理由" },
    { "hidden", COLUMN_BOOL, true, "内部だけに見せる" },
    { "actor", COLUMN_INT, true, "添付した利用者" },
    { "created_at", COLUMN_INSTANT, false, "添付した日時" },
    { "checked_at", COLUMN_INSTANT, false, "検査した日時" },
    { "removed_at", COLUMN_INSTANT, false, "外した日時" },
    { 0 },
};

static const struct table_index attachment_indexes[] = {
    { "attachment_record", "record, id", NULL, false },
    { "attachment_waiting", "id", "state = 0 AND removed_at IS NULL", false },
    { "attachment_hash", "hash", NULL, false },
    { 0 },
};

const struct table attachment_table = { "attachment", "添付ファイル", attachment_columns,
                                        attachment_indexes };

/* What a new installation has: Debian's socket of clamd. */
static struct attachment_settings settings = {
    .clamd = "/run/clamav/clamd.ctl",
    .file = INT64_C(50) << 20,
    .record = INT64_C(500) << 20,
    .count = 100,
    .total = INT64_C(100) << 30,
};

void
attachments_set(const struct attachment_settings *given)
{
    settings = *given;
}

const struct attachment_settings *
attachments_settings(void)
{
    return &settings;
}

static const struct {
    const char *name;
    const char *title;
} states[ATTACHMENT_STATES] = {
    [ATTACHMENT_WAITING] = { "waiting", "検査待ち" },
    [ATTACHMENT_READY] = { "ready", "利用可" },
    [ATTACHMENT_UNCHECKED] = { "unchecked", "検査なし" },
    [ATTACHMENT_QUARANTINED] = { "quarantined", "隔離" },
};

const char *
attachment_state_title(enum attachment_state state)
{
    must((size_t)state < ATTACHMENT_STATES);
    return states[state].title;
}

const char *
attachment_state_name(enum attachment_state state)
{
    must((size_t)state < ATTACHMENT_STATES);
    return states[state].name;
}

/* --- rights -------------------------------------------------------------------------- */

bool
attachment_may_add(struct act *a, const struct ledger *l, const struct record *record)
{
    return access_may(a, l, DEED_READ | DEED_CHANGE, record) ||
           access_may(a, l, DEED_READ | DEED_COMMENT, record);
}

bool
attachment_may_remove(struct act *a, const struct ledger *l, const struct record *record,
                      const struct attachment *it)
{
    return access_may(a, l, DEED_READ | DEED_CHANGE, record) ||
           (it->actor == a->who->id && attachment_may_add(a, l, record));
}

/* --- reading -------------------------------------------------------------------------- */

#define C(m) COLUMN(struct attachment, m)
#define NAMES                                                                                      \
    "id, contract, ledger, record, name, type, size, hash, state, reason, hidden, actor,"          \
    " created_at, checked_at"
#define ROW_COLUMNS                                                                                \
    COLUMNS(C(id), C(contract), C(ledger), C(record), C(name), C(type), C(size), C(hash),          \
            C(state), C(reason), C(hidden), C(actor), C(created_at), C(checked_at))

static const struct query list_query = {
    .name = "attachment.list",
    .sql = "SELECT " NAMES " FROM attachment WHERE record = :record AND ledger = :ledger"
           " AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct attachment),
    .columns = ROW_COLUMNS,
};

static const struct query get_query = {
    .name = "attachment.get",
    .sql = "SELECT " NAMES " FROM attachment WHERE id = :id AND record = :record"
           " AND ledger = :ledger AND removed_at IS NULL",
    .row_size = sizeof(struct attachment),
    .columns = ROW_COLUMNS,
};

static const struct query waiting_query = {
    .name = "attachment.waiting",
    .sql = "SELECT " NAMES " FROM attachment WHERE state = 0 AND removed_at IS NULL"
           " AND id > :after ORDER BY id LIMIT :most",
    .row_size = sizeof(struct attachment),
    .columns = ROW_COLUMNS,
};

bool
attachments_waiting(struct act *a, int64_t after, int64_t most, struct attachment_list *out)
{
    return QUERY(a, &waiting_query, *out, bind_int("after", after), bind_int("most", most));
}

bool
attachments_list(struct act *a, const struct ledger *l, const struct record *record,
                 struct attachment_list *out)
{
    bool notes = access_may(a, l, DEED_NOTE, record);
    size_t kept = 0;

    if (!access_require(a, l, DEED_READ, record) ||
        !QUERY(a, &list_query, *out, bind_int("record", record->id), bind_text("ledger", l->name)))
        return false;
    for (size_t i = 0; i < out->count; i++)
        if (notes || !out->rows[i].hidden)
            out->rows[kept++] = out->rows[i];
    out->count = kept;
    return true;
}

bool
attachment_get(struct act *a, const struct ledger *l, const struct record *record, int64_t id,
               struct attachment *out)
{
    bool found;

    if (!access_require(a, l, DEED_READ, record) ||
        !query_first(a, &get_query, out, &found,
                     BOUND(bind_int("id", id), bind_int("record", record->id),
                           bind_text("ledger", l->name))))
        return false;
    if (found && out->hidden && !access_may(a, l, DEED_NOTE, record))
        found = false;
    return found ||
           fail(a, FAULT_MISSING, NULL, "この記録に添付ファイル%lldはありません。", (long long)id);
}

/* --- history --------------------------------------------------------------------------- */

/* One change that the pages of the history show as any other: label, before, after. */
bool
attachment_event(struct act *a, const struct attachment *it, const char *action, const char *label,
                 const char *before, const char *after)
{
    struct buffer detail = { .arena = a->arena };

    buffer_print(&detail, "{\"attachment_%lld\":[", (long long)it->id);
    json_text(&detail, before);
    buffer_char(&detail, ',');
    json_text(&detail, after);
    buffer_char(&detail, ',');
    json_text(&detail, label);
    buffer_text(&detail, "]}");
    return history_event(a, it->ledger, it->record, action, buffer_string(&detail));
}

struct opening {
    const struct attachment *it;
};

static bool
note_opening(struct act *a, void *with)
{
    const struct opening *o = with;

    return attachment_event(a, o->it, "download", "添付ファイル", NULL, o->it->name);
}

bool
attachment_open(struct act *a, const struct ledger *l, const struct record *record,
                const struct attachment *it, struct blob_reader **reader)
{
    struct opening o = { it };

    if (!access_require(a, l, DEED_READ | (it->hidden ? DEED_NOTE : 0), record))
        return false;
    if (it->state == ATTACHMENT_QUARANTINED)
        return fail(a, FAULT_DENIED, NULL,
                    "「%s」はウイルス検査で隔離されました（%s）。だれも開けません。", it->name,
                    it->reason);
    if (it->state == ATTACHMENT_WAITING)
        return fail(a, FAULT_CLASH, NULL, "「%s」はウイルス検査を待っています。済むと開けます。",
                    it->name);
    return blob_open(a, it->contract, it->hash, reader) && act_write(a, note_opening, &o);
}

/* --- judging --------------------------------------------------------------------------- */

static const struct query judge_query = {
    .name = "attachment.judge",
    .sql = "UPDATE attachment SET state = :state, reason = :reason, checked_at = :now"
           " WHERE id = :id AND state = 0",
};

bool
attachment_judge(struct act *a, const struct attachment *it, enum attachment_state state,
                 const char *reason)
{
    const char *after =
        *reason ? arena_print(a->arena, "%s（%s）", attachment_state_title(state), reason)
                : attachment_state_title(state);
    int64_t changed;

    must(a->writing && state != ATTACHMENT_WAITING);
    return query_run(a, &judge_query, &changed,
                     BOUND(bind_int("state", state), bind_text("reason", reason),
                           bind_instant("now", a->now), bind_int("id", it->id))) &&
           (!changed ||
            attachment_event(a, it, state == ATTACHMENT_QUARANTINED ? "quarantine" : "checked",
                             arena_print(a->arena, "添付ファイル「%s」", it->name),
                             attachment_state_title(ATTACHMENT_WAITING), after));
}

/* --- removing -------------------------------------------------------------------------- */

static const struct query remove_query = {
    .name = "attachment.remove",
    .sql = "UPDATE attachment SET removed_at = :now WHERE id = :id AND removed_at IS NULL",
};

static bool
remove_work(struct act *a, void *with)
{
    const struct attachment *it = with;
    int64_t changed;

    if (!query_run(a, &remove_query, &changed,
                   BOUND(bind_instant("now", a->now), bind_int("id", it->id))))
        return false;
    if (!changed)
        return fail(a, FAULT_MISSING, NULL, "この添付ファイルはもう外されています。");
    return attachment_event(a, it, "detach", "添付ファイル", it->name, NULL);
}

bool
attachment_remove(struct act *a, const struct ledger *l, const struct record *record, int64_t id,
                  const char *reason)
{
    struct attachment it;

    if (!attachment_get(a, l, record, id, &it))
        return false;
    if (!attachment_may_remove(a, l, record, &it))
        return fail(a, FAULT_DENIED, NULL, "この添付ファイルを外す権限がありません。");
    if (reason && *reason)
        a->reason = reason;
    return act_write(a, remove_work, &it);
}
