/*
 * Addresses of the Internet Protocol, of versions 4 and 6, with the length of their prefix.
 *
 * One type for a single address (prefix 32 or 128) and for a network (10.24.16.0/24). Texts
 * are hostile: leading zeros beyond three digits, numbers above 255, what follows the end
 * are refused with a sentence. Keys are texts whose order is the order of addresses, and
 * which people still read in a table.
 */
#ifndef BASE_INET_H
#define BASE_INET_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

struct inet {
    uint8_t family; /* 0 none, 4 or 6 */
    uint8_t prefix;
    uint8_t bytes[16]; /* of version 4 the first four; the others are 0 */
};

/* Reads "192.0.2.10", "10.0.0.0/8", "2001:db8::/32", full-width digits, too. False with a
   sentence in `*why`. */
bool inet_parse(struct arena *arena, const char *text, struct inet *out, const char **why);

/* "10.24.16.0/24"; without a prefix when it is a single address, "" for none. */
const char *inet_print(struct arena *arena, const struct inet *inet);
/* Never with a prefix. */
const char *inet_print_host(struct arena *arena, const struct inet *inet);

/* "4 010.024.016.000/024"; "" for none. */
const char *inet_key(struct arena *arena, const struct inet *inet);
/* False when the text is no key; "" is none. */
bool inet_unkey(const char *key, struct inet *out);

/* By family, then address, then length of the prefix. */
int inet_compare(const struct inet *left, const struct inet *right);

int inet_bits(const struct inet *inet); /* 32 or 128 */
bool inet_is_host(const struct inet *inet);

/* First and last address of a network, as single addresses. */
struct inet inet_first(const struct inet *network);
struct inet inet_last(const struct inet *network);

/* Whether the network or address `inner` lies within `outer`, or is the same. */
bool inet_contains(const struct inet *outer, const struct inet *inner);

/* The network of this length that an address lies in. */
struct inet inet_within(const struct inet *inet, int prefix);

/* The neighbour of a single address; false (and `*out` untouched) beyond the end of all. */
bool inet_next(const struct inet *host, struct inet *out);
bool inet_previous(const struct inet *host, struct inet *out);

/* How many addresses lie from `first` to `last`, both included; INT64_MAX when there are more. */
int64_t inet_count(const struct inet *first, const struct inet *last);

/* The address `steps` behind this one within version 4; wraps nowhere: the last one at most. */
struct inet inet_add(const struct inet *host, uint32_t steps);

#endif
