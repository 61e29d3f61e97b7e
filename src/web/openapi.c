#include "web/openapi.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "ledger/ledger.h"
#include "ledger/shape.h"
#include "store/act.h"
#include "web/api_parts.h"
#include "web/openapi_parts.h"

void
openapi_next(struct buffer *out)
{
    char last = out->length ? out->data[out->length - 1] : '{';

    if (last != '{' && last != '[')
        buffer_char(out, ',');
}

void
openapi_key(struct buffer *out, const char *name)
{
    openapi_next(out);
    json_key(out, name, true);
}

void
openapi_text(struct buffer *out, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    openapi_key(out, name);
    json_text(out, text);
}

void
openapi_open(struct buffer *out, const char *name, char bracket)
{
    openapi_key(out, name);
    buffer_char(out, bracket);
}

void
openapi_ref(struct buffer *out, const char *kind, const char *name)
{
    buffer_print(out, "{\"$ref\":\"#/components/%s/%s\"}", kind, name);
}

static void
write_tags(struct buffer *out)
{
    const struct ledger *const *all;
    size_t count;

    all = ledgers_all(&count);
    openapi_open(out, "tags", '[');
    for (size_t i = 0; i < count; i++) {
        openapi_next(out);
        buffer_char(out, '{');
        openapi_text(out, "name", all[i]->name);
        openapi_text(out, "summary", all[i]->title);
        openapi_text(out, "description", all[i]->help ? all[i]->help : all[i]->title);
        buffer_char(out, '}');
    }
    buffer_char(out, ']');
}

static void
write_info(struct buffer *out)
{
    openapi_text(out, "openapi", "3.1.0");
    openapi_open(out, "info", '{');
    openapi_text(out, "title", "Tasuki");
    openapi_text(out, "version", "1");
    openapi_text(
        out, "description",
        "すべての台帳を読み書きする API です。日付は 2026-04-01、日時は RFC 3339 の"
        " +09:00、金額は円の整数、参照は読むとき {\"id\",\"title\"}、書くとき id です。"
        "空は null です。断るときは application/problem+json で理由を返し、何も変えません。");
    buffer_char(out, '}');
    openapi_key(out, "servers");
    buffer_text(out, "[{\"url\":\"/\"}]");
    openapi_key(out, "security");
    buffer_text(out, "[{\"bearer\":[]}]");
}

void
openapi_write(struct act *a, struct buffer *out)
{
    buffer_char(out, '{');
    write_info(out);
    write_tags(out);
    openapi_paths(a, out);
    openapi_open(out, "components", '{');
    openapi_schemas(out);
    openapi_parameters(a, out);
    openapi_refusals(out);
    openapi_open(out, "securitySchemes", '{');
    openapi_open(out, "bearer", '{');
    openapi_text(out, "type", "http");
    openapi_text(out, "scheme", "bearer");
    openapi_text(out, "description", "tasuki token で作るトークンです。");
    buffer_text(out, "}}}}\n");
}

/* --- the kept text ----------------------------------------------------------------- */

static struct {
    pthread_mutex_t lock;
    uint64_t key;
    struct buffer text;
    char tag[17];
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* A ledger whose custom fields change gets another shape, and none is ever freed. */
static uint64_t
shapes_key(void)
{
    const struct ledger *const *all;
    uint64_t key = 1;
    size_t count;

    all = ledgers_all(&count);
    for (size_t i = 0; i < count; i++)
        key = key * 31 + (uint64_t)(uintptr_t)shape_of(all[i]);
    return key;
}

static void
keep(struct act *a, uint64_t key)
{
    uint8_t hash[SHA256_BYTES];

    buffer_clear(&kept.text);
    openapi_write(a, &kept.text);
    sha256(kept.text.data, kept.text.length, hash);
    memcpy(kept.tag, hex_print(a->arena, hash, 8), sizeof kept.tag);
    kept.key = key;
}

bool
openapi_show(struct act *a, const struct request *q, struct reply *r)
{
    uint64_t key = shapes_key();
    const char *tag;

    if (!api_query_known(a, q, ""))
        return false;
    pthread_mutex_lock(&kept.lock);
    if (kept.key != key)
        keep(a, key);
    tag = arena_copy(a->arena, kept.tag);
    buffer_add(&r->body, kept.text.data, kept.text.length);
    pthread_mutex_unlock(&kept.lock);
    reply_unchanged(a, q, r, tag);
    return true;
}
