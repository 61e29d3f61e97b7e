#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "ledger/merkle.h"
#include "ledger/proof.h"
#include "store/act.h"

struct reading {
    struct act *a;
    struct proof_report *report;
    bool broken; /* a member is missing or of another type */
};

static int64_t
number_of(struct reading *r, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    r->broken = r->broken || !json_is_integer(value);
    return (int64_t)json_integer_value(value);
}

static const char *
text_of(struct reading *r, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    r->broken = r->broken || !text;
    return text ? text : "";
}

static struct bytes
hash_of(struct reading *r, const json_t *object, const char *name)
{
    uint8_t *hash = arena_get(r->a->arena, SHA256_BYTES);
    const char *text = text_of(r, object, name);

    memset(hash, 0, SHA256_BYTES);
    if (strlen(text) != 2 * SHA256_BYTES || !hex_parse(text, hash, SHA256_BYTES))
        r->broken = true;
    return (struct bytes){ hash, SHA256_BYTES };
}

static struct block
block_of(struct reading *r, const json_t *object)
{
    return (struct block){
        .number = number_of(r, object, "number"),
        .first_seq = number_of(r, object, "first_seq"),
        .last_seq = number_of(r, object, "last_seq"),
        .count = number_of(r, object, "count"),
        .root = hash_of(r, object, "root"),
        .previous = hash_of(r, object, "previous"),
        .hash = hash_of(r, object, "hash"),
        .sealed_at = { number_of(r, object, "sealed_at") },
    };
}

static bool
wrong(struct reading *r, const char *sentence)
{
    if (!r->report->wrong)
        r->report->wrong = sentence;
    return false;
}

/* The detail against its hash, the leaf against the columns. */
static bool
check_row(struct reading *r, const json_t *top)
{
    const json_t *row = json_object_get(top, "row");
    const char *detail = json_string_value(json_object_get(row, "detail"));
    struct bytes leaf = hash_of(r, top, "leaf");
    struct block_leaf l = {
        .seq = number_of(r, row, "seq"),
        .at = text_of(r, row, "at"),
        .actor = number_of(r, row, "actor"),
        .session = number_of(r, row, "session"),
        .origin = text_of(r, row, "origin"),
        .request = text_of(r, row, "request"),
        .ledger = text_of(r, row, "ledger"),
        .record = number_of(r, row, "record"),
        .action = text_of(r, row, "action"),
        .reason = text_of(r, row, "reason"),
        .detail_hash = hash_of(r, row, "detail_hash"),
    };
    uint8_t hash[SHA256_BYTES];

    if (r->broken)
        return false;
    r->report->seq = l.seq;
    r->report->bare = !detail || !*detail;
    if (!r->report->bare) {
        sha256(detail, strlen(detail), hash);
        if (memcmp(hash, l.detail_hash.data, SHA256_BYTES) != 0)
            return wrong(r, "行の内容（detail）が、そのハッシュと合いません。");
    }
    block_leaf_hash(&l, hash);
    return memcmp(hash, leaf.data, SHA256_BYTES) == 0 ||
           wrong(r, "行の値が、葉のハッシュと合いません。");
}

static bool
check_path(struct reading *r, const json_t *top, const struct block *b)
{
    const json_t *path = json_object_get(top, "path");
    uint8_t hash[SHA256_BYTES];
    const json_t *each;
    size_t i;

    memcpy(hash, hash_of(r, top, "leaf").data, SHA256_BYTES);
    r->broken = r->broken || !json_is_array(path) || json_array_size(path) > MERKLE_LEVELS;
    json_array_foreach(path, i, each)
    {
        const char *side = text_of(r, each, "side");
        struct merkle_step step = { .left = strcmp(side, "left") == 0 };

        memcpy(step.hash, hash_of(r, each, "hash").data, SHA256_BYTES);
        r->broken = r->broken || (!step.left && strcmp(side, "right") != 0);
        merkle_climb(&step, hash);
    }
    if (r->broken)
        return false;
    return memcmp(hash, b->root.data, SHA256_BYTES) == 0 ||
           wrong(r, "葉からの道が、ブロックの根に着きません。");
}

static bool
check_block(struct reading *r, const struct block *b, const struct head *head)
{
    uint8_t hash[SHA256_BYTES];

    if (r->broken)
        return false;
    block_hash(b, hash);
    if (memcmp(hash, b->hash.data, SHA256_BYTES) != 0)
        return wrong(r, "ブロックの値が、そのハッシュと合いません。");
    r->report->head.number = b->number;
    memcpy(r->report->head.hash, hash, SHA256_BYTES);
    if (head->number != b->number)
        return true;
    r->report->confirmed = memcmp(head->hash, hash, SHA256_BYTES) == 0;
    return r->report->confirmed || wrong(r, "示された封印の値と、証明の中の値が違います。");
}

static bool
check_following(struct reading *r, const json_t *top, struct block before, const struct head *head)
{
    const json_t *list = json_object_get(top, "following");
    const json_t *each;
    size_t i;

    r->broken = r->broken || !json_is_array(list);
    json_array_foreach(list, i, each)
    {
        struct block b = block_of(r, each);

        if (r->broken)
            return false;
        if (b.number != before.number + 1 ||
            memcmp(b.previous.data, before.hash.data, SHA256_BYTES) != 0)
            return wrong(r, "後のブロックが、前のブロックとつながりません。");
        if (!check_block(r, &b, head))
            return false;
        before = b;
    }
    return !r->broken;
}

bool
proof_check(struct act *a, const char *text, size_t length, const struct head *head,
            struct proof_report *out)
{
    struct reading r = { .a = a, .report = out };
    struct block b;
    json_t *top;
    const char *why;

    *out = (struct proof_report){ 0 };
    if (!json_read(a->arena, text, length, &top, &why))
        return fail(a, FAULT_INVALID, NULL, "証明として読めません。%s", why);
    if (strcmp(text_of(&r, top, "kind"), "tasuki history proof") != 0)
        return fail(a, FAULT_INVALID, NULL, "履歴の証明ではありません。");
    b = block_of(&r, json_object_get(top, "block"));
    out->block = b.number;
    if (check_row(&r, top) && check_path(&r, top, &b) && check_block(&r, &b, head) &&
        check_following(&r, top, b, head) && head->number && !out->confirmed)
        wrong(&r, "示された封印は、この証明の中にありません。その番号までの証明を取り直して"
                  "ください。");
    if (r.broken)
        return fail(a, FAULT_INVALID, NULL,
                    "履歴の証明として、足りないか読めないところがあります。");
    return true;
}
