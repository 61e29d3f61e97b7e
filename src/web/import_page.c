#include "web/import_page.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "ledger/history.h"
#include "ledger/import_kept.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "ledger/names.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/address.h"
#include "web/frame.h"
#include "web/session.h"
#include "web/timeline_page.h"
#include "web/view_count.h"
#include "web/views.h"

enum { MOST_PAST = 20, MOST_TABS = 8, MOST_LABELS = 24 };

FRAME_BODY(import_start_view, struct import_start)
FRAME_BODY(import_view, struct import_page)

static const char *
counts_words(struct act *a, int64_t added, int64_t changed, int64_t unchanged, int64_t wrong)
{
    return arena_print(a->arena, "新規 %s、変更 %s、同じ %s、誤り %s", grouped_number(a, added),
                       grouped_number(a, changed), grouped_number(a, unchanged),
                       grouped_number(a, wrong));
}

static const char *
path_of(struct act *a, const struct ledger *l, int64_t import)
{
    return arena_print(a->arena, "%s/import/%lld", l->path, (long long)import);
}

static bool
show_start(struct act *a, const struct request *q, struct reply *r, const char *fault)
{
    struct import_start page = { .ledger = q->ledger, .csrf = q->session->csrf, .fault = fault };
    struct import_list list;
    struct frame frame;

    if (!import_list(a, q->ledger, 0, MOST_PAST, &list))
        return false;
    page.past = NEW_ARRAY(a->arena, list.count + 1, struct past_import);
    for (size_t i = 0; i < list.count; i++) {
        const struct import_about *about = &list.rows[i];

        page.past[page.past_count++] = (struct past_import){
            .id = about->id,
            .name = about->name,
            .state = import_state_title((enum import_state)about->state),
            .counts = counts_words(a, about->added, about->changed, about->unchanged, about->wrong),
            .day = arena_print(a->arena, "%s %s", short_day(a, about->created_at),
                               clock_time(a, about->created_at)),
            .who = history_actor(a, about->actor),
            .href = path_of(a, q->ledger, about->id),
        };
    }
    frame_fill_ledger(a, q, arena_print(a->arena, "%sの取込み", q->ledger->title), &frame);
    frame.live = NULL;
    return frame_reply(a, r, &frame, import_start_view_body, &page);
}

bool
import_start_show(struct act *a, const struct request *q, struct reply *r)
{
    return access_require(a, q->ledger, DEED_IMPORT, NULL) && show_start(a, q, r, NULL);
}

bool
import_receive(struct act *a, const struct request *q, struct reply *r)
{
    struct import_request request = { .ledger = q->ledger, .contract = q->session->contract };
    const char *tab = pairs_get(&q->form, "sheet");
    const char *message;
    int64_t import;

    for (size_t i = 0; i < q->upload_count; i++)
        if (strcmp(q->uploads[i].field, "file") == 0 && q->uploads[i].size > 0)
            request.source =
                (struct sheet_source){ .name = q->uploads[i].name, .path = q->uploads[i].path };
    if (!request.source.path) {
        r->status = 422;
        return show_start(a, q, r, "ファイルを選んでください。");
    }
    request.source.tab = tab ? text_clean(a->arena, tab) : NULL;
    if (import_keep(a, &request, &import))
        return reply_redirect(a, q, r, path_of(a, q->ledger, import), NULL);
    if (act_fault_kind(a) != FAULT_INVALID)
        return false;
    message = a->faults->line ? arena_print(a->arena, "%lld行目：%s", (long long)a->faults->line,
                                            a->faults->message)
                              : a->faults->message;
    r->status = 422;
    act_forgive(a, 0);
    return show_start(a, q, r, message);
}

/* Which sheet of a workbook it is, and which others there are. */
static const char *
tab_words(struct act *a, const struct sheet *sheet)
{
    struct buffer words = { .arena = a->arena };

    buffer_print(&words, "シート「%s」", sheet->tab);
    for (size_t i = 0, told = 0; i < sheet->tab_count && told < MOST_TABS; i++)
        if (strcmp(sheet->tabs[i], sheet->tab) != 0)
            buffer_print(&words, "%s%s", told++ ? "、" : "（ほかに ", sheet->tabs[i]);
    buffer_text(&words, sheet->tab_count > 1 ? "）" : "");
    return buffer_string(&words);
}

static const char *
about_words(struct act *a, const struct sheet *sheet)
{
    return arena_print(a->arena, "%s　%s行　見出し%s　%s", sheet->name ? sheet->name : "",
                       grouped_number(a, sheet->rows), sheet->heading_rows > 1 ? "2段" : "1段",
                       sheet->tab ? tab_words(a, sheet) : encoding_title(sheet->encoding));
}

static bool
fill_columns(struct act *a, const struct import_result *result, struct import_page *out)
{
    struct mapping_choices choices;

    if (!mapping_choices(a, result->ledger, &choices))
        return false;
    out->column_count = result->mapping.count;
    out->columns = NEW_ARRAY(a->arena, out->column_count + 1, struct import_column);
    out->option_count = choices.count + 1;
    for (size_t i = 0; i < out->column_count; i++) {
        const struct mapping_column *m = &result->mapping.columns[i];
        const struct sheet_column *s = &result->sheet.columns[i];
        const char *word = mapping_word(a, m);
        struct import_column *c = &out->columns[i];

        *c = (struct import_column){ .letter = s->letter,
                                     .heading = s->heading,
                                     .sample = s->sample_count ? s->samples[0] : "",
                                     .reason = m->reason ? m->reason : "",
                                     .is_sure = m->sure };
        c->options = NEW_ARRAY(a->arena, out->option_count, struct option);
        c->options[0] = (struct option){ "", "取り込まない", !*word };
        for (size_t k = 0; k < choices.count; k++)
            c->options[k + 1] = (struct option){ choices.items[k].word, choices.items[k].label,
                                                 strcmp(choices.items[k].word, word) == 0 };
        out->doubtful += !m->sure;
    }
    mapping_missing(a, &result->mapping, &out->missing, &out->missing_count);
    return true;
}

static void
fill_labels(struct act *a, const struct ledger *l, struct import_page *out)
{
    const char **labels = NEW_ARRAY(a->arena, MOST_LABELS, const char *);
    const char *at = l->listed;
    const char *name;
    size_t length;

    while ((name = names_next(&at, &length)) != NULL && out->label_count < MOST_LABELS) {
        const struct field *f = list_field(l, arena_slice(a->arena, name, length));

        if (f)
            labels[out->label_count++] = f->label;
    }
    out->labels = labels;
}

/* Counts and the sentence above, by how far the import is. */
static void
fill_state(struct act *a, const struct import_result *result, const struct import_about *about,
           struct import_page *out)
{
    out->good = result->added + result->changed + result->unchanged;
    out->counts = counts_words(a, result->added, result->changed, result->unchanged, result->wrong);
    switch ((enum import_state)about->state) {
    case IMPORT_DONE:
    case IMPORT_UNDONE:
        out->is_done = true;
        out->step = STEP_WRITE;
        out->may_undo = about->state == IMPORT_DONE;
        out->heading = about->state == IMPORT_DONE ? "書き込みました" : "取込みを戻しました";
        out->counts = counts_words(a, about->added, about->changed, about->unchanged, about->wrong);
        return;
    case IMPORT_WRITING:
        out->is_running = true;
        out->step = STEP_WRITE;
        out->heading = arena_print(a->arena, "%s件のうち %s件まで済みました",
                                   grouped_number(a, about->rows), grouped_number(a, about->done));
        return;
    case IMPORT_STOPPED:
        out->step = STEP_WRITE;
        out->heading = arena_print(a->arena, "%s件まで書き込んで止まりました。続きから始められます",
                                   grouped_number(a, about->done));
        return;
    case IMPORT_KEPT:
    case IMPORT_REFUSED:
        break;
    }
    out->step = STEP_CHECK;
    out->heading =
        result->wrong
            ? arena_print(a->arena, "%s行に直すところがあります。まだ何も書き込んでいません",
                          grouped_number(a, result->wrong))
            : arena_print(a->arena, "%s行すべてを書き込めます。まだ何も書き込んでいません",
                          grouped_number(a, result->rows));
}

/* An import of this ledger; of others it is not here. */
static bool
find(struct act *a, const struct request *q, struct import_about *about)
{
    if (!access_require(a, q->ledger, DEED_IMPORT, NULL) || !import_get(a, q->id, about))
        return false;
    return strcmp(about->ledger, q->ledger->name) == 0 ||
           fail(a, FAULT_MISSING, NULL, "取込み %lld番は見つかりません。", (long long)q->id);
}

static bool
show(struct act *a, const struct request *q, struct reply *r, const struct import_about *about)
{
    struct import_request request = { .ledger = q->ledger,
                                      .contract = about->contract,
                                      .import = q->id };
    struct import_page page = { .ledger = q->ledger,
                                .csrf = q->session->csrf,
                                .path = path_of(a, q->ledger, q->id) };
    struct import_result result = { .ledger = q->ledger };
    struct frame frame;
    bool previews = about->state == IMPORT_KEPT || about->state == IMPORT_REFUSED;

    if (previews) {
        if (!import_preview(a, &request, &result))
            return false;
        page.about = about_words(a, &result.sheet);
        if (!fill_columns(a, &result, &page))
            return false;
    } else {
        page.about = about->name;
    }
    page.result = &result;
    fill_labels(a, q->ledger, &page);
    fill_state(a, &result, about, &page);
    frame_fill_ledger(a, q, arena_print(a->arena, "%sの取込み", q->ledger->title), &frame);
    frame.live = NULL;
    return frame_reply(a, r, &frame, import_view_body, &page);
}

bool
import_show(struct act *a, const struct request *q, struct reply *r)
{
    struct import_about about;

    return find(a, q, &about) && show(a, q, r, &about);
}

static bool
map(struct act *a, const struct request *q, struct reply *r)
{
    struct pairs corrections = { NEW_ARRAY(a->arena, q->form.count + 1, struct pair), 0 };

    for (size_t i = 0; i < q->form.count; i++)
        if (strncmp(q->form.items[i].name, "column.", 7) == 0)
            corrections.items[corrections.count++] =
                (struct pair){ q->form.items[i].name + 7, q->form.items[i].value };
    return import_map(a, q->id, &corrections) &&
           reply_redirect(a, q, r, path_of(a, q->ledger, q->id), "列の対応を変えました。");
}

static bool
write_rows(struct act *a, const struct request *q, struct reply *r,
           const struct import_about *about, bool good_only)
{
    struct import_request request = {
        .ledger = q->ledger, .contract = about->contract, .import = q->id, .good_only = good_only
    };
    struct import_result result;
    int64_t job;
    const char *notice;

    if (about->rows >= IMPORT_MANY) {
        if (!import_order(a, q->id, good_only, &job))
            return false;
        notice = "書き込みを始めました。この画面を離れても続きます。";
    } else {
        if (!import_write(a, &request, &result))
            return false;
        notice = result.state == IMPORT_DONE ? "書き込みました。" : "書き込んでいません。";
    }
    return reply_redirect(a, q, r, path_of(a, q->ledger, q->id), notice);
}

bool
import_act(struct act *a, const struct request *q, struct reply *r)
{
    const char *what = pairs_get(&q->form, "do");
    struct import_about about;
    struct import_result result;

    if (!find(a, q, &about))
        return false;
    what = what ? what : "";
    if (strcmp(what, "map") == 0)
        return map(a, q, r);
    if (strcmp(what, "write") == 0 || strcmp(what, "good") == 0)
        return write_rows(a, q, r, &about, strcmp(what, "good") == 0);
    if (strcmp(what, "undo") == 0)
        return import_undo(a, q->id, false, &result) &&
               reply_redirect(a, q, r, path_of(a, q->ledger, q->id), "取込みを戻しました。");
    return fail(a, FAULT_MALFORMED, "do", "することが書かれていません。");
}

bool
import_faults(struct act *a, const struct request *q, struct reply *r)
{
    struct import_about about;
    struct import_request request = { .ledger = q->ledger, .import = q->id };
    struct import_result result;

    if (!find(a, q, &about))
        return false;
    request.contract = about.contract;
    if (!import_preview(a, &request, &result))
        return false;
    r->type = "text/csv; charset=utf-8";
    reply_header(a, r, "Content-Disposition", "attachment; filename=\"faults.csv\"");
    import_faults_csv(&r->body, &result);
    return true;
}
