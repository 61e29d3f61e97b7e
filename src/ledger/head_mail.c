#include "ledger/head_mail.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "ledger/core/core.h"
#include "ledger/personal.h"
#include "ledger/shape.h"
#include "ledger/verify.h"
#include "store/act.h"
#include "store/job.h"
#include "store/outbox.h"
#include "store/query.h"
#include "store/store.h"

struct officer {
    int64_t contract;
    int64_t person;
};
struct officers {
    struct officer *rows;
    size_t count;
};

static const struct query officers_query = {
    .name = "head_mail.officers",
    .sql = "SELECT DISTINCT m.within AS contract, u.person AS person FROM membership m"
           " JOIN \"user\" u ON u.id = m.\"user\" JOIN contract c ON c.id = m.within"
           " WHERE m.role = 'officer' AND m.removed_at IS NULL AND u.removed_at IS NULL"
           " AND c.removed_at IS NULL AND u.person > 0"
           " AND (m.\"from\" IS NULL OR m.\"from\" <= :today)"
           " AND (m.until IS NULL OR m.until >= :today)"
           " AND (u.until IS NULL OR u.until >= :today) ORDER BY contract, person",
    .row_size = sizeof(struct officer),
    .columns = COLUMNS(COLUMN(struct officer, contract), COLUMN(struct officer, person)),
};

struct letter {
    int64_t contract;
    size_t addresses;
    struct buffer to; /* JSON, without the brackets */
    const char *identifier;
    const char *content;
};

struct letters {
    struct job *job;
    struct letter *rows;
    size_t count;
    struct head head;
    const char *sealed_at;
    const char *day;
};

static bool
add_address(struct act *a, struct letter *letter, int64_t id)
{
    struct person *person = ledger_new(a, &person_ledger);
    bool found;

    if (!shape_read(a, shape_of(&person_ledger), id, true, person, &found))
        return false;
    if (!found || !person->mail.text || !*person->mail.text)
        return true;
    if (letter->addresses++)
        buffer_char(&letter->to, ',');
    json_text(&letter->to, person->mail.text);
    return true;
}

static bool
gather(struct act *a, struct letters *out)
{
    struct date today = instant_date(a->now);
    struct officers officers;

    if (!QUERY(a, &officers_query, officers, BIND(today, today)))
        return false;
    out->rows = NEW_ARRAY(a->arena, officers.count + 1, struct letter);
    for (size_t i = 0; i < officers.count; i++) {
        const struct officer *it = &officers.rows[i];

        if (!out->count || out->rows[out->count - 1].contract != it->contract)
            out->rows[out->count++] =
                (struct letter){ .contract = it->contract, .to = { .arena = a->arena } };
        if (!add_address(a, &out->rows[out->count - 1], it->person))
            return false;
    }
    return true;
}

/* A day has one letter: tried again, the job finds its identifier in the outbox. */
static bool
write_letter(struct act *a, const struct letters *all, struct letter *letter)
{
    struct buffer content = { .arena = a->arena };

    letter->identifier = arena_print(a->arena, "head-%s-%lld@%s", all->day,
                                     (long long)letter->contract, store_installation(a->store));
    buffer_print(&content, "{\"to\":[%s],\"subject\":", buffer_string(&letter->to));
    json_text(&content, arena_print(a->arena, "履歴の封印 %lld（%s）", (long long)all->head.number,
                                    all->day));
    json_key(&content, "text", false);
    json_text(&content,
              arena_print(a->arena,
                          "履歴のいちばん新しい封印です。このメールを残しておくと、後から履歴が"
                          "書き換えられていないことを確かめられます。\n\n"
                          "封印 %s\n封印日時 %s\n\n"
                          "確かめ方: tasuki verify --data フォルダー --head %s\n",
                          head_print(a, &all->head), all->sealed_at, head_print(a, &all->head)));
    buffer_char(&content, '}');
    letter->content = buffer_string(&content);
    return personal_ensure(a, letter->contract);
}

static bool
put_all(struct act *a, void *with)
{
    const struct letters *all = with;
    size_t sent = 0;

    for (size_t i = 0; i < all->count; i++) {
        const struct letter *letter = &all->rows[i];

        if (!letter->addresses)
            continue;
        sent++;
        if (!outbox_put(a, letter->contract, "mail", letter->identifier, letter->content))
            return false;
    }
    return job_result(a, all->job,
                      all->head.number
                          ? arena_print(a->arena, "封印 %lld を %zu の契約へ送ります。",
                                        (long long)all->head.number, sent)
                          : "封印がまだありません。");
}

static bool
run(struct act *a, struct job *job)
{
    struct letters all = { .job = job };
    char text[INSTANT_TEXT];
    struct block block;
    bool found;

    if (!block_newest(a, &block, &found))
        return false;
    if (found && block.hash.size == SHA256_BYTES) {
        all.head.number = block.number;
        memcpy(all.head.hash, block.hash.data, SHA256_BYTES);
        instant_print(block.sealed_at, text);
        all.sealed_at = arena_copy(a->arena, text);
        date_print(instant_date(a->now), text);
        all.day = arena_copy(a->arena, text);
        if (!gather(a, &all))
            return false;
    }
    act_end(a);
    for (size_t i = 0; i < all.count; i++)
        if (!write_letter(a, &all, &all.rows[i]))
            return false;
    return job_write(a, job, put_all, &all);
}

const struct job_kind head_mail_job = {
    .name = "history.head",
    .title = "封印の控えのメール",
    .run = run,
    .schedule = "daily 07:00",
    .alone = true,
};
