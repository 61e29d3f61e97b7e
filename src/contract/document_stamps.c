#include "contract/document_stamps.h"

#include "base/arena.h"
#include "contract/approval.h"
#include "contract/document.h"
#include "ledger/shape.h"
#include "render/document.h"
#include "store/act.h"

/* The last to decide stands at the left, who drew it up at the right. */
static struct node *
stamps_node(struct act *a, const struct approval_state *state)
{
    struct node *node = NEW(a->arena, struct node);
    struct stamp *stamps = NEW_ARRAY(a->arena, state->stamp_count + 1, struct stamp);

    for (size_t i = state->stamp_count; i-- > 0;) {
        const struct approval_stamp *it = &state->stamps[i];

        if (it->is_void)
            continue;
        stamps[node->count++] = (struct stamp){
            .role = it->role,
            .act = it->act,
            .name = it->name,
            .date = it->at.us ? instant_date(it->at) : (struct date){ 0 },
            .version = it->version,
            .open = !*it->act,
        };
    }
    node->kind = NODE_APPROVALS;
    node->stamps = stamps;
    return node;
}

/* Beside a title that begins the page; in a letter below the sentence that follows it. */
static struct node *
place_for(struct document *d)
{
    for (struct node *it = d->nodes.first; it; it = it->next) {
        if (it->kind != NODE_TITLE)
            continue;
        return it != d->nodes.first && it->next && it->next->kind == NODE_PARAGRAPH ? it->next : it;
    }
    return NULL;
}

static bool
put_stamps(struct act *a, const struct ledger *l, const struct record *row, struct document *d)
{
    struct node *after = place_for(d), *node;
    struct approval_state state;

    if (!approval_state_read(a, l, row, &state))
        return false;
    if (!after || (state.word != APPROVAL_APPROVED && state.word != APPROVAL_ASKED))
        return true;
    node = stamps_node(a, &state);
    if (!node->count)
        return true;
    node->next =
        after->next && after->next->kind == NODE_APPROVALS ? after->next->next : after->next;
    after->next = node;
    if (!node->next)
        d->nodes.last = node;
    return true;
}

bool
stamp_record(struct act *a, const struct ledger *l, int64_t id, struct document *d)
{
    struct record *row = ledger_new(a, l);
    bool found;

    return shape_read(a, shape_of(l), id, false, row, &found) &&
           (!found || put_stamps(a, l, row, d));
}

bool
stamp_document(struct act *a, const struct document_row *row, struct document *d)
{
    return put_stamps(a, &document_ledger, &row->base, d);
}
