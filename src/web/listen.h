/*
 * The socket the server listens on.
 */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H

struct arena;

/* Opens ADDRESS:PORT or [V6]:PORT, without blocking; port 0 takes a free one. -1 with a
   Japanese sentence in the arena when it cannot. */
int listen_open(struct arena *arena, const char *listen_on, int *port, const char **why);

#endif
