#include "contract/article_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "contract/views.h"
#include "ledger/attachment.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/address.h"
#include "web/attachment_page.h"
#include "web/route.h"
#include "web/session.h"

#define SHOW "edition"

static const char *
time_text(struct act *a, const struct request *q, struct instant at)
{
    struct out o = { .text = { .arena = a->arena }, .western = q->session->western };

    if (!at.us)
        return "";
    out_instant(&o, at);
    return buffer_string(&o.text);
}

/* --- pictures ----------------------------------------------------------------------------- */

struct album {
    struct act *a;
    const char *path; /* the number follows */
    struct attachment_list files;
};

static const char *
picture_address(void *with, const char *name)
{
    const struct album *album = with;

    for (size_t i = 0; i < album->files.count; i++) {
        const struct attachment *it = &album->files.rows[i];

        if (strcmp(it->name, name) == 0 && strncmp(it->type, "image/", 6) == 0 && !it->hidden)
            return arena_print(album->a->arena, "%s/%lld", album->path, (long long)it->id);
    }
    return NULL;
}

/* The files of the article, for who reads its publication too: by the program itself, and
   only those that are no inner ones are given an address. */
static bool
open_album(struct act *a, const struct record *article, const char *path,
           struct markdown_pictures *out)
{
    struct album *album = NEW(a->arena, struct album);
    const struct who *who = a->who;
    bool good;

    *album = (struct album){ .a = a, .path = path };
    a->who = who_console();
    good = attachments_list(a, &article_ledger, article, &album->files);
    a->who = who;
    *out = (struct markdown_pictures){ picture_address, album };
    return good;
}

/* --- editions ----------------------------------------------------------------------------- */

static int64_t
asked_edition(const struct request *q)
{
    const char *show = pairs_get(&q->query, "show");

    return show && strncmp(show, SHOW, strlen(SHOW)) == 0 ? strtoll(show + strlen(SHOW), NULL, 10)
                                                          : NO_NUMBER;
}

static void
show_text(struct act *a, const char *title, const char *about, const char *body,
          struct article_page *page)
{
    (void)a;
    page->title = title;
    page->about = about;
    page->body = body ? body : "";
}

/* The asked one, and what came since; an edition without an asked one: what differs from it. */
static void
show_edition(struct act *a, const struct request *q, const struct article *it,
             const struct editions *all, struct article_page *page)
{
    int64_t asked = asked_edition(q);

    for (size_t i = 0; i < all->count; i++) {
        const struct edition *e = all->rows[i];
        const char *body = e->body.text ? e->body.text : "";

        if (e->number != asked)
            continue;
        show_text(a, arena_print(a->arena, "第%lld版の本文", (long long)asked),
                  arena_print(a->arena, "%s　%s", time_text(a, q, e->published_at), e->author),
                  body, page);
        page->diff_title =
            arena_print(a->arena, "第%lld版から今の本文までの違い", (long long)asked);
        diff_lines(a, body, it->body.text ? it->body.text : "", &page->diff);
        return;
    }
}

static bool
fill_editions(struct act *a, const struct request *q, const struct article *it,
              struct article_page *page)
{
    const char *path = address_record(a, article_ledger.path, it->base.id);
    struct editions all;

    if (!editions_read(a, it->base.id, &all))
        return false;
    page->editions = NEW_ARRAY(a->arena, all.count + 1, struct shown_edition);
    for (size_t i = 0; i < all.count; i++) {
        const struct edition *e = all.rows[i];

        page->editions[page->edition_count++] = (struct shown_edition){
            .words = arena_print(a->arena, "第%lld版", (long long)e->number),
            .about = arena_print(a->arena, "%s　%s", time_text(a, q, e->published_at), e->author),
            .href = arena_print(a->arena, "%s?show=" SHOW "%lld", path, (long long)e->number),
            .is_current = asked_edition(q) == e->number,
        };
    }
    show_edition(a, q, it, &all, page);
    return true;
}

/* --- readers ------------------------------------------------------------------------------ */

static bool
fill_readers(struct act *a, const struct request *q, const struct article *it,
             struct article_page *page)
{
    if (!article_readers(a, it, &page->readers))
        return false;
    for (size_t i = 0; a->who->person && i < page->readers.count; i++) {
        const struct reader *reader = &page->readers.rows[i];

        if (reader->person != a->who->person)
            continue;
        page->read =
            arena_print(a->arena, "%s/%lld/read", article_ledger.path, (long long)it->base.id);
        page->read_at = reader->read_at.us ? time_text(a, q, reader->read_at) : NULL;
    }
    page->has_readers =
        page->readers.count && access_may(a, &acknowledgement_ledger, DEED_READ, &it->base);
    page->readers_note =
        page->readers.missing
            ? arena_print(a->arena, "%zu人のうち%zu人です（第%lld版）。", page->readers.count,
                          page->readers.missing, (long long)it->edition)
            : arena_print(a->arena, "%zu人全員が読みました（第%lld版）。", page->readers.count,
                          (long long)it->edition);
    return true;
}

/* --- the panels --------------------------------------------------------------------------- */

static bool
fill_article(struct act *a, const struct request *q, const struct article *it,
             struct article_page *page)
{
    const char *path =
        arena_print(a->arena, "%s/%lld/attachments", article_ledger.path, (long long)it->base.id);
    const char *about =
        it->edition == NO_NUMBER
            ? "まだ公開していません。"
            : arena_print(a->arena, "いちばん新しい公開は第%lld版（%s）です。",
                          (long long)it->edition, time_text(a, q, it->published_at));

    show_text(a, "本文", about, it->body.text, page);
    return fill_editions(a, q, it, page) && fill_readers(a, q, it, page) &&
           open_album(a, &it->base, path, &page->pictures);
}

static bool
fill_publication(struct act *a, const struct request *q, const struct publication *it,
                 struct article_page *page)
{
    struct article *article = ledger_new(a, &article_ledger);
    bool found;

    show_text(a, "本文",
              arena_print(a->arena, "第%lld版　%s", (long long)it->edition,
                          time_text(a, q, it->published_at)),
              it->body.text, page);
    if (!shape_read(a, shape_of(&article_ledger), it->article.id, false, article, &found))
        return false;
    return !found || (fill_readers(a, q, article, page) &&
                      open_album(a, &article->base,
                                 arena_print(a->arena, "%s/%lld/pictures", publication_ledger.path,
                                             (long long)it->base.id),
                                 &page->pictures));
}

/* With the pictures its article has now: they are not kept by editions. */
static bool
fill_edition(struct act *a, const struct request *q, const struct edition *it,
             struct article_page *page)
{
    struct article *article = ledger_new(a, &article_ledger);
    bool found;

    show_text(a, "本文",
              arena_print(a->arena, "第%lld版　%s　%s", (long long)it->number,
                          time_text(a, q, it->published_at), it->author ? it->author : ""),
              it->body.text, page);
    if (!shape_read(a, shape_of(&article_ledger), it->article.id, false, article, &found))
        return false;
    return !found || !access_may(a, &article_ledger, DEED_READ, &article->base) ||
           open_album(a, &article->base,
                      arena_print(a->arena, "%s/%lld/attachments", article_ledger.path,
                                  (long long)article->base.id),
                      &page->pictures);
}

static bool
fill_page(struct act *a, const struct request *q, const struct record *record,
          struct article_page *page)
{
    if (q->ledger == &article_ledger)
        return fill_article(a, q, (const struct article *)record, page);
    if (q->ledger == &publication_ledger)
        return fill_publication(a, q, (const struct publication *)record, page);
    return fill_edition(a, q, (const struct edition *)record, page);
}

static bool
fill(struct act *a, const struct request *q, const struct record *record, struct panel_shown *out)
{
    struct article_page page = { .csrf = q->session->csrf };
    struct out top = panel_out(a, q), beside = panel_out(a, q);

    if (q->ledger != &article_ledger && q->ledger != &publication_ledger &&
        q->ledger != &edition_ledger)
        return true;
    out->texts = true;
    if (!fill_page(a, q, record, &page))
        return false;
    article_top_view(&top, &page);
    article_beside_view(&beside, &page);
    out->top = html_take(&top);
    out->beside = html_take(&beside);
    return true;
}

const struct panel article_panel = { "article", fill };

/* --- handlers ------------------------------------------------------------------------------ */

bool
article_read_post(struct act *a, const struct request *q, struct reply *r)
{
    const char *path = address_record(a, article_ledger.path, q->id);
    struct article *it = ledger_new(a, &article_ledger);
    bool found;

    if (!article_acknowledge(a, q->id) ||
        !shape_read(a, shape_of(&article_ledger), q->id, false, it, &found))
        return false;
    /* Who reads publications only goes back to their list. */
    if (!found || !access_may(a, &article_ledger, DEED_READ, &it->base))
        path = publication_ledger.path;
    return reply_redirect(a, q, r, path, "読んだことを記録しました。");
}

/* A picture of the article, for who may read the publication. */
bool
publication_picture(struct act *a, const struct request *q, struct reply *r)
{
    struct publication *it = ledger_new(a, &publication_ledger);
    struct article *article = ledger_new(a, &article_ledger);
    const struct who *who = a->who;
    struct request of_article = *q;
    struct attachment picture;
    bool found, good;

    if (!ledger_read(a, &publication_ledger, q->id, false, it) ||
        !shape_read(a, shape_of(&article_ledger), it->article.id, false, article, &found))
        return false;
    /* By the program itself: the right to the publication was asked above. */
    of_article.ledger = &article_ledger;
    a->who = who_console();
    good =
        found &&
        attachment_get(a, &article_ledger, &article->base, strtoll(q->word, NULL, 10), &picture) &&
        !picture.hidden && strncmp(picture.type, "image/", 6) == 0 &&
        attachment_send(a, &of_article, &article->base, &picture, r);
    a->who = who;
    if (!good && !a->fault_count)
        fail(a, FAULT_MISSING, NULL, "この画像は見つかりません。");
    return good;
}
