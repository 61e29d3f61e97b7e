#include "ledger/personal.h"

#include "base/crypto.h"
#include "base/fold.h"
#include "ledger/ledger.h"
#include "store/act.h"
#include "store/keyring.h"
#include "store/seal.h"
#include "store/store.h"

bool
personal_ensure(struct act *a, int64_t contract)
{
    const char *why = "";

    act_slow(a);
    return keyring_ensure(store_keyring(a->store), contract, &why) ||
           fail(a, FAULT_BROKEN, NULL, "契約の鍵を作れません。%s", why);
}

bool
personal_seal(struct act *a, const struct ledger *l, const struct record *record,
              const struct field *f, const char *text, const char **sealed)
{
    struct place place = { record->contract, l->name, record->id, f->name };
    struct bytes bytes;

    if (!seal_value(a, &place, text, &bytes))
        return false;
    *sealed = base64url_print(a->arena, bytes.data, bytes.size);
    return true;
}

bool
personal_open(struct act *a, const struct ledger *l, int64_t contract, int64_t record,
              const char *field, const char *sealed, const char **text)
{
    struct place place = { contract, l->name, record, field };
    size_t faults = a->fault_count;
    uint8_t *data;
    size_t size;

    if (!base64url_parse(a->arena, sealed, &data, &size))
        return false;
    if (open_value(a, &place, (struct bytes){ data, size }, text))
        return true;
    act_forgive(a, faults);
    return false;
}

bool
personal_tokens(struct act *a, const struct ledger *l, int64_t contract, const struct field *f,
                const char *text, struct buffer *scope)
{
    return seal_tokens(a, contract, l->name, f->name, fold_text(a->arena, text), scope);
}
