#include "web/view_count.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/ledger.h"
#include "ledger/list.h"
#include "store/act.h"
#include "web/memo.h"

/* A list this much longer than what is told of it need not be counted again for as many
   changes. */
enum { BEYOND = 1000 };

const char *
grouped_number(struct act *a, int64_t number)
{
    char digits[32];
    char *at = digits + sizeof digits;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    int count = 0;

    *--at = 0;
    do {
        if (count && count % 3 == 0)
            *--at = ',';
        *--at = (char)('0' + left % 10);
        count++;
    } while (left /= 10);
    if (number < 0)
        *--at = '-';
    return arena_copy(a->arena, at);
}

const char *
count_words(struct act *a, int64_t number, bool exact)
{
    return arena_print(a->arena, exact ? "%s件" : "%s件以上", grouped_number(a, number));
}

static bool
find_out(struct act *a, const struct ledger *l, const struct view *view, int64_t contract,
         struct memo *memo)
{
    struct pair items[4];
    struct pairs pairs = { items, 0 };
    struct list_request request;
    struct list list;

    if (view)
        items[pairs.count++] = (struct pair){ "view", view->name };
    if (contract && !l->installation)
        items[pairs.count++] =
            (struct pair){ "contract", arena_print(a->arena, "%lld", (long long)contract) };
    items[pairs.count++] = (struct pair){ "limit", "1" };
    items[pairs.count++] = (struct pair){ "count", "1" };
    if (!list_parse(a, l, &pairs, &request))
        return false;
    request.columns = "id";
    request.count_beyond = BEYOND;
    if (!list_read(a, &request, &list))
        return false;
    memo->number = list.total;
    memo->exact = list.total_exact;
    memo->endures = list.beyond;
    return true;
}

struct view_count
view_count(struct act *a, const struct ledger *l, const struct view *view, int64_t contract)
{
    struct memo memo = { .number = 0 };
    struct view_count count = { 0 };
    size_t faults = a->fault_count;

    snprintf(memo.key, sizeof memo.key, "count %lld/%lld/%d %lld %s %s", (long long)a->who->id,
             (long long)a->who->generation, (int)instant_date(a->now).day, (long long)contract,
             l->name, view ? view->name : "");
    if (!memo_find(a, &memo)) {
        if (!find_out(a, l, view, contract, &memo)) {
            act_forgive(a, faults);
            return count;
        }
        memo_keep(a, &memo);
    }
    count.number = memo.number;
    count.exact = memo.exact;
    count.text =
        arena_print(a->arena, memo.exact ? "%s" : "%s以上", grouped_number(a, memo.number));
    return count;
}
