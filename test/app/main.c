#include "tests.h"

int
main(int argc, char **argv)
{
    static const struct test_table tables[] = { { "access_matrix", access_matrix_tests },
                                                { "backup_job", backup_job_tests },
                                                { "keys_job", keys_job_tests },
                                                { "modules", modules_tests },
                                                { 0 } };

    return test_main("app", tables, argc, argv);
}
