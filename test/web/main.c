#include "tests.h"

static const struct test_table tables[] = {
    { "acceptor", acceptor_tests },
    { "admin", admin_tests },
    { "answer", answer_tests },
    { "api", api_tests },
    { "attempt", attempt_tests },
    { "cache", cache_tests },
    { "door", door_tests },
    { "leaving", leaving_tests },
    { "own_page", own_page_tests },
    { "part_page", part_page_tests },
    { "cookie", cookie_tests },
    { "csrf", csrf_tests },
    { "exchange", exchange_tests },
    { "form", form_tests },
    { "host", host_tests },
    { "idempotency", idempotency_tests },
    { "incoming", incoming_tests },
    { "ldif", ldif_tests },
    { "letter", letter_tests },
    { "live", live_tests },
    { "multipart", multipart_tests },
    { "openapi", openapi_tests },
    { "password", password_tests },
    { "patch", patch_tests },
    { "patience", patience_tests },
    { "problem", problem_tests },
    { "proxy_line", proxy_line_tests },
    { "router", router_tests },
    { "server", server_tests },
    { "session", session_tests },
    { "stream", stream_tests },
    { "token", token_tests },
    { "address", address_tests },
    { "attachment_page", attachment_page_tests },
    { "bulk", bulk_tests },
    { "edit_page", edit_page_tests },
    { "list_page", list_page_tests },
    { "record_act", record_act_tests },
    { 0 },
};

int
main(int argc, char **argv)
{
    return test_main("web", tables, argc, argv);
}
