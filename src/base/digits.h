/*
 * Check digits of Japanese numbers, and finding the one number that must not be kept.
 *
 * Codes are text of ASCII digits (text_narrow first); nothing else is accepted.
 */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stdbool.h>

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

/* Whether a valid Individual Number (マイナンバー) stands anywhere in the text: exactly 12
   digits in any width, with spaces and hyphens between them or not, that are no part of
   a longer number. The law forbids to keep it. About one in ten other 12-digit numbers
   passes its check too: see digits_speak_of_my_number before refusing for good. */
bool digits_has_my_number(const char *text);

/* Whether the text names it: マイナンバー, 個人番号, 特定個人情報, my number, in any width. */
bool digits_speak_of_my_number(const char *text);

#endif
