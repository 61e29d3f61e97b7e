/*
 * The door for connections that begin with a PROXY header: one thread takes them in, reads
 * the header – only from the proxies that the installation names – and hands them to the
 * HTTP library under the address of the client.
 */
#ifndef WEB_ACCEPTOR_H
#define WEB_ACCEPTOR_H

#include "web/host.h"

struct acceptor;
struct MHD_Daemon;

/* Owns neither; `fd` listens and does not block. NULL when no thread can be had. */
struct acceptor *acceptor_start(int fd, const struct hosts *hosts, struct MHD_Daemon *daemon);

/* Takes no new connections; what has not shown its header yet is closed. */
void acceptor_stop(struct acceptor *a);

#endif
