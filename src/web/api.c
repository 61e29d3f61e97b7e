#include "web/api.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/ledger.h"
#include "ledger/names.h"
#include "store/act.h"
#include "web/api_parts.h"
#include "web/openapi.h"

bool
api_query_known(struct act *a, const struct request *q, const char *known)
{
    bool good = true;

    for (size_t i = 0; i < q->query.count; i++) {
        const char *name = q->query.items[i].name;

        if (!names_have(known, name))
            good = fail(a, FAULT_MALFORMED, name, "「%s」という指定はここにはありません。", name);
    }
    return good;
}

bool
api_query_flag(struct act *a, const struct request *q, const char *name, bool *out)
{
    const char *value = pairs_get(&q->query, name);

    *out = value && strcmp(value, "1") == 0;
    return !value || *out || strcmp(value, "0") == 0 ||
           fail(a, FAULT_MALFORMED, name, "%s は 1 か 0 です。", name);
}

bool
api_query_number(struct act *a, const struct request *q, const char *name, int64_t most,
                 int64_t *out)
{
    const char *value = pairs_get(&q->query, name);
    size_t digits = value ? strspn(value, "0123456789") : 0;
    int64_t number = digits > 0 && digits < 19 && !value[digits] ? strtoll(value, NULL, 10) : 0;

    if (!value)
        return true;
    if (number < 1 || number > most)
        return fail(a, FAULT_MALFORMED, name, "%s は 1 から %lld までの整数です。", name,
                    (long long)most);
    *out = number;
    return true;
}

const char *
api_path(struct act *a, const struct ledger *l, int64_t id)
{
    return arena_print(a->arena, "/api/v1/%s/%lld", l->name, (long long)id);
}

bool
api_offers(const struct ledger *l, unsigned deed)
{
    for (const struct access *row = l->access; row && row->may; row++)
        if (row->may & deed)
            return true;
    return false;
}

const struct route api_routes[] = {
    { GET, "/api/openapi.json", openapi_show, .may = MAY_SIGNED_IN, .json = true },
    { GET, "/api/v1", api_ledgers, .may = MAY_SIGNED_IN, .json = true },
    { GET, "/api/v1/me", api_me, .may = MAY_SIGNED_IN, .json = true },
    { GET, "/api/v1/{ledger}.csv", api_export, .may = MAY_EXPORT, .json = true },
    { GET, "/api/v1/{ledger}", api_list, .may = MAY_READ, .json = true },
    { POST, "/api/v1/{ledger}", api_create, .may = MAY_CREATE, .json = true },
    { POST, "/api/v1/{ledger}/import", api_import, .may = MAY_IMPORT, .json = true,
      .takes_file = true, .body_limit = API_FILE_MOST },
    { GET, "/api/v1/{ledger}/{id}", api_read, .may = MAY_READ, .json = true },
    { PATCH, "/api/v1/{ledger}/{id}", api_change, .may = MAY_CHANGE, .json = true },
    { DELETE, "/api/v1/{ledger}/{id}", api_remove, .may = MAY_REMOVE, .json = true },
    { GET, "/api/v1/{ledger}/{id}/timeline", api_timeline, .may = MAY_READ, .json = true },
    { GET, "/api/v1/{ledger}/{id}/history", api_history, .may = MAY_READ, .json = true },
    { POST, "/api/v1/{ledger}/{id}/entries", api_say, .may = MAY_READ, .json = true },
    { GET, "/api/v1/{ledger}/{id}/attachments", api_attachments, .may = MAY_READ, .json = true },
    { POST, "/api/v1/{ledger}/{id}/attachments", api_attach, .may = MAY_READ, .json = true,
      .takes_file = true, .attaches = true },
    { GET, "/api/v1/{ledger}/{id}/attachments/{word}", api_attachment, .may = MAY_READ,
      .json = true },
    { DELETE, "/api/v1/{ledger}/{id}/attachments/{word}", api_detach, .may = MAY_READ,
      .json = true },
    { GET, "/api/v1/{ledger}/{id}/links", api_links, .may = MAY_READ, .json = true },
    { POST, "/api/v1/{ledger}/{id}/links", api_link, .may = MAY_READ, .json = true },
    { DELETE, "/api/v1/{ledger}/{id}/links/{word}", api_unlink, .may = MAY_READ, .json = true },
    { POST, "/api/v1/{ledger}/{id}/{word}", api_move, .may = MAY_READ, .json = true },
    { 0 },
};

const struct route api_other_routes[] = {
    { GET, "/api/v1/", api_ledgers, .may = MAY_SIGNED_IN, .json = true },
    { 0 },
};
