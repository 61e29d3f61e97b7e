/*
 * What bench/record.c writes and bench/bare.c reads: every statement the product's
 * writer executed, with its values.
 *
 * A statement is: length of its SQL (uint32), SQL, count of values (uint32); each value
 * is a letter, then for I eight bytes, for T and B a length (uint32) and bytes, for N
 * nothing. All in the machine's own order.
 */
#ifndef BENCH_STATEMENTS_H
#define BENCH_STATEMENTS_H

enum { VALUE_INT = 'I', VALUE_TEXT = 'T', VALUE_BLOB = 'B', VALUE_NULL = 'N' };

#endif
