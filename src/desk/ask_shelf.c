#include "desk/ask_shelf.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"

/* Texts of so many articles are read again while who asks waits. */
enum { SHELVES = 16, RECENT = 2000, AT_ONCE = 200 };

static struct shelf *shelves[SHELVES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* One builds at a time; who comes meanwhile waits for it instead of doing it as well. */
static pthread_mutex_t building = PTHREAD_MUTEX_INITIALIZER;

/* --- lessons ------------------------------------------------------------------------------------ */

/* Of the newest ones only, which are all that count. */
static const struct query outcomes_stamp = {
    .name = "ask.outcomes_stamp",
    .sql = "SELECT count(*) AS count, CAST(coalesce(sum(id), 0) AS bigint) AS sum, 0 AS times"
           " FROM (SELECT id FROM asked_question WHERE contract = :contract AND removed_at IS NULL"
           " AND outcome IN ('solved', 'unsolved') ORDER BY id DESC LIMIT :most) newest",
    .row_size = sizeof(struct book_stamp),
    .columns = COLUMNS(COLUMN(struct book_stamp, count), COLUMN(struct book_stamp, sum),
                       COLUMN(struct book_stamp, times)),
};

struct outcome {
    int64_t publication;
    const char *outcome;
    const char *terms;
};

static const struct query outcomes_query = {
    .name = "ask.outcomes",
    .sql = "SELECT p.id AS publication, q.outcome AS outcome, q.terms AS terms"
           " FROM asked_question q JOIN publication p ON p.article = q.article"
           " WHERE q.contract = :contract AND q.removed_at IS NULL AND p.removed_at IS NULL"
           " AND q.outcome IN ('solved', 'unsolved') ORDER BY q.id DESC LIMIT :most",
    .row_size = sizeof(struct outcome),
    .columns = COLUMNS(COLUMN(struct outcome, publication), COLUMN(struct outcome, outcome),
                       COLUMN(struct outcome, terms)),
};

struct tally {
    uint64_t key;
    int64_t id;
    int good, bad;
};

static int
by_key_and_id(const void *left, const void *right)
{
    const struct tally *l = left, *r = right;

    if (l->key != r->key)
        return l->key < r->key ? -1 : 1;
    return l->id < r->id ? -1 : l->id > r->id;
}

/* One voice is not the truth: what few have said counts less than what many have. */
static double
worth(const struct tally *it)
{
    return (double)(it->good - it->bad) / (double)(it->good + it->bad + 3);
}

static size_t
count_terms(const char *terms)
{
    size_t count = 1;

    for (; *terms; terms++)
        count += *terms == ' ';
    return count;
}

static void
settle(struct shelf *s, struct tally *tallies, size_t count)
{
    struct ask_lesson *rows = NEW_ARRAY(&s->arena, count + 1, struct ask_lesson);
    size_t kept = 0;

    if (count)
        qsort(tallies, count, sizeof *tallies, by_key_and_id);
    for (size_t i = 0; i < count;) {
        struct tally sum = tallies[i];

        for (i++; i < count && by_key_and_id(&tallies[i], &sum) == 0; i++) {
            sum.good += tallies[i].good;
            sum.bad += tallies[i].bad;
        }
        rows[kept++] = (struct ask_lesson){ sum.key, sum.id, worth(&sum) };
    }
    s->lessons = (struct ask_lessons){ rows, kept };
}

static bool
learn(struct act *a, struct shelf *s)
{
    struct {
        struct outcome *rows;
        size_t count;
    } found;
    struct tally *tallies;
    size_t room = 0, count = 0;

    if (!QUERY(a, &outcomes_query, found, BIND(contract, s->contract), BIND(most, RECENT)))
        return false;
    for (size_t i = 0; i < found.count; i++)
        room += count_terms(found.rows[i].terms) + 1;
    tallies = NEW_ARRAY(a->arena, room + 1, struct tally);
    for (size_t i = 0; i < found.count; i++) {
        bool good = strcmp(found.rows[i].outcome, "solved") == 0;
        const char *at = found.rows[i].terms;

        tallies[count++] = (struct tally){ 0, found.rows[i].publication, good, !good };
        while (*at) {
            char *end;
            uint64_t key = strtoull(at, &end, 16);

            if (end == at)
                break;
            tallies[count++] = (struct tally){ key, found.rows[i].publication, good, !good };
            at = end;
        }
    }
    settle(s, tallies, count);
    return true;
}

/* --- the table ---------------------------------------------------------------------------------- */

static void
leave_book(struct book *book)
{
    bool is_last;

    pthread_mutex_lock(&lock);
    is_last = --book->users == 0;
    pthread_mutex_unlock(&lock);
    if (is_last)
        book_release(book);
}

/* One user less, who does not hold the lock of the book. */
static void
leave(struct shelf *shelf)
{
    bool is_last;

    pthread_mutex_lock(&lock);
    is_last = --shelf->users == 0;
    pthread_mutex_unlock(&lock);
    if (!is_last)
        return;
    leave_book(shelf->book);
    arena_release(&shelf->arena);
    free(shelf);
}

void
shelf_give(struct shelf *shelf)
{
    pthread_rwlock_unlock(&shelf->book->lock);
    leave(shelf);
}

static bool
is_of(const struct shelf *s, const char *store, int64_t contract)
{
    return s && s->contract == contract && strcmp(s->store, store) == 0;
}

static struct shelf *
look(struct act *a, int64_t contract)
{
    const char *store = store_installation(a->store);
    struct shelf *found = NULL;

    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < SHELVES; i++)
        if (is_of(shelves[i], store, contract)) {
            found = shelves[i];
            found->users++;
            break;
        }
    pthread_mutex_unlock(&lock);
    return found;
}

/* In the place of its forerunner, of a free one, or of any. Who puts it is a user too. */
static void
put(struct shelf *s)
{
    struct shelf *old;
    size_t place = 0;

    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < SHELVES; i++) {
        if (is_of(shelves[i], s->store, s->contract)) {
            place = i;
            break;
        }
        if (!shelves[i])
            place = i;
    }
    old = shelves[place];
    shelves[place] = s;
    s->users++;
    pthread_mutex_unlock(&lock);
    if (old)
        leave(old);
}

/* With one user; the book is his from now on. */
static struct shelf *
make(const char *store, int64_t contract, struct book *book)
{
    struct shelf *s = calloc(1, sizeof *s);

    must(s != NULL);
    *s = (struct shelf){ .contract = contract, .book = book, .users = 1 };
    s->outcomes.count = -1;
    s->store = arena_copy(&s->arena, store);
    return s;
}

/* --- reading the texts again, beside --------------------------------------------------------- */

struct renewal {
    struct shelf *old;
    struct book *book;
};

static void *
renew(void *with)
{
    struct renewal *it = with;
    struct shelf *s;

    book_reread(it->book, it->old->book);
    s = make(it->old->store, it->old->contract, it->book);
    put(s);
    leave(s);
    leave(it->old);
    free(it);
    return NULL;
}

/* False: there is no thread to be had. */
static bool
begin_renewal(struct shelf *old, struct book *book)
{
    struct renewal *it = calloc(1, sizeof *it);
    pthread_attr_t detached;
    pthread_t thread;
    bool good;

    must(it != NULL);
    *it = (struct renewal){ old, book };
    pthread_mutex_lock(&lock);
    old->users++;
    old->book->is_renewed = true;
    pthread_mutex_unlock(&lock);
    must(pthread_attr_init(&detached) == 0);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    good = pthread_create(&thread, &detached, renew, it) == 0;
    pthread_attr_destroy(&detached);
    if (good)
        return true;
    old->book->is_renewed = false;
    leave(old);
    book_release(book);
    free(it);
    return false;
}

/* --- as it is now ----------------------------------------------------------------------------- */

struct wanted {
    int64_t contract;
    struct book_stamps book;
    struct book_stamp outcomes;
};

static bool
read_wanted(struct act *a, int64_t contract, struct wanted *out)
{
    bool found;

    out->contract = contract;
    return book_stamps_read(a, contract, &out->book) &&
           query_first(a, &outcomes_stamp, &out->outcomes, &found,
                       BOUND(BIND(contract, contract), BIND(most, RECENT)));
}

/* The lock of the book is held, or nobody else changes it. */
static bool
is_current(const struct shelf *s, const struct wanted *now)
{
    return book_stamp_same(s->book->stamps.publications, now->book.publications) &&
           book_stamp_same(s->book->stamps.synonyms, now->book.synonyms) &&
           book_stamp_same(s->outcomes, now->outcomes);
}

/* The book of `old` with what has changed since, or NULL when it must be read anew. */
static bool
keep_book(struct act *a, const struct wanted *now, struct shelf *old, struct book **out)
{
    struct book *book = old->book, *next;
    enum book_course course = BOOK_FOLLOWED;

    *out = NULL;
    if (!book_stamp_same(book->stamps.publications, now->book.publications))
        course = book_follow(a, now->contract, now->book.publications, book);
    if (course != BOOK_FOLLOWED)
        return course == BOOK_TOO_FAR;
    if (!book_stamp_same(book->stamps.synonyms, now->book.synonyms)) {
        if (book->live <= AT_ONCE)
            return true;
        if (!book->is_renewed) {
            if (!book_prepare(a, now->contract, now->book.synonyms, &next))
                return false;
            if (!begin_renewal(old, next))
                return true;
        }
    }
    *out = book;
    return true;
}

/* `*shelf` is one user's; another may take its place. */
static bool
make_current(struct act *a, const struct wanted *now, struct shelf **shelf)
{
    struct shelf *old = *shelf, *s;
    struct book *book = NULL;

    if (old && !keep_book(a, now, old, &book))
        return false;
    if (book && book_stamp_same(old->outcomes, now->outcomes))
        return true;
    if (book) {
        pthread_mutex_lock(&lock);
        book->users++;
        pthread_mutex_unlock(&lock);
    } else if (!book_open(a, now->contract, &now->book, &book))
        return false;
    s = make(store_installation(a->store), now->contract, book);
    s->outcomes = now->outcomes;
    if (!learn(a, s)) {
        leave(s);
        return false;
    }
    put(s);
    if (old)
        leave(old);
    *shelf = s;
    return true;
}

bool
shelf_take(struct act *a, int64_t contract, struct shelf **out)
{
    struct wanted now;
    bool good = true;

    if (!read_wanted(a, contract, &now))
        return false;
    *out = look(a, contract);
    if (*out) {
        pthread_rwlock_rdlock(&(*out)->book->lock);
        if (is_current(*out, &now))
            return true;
        shelf_give(*out);
    }
    pthread_mutex_lock(&building);
    *out = look(a, contract);
    if (!*out || !is_current(*out, &now))
        good = make_current(a, &now, out);
    pthread_mutex_unlock(&building);
    if (good)
        pthread_rwlock_rdlock(&(*out)->book->lock);
    else if (*out)
        leave(*out);
    return good;
}
