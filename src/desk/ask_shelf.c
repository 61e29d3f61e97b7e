#include "desk/ask_shelf.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "desk/synonym.h"
#include "ledger/core/core.h"
#include "store/act.h"
#include "store/query.h"
#include "store/store.h"

enum { SHELVES = 16, RECENT = 4000 };

static struct shelf *shelves[SHELVES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* One builds at a time; who comes meanwhile waits for it instead of doing it as well. */
static pthread_mutex_t building = PTHREAD_MUTEX_INITIALIZER;

/* --- stamps ------------------------------------------------------------------------------------ */

#define STAMP_COLUMNS                                                                              \
    .row_size = sizeof(struct shelf_stamp),                                                        \
    .columns = COLUMNS(COLUMN(struct shelf_stamp, count), COLUMN(struct shelf_stamp, sum))
#define STAMP_SELECT                                                                               \
    "SELECT count(*) AS count, CAST(coalesce(sum(id * 5 + version), 0) AS bigint) AS sum FROM "

/* From indexes alone: what comes and goes, and every text that is published anew is an edition. */
#define IDS_SELECT "SELECT count(*) AS count, CAST(coalesce(sum(id), 0) AS bigint) AS sum FROM "

static const struct query publications_stamp = {
    .name = "ask.publications_stamp",
    .sql = IDS_SELECT "publication WHERE contract = :contract AND removed_at IS NULL",
    STAMP_COLUMNS,
};

static const struct query editions_stamp = {
    .name = "ask.editions_stamp",
    .sql = IDS_SELECT "edition WHERE contract = :contract AND removed_at IS NULL",
    STAMP_COLUMNS,
};

static const struct query synonyms_stamp = {
    .name = "ask.synonyms_stamp",
    .sql = STAMP_SELECT "synonym WHERE contract = :contract AND removed_at IS NULL",
    STAMP_COLUMNS,
};

static const struct query outcomes_stamp = {
    .name = "ask.outcomes_stamp",
    .sql = IDS_SELECT "asked_question WHERE contract = :contract AND removed_at IS NULL"
                      " AND outcome IN ('solved', 'unsolved')",
    STAMP_COLUMNS,
};

static bool
read_stamp(struct act *a, const struct query *q, int64_t contract, struct shelf_stamp *out)
{
    bool found;

    return query_first(a, q, out, &found, BOUND(BIND(contract, contract)));
}

static bool
same(struct shelf_stamp left, struct shelf_stamp right)
{
    return left.count == right.count && left.sum == right.sum;
}

/* --- articles ----------------------------------------------------------------------------------- */

struct read_article {
    int64_t id, article, edition;
    const char *code, *title, *category, *body;
    struct instant published_at;
};

static const struct query articles_query = {
    .name = "ask.articles",
    .sql = "SELECT id, article, edition, code, title, category, body, published_at FROM publication"
           " WHERE contract = :contract AND removed_at IS NULL ORDER BY id",
    .row_size = sizeof(struct read_article),
    .columns =
        COLUMNS(COLUMN(struct read_article, id), COLUMN(struct read_article, article),
                COLUMN(struct read_article, edition), COLUMN(struct read_article, code),
                COLUMN(struct read_article, title), COLUMN(struct read_article, category),
                COLUMN(struct read_article, body), COLUMN(struct read_article, published_at)),
};

struct filling {
    struct book *book;
    size_t room;
};

static bool
add_article(void *with, const void *row)
{
    struct filling *f = with;
    struct book *s = f->book;
    const struct read_article *it = row;

    if (s->count == f->room) /* more came since they were counted: the next stamp tells */
        return false;
    s->sources[s->count] = (struct ask_source){
        .id = it->id,
        .title = arena_copy(&s->arena, it->title),
        .category = arena_copy(&s->arena, it->category),
        .body = arena_copy(&s->arena, it->body),
    };
    s->marks[s->count++] = (struct shelf_mark){
        .article = it->article,
        .code = arena_copy(&s->arena, it->code),
        .edition = it->edition,
        .published_at = it->published_at,
    };
    return true;
}

static bool
fill(struct act *a, int64_t contract, struct book *s)
{
    struct filling f = { s, (size_t)s->publications.count };

    s->sources = NEW_ARRAY(&s->arena, f.room + 1, struct ask_source);
    s->marks = NEW_ARRAY(&s->arena, f.room + 1, struct shelf_mark);
    if (!query_each(a, &articles_query, add_article, &f, BOUND(BIND(contract, contract))) ||
        !synonyms_read(a, contract, &s->arena, &s->thesaurus))
        return false;
    s->index = ask_index_build(&s->arena, s->sources, s->count, s->thesaurus);
    return true;
}

/* --- lessons ------------------------------------------------------------------------------------ */

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
release_book(struct book *book)
{
    arena_release(&book->arena);
    free(book);
}

void
shelf_give(struct shelf *shelf)
{
    struct book *unused = NULL;
    int left;

    pthread_mutex_lock(&lock);
    left = --shelf->users;
    if (!left && --shelf->book->users == 0)
        unused = shelf->book;
    pthread_mutex_unlock(&lock);
    if (unused)
        release_book(unused);
    if (left)
        return;
    arena_release(&shelf->arena);
    free(shelf);
}

static bool
is_of(const struct shelf *s, struct act *a, int64_t contract)
{
    return s && s->contract == contract && strcmp(s->store, store_installation(a->store)) == 0;
}

static struct shelf *
look(struct act *a, int64_t contract)
{
    struct shelf *found = NULL;

    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < SHELVES; i++)
        if (is_of(shelves[i], a, contract)) {
            found = shelves[i];
            found->users++;
            break;
        }
    pthread_mutex_unlock(&lock);
    return found;
}

/* In the place of its forerunner, of a free one, or of any. */
static void
put(struct act *a, struct shelf *s)
{
    struct shelf *old;
    size_t place = 0;

    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < SHELVES; i++) {
        if (is_of(shelves[i], a, s->contract)) {
            place = i;
            break;
        }
        if (!shelves[i])
            place = i;
    }
    old = shelves[place];
    shelves[place] = s;
    s->users = 2;
    pthread_mutex_unlock(&lock);
    if (old)
        shelf_give(old);
}

struct stamps {
    struct shelf_stamp publications, editions, synonyms, outcomes;
};

static bool
read_stamps(struct act *a, int64_t contract, struct stamps *out)
{
    return read_stamp(a, &publications_stamp, contract, &out->publications) &&
           read_stamp(a, &editions_stamp, contract, &out->editions) &&
           read_stamp(a, &synonyms_stamp, contract, &out->synonyms) &&
           read_stamp(a, &outcomes_stamp, contract, &out->outcomes);
}

static bool
book_is_current(const struct shelf *s, const struct stamps *now)
{
    return s && same(s->book->publications, now->publications) &&
           same(s->book->editions, now->editions) && same(s->book->synonyms, now->synonyms);
}

static bool
is_current(const struct shelf *s, const struct stamps *now)
{
    return book_is_current(s, now) && same(s->outcomes, now->outcomes);
}

/* The book of `old` again, or a new one. */
static bool
take_book(struct act *a, int64_t contract, const struct stamps *now, const struct shelf *old,
          struct book **out)
{
    if (book_is_current(old, now)) {
        pthread_mutex_lock(&lock);
        *out = old->book;
        (*out)->users++;
        pthread_mutex_unlock(&lock);
        return true;
    }
    *out = calloc(1, sizeof **out);
    must(*out != NULL);
    (*out)->users = 1;
    (*out)->publications = now->publications;
    (*out)->editions = now->editions;
    (*out)->synonyms = now->synonyms;
    if (fill(a, contract, *out))
        return true;
    release_book(*out);
    return false;
}

static bool
build(struct act *a, int64_t contract, const struct stamps *now, const struct shelf *old,
      struct shelf **out)
{
    struct shelf *s;
    struct book *book;

    if (!take_book(a, contract, now, old, &book))
        return false;
    s = calloc(1, sizeof *s);
    must(s != NULL);
    *s = (struct shelf){ .contract = contract, .book = book, .outcomes = now->outcomes };
    s->store = arena_copy(&s->arena, store_installation(a->store));
    s->users = 1;
    if (!learn(a, s)) {
        shelf_give(s);
        return false;
    }
    put(a, s);
    *out = s;
    return true;
}

bool
shelf_take(struct act *a, int64_t contract, struct shelf **out)
{
    struct stamps now;
    struct shelf *old;
    bool good = true;

    if (!read_stamps(a, contract, &now))
        return false;
    *out = look(a, contract);
    if (is_current(*out, &now))
        return true;
    if (*out)
        shelf_give(*out);
    pthread_mutex_lock(&building);
    old = *out = look(a, contract);
    if (!is_current(old, &now)) {
        good = build(a, contract, &now, old, out);
        if (old)
            shelf_give(old);
    }
    pthread_mutex_unlock(&building);
    return good;
}
