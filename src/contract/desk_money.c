/* What a contract's money comes to on its desk: the terms, and sums over the ledgers that keep
   instalments, invoices and payments. */
#include "base/arena.h"
#include "contract/desk_page.h"
#include "contract/terms.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "store/act.h"
#include "store/query.h"
#include "web/view_count.h"

/* A sum over the records of a ledger in one state; a ledger that is not there is passed over,
   as are records that the reader may not see. */
struct money_source {
    const char *ledger;
    const char *amount; /* field */
    const char *state;
    const char *label;
    bool is_next;
};

static const struct money_source sources[] = {
    { "invoice", "total", "paid", "支払済み", false },
    { "invoice", "total", "received", "支払を待つもの", false },
    { "invoice", "total", "issued", "受理を待つもの", false },
    { "instalment", "amount", "planned", "これから請求", true },
};

struct sum {
    int64_t yen;
    int64_t number;
};

static const char *
yen_words(struct act *a, int64_t yen)
{
    return arena_print(a->arena, "%s 円", grouped_number(a, yen));
}

static void
add_row(struct desk_money *out, const char *label, const char *amount, const char *href, bool next)
{
    if (out->count < DESK_MONEY)
        out->rows[out->count++] = (struct money_row){ label, amount, href, next };
}

static bool
add_sum(struct act *a, int64_t contract, const struct money_source *source, struct desk_money *out)
{
    const struct ledger *l = ledger_find(source->ledger);
    const struct field *f = l ? list_field(l, source->amount) : NULL;
    struct sql *s;
    struct sum sum;
    bool found;

    if (!f || f->type != FIELD_YEN || !access_sees_always(a, l, f))
        return true;
    s = sql_new(a, "desk.money");
    SQL(s, "SELECT CAST(COALESCE(SUM(t.");
    sql_name(s, f->name);
    SQL(s, "), 0) AS BIGINT) AS yen, COUNT(*) AS number FROM ");
    sql_name(s, l->name);
    SQL(s, " t WHERE t.removed_at IS NULL AND t.contract = ");
    sql_value(s, bind_int("contract", contract));
    SQL(s, " AND t.state = ");
    sql_value(s, bind_text("state", source->state));
    access_sql(a, l, DEED_READ, s, "t");
    if (!sql_first(a, s, COLUMNS(COLUMN(struct sum, yen), COLUMN(struct sum, number)), &sum,
                   &found))
        return false;
    if (found && sum.number)
        add_row(out,
                arena_print(a->arena, "%s（%s件）", source->label, grouped_number(a, sum.number)),
                yen_words(a, sum.yen),
                arena_print(a->arena, "%s?contract=%lld&state=%s", l->path, (long long)contract,
                            source->state),
                source->is_next);
    return true;
}

bool
desk_money_read(struct act *a, int64_t contract, struct desk_money *out)
{
    struct terms *terms = ledger_new(a, &terms_ledger);
    bool found;

    *out = (struct desk_money){ 0 };
    if (!terms_of(a, contract, terms, &found))
        return false;
    terms->base.contract = contract;
    if (!access_may(a, &terms_ledger, DEED_READ, &terms->base))
        return true;
    if (!found || terms->amount.yen == NO_NUMBER) {
        out->note = "契約金額がまだ書かれていません。";
    } else {
        add_row(out, "契約金額", yen_words(a, terms->amount.yen),
                arena_print(a->arena, "%s/%lld", terms_ledger.path, (long long)terms->base.id),
                false);
        add_row(out, arena_print(a->arena, "うち消費税（%lld %%）", (long long)terms->tax_rate),
                yen_words(a, terms->tax.yen), NULL, false);
    }
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (!add_sum(a, contract, &sources[i], out))
            return false;
    return true;
}
