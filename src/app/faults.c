#include "app/faults.h"

#include <stdio.h>

#include "base/buffer.h"
#include "base/json.h"
#include "store/act.h"

static void
write_place(struct buffer *out, const struct fault *fault)
{
    if (fault->line)
        buffer_print(out, "%lld行目 ", (long long)fault->line);
    if (fault->column || fault->field)
        buffer_print(out, "「%s」 ", fault->column ? fault->column : fault->field);
    if (fault->value && fault->value[0])
        buffer_print(out, "（%s） ", fault->value);
    buffer_print(out, "%s\n", fault->message);
}

static void
write_json(struct buffer *out, const struct fault *fault, bool first)
{
    buffer_text(out, first ? "{" : ",{");
    json_key(out, "kind", true);
    json_text(out, fault_face(fault->kind)->slug);
    if (fault->field) {
        json_key(out, "field", false);
        json_text(out, fault->field);
    }
    if (fault->line) {
        json_key(out, "line", false);
        buffer_int(out, fault->line);
    }
    json_key(out, "message", false);
    json_text(out, fault->message);
    buffer_char(out, '}');
}

int
faults_print(const struct act *a, bool json)
{
    struct buffer out = { .arena = a->arena };

    if (json)
        buffer_text(&out, "{\"faults\":[");
    for (const struct fault *fault = a->faults; fault; fault = fault->next) {
        if (json)
            write_json(&out, fault, fault == a->faults);
        else
            write_place(&out, fault);
    }
    if (json)
        buffer_text(&out, "]}\n");
    fputs(buffer_string(&out), stderr);
    return fault_face(act_fault_kind(a))->exit;
}

int
fault_print(const char *message, bool json, int status)
{
    struct buffer out = { 0 };

    if (json) {
        buffer_text(&out, "{\"faults\":[{\"message\":");
        json_text(&out, message);
        buffer_text(&out, "}]}\n");
    } else {
        buffer_print(&out, "%s\n", message);
    }
    fputs(buffer_string(&out), stderr);
    buffer_release(&out);
    return status;
}
