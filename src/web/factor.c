#include "web/factor.h"

#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/must.h"
#include "base/text.h"
#include "base/totp.h"
#include "ledger/history.h"
#include "ledger/renewal.h"
#include "store/act.h"
#include "store/query.h"
#include "store/seal.h"
#include "web/keyed.h"

enum { RECOVERY_LETTERS = 10 };

struct factor_row {
    struct bytes secret;
    bool confirmed;
    int64_t step;
    int64_t recovery;
};

static const struct query factor_find = {
    .name = "factor.find",
    .sql = "SELECT secret, confirmed, step,"
           " (SELECT count(*) FROM recovery r WHERE r.\"user\" = :user) AS recovery"
           " FROM factor WHERE \"user\" = :user",
    .row_size = sizeof(struct factor_row),
    .columns = COLUMNS(COLUMN(struct factor_row, secret), COLUMN(struct factor_row, confirmed),
                       COLUMN(struct factor_row, step), COLUMN(struct factor_row, recovery)),
};

static const struct query factor_insert = {
    .name = "factor.insert",
    .sql = "INSERT INTO factor (\"user\", secret, made_at, confirmed, step)"
           " VALUES (:user, :secret, :now, :no, 0) ON CONFLICT (\"user\") DO NOTHING",
};

static const struct query factor_set_step = {
    .name = "factor.step",
    .sql = "UPDATE factor SET step = :step, confirmed = :yes"
           " WHERE \"user\" = :user AND step < :step",
};

static const struct query factor_delete = {
    .name = "factor.delete",
    .sql = "DELETE FROM factor WHERE \"user\" = :user",
};

static const struct query recovery_insert = {
    .name = "recovery.insert",
    .sql = "INSERT INTO recovery (\"user\", hash) VALUES (:user, :hash)",
};

static const struct query recovery_delete = {
    .name = "recovery.delete",
    .sql = "DELETE FROM recovery WHERE \"user\" = :user AND hash = :hash",
};

static const struct query recovery_clear = {
    .name = "recovery.clear",
    .sql = "DELETE FROM recovery WHERE \"user\" = :user",
};

static struct place
place_of(int64_t user)
{
    return (struct place){ .ledger = "user", .record = user, .field = "factor" };
}

const struct sealed_column factor_sealed[] = {
    { .table = "factor",
      .column = "secret",
      .record = "user",
      .ledger = "user",
      .field = "factor" },
    { 0 },
};

static bool
open_secret(struct act *a, int64_t user, const struct factor_row *row, const char **secret)
{
    struct place place = place_of(user);

    return open_value(a, &place, row->secret, secret);
}

bool
factor_read(struct act *a, int64_t user, struct factor *out)
{
    struct factor_row row;
    bool found;

    *out = (struct factor){ 0 };
    if (!query_first(a, &factor_find, &row, &found, BOUND(BIND(user, user))))
        return false;
    if (!found)
        return true;
    out->confirmed = row.confirmed;
    out->recovery = row.recovery;
    return row.confirmed || open_secret(a, user, &row, &out->secret);
}

static bool
prepare_work(struct act *a, void *with)
{
    int64_t user = *(const int64_t *)with;
    uint8_t secret[TOTP_SECRET_BYTES];
    struct place place = place_of(user);
    struct bytes sealed;
    bool good;

    random_bytes(secret, sizeof(secret));
    good = seal_value(a, &place, base32_print(a->arena, secret, sizeof(secret)), &sealed) &&
           query_run(
               a, &factor_insert, NULL,
               BOUND(BIND(user, user), BIND(secret, sealed), BIND(now, a->now), BIND(no, false)));
    wipe(secret, sizeof(secret));
    return good;
}

bool
factor_prepare(struct act *a, int64_t user)
{
    struct factor factor;

    if (!factor_read(a, user, &factor))
        return false;
    if (factor.confirmed)
        return fail(a, FAULT_CLASH, NULL, "二要素認証はもう設定されています。");
    return factor.secret || act_write(a, prepare_work, &user);
}

/* Digits as typed, in whatever width and with blanks between. */
static const char *
squeezed(struct act *a, const char *typed)
{
    char *text = text_narrow(a->arena, typed), *to = text;

    for (const char *c = text; *c; c++)
        if (*c != ' ' && *c != '-' && *c != '\t')
            *to++ = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    *to = '\0';
    return text;
}

/* Marks the code's step as used. */
static bool
use_code(struct act *a, int64_t user, const struct factor_row *row, const char *code, bool *right)
{
    const char *text;
    uint8_t *secret;
    size_t length;
    int64_t step, changed = 0;

    *right = false;
    if (!open_secret(a, user, row, &text) || !base32_parse(a->arena, text, &secret, &length))
        return false;
    step = totp_find(secret, length, code, a->now, row->step);
    wipe(secret, length);
    if (step < 0)
        return true;
    if (!query_run(a, &factor_set_step, &changed,
                   BOUND(BIND(step, step), BIND(yes, true), BIND(user, user))))
        return false;
    *right = changed == 1;
    return true;
}

/* No 0, 1, 8, 9, which look like letters, and no vowels but A, which make words. */
static const char *
recovery_code(struct act *a)
{
    static const char letters[] = "ABCDFGHJKLMNPQRSTVWXYZ234567";
    char text[RECOVERY_LETTERS + 2];
    size_t length = 0;

    while (length < RECOVERY_LETTERS + 1) {
        uint8_t byte;

        if (length == RECOVERY_LETTERS / 2)
            text[length++] = '-';
        random_bytes(&byte, 1);
        if (byte < 252) /* 9 × 28, so that all are alike */
            text[length++] = letters[byte % 28];
    }
    text[length] = '\0';
    return arena_copy(a->arena, text);
}

static bool
recovery_hash(struct act *a, int64_t user, const char *code, struct bytes *out)
{
    return keyed_digest(a, "recovery",
                        arena_print(a->arena, "%lld\n%s", (long long)user, squeezed(a, code)), out);
}

static bool
make_recovery(struct act *a, int64_t user, const char **recovery)
{
    if (!query_run(a, &recovery_clear, NULL, BOUND(BIND(user, user))))
        return false;
    for (int i = 0; i < RECOVERY_CODES; i++) {
        struct bytes hash;

        recovery[i] = recovery_code(a);
        if (!recovery_hash(a, user, recovery[i], &hash) ||
            !query_run(a, &recovery_insert, NULL, BOUND(BIND(user, user), BIND(hash, hash))))
            return false;
    }
    return true;
}

bool
factor_confirm(struct act *a, int64_t user, const char *code, const char **recovery)
{
    struct factor_row row;
    bool found, right;

    if (!query_first(a, &factor_find, &row, &found, BOUND(BIND(user, user))))
        return false;
    if (!found || row.confirmed)
        return fail(a, FAULT_CLASH, NULL, "設定を最初からやり直してください。");
    if (!use_code(a, user, &row, squeezed(a, code), &right))
        return false;
    if (!right)
        return fail(a, FAULT_INVALID, "code",
                    "コードが合いません。アプリに出ている6桁を、変わる前に入れてください。"
                    "続くときは、端末の時計を確かめてください。");
    return make_recovery(a, user, recovery) &&
           history_event(a, "user", user, "second-factor", NULL);
}

bool
factor_use(struct act *a, int64_t user, const char *typed, bool *right, bool *by_recovery)
{
    const char *code = squeezed(a, typed);
    struct factor_row row;
    struct bytes hash;
    int64_t changed = 0;
    bool found;

    *right = *by_recovery = false;
    if (!query_first(a, &factor_find, &row, &found, BOUND(BIND(user, user))))
        return false;
    if (!found || !row.confirmed)
        return true;
    if (strlen(code) == TOTP_DIGITS)
        return use_code(a, user, &row, code, right);
    if (strlen(code) != RECOVERY_LETTERS)
        return true;
    if (!recovery_hash(a, user, code, &hash) ||
        !query_run(a, &recovery_delete, &changed, BOUND(BIND(user, user), BIND(hash, hash))))
        return false;
    *right = *by_recovery = changed == 1;
    return changed != 1 || history_event(a, "user", user, "recovery-used", NULL);
}

bool
factor_renew(struct act *a, int64_t user, const char **recovery)
{
    struct factor_row row;
    bool found;

    if (!query_first(a, &factor_find, &row, &found, BOUND(BIND(user, user))))
        return false;
    if (!found || !row.confirmed)
        return fail(a, FAULT_CLASH, NULL, "二要素認証が設定されていません。");
    return make_recovery(a, user, recovery) &&
           history_event(a, "user", user, "recovery-renewed", NULL);
}

bool
factor_remove(struct act *a, int64_t user)
{
    return query_run(a, &factor_delete, NULL, BOUND(BIND(user, user))) &&
           query_run(a, &recovery_clear, NULL, BOUND(BIND(user, user))) &&
           history_event(a, "user", user, "second-factor-removed", NULL);
}

const char *
factor_address(struct act *a, const char *login, const char *secret)
{
    return arena_print(a->arena,
                       "otpauth://totp/Tasuki:%s?secret=%s&issuer=Tasuki&algorithm=SHA1"
                       "&digits=%d&period=%d",
                       login, secret, TOTP_DIGITS, TOTP_STEP_SECONDS);
}
