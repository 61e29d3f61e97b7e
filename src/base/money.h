/*
 * Money: whole yen, always integers.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <stdint.h>

struct yen {
    int64_t yen;
};

/* What an empty number or amount is, since 0 is a number. */
#define NO_NUMBER INT64_MIN

#endif
