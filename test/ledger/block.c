#include "ledger/block.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "ledger/merkle.h"
#include "office.h"
#include "store/open.h"
#include "store/query.h"
#include "store/store.h"

static void
a_tree_has_the_roots_of_the_standard(struct test *t)
{
    static const char *const roots[] = {
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    };
    static const char bytes[] = { 0, 0x00, 0x10 };
    struct merkle tree = { 0 };
    uint8_t hash[SHA256_BYTES];

    for (size_t i = 0; i < 3; i++) {
        merkle_leaf(bytes + i, i ? 1 : 0, hash);
        merkle_add(&tree, hash);
        merkle_root(&tree, hash);
        assert_string_equal(hex_print(t->arena, hash, sizeof hash), roots[i]);
    }
}

static struct block
newest(struct office *o)
{
    struct block block;
    bool found;

    assert_true(block_newest(office_console(o), &block, &found));
    assert_true(found);
    return block;
}

static void
sealing_covers_every_row_once(struct test *t)
{
    struct office o;
    struct act *a;
    int64_t unsealed;
    size_t rows;

    office_open(t, &o);
    ticket_made(&o, OPERATOR, "件名");
    a = office_console(&o);
    assert_true(history_seal(a, &rows));
    assert_true(rows > 1);
    assert_true(block_unsealed(a, &unsealed));
    assert_int_equal(unsealed, 0);
    assert_true(history_seal(a, &rows));
    assert_int_equal(rows, 0);
    assert_int_equal(newest(&o).number, 1);
}

static void
blocks_are_chained_by_their_hashes(struct test *t)
{
    uint8_t hash[SHA256_BYTES];
    struct office o;
    struct block first, second;

    office_open(t, &o);
    assert_true(history_seal(office_console(&o), NULL));
    first = newest(&o);
    ticket_made(&o, OPERATOR, "件名");
    ticket_made(&o, OPERATOR, "件名");
    assert_true(history_seal(office_console(&o), NULL));
    second = newest(&o);
    assert_int_equal(second.number, 2);
    assert_int_equal(second.count, 2);
    assert_int_equal(second.first_seq, first.last_seq + 1);
    assert_memory_equal(second.previous.data, first.hash.data, SHA256_BYTES);
    block_hash(&second, hash);
    assert_memory_equal(second.hash.data, hash, SHA256_BYTES);
}

static void
each_seal_is_noted_outside_the_database(struct test *t)
{
    struct office o;
    struct block block;
    const char *path, *why;
    char *text;
    size_t length;

    office_open(t, &o);
    assert_true(history_seal(office_console(&o), NULL));
    block = newest(&o);
    path = arena_print(t->arena, "%s/heads", store_folder(o.store));
    assert_true(file_read(t->arena, path, 1000, &text, &length, &why));
    assert_string_equal(text, arena_print(t->arena, "1 %s 2026-04-06T09:00:00+09:00\n",
                                          hex_print(t->arena, block.hash.data, SHA256_BYTES)));
}

static bool
write_late_row(struct act *a, void *with)
{
    static const struct query query = {
        .name = "test.late",
        .sql = "INSERT INTO history (seq, at, actor, session, origin, request, ledger, record,"
               " action, reason, detail, detail_hash, txid) SELECT :seq, at, actor, session,"
               " origin, request, ledger, record, action, reason, detail, detail_hash,"
               " txid + :later FROM history ORDER BY txid DESC, seq DESC LIMIT 1",
    };
    const int64_t *seq = with;

    return query_run(a, &query, NULL, BOUND(BIND(seq, seq[0]), BIND(later, seq[1])));
}

/* On PostgreSQL behind it, as when a transaction writes that much while another one writes a
   single row; SQLite commits in the order of seq, so there it can only lie far ahead. */
static void
a_row_far_from_the_last_one_that_was_sealed_is_sealed_too(struct test *t)
{
    int64_t first[] = { 100000, 0 };
    int64_t other[] = { test_is_postgres() ? 50000 : 150000, test_is_postgres() };
    struct office o;
    struct act *a;
    int64_t unsealed;
    size_t rows;

    office_open(t, &o);
    a = office_console(&o);
    assert_true(act_write(a, write_late_row, first));
    assert_true(history_seal(a, NULL));
    assert_int_equal(newest(&o).last_seq, 100000);
    assert_true(act_write(a, write_late_row, other));
    assert_true(block_unsealed(a, &unsealed));
    assert_int_equal(unsealed, 1);
    act_end(a);
    assert_true(history_seal(a, &rows));
    assert_int_equal(rows, 1);
    assert_int_equal(newest(&o).last_seq, other[0]);
}

const struct test_case block_tests[] = {
    CASE(a_tree_has_the_roots_of_the_standard),
    CASE(sealing_covers_every_row_once),
    CASE(blocks_are_chained_by_their_hashes),
    CASE(a_row_far_from_the_last_one_that_was_sealed_is_sealed_too),
    CASE(each_seal_is_noted_outside_the_database),
    { 0 },
};
