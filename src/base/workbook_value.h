/*
 * What a number in a workbook's cell means by its format; private to workbook*.c.
 */
#ifndef BASE_WORKBOOK_VALUE_H
#define BASE_WORKBOOK_VALUE_H

#include <stdbool.h>

struct buffer;

enum number_kind {
    NUMBER_PLAIN,
    NUMBER_DATE,
    NUMBER_TIME,
    NUMBER_DATE_TIME,
    NUMBER_SPAN, /* [h]:mm */
    NUMBER_PERCENT,
    NUMBER_ZEROS, /* 0000: so many digits at least */
};

struct number_form {
    enum number_kind kind;
    int digits; /* of NUMBER_ZEROS */
};

/* Of a format code as it stands in styles.xml, and of the number of a built-in one. */
struct number_form number_form_of(const char *code);
struct number_form number_form_built_in(long id);

/* Adds the number as a person sees it. What is no number is added as it stands. */
void number_add(struct buffer *out, const char *number, struct number_form form, bool since_1904);

#endif
