/*
 * Patience with slow clients.
 *
 * The HTTP library cuts a connection on which nothing moves for 30 seconds. Who sends a
 * byte of a header now and then, or takes an answer byte by byte, would hold his place for
 * ever: such connections are cut here. Bodies have their own measure (exchange_body).
 */
#ifndef WEB_PATIENCE_H
#define WEB_PATIENCE_H

#include <stdint.h>

struct MHD_Connection;
struct patience;
struct watched;

struct patience *patience_make(void);
void patience_release(struct patience *p);

/* From the library's notices, with the descriptor of the connection. */
struct watched *patience_begin(struct patience *p, int fd);
void patience_end(struct patience *p, struct watched *w);

/* What the connection does now. */
void patience_works(struct watched *w); /* a request has come: its reader has patience */
void patience_sends(struct watched *w); /* an answer of known length goes out */
void patience_waits(struct watched *w); /* for the next request */

/* Cuts those that took too long; returns how many. To be called once a second with
   clock_ticks(). */
int patience_look(struct patience *p, int64_t now);

#endif
