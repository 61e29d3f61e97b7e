/*
 * The writer's seat: which process may write to a SQLite folder.
 *
 * The server holds flock on DIR/lock and listens on DIR/tasuki.sock. Another process
 * connects, which queues it; one byte means that the seat is granted, closing gives it
 * back. A seat lasts at most SEAT_MS. Without a server the lock itself is the seat, taken
 * for one group of acts at a time, so that several commands can take turns.
 */
#ifndef STORE_SEAT_H
#define STORE_SEAT_H

#include <stdbool.h>

struct seat;

enum { SEAT_MS = 50 };

/* NULL when the folder cannot be opened or the lock file not be made (errno). */
struct seat *seat_open(const char *folder);
void seat_close(struct seat *seat);

/* Becomes the server: waits up to `ms` for commands that are writing. False with a
   Japanese sentence when another server is there. */
bool seat_serve(struct seat *seat, int ms, const char **why);

/* Where seekers connect; -1 when this process does not serve. */
int seat_listener(const struct seat *seat);

/* Takes the seat for this process, waiting up to `ms`; always at once in the server. */
bool seat_take(struct seat *seat, int ms);
void seat_give(struct seat *seat);

/* Whether nobody shares the seat that is held: it is the lock of a folder without server. */
bool seat_alone(const struct seat *seat);

/* In the server: grants the seat to an accepted connection and waits until it is given
   back; closes it. False when its holder stayed longer than SEAT_MS. */
bool seat_grant(int connection);

#endif
