#include "desk/mention.h"

#include <string.h>

#include "base/arena.h"
#include "desk/inquiry.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "ledger/timeline.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"
#include "web/letter.h"

/* Who has an account in the contract; whether it holds is asked of each that is named. */
struct candidate {
    int64_t id;
    int64_t person;
    const char *login;
    const char *title;
};
struct candidates {
    struct candidate *rows;
    size_t count;
};

static const struct query candidates_query = {
    .name = "mention.candidates",
    .sql = "SELECT u.id, u.person, u.login, p.title FROM \"user\" u"
           " JOIN person p ON p.id = u.person"
           " WHERE u.removed_at IS NULL AND p.removed_at IS NULL"
           " AND EXISTS (SELECT 1 FROM membership m WHERE m.\"user\" = u.id"
           " AND m.removed_at IS NULL AND (m.within = :contract OR m.within IS NULL))"
           " ORDER BY u.id",
    .row_size = sizeof(struct candidate),
    .columns = COLUMNS(COLUMN(struct candidate, id), COLUMN(struct candidate, person),
                       COLUMN(struct candidate, login), COLUMN(struct candidate, title)),
};

/* Bytes of `text` that name him, 0 for none. */
static size_t
names(const char *text, const struct candidate *who)
{
    const char *title = who->title ? who->title : "";
    const char *spaces[] = { " ", "　" };
    size_t whole = strlen(title), login = strlen(who->login ? who->login : "");
    size_t first = whole;

    for (size_t i = 0; i < 2; i++) {
        const char *space = strstr(title, spaces[i]);

        if (space && (size_t)(space - title) < first)
            first = (size_t)(space - title);
    }
    if (whole && strncmp(text, title, whole) == 0)
        return whole;
    if (login && strncmp(text, who->login, login) == 0)
        return login;
    return first && strncmp(text, title, first) == 0 ? first : 0;
}

/* The longest name wins, so that 大石川 is not 大石; of equal ones all are meant. */
static size_t
longest(const char *text, const struct candidates *all)
{
    size_t most = 0;

    for (size_t i = 0; i < all->count; i++) {
        size_t length = names(text, &all->rows[i]);

        most = length > most ? length : most;
    }
    return most;
}

/* Whether he may read the note where he was named. */
static bool
may_read(struct act *a, const struct candidate *who, const struct record *record, bool *out)
{
    const struct who *before = a->who;
    size_t faults = a->fault_count;
    struct who his;

    *out = false;
    if (!who_load(a, who->id, &his)) {
        bool ended = act_fault_kind(a) == FAULT_MISSING;

        act_forgive(a, faults);
        return ended;
    }
    a->who = &his;
    *out = access_may(a, &inquiry_ledger, DEED_READ | DEED_NOTE, record);
    a->who = before;
    return true;
}

static bool
write_to(struct act *a, const struct candidate *who, const struct record *record,
         const struct entry *entry)
{
    const struct inquiry *it = (const struct inquiry *)record;
    struct person *person = ledger_new(a, &person_ledger);
    const char *address[1];
    struct letter letter = { .to = { address, 1 } };
    bool found, readable;

    if (!may_read(a, who, record, &readable) ||
        !shape_read(a, shape_of(&person_ledger), who->person, true, person, &found))
        return false;
    if (!readable || !found || !person->mail.text || !letter_address_good(person->mail.text))
        return true;
    address[0] = person->mail.text;
    letter.subject = arena_print(a->arena, "問合せ %s の内部メモで呼ばれました", it->number);
    letter.text = arena_print(a->arena,
                              "%sさんが、問合せ %s の内部メモであなたの名前を書きました。\n\n"
                              "画面で開いてください（%s/%lld）。\n",
                              a->who->title ? a->who->title : "担当", it->number,
                              inquiry_ledger.path, (long long)record->id);
    return letter_put(a, record->contract,
                      arena_print(a->arena, "mention-%lld-%lld@%s", (long long)entry->id,
                                  (long long)who->id, store_installation(a->store)),
                      &letter);
}

static const char *
next_sign(const char *text)
{
    const char *narrow = strchr(text, '@');
    const char *wide = strstr(text, "＠");

    if (!narrow || (wide && wide < narrow))
        return wide ? wide + strlen("＠") : NULL;
    return narrow + 1;
}

bool
mention_tell(struct act *a, const struct record *record, const struct entry *entry)
{
    struct candidates all;
    const char *at = entry->text;

    if (entry->kind != ENTRY_NOTE || a->origin == ORIGIN_IMPORT || !(at = next_sign(at)))
        return true;
    if (!QUERY(a, &candidates_query, all, BIND(contract, record->contract)))
        return false;
    for (; at; at = next_sign(at)) {
        size_t length = longest(at, &all);

        for (size_t i = 0; length && i < all.count; i++)
            if (names(at, &all.rows[i]) == length && all.rows[i].id != a->who->id &&
                !write_to(a, &all.rows[i], record, entry))
                return false;
    }
    return true;
}
