#include "desk/ask_book.h"

#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "desk/synonym.h"
#include "store/act.h"
#include "store/query.h"

/* --- stamps ------------------------------------------------------------------------------------ */

#define STAMP_COLUMNS                                                                              \
    .row_size = sizeof(struct book_stamp),                                                         \
    .columns = COLUMNS(COLUMN(struct book_stamp, count), COLUMN(struct book_stamp, sum),           \
                       COLUMN(struct book_stamp, times))

/* From the index of the view alone. A text that is published anew has another time. */
static const struct query publications_stamp = {
    .name = "ask.publications_stamp",
    .sql = "SELECT count(*) AS count, CAST(coalesce(sum(id), 0) AS bigint) AS sum,"
           " CAST(coalesce(sum(published_at % 1000000007), 0) AS bigint) AS times"
           " FROM publication WHERE contract = :contract AND removed_at IS NULL",
    STAMP_COLUMNS,
};

static const struct query synonyms_stamp = {
    .name = "ask.synonyms_stamp",
    .sql = "SELECT count(*) AS count, CAST(coalesce(sum(id * 5 + version), 0) AS bigint) AS sum,"
           " 0 AS times FROM synonym WHERE contract = :contract AND removed_at IS NULL",
    STAMP_COLUMNS,
};

bool
book_stamps_read(struct act *a, int64_t contract, struct book_stamps *out)
{
    bool found;

    return query_first(a, &publications_stamp, &out->publications, &found,
                       BOUND(BIND(contract, contract))) &&
           query_first(a, &synonyms_stamp, &out->synonyms, &found, BOUND(BIND(contract, contract)));
}

bool
book_stamp_same(struct book_stamp left, struct book_stamp right)
{
    return left.count == right.count && left.sum == right.sum && left.times == right.times;
}

/* --- articles ---------------------------------------------------------------------------------- */

struct read_article {
    int64_t id, article, edition;
    const char *code, *title, *category, *body;
    struct instant published_at;
};

#define ARTICLE_SELECT                                                                             \
    "SELECT id, article, edition, code, title, category, body, published_at FROM publication"
#define ARTICLE_COLUMNS                                                                            \
    .row_size = sizeof(struct read_article),                                                       \
    .columns =                                                                                     \
        COLUMNS(COLUMN(struct read_article, id), COLUMN(struct read_article, article),             \
                COLUMN(struct read_article, edition), COLUMN(struct read_article, code),           \
                COLUMN(struct read_article, title), COLUMN(struct read_article, category),         \
                COLUMN(struct read_article, body), COLUMN(struct read_article, published_at))

static const struct query articles_query = {
    .name = "ask.articles",
    .sql = ARTICLE_SELECT " WHERE contract = :contract AND removed_at IS NULL ORDER BY id",
    ARTICLE_COLUMNS,
};

static const struct query article_query = {
    .name = "ask.article",
    .sql = ARTICLE_SELECT " WHERE id = :id AND removed_at IS NULL",
    ARTICLE_COLUMNS,
};

static void
make_room(struct book *b)
{
    size_t room = b->room ? b->room * 2 : 256;
    struct ask_source *sources;
    struct book_mark *marks;

    if (b->count < b->room)
        return;
    sources = NEW_ARRAY(&b->arena, room, struct ask_source);
    marks = NEW_ARRAY(&b->arena, room, struct book_mark);
    if (b->count) {
        memcpy(sources, b->sources, b->count * sizeof *sources);
        memcpy(marks, b->marks, b->count * sizeof *marks);
    }
    b->sources = sources;
    b->marks = marks;
    b->room = room;
}

static bool
add_article(void *with, const void *row)
{
    struct book *b = with;
    const struct read_article *it = row;

    make_room(b);
    b->sources[b->count] = (struct ask_source){
        .id = it->id,
        .title = arena_copy(&b->arena, it->title),
        .category = arena_copy(&b->arena, it->category),
        .body = arena_copy(&b->arena, it->body),
    };
    b->marks[b->count++] = (struct book_mark){
        .article = it->article,
        .code = arena_copy(&b->arena, it->code),
        .edition = it->edition,
        .published_at = it->published_at,
    };
    b->live++;
    return true;
}

/* --- opening ------------------------------------------------------------------------------------ */

/* Who publishes is not kept waiting by a crowd that asks. */
static void
make_lock(pthread_rwlock_t *lock)
{
    pthread_rwlockattr_t kind;

    must(pthread_rwlockattr_init(&kind) == 0);
    must(pthread_rwlockattr_setkind_np(&kind, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) == 0);
    must(pthread_rwlock_init(lock, &kind) == 0);
    pthread_rwlockattr_destroy(&kind);
}

bool
book_prepare(struct act *a, int64_t contract, struct book_stamp synonyms, struct book **out)
{
    struct book *b = calloc(1, sizeof *b);

    must(b != NULL);
    make_lock(&b->lock);
    b->users = 1;
    b->stamps.synonyms = synonyms;
    *out = b;
    if (synonyms_read(a, contract, &b->arena, &b->thesaurus))
        return true;
    book_release(b);
    return false;
}

bool
book_open(struct act *a, int64_t contract, const struct book_stamps *now, struct book **out)
{
    if (!book_prepare(a, contract, now->synonyms, out))
        return false;
    if (!query_each(a, &articles_query, add_article, *out, BOUND(BIND(contract, contract)))) {
        book_release(*out);
        return false;
    }
    (*out)->stamps.publications = now->publications;
    (*out)->index =
        ask_index_build(&(*out)->arena, (*out)->sources, (*out)->count, (*out)->thesaurus);
    return true;
}

void
book_release(struct book *book)
{
    pthread_rwlock_destroy(&book->lock);
    arena_release(&book->arena);
    free(book);
}

void
book_reread(struct book *into, struct book *from)
{
    pthread_rwlock_rdlock(&from->lock);
    into->stamps.publications = from->stamps.publications;
    for (size_t i = 0; i < from->count; i++) {
        const struct ask_source *source = &from->sources[i];
        const struct book_mark *mark = &from->marks[i];
        struct read_article it = { source->id,   mark->article,     mark->edition,
                                   mark->code,   source->title,     source->category,
                                   source->body, mark->published_at };

        if (!mark->is_gone)
            add_article(into, &it);
    }
    pthread_rwlock_unlock(&from->lock);
    into->index = ask_index_build(&into->arena, into->sources, into->count, into->thesaurus);
}

/* --- following ---------------------------------------------------------------------------------- */

struct known {
    int64_t id;
    size_t source;
    bool is_seen;
};

struct difference {
    struct book *book;
    struct known *known; /* in the order of their ids */
    size_t known_count;
    int64_t *added;
    size_t added_count;
};

struct published {
    int64_t id;
    struct instant published_at;
};

static const struct query published_query = {
    .name = "ask.published",
    .sql = "SELECT id, published_at FROM publication"
           " WHERE contract = :contract AND removed_at IS NULL",
    .row_size = sizeof(struct published),
    .columns = COLUMNS(COLUMN(struct published, id), COLUMN(struct published, published_at)),
};

static int
by_id(const void *left, const void *right)
{
    const struct known *l = left, *r = right;

    return l->id < r->id ? -1 : l->id > r->id;
}

/* One more than are too many is enough to know. */
static bool
compare(void *with, const void *row)
{
    struct difference *d = with;
    const struct published *it = row;
    const struct known wanted = { .id = it->id };
    struct known *known =
        d->known_count ? bsearch(&wanted, d->known, d->known_count, sizeof wanted, by_id) : NULL;

    if (known && d->book->marks[known->source].published_at.us == it->published_at.us) {
        known->is_seen = true;
        return true;
    }
    if (known && d->added_count >= ASK_AT_ONCE) /* as it was, until its turn comes */
        known->is_seen = true;
    d->added[d->added_count++] = it->id;
    return d->added_count <= ASK_TOO_MANY;
}

static bool
read_difference(struct act *a, int64_t contract, struct book *book, struct difference *out)
{
    *out = (struct difference){ .book = book };
    out->known = NEW_ARRAY(a->arena, book->live + 1, struct known);
    out->added = NEW_ARRAY(a->arena, ASK_TOO_MANY + 1, int64_t);
    for (size_t i = 0; i < book->count; i++)
        if (!book->marks[i].is_gone)
            out->known[out->known_count++] = (struct known){ book->sources[i].id, i, false };
    if (out->known_count)
        qsort(out->known, out->known_count, sizeof *out->known, by_id);
    return query_each(a, &published_query, compare, out, BOUND(BIND(contract, contract)));
}

static void
drop_unseen(struct difference *d)
{
    for (size_t i = 0; i < d->known_count; i++)
        if (!d->known[i].is_seen) {
            ask_index_drop(d->book->index, d->known[i].source);
            d->book->marks[d->known[i].source].is_gone = true;
            d->book->live--;
        }
}

/* The texts are read before the lock, so that nobody waits for the database. */
static bool
read_added(struct act *a, struct difference *d, struct read_article *out, size_t *count)
{
    size_t most = d->added_count < ASK_AT_ONCE ? d->added_count : ASK_AT_ONCE;

    *count = 0;
    for (size_t i = 0; i < most; i++) {
        bool found;

        if (!query_first(a, &article_query, &out[*count], &found,
                         BOUND(bind_int("id", d->added[i]))))
            return false;
        *count += found;
    }
    return true;
}

enum book_course
book_follow(struct act *a, int64_t contract, struct book_stamp now, struct book *book)
{
    struct read_article articles[ASK_AT_ONCE];
    struct difference d;
    size_t count;

    if (!read_difference(a, contract, book, &d))
        return BOOK_FAILED;
    if (d.added_count > ASK_TOO_MANY || book->count > 2 * book->live + ASK_TOO_MANY)
        return BOOK_TOO_FAR;
    if (!read_added(a, &d, articles, &count))
        return BOOK_FAILED;
    pthread_rwlock_wrlock(&book->lock);
    drop_unseen(&d);
    for (size_t i = 0; i < count; i++)
        add_article(book, &articles[i]);
    ask_index_add(book->index, book->sources, book->count);
    if (d.added_count <= ASK_AT_ONCE)
        book->stamps.publications = now;
    pthread_rwlock_unlock(&book->lock);
    return BOOK_FOLLOWED;
}
