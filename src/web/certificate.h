/*
 * The certificate of a server that speaks TLS itself, read anew when its files change.
 *
 * Renewing needs no restart: new connections get the new certificate, those under way keep
 * theirs. When the new files are wrong or belong not together, the old ones go on.
 */
#ifndef WEB_CERTIFICATE_H
#define WEB_CERTIFICATE_H

#include <stdbool.h>

#include <gnutls/abstract.h>

#include "base/time.h"

struct certificate;

/* PEM files: the chain, the server's own first, and its key without passphrase. NULL with
   a Japanese sentence when they cannot be used. One server of a process may have one. */
struct certificate *certificate_open(const char *chain, const char *key, const char **why);

/* Looks whether the files have changed; to be called now and then. */
void certificate_refresh(struct certificate *c);

/* What the HTTP library asks at each handshake (gnutls_certificate_retrieve_function2). */
int certificate_hand_out(gnutls_session_t session, const gnutls_datum_t *names, int count,
                         const gnutls_pk_algorithm_t *algorithms, int algorithm_count,
                         gnutls_pcert_st **chain, unsigned *length, gnutls_privkey_t *key);

/* When the one that is handed out ends; false when it does not say. */
bool certificate_until(struct certificate *c, struct instant *until);

/* After the last connection has ended. */
void certificate_close(struct certificate *c);

#endif
