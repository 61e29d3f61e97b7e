#include "contract/paper_head.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/core/core.h"
#include "ledger/shape.h"
#include "render/report.h"
#include "store/act.h"

enum { MOST_NAMES = 16, NAME_ROOM = 64, MOST_FILTERS = 12 };

bool
paper_open(struct act *a, const struct report_order *order, struct composition *c, int64_t *records,
           struct contract_paper *out)
{
    *out = (struct contract_paper){ a, c, ledger_new(a, &contract_ledger), records };
    if (!ledger_read(a, &contract_ledger, order->contract, false, out->contract))
        return false;
    c->document->author = out->contract->contractor.title;
    c->document->class_mark = "【機密性2】";
    return true;
}

void
paper_confidential(struct contract_paper *p)
{
    p->c->document->class_mark = "【機密性3・取扱注意】";
}

static const char *
name_or(const char *name, const char *instead)
{
    return name && *name ? name : instead;
}

void
paper_letter(struct composition *c, const struct contract *contract, const char *number,
             const char *title, bool sealed)
{
    struct letterhead *head = NEW(c->arena, struct letterhead);
    const char **to = NEW_ARRAY(c->arena, 1, const char *);
    const char **from = NEW_ARRAY(c->arena, 1, const char *);

    to[0] = arena_print(c->arena, "%s　御中", name_or(contract->client.title, "発注者"));
    from[0] = name_or(contract->contractor.title, "受託者");
    *head = (struct letterhead){
        .number = number && *number ? number : c->document->number,
        .date = c->document->date,
        .to = to,
        .to_count = 1,
        .from = from,
        .from_count = 1,
        .sealed = sealed,
    };
    /* A kept document is found, and verified, by its own number. */
    if (!c->document->number)
        c->document->number = head->number;
    compose_letterhead(c, head);
    compose_title(c, contract->title, title);
}

void
paper_title(struct contract_paper *p, const char *title)
{
    p->c->document->title = title;
    compose_title(p->c, p->contract->title, title);
}

bool
paper_read(struct contract_paper *p, const struct ledger *l, int64_t id, void *row)
{
    if (!ledger_read(p->a, l, id, false, row))
        return false;
    ++*p->records;
    return true;
}

bool
paper_rows(struct contract_paper *p, const struct ledger *l, const char *const *filters,
           struct list *out)
{
    struct pair items[MOST_FILTERS];
    struct pairs pairs = { items, 0 };
    struct list_request request;

    *out = (struct list){ 0 };
    if (!access_may(p->a, l, DEED_READ, NULL))
        return true;
    items[pairs.count++] =
        (struct pair){ "contract",
                       arena_print(p->a->arena, "%lld", (long long)p->contract->base.id) };
    items[pairs.count++] = (struct pair){ "limit", "1000" };
    for (; filters && *filters && pairs.count < MOST_FILTERS; filters += 2)
        items[pairs.count++] = (struct pair){ filters[0], filters[1] };
    if (!list_parse(p->a, l, &pairs, &request))
        return false;
    request.patient = true;
    if (!list_read(p->a, &request, out))
        return false;
    *p->records += (int64_t)out->count;
    return true;
}

struct figure
paper_figure(struct contract_paper *p, const struct ledger *l, const char *name, const void *row,
             enum day_form form)
{
    const struct field *f = list_field(l, name);
    const struct record *record = row;
    const void *at;

    if (strcmp(name, "state") == 0) {
        const struct state *state = state_find(l, record->state);

        return figure_text(p->a->arena, state ? state->label : "");
    }
    if (!f)
        return figure_none();
    at = record_at(p->a, l, f, row);
    if (field_is_empty(f, at) ||
        (f->type == FIELD_TEXT && *(const char *const *)at == field_sealed))
        return figure_none();
    switch ((int)f->type) {
    case FIELD_NUMBER:
        return figure_count(*(const int64_t *)at, NULL);
    case FIELD_YEN:
        return figure_yen(*(const struct yen *)at);
    case FIELD_DATE:
        return figure_date(*(const struct date *)at, form);
    case FIELD_TIME:
        return figure_time(*(const struct instant *)at, form);
    default:
        return figure_text(p->a->arena, field_text(p->a, f, at, STYLE_SHOWN));
    }
}

/* The next word, cut at a colon whose number goes to `*width`; false at the end. */
static bool
next_name(const char **names, char name[NAME_ROOM], int *width)
{
    const char *end;
    size_t length;

    while (**names == ' ')
        ++*names;
    end = *names + strcspn(*names, " :");
    length = (size_t)(end - *names);
    if (!length || length >= NAME_ROOM)
        return false;
    memcpy(name, *names, length);
    name[length] = '\0';
    *width = *end == ':' ? (int)strtol(end + 1, NULL, 10) : 0;
    *names = end + strcspn(end, " ");
    return true;
}

static const char *
label_of(const struct ledger *l, const char *name)
{
    const struct field *f = list_field(l, name);

    return strcmp(name, "state") == 0 ? "状態" : f ? f->label : name;
}

void
paper_pairs(struct contract_paper *p, const struct ledger *l, const void *row, const char *names)
{
    struct pair_row *rows = NEW_ARRAY(p->a->arena, MOST_NAMES, struct pair_row);
    char name[NAME_ROOM];
    size_t count = 0;
    int width;

    while (count < MOST_NAMES && next_name(&names, name, &width))
        rows[count++] =
            (struct pair_row){ label_of(l, name), paper_figure(p, l, name, row, DAY_LONG) };
    compose_pairs(p->c, rows, count);
}

void
paper_prose(struct contract_paper *p, const char *text)
{
    for (const char *line = text ? text : ""; *line;) {
        size_t length = strcspn(line, "\r\n");

        if (length)
            compose_paragraph(p->c, "%.*s", (int)length, line);
        line += length;
        line += strspn(line, "\r\n");
    }
}

void
paper_texts(struct contract_paper *p, const struct ledger *l, const void *row, const char *names)
{
    char name[NAME_ROOM];
    int width;

    while (next_name(&names, name, &width)) {
        struct figure figure = paper_figure(p, l, name, row, DAY_LONG);

        compose_section(p->c, 2, label_of(l, name));
        paper_prose(p,
                    figure.kind == FIGURE_NONE ? "記載なし。" : figure_print(p->a->arena, &figure));
    }
}

void
paper_table(struct contract_paper *p, const struct ledger *l, const struct list *list,
            const char *names, const char *caption)
{
    struct document_column *columns = NEW_ARRAY(p->a->arena, MOST_NAMES, struct document_column);
    char(*fields)[NAME_ROOM] = arena_array(p->a->arena, MOST_NAMES, sizeof *fields);
    struct document_table *table;
    struct table_maker t;
    size_t count = 0;
    int width;

    if (!list->count) {
        compose_paragraph(p->c, "%sは0件である。", caption);
        return;
    }
    for (; count < MOST_NAMES && next_name(&names, fields[count], &width); count++) {
        const struct field *f = list_field(l, fields[count]);
        bool number = f && (f->type == FIELD_NUMBER || f->type == FIELD_YEN);

        columns[count] = (struct document_column){ .title = label_of(l, fields[count]),
                                                   .align = number ? ALIGN_RIGHT : ALIGN_LEFT,
                                                   .width = width };
    }
    table = table_begin(&t, p->a->arena, columns, count);
    table->caption = caption;
    if (list->next)
        table->note = "注　1,000件まで示した。";
    for (size_t i = 0; i < list->count; i++) {
        const void *row = (const char *)list->rows + i * l->row_size;

        for (size_t k = 0; k < count; k++)
            table_cell(&t, paper_figure(p, l, fields[k], row, DAY_NARROW));
    }
    compose_table(p->c, table);
}
