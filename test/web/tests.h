/*
 * The tables of test/web/, one for each source of src/web/.
 */
#ifndef TEST_WEB_TESTS_H
#define TEST_WEB_TESTS_H

#include "client.h"

extern const struct test_case acceptor_tests[];
extern const struct test_case incoming_tests[];
extern const struct test_case admin_tests[];
extern const struct test_case answer_tests[];
extern const struct test_case api_tests[];
extern const struct test_case attempt_tests[];
extern const struct test_case door_tests[];
extern const struct test_case own_page_tests[];
extern const struct test_case part_page_tests[];
extern const struct test_case leaving_tests[];
extern const struct test_case cache_tests[];
extern const struct test_case cookie_tests[];
extern const struct test_case csrf_tests[];
extern const struct test_case exchange_tests[];
extern const struct test_case form_tests[];
extern const struct test_case host_tests[];
extern const struct test_case idempotency_tests[];
extern const struct test_case ldif_tests[];
extern const struct test_case letter_tests[];
extern const struct test_case live_tests[];
extern const struct test_case multipart_tests[];
extern const struct test_case openapi_tests[];
extern const struct test_case password_tests[];
extern const struct test_case patch_tests[];
extern const struct test_case patience_tests[];
extern const struct test_case problem_tests[];
extern const struct test_case proxy_line_tests[];
extern const struct test_case router_tests[];
extern const struct test_case server_tests[];
extern const struct test_case session_tests[];
extern const struct test_case stream_tests[];
extern const struct test_case token_tests[];
extern const struct test_case address_tests[];
extern const struct test_case attachment_page_tests[];
extern const struct test_case bulk_tests[];
extern const struct test_case edit_page_tests[];
extern const struct test_case list_page_tests[];
extern const struct test_case record_act_tests[];

#endif
