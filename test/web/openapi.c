#include "web/openapi.h"

#include <string.h>

#include "base/json.h"
#include "errand.h"
#include "ledger/shape.h"
#include "tests.h"
#include "web/api.h"

static json_t *
document(struct errands *e)
{
    struct act *a = errands_act(e);
    struct buffer out = { .arena = e->test->arena };
    const char *why = "";
    json_t *root;

    openapi_write(a, &out);
    if (!json_read(e->test->arena, buffer_string(&out), out.length, &root, &why))
        print_error("%s\n", why);
    assert_non_null(root);
    return root;
}

/* The methods of a path, or NULL. */
static json_t *
path_of(json_t *root, const char *path)
{
    return json_object_get(json_object_get(root, "paths"), path);
}

static const char *
method_of(enum method method)
{
    static const char *const names[METHODS] = { "get", "post", "patch", "delete" };

    return names[method];
}

/* A route's path as the document writes it for the errands. */
static const char *
described(struct test *t, const char *path)
{
    const char *hole = strstr(path, "{ledger}");

    if (!hole)
        return path;
    if (strstr(path, "/attachments/{word}"))
        return "/api/v1/errand/{id}/attachments/{attachment}";
    if (strstr(path, "/links/{word}"))
        return "/api/v1/errand/{id}/links/{link}";
    if (strstr(path, "{word}"))
        return "/api/v1/errand/{id}/solve";
    return arena_print(t->arena, "%.*serrand%s", (int)(hole - path), path, hole + 8);
}

static void
every_route_of_the_api_is_described(struct test *t)
{
    struct errands e;
    json_t *root;

    errands_open(t, &e);
    root = document(&e);
    for (const struct route *route = api_routes; route->path; route++) {
        json_t *path = path_of(root, described(t, route->path));

        if (!json_object_get(path, method_of(route->method)))
            print_error("%s %s\n", method_of(route->method), route->path);
        assert_non_null(json_object_get(path, method_of(route->method)));
    }
}

static bool
has_route(struct test *t, const char *path, const char *method)
{
    for (const struct route *route = api_routes; route->path; route++)
        if (strcmp(described(t, route->path), path) == 0 &&
            strcmp(method_of(route->method), method) == 0)
            return true;
    return false;
}

static void
nothing_is_described_that_has_no_route(struct test *t)
{
    struct errands e;
    const char *path, *method;
    json_t *item, *operation;
    json_t *root;

    errands_open(t, &e);
    root = document(&e);
    json_object_foreach(json_object_get(root, "paths"), path, item)
    {
        if (!strstr(path, "/errand") || strstr(path, "/finish"))
            continue;
        json_object_foreach(item, method, operation)
        {
            assert_true(has_route(t, path, method));
        }
    }
}

/* Follows "#/a/b/c". */
static json_t *
resolve(struct test *t, json_t *root, const char *reference)
{
    char *rest = arena_copy(t->arena, reference + 2);
    char *part;

    while (root && (part = strsep(&rest, "/")) != NULL)
        root = json_object_get(root, part);
    return root;
}

static size_t
count_references(struct test *t, json_t *root, json_t *node)
{
    const char *name;
    json_t *each;
    size_t i, count = 0;

    json_array_foreach(node, i, each)
    {
        count += count_references(t, root, each);
    }
    json_object_foreach(node, name, each)
    {
        if (strcmp(name, "$ref") != 0) {
            count += count_references(t, root, each);
            continue;
        }
        if (!resolve(t, root, json_string_value(each)))
            print_error("%s\n", json_string_value(each));
        assert_non_null(resolve(t, root, json_string_value(each)));
        count++;
    }
    return count;
}

static void
every_reference_resolves(struct test *t)
{
    struct errands e;
    json_t *root;

    errands_open(t, &e);
    root = document(&e);
    assert_true(count_references(t, root, root) > 100);
}

static void
what_no_role_may_do_is_not_described(struct test *t)
{
    struct errands e;
    json_t *root;

    errands_open(t, &e);
    root = document(&e);
    assert_non_null(json_object_get(path_of(root, "/api/v1/contract/{id}"), "get"));
    assert_null(json_object_get(path_of(root, "/api/v1/contract/{id}"), "delete"));
    assert_null(path_of(root, "/api/v1/contract/{id}/entries"));
}

static void
a_custom_field_is_described_from_when_it_is_there(struct test *t)
{
    static const struct field custom[] = { { "x_5", 0, FIELD_NUMBER, "台数" } };
    struct errands e;
    json_t *properties;

    errands_open(t, &e);
    shape_custom_set(&errand_ledger, custom, 1);
    properties =
        json_object_get(resolve(t, document(&e), "#/components/schemas/errand"), "properties");
    shape_custom_set(&errand_ledger, NULL, 0);
    assert_non_null(json_object_get(properties, "x_5"));
}

static void
a_filter_is_described_with_the_operators_its_type_knows(struct test *t)
{
    struct errands e;
    json_t *parameters;

    errands_open(t, &e);
    parameters = resolve(t, document(&e), "#/components/parameters");
    assert_non_null(json_object_get(parameters, "errand.done_on.ge"));
    assert_non_null(json_object_get(parameters, "errand.state.in"));
    assert_null(json_object_get(parameters, "errand.state.ge"));
    assert_null(json_object_get(parameters, "errand.caller.has"));
}

const struct test_case openapi_tests[] = {
    CASE(every_route_of_the_api_is_described),
    CASE(nothing_is_described_that_has_no_route),
    CASE(every_reference_resolves),
    CASE(what_no_role_may_do_is_not_described),
    CASE(a_custom_field_is_described_from_when_it_is_there),
    CASE(a_filter_is_described_with_the_operators_its_type_knows),
    { 0 },
};
