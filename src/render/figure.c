#include "render/figure.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "base/wareki.h"

enum { MOST_DECIMALS = 6 };

static struct text
one_run(struct arena *arena, const char *text, enum tone tone)
{
    struct run *run = NEW(arena, struct run);

    *run = (struct run){ .text = text, .tone = tone };
    return (struct text){ run, 1 };
}

struct figure
figure_none(void)
{
    return (struct figure){ .kind = FIGURE_NONE };
}

struct figure
figure_unknown(void)
{
    return (struct figure){ .kind = FIGURE_UNKNOWN };
}

struct figure
figure_empty(void)
{
    return (struct figure){ .kind = FIGURE_EMPTY };
}

struct figure
figure_text(struct arena *arena, const char *text)
{
    if (!text || !*text)
        return figure_empty();
    return (struct figure){ .kind = FIGURE_TEXT, .text = one_run(arena, text, TONE_PLAIN) };
}

struct figure
figure_strong(struct arena *arena, const char *text)
{
    struct figure figure = figure_text(arena, text);

    figure.strong = true;
    return figure;
}

struct figure
figure_count(int64_t number, const char *unit)
{
    return figure_decimal(number, 0, unit);
}

struct figure
figure_decimal(int64_t scaled, int decimals, const char *unit)
{
    must(decimals >= 0 && decimals <= MOST_DECIMALS);
    if (scaled == NO_NUMBER)
        return figure_none();
    return (struct figure){
        .kind = FIGURE_NUMBER, .number = scaled, .decimals = decimals, .unit = unit
    };
}

struct figure
figure_change(int64_t scaled, int decimals, const char *unit)
{
    struct figure figure = figure_decimal(scaled, decimals, unit);

    if (figure.kind == FIGURE_NUMBER)
        figure.kind = FIGURE_CHANGE;
    return figure;
}

struct figure
figure_yen(struct yen yen)
{
    if (yen.yen == NO_NUMBER)
        return figure_none();
    return (struct figure){ .kind = FIGURE_YEN, .number = yen.yen, .unit = "円" };
}

struct figure
figure_date(struct date date, enum day_form form)
{
    if (!date.day)
        return figure_none();
    return (struct figure){ .kind = FIGURE_DATE, .date = date, .form = form };
}

struct figure
figure_time(struct instant time, enum day_form form)
{
    if (!time.us)
        return figure_none();
    return (struct figure){ .kind = FIGURE_TIME, .time = time, .form = form };
}

struct figure
figure_duration(int64_t minutes)
{
    if (minutes == NO_NUMBER)
        return figure_none();
    return (struct figure){ .kind = FIGURE_DURATION, .number = minutes };
}

struct figure
figure_mark(struct arena *arena, enum mark_tone tone, const char *word)
{
    return (struct figure){ .kind = FIGURE_MARK,
                            .mark = tone,
                            .text = one_run(arena, word, TONE_PLAIN) };
}

struct figure
figure_spark(const struct chart *chart)
{
    return (struct figure){ .kind = FIGURE_SPARK, .chart = chart };
}

struct figure
figure_share(int64_t part, int64_t base)
{
    enum { THOUSAND = 1000 };

    if (base <= 0 || part < 0)
        return figure_none();
    for (; part > INT64_MAX / (4 * THOUSAND) || base > INT64_MAX / 4; part /= 2)
        base /= 2;
    return base ? figure_decimal((part * 2 * THOUSAND + base) / (base * 2), 1, "％")
                : figure_none();
}

static void
put_number(struct buffer *b, const struct figure *f)
{
    uint64_t size = f->number < 0 ? -(uint64_t)f->number : (uint64_t)f->number;
    uint64_t scale = 1;
    char digits[32];
    size_t count = 0;

    for (int i = 0; i < f->decimals; i++)
        scale *= 10;
    for (uint64_t whole = size / scale; whole || !count; whole /= 10)
        digits[count++] = (char)('0' + whole % 10);
    for (size_t i = count; i-- > 0;) {
        buffer_char(b, digits[i]);
        if (i && i % 3 == 0)
            buffer_char(b, ',');
    }
    if (f->decimals)
        buffer_print(b, ".%0*llu", f->decimals, (unsigned long long)(size % scale));
}

static void
put_sign(struct buffer *b, const struct figure *f)
{
    if (f->number < 0)
        buffer_text(b, "−");
    else if (f->kind == FIGURE_CHANGE)
        buffer_text(b, f->number ? "＋" : "±");
}

static void
put_date(struct arena *arena, struct buffer *b, struct date date, enum day_form form)
{
    struct day day = date_take(date);

    switch (form) {
    case DAY_LONG:
        buffer_text(b, wareki_print(arena, date, WAREKI_PLAIN));
        return;
    case DAY_WEEKDAY:
        buffer_text(b, wareki_print(arena, date, WAREKI_LONG));
        return;
    case DAY_NARROW:
        buffer_text(b, wareki_print(arena, date, WAREKI_SHORT));
        return;
    case DAY_MONTH:
    case DAY_DEADLINE:
        buffer_print(b, "%d月%d日", day.month, day.day);
        if (form == DAY_DEADLINE)
            buffer_print(b, "（%s）", weekday_name(date_weekday(date)));
        return;
    }
}

static void
put_time(struct arena *arena, struct buffer *b, const struct figure *f)
{
    int minute = instant_minute(f->time);

    put_date(arena, b, instant_date(f->time), f->form);
    buffer_print(b, " %d:%02d", minute / 60, minute % 60);
}

static void
put_duration(struct buffer *b, int64_t minutes)
{
    uint64_t size = minutes < 0 ? -(uint64_t)minutes : (uint64_t)minutes;

    buffer_print(b, "%s%llu:%02llu", minutes < 0 ? "−" : "", (unsigned long long)(size / 60),
                 (unsigned long long)(size % 60));
}

const char *
figure_print(struct arena *arena, const struct figure *f)
{
    struct buffer b = { .arena = arena };

    switch (f->kind) {
    case FIGURE_NONE:
        return "－";
    case FIGURE_UNKNOWN:
        return "（未確定）";
    case FIGURE_EMPTY:
    case FIGURE_SPARK:
        return "";
    case FIGURE_TEXT:
    case FIGURE_MARK:
        for (size_t i = 0; i < f->text.count; i++)
            buffer_text(&b, f->text.runs[i].text);
        break;
    case FIGURE_NUMBER:
    case FIGURE_CHANGE:
    case FIGURE_YEN:
        put_sign(&b, f);
        put_number(&b, f);
        buffer_text(&b, f->unit ? f->unit : "");
        break;
    case FIGURE_DATE:
        put_date(arena, &b, f->date, f->form);
        break;
    case FIGURE_TIME:
        put_time(arena, &b, f);
        break;
    case FIGURE_DURATION:
        put_duration(&b, f->number);
        break;
    }
    return buffer_string(&b);
}

bool
figure_is_number(const struct figure *f)
{
    return f->kind == FIGURE_NUMBER || f->kind == FIGURE_CHANGE || f->kind == FIGURE_YEN ||
           f->kind == FIGURE_DURATION;
}
