#include "store/seal.h"

#include <string.h>

#include "base/buffer.h"
#include "store/keyring.h"
#include "store/open.h"
#include "store/tests.h"

static struct act *
act_with_contract(struct test *t, int64_t contract)
{
    struct store *store = store_for_test(t);
    const char *why;

    assert_true(keyring_ensure(store_keyring(store), contract, &why));
    return act_for_test(t, store);
}

static struct bytes
sealed(struct act *a, const struct place *place, const char *text)
{
    struct bytes bytes;

    assert_true(seal_value(a, place, text, &bytes));
    return bytes;
}

static void
a_sealed_value_opens_at_its_place(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    struct place place = { 3, "address", 77, "holder" };
    const char *text;

    assert_true(open_value(a, &place, sealed(a, &place, "青葉 花子"), &text));
    assert_string_equal(text, "青葉 花子");
}

static void
the_text_does_not_stand_in_the_bytes(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    struct place place = { 3, "address", 77, "holder" };
    struct bytes bytes = sealed(a, &place, "aoba-hanako");

    assert_null(memmem(bytes.data, bytes.size, "aoba", 4));
}

static void
an_empty_text_is_no_bytes(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    struct place place = { 3, "address", 77, "holder" };

    assert_int_equal(sealed(a, &place, "").size, 0);
}

static void
refused_elsewhere(struct test *t, struct place other)
{
    struct act *a = act_with_contract(t, 3);
    struct place place = { 3, "address", 77, "holder" };
    const char *text;

    assert_false(open_value(a, &other, sealed(a, &place, "青葉 花子"), &text));
    assert_string_equal(text, "");
}

static void
a_value_of_another_record_does_not_open(struct test *t)
{
    refused_elsewhere(t, (struct place){ 3, "address", 78, "holder" });
}

static void
a_value_of_another_field_does_not_open(struct test *t)
{
    refused_elsewhere(t, (struct place){ 3, "address", 77, "mail" });
}

static void
a_value_of_another_ledger_does_not_open(struct test *t)
{
    refused_elsewhere(t, (struct place){ 3, "person", 77, "holder" });
}

static void
a_value_of_another_contract_does_not_open(struct test *t)
{
    refused_elsewhere(t, (struct place){ 0, "address", 77, "holder" });
}

static void
a_flipped_bit_is_found(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    struct place place = { 3, "address", 77, "holder" };
    struct bytes bytes = sealed(a, &place, "青葉 花子");
    char *copy = arena_slice(t->arena, bytes.data, bytes.size);
    const char *text;

    for (size_t i = 0; i < bytes.size; i++) {
        copy[i] ^= 4;
        assert_false(open_value(a, &place, (struct bytes){ copy, bytes.size }, &text));
        copy[i] ^= 4;
    }
}

static void
a_shortened_value_is_found(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    struct place place = { 3, "address", 77, "holder" };
    struct bytes bytes = sealed(a, &place, "青葉 花子");
    const char *text;

    for (size_t size = 1; size < bytes.size; size++)
        assert_false(open_value(a, &place, (struct bytes){ bytes.data, size }, &text));
}

static void
a_dropped_contract_loses_its_values(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    struct place place = { 3, "address", 77, "holder" };
    struct bytes bytes = sealed(a, &place, "青葉 花子");
    const char *text;
    const char *why;

    assert_true(keyring_drop(store_keyring(a->store), 3, &why));
    assert_false(open_value(a, &place, bytes, &text));
    assert_false(seal_readable(a, 3, bytes));
}

static void
a_key_made_anew_does_not_open_old_values(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    struct place place = { 3, "address", 77, "holder" };
    struct bytes bytes = sealed(a, &place, "青葉 花子");
    struct keyring *ring = store_keyring(a->store);
    const char *text;
    const char *why;

    assert_true(keyring_drop(ring, 3, &why) && keyring_ensure(ring, 3, &why));
    assert_false(open_value(a, &place, bytes, &text));
    assert_non_null(strstr(a->faults->message, "今は無い鍵"));
}

static void
a_contract_without_key_is_a_fault(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    struct place place = { 4, "address", 77, "holder" };
    struct bytes bytes;

    assert_false(seal_value(a, &place, "青葉", &bytes));
    assert_int_equal(act_fault_kind(a), FAULT_BROKEN);
}

static void
a_value_opens_under_the_key_it_names(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    struct place place = { 3, "address", 77, "holder" };
    struct bytes old = sealed(a, &place, "青葉 花子");
    const char *text, *why;

    assert_true(keyring_renew(store_keyring(a->store), 3, &why));
    assert_true(open_value(a, &place, old, &text));
    assert_string_equal(text, "青葉 花子");
    assert_true(seal_readable(a, 3, old));
    assert_true(seal_readable(a, 3, sealed(a, &place, "青葉")));
}

static void
a_value_is_sealed_again_once(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    struct place place = { 3, "address", 77, "holder" };
    struct bytes value = sealed(a, &place, "青葉 花子");
    const char *text, *why;
    bool changed;

    assert_true(seal_again(a, &place, &value, &changed));
    assert_false(changed);
    assert_true(keyring_renew(store_keyring(a->store), 3, &why));
    assert_true(seal_again(a, &place, &value, &changed));
    assert_true(changed);
    assert_true(seal_again(a, &place, &value, &changed));
    assert_false(changed);
    assert_true(open_value(a, &place, value, &text));
    assert_string_equal(text, "青葉 花子");
}

static struct bytes
digest(struct act *a, int64_t contract, const char *field, const char *text)
{
    struct bytes bytes;

    assert_true(seal_equality(a, contract, "person", field, text, &bytes));
    assert_int_equal(bytes.size, 32);
    return bytes;
}

static void
equal_texts_have_equal_digests(struct test *t)
{
    struct act *a = act_with_contract(t, 3);

    assert_memory_equal(digest(a, 3, "mail", "a@b.example").data,
                        digest(a, 3, "mail", "a@b.example").data, 32);
}

static void
digests_differ_between_fields_and_contracts(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    struct bytes mail = digest(a, 3, "mail", "a@b.example");

    assert_memory_not_equal(mail.data, digest(a, 3, "mail2", "a@b.example").data, 32);
    assert_memory_not_equal(mail.data, digest(a, 0, "mail", "a@b.example").data, 32);
}

static const char *
tokens(struct act *a, const char *text)
{
    struct buffer out = { .arena = a->arena };

    assert_true(seal_tokens(a, 3, "person", "name", text, &out));
    return buffer_string(&out);
}

static void
tokens_are_whole_private_tokens(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    const char *out = tokens(a, "青葉");

    /* the pair and both characters, each 3 + 11 bytes and a space */
    assert_int_equal(strlen(out), 3 * 15);
    for (size_t i = 0; i < 3; i++) {
        assert_memory_equal(out + i * 15, "\xEE\x80\x85", 3);
        assert_int_equal(strcspn(out + i * 15, " "), 14);
    }
}

static void
spaces_in_names_make_no_difference(struct test *t)
{
    struct act *a = act_with_contract(t, 3);

    assert_string_equal(tokens(a, "青葉 花子"), tokens(a, "青葉花子"));
}

static void
a_search_asks_for_tokens_that_the_document_has(struct test *t)
{
    struct act *a = act_with_contract(t, 3);
    const char *document = tokens(a, "青葉花子");
    const struct seal_field fields[] = { { "person", "kana" }, { "person", "name" } };
    const int64_t contracts[] = { 0, 3, 99 };
    const char *const *conditions;
    size_t met = 0;
    size_t count = 0;

    assert_true(seal_conditions(a, contracts, 3, fields, 2, "葉花", &conditions));
    for (; conditions[count]; count++) {
        bool any = false;

        for (const char *at = conditions[count]; *at; at += 15)
            any = any || strstr(document, arena_slice(a->arena, at, 15));
        met += any;
    }
    assert_true(count > 0);
    assert_int_equal(met, count);
}

const struct test_case seal_tests[] = {
    CASE(a_sealed_value_opens_at_its_place),
    CASE(the_text_does_not_stand_in_the_bytes),
    CASE(an_empty_text_is_no_bytes),
    CASE(a_value_of_another_record_does_not_open),
    CASE(a_value_of_another_field_does_not_open),
    CASE(a_value_of_another_ledger_does_not_open),
    CASE(a_value_of_another_contract_does_not_open),
    CASE(a_flipped_bit_is_found),
    CASE(a_shortened_value_is_found),
    CASE(a_dropped_contract_loses_its_values),
    CASE(a_key_made_anew_does_not_open_old_values),
    CASE(a_contract_without_key_is_a_fault),
    CASE(a_value_opens_under_the_key_it_names),
    CASE(a_value_is_sealed_again_once),
    CASE(equal_texts_have_equal_digests),
    CASE(digests_differ_between_fields_and_contracts),
    CASE(tokens_are_whole_private_tokens),
    CASE(spaces_in_names_make_no_difference),
    CASE(a_search_asks_for_tokens_that_the_document_has),
    { 0 },
};
