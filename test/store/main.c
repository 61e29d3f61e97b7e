#include "store/open.h"
#include "store/tests.h"

static const struct test_table tables[] = {
    { "act", act_tests },       { "keyring", keyring_tests },   { "seal", seal_tests },
    { "blob", blob_tests },     { "schedule", schedule_tests }, { "job", job_tests },
    { "outbox", outbox_tests }, { "backup", backup_tests },     { "parameter", parameter_tests },
    { "query", query_tests },   { "schema", schema_tests },     { "sql", sql_tests },
    { "store", store_tests },   { "words", words_tests },       { 0 },
};

/* Of one database only. */
static const struct test_table sqlite_tables[] = {
    { "seat", seat_tests },
    { "sqlite", sqlite_tests },
    { "sqlite_group", sqlite_group_tests },
    { "sqlite_reader", sqlite_reader_tests },
    { 0 },
};

static const struct test_table postgres_tables[] = {
    { "postgres", postgres_tests },
    { 0 },
};

int
main(int argc, char **argv)
{
    int failed = test_main("store", tables, argc, argv);

    failed += test_main("store", test_is_postgres() ? postgres_tables : sqlite_tables, argc, argv);
    return failed;
}
