#include "web/problem.h"

#include "base/buffer.h"
#include "base/json.h"

static void
text_member(struct buffer *out, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    json_key(out, name, false);
    json_text(out, text);
}

static void
number_member(struct buffer *out, const char *name, int64_t number)
{
    if (!number)
        return;
    json_key(out, name, false);
    buffer_int(out, number);
}

static void
fault_write(struct buffer *out, const struct fault *f)
{
    buffer_char(out, '{');
    json_key(out, "message", true);
    json_text(out, f->message);
    text_member(out, "field", f->field);
    text_member(out, "column", f->column);
    text_member(out, "value", f->value);
    number_member(out, "line", f->line);
    number_member(out, "row", f->row);
    buffer_char(out, '}');
}

static const char *
detail_of(enum fault_kind kind, const struct fault *faults)
{
    for (const struct fault *f = faults; f; f = f->next)
        if (f->kind == kind)
            return f->message;
    return NULL;
}

void
problem_write(struct buffer *out, enum fault_kind kind, const struct fault *faults,
              const char *request)
{
    const struct face *face = fault_face(kind);

    buffer_print(out, "{\"type\":\"urn:tasuki:problem:%s\"", face->slug);
    text_member(out, "title", face->title);
    number_member(out, "status", face->http);
    text_member(out, "detail", detail_of(kind, faults));
    text_member(out, "request", request);
    json_key(out, "faults", false);
    buffer_char(out, '[');
    for (const struct fault *f = faults; f; f = f->next) {
        if (f != faults)
            buffer_char(out, ',');
        fault_write(out, f);
    }
    buffer_text(out, "]}\n");
}
