/*
 * Check digits of Japanese numbers, and finding the one number that must not be kept.
 *
 * Codes are text of ASCII digits (text_narrow first); nothing else is accepted.
 */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stdbool.h>

struct arena;

/* 全国地方公共団体コード: 6 digits, the last one checks the five before. */
bool digits_municipality(const char *code);

/* The check digit, '0'..'9', of the first five digits. */
char digits_municipality_check(const char five[5]);

/* 法人番号: 13 digits, the first one, never 0, checks the twelve behind it. */
bool digits_corporation(const char *number);

/* 適格請求書発行事業者の登録番号: T and 13 digits. Only the form is asked, since a sole
   trader has one without being a corporation. */
bool digits_invoice(const char *number);

/* 郵便番号: 7 digits, with or without its hyphen. */
bool digits_postcode(const char *code);

/*
 * Whether a valid Individual Number (マイナンバー) stands anywhere in the text: exactly 12
 * digits in any width with a right check digit, that are no part of a longer number. The
 * law forbids to keep it. It is known when written as one, in fours or digit by digit with
 * blanks, hyphens and dashes of any kind between, in threes or sixes with hyphens; where the
 * text speaks of it, with anything between. One in eleven other 12-digit numbers passes its
 * check, too, so what people write far more often is left alone: a day with a time,
 * telephone numbers (also from +81), years in a row, the digits within a sum in hexadecimal.
 */
bool digits_has_my_number(const char *text);

/* The text with （個人番号） in place of each; the text itself when it has none. For what
   may reach a log or an answer. */
const char *digits_mask_my_number(struct arena *arena, const char *text);

/* Whether the text names it: マイナンバー, 個人番号, 特定個人情報, my number, in any width. */
bool digits_speak_of_my_number(const char *text);

#endif
