#ifndef TEST_DESK_TESTS_H
#define TEST_DESK_TESTS_H

#include "test.h"

extern const struct test_case ask_tests[];
extern const struct test_case ask_index_tests[];
extern const struct test_case ask_text_tests[];
extern const struct test_case inquiry_tests[];

#endif
