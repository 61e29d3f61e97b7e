/*
 * Moving the WAL into the database file; for the files sqlite….c only.
 *
 * The functions are called by the writer's thread between two groups, checkpoint_stop once
 * it has ended.
 */
#ifndef STORE_SQLITE_CHECKPOINT_H
#define STORE_SQLITE_CHECKPOINT_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>

struct sqlite;
struct sqlite_link;

/* `pages` and `moved` belong to the thread while a pass runs, else to the writer. */
struct mover {
    struct sqlite_link *link;
    pthread_t thread;
    sem_t wanted;
    bool runs;
    _Atomic bool stop;
    _Atomic int pass;
    int pages;
    int moved;
    int wal_pages; /* after the writer's last commit */
    int again_at;  /* pages at which a pass that readers cut short is tried again */
};

/* When there is enough to move. */
void checkpoint(struct sqlite *s);

/* Empties the WAL now; false when somebody still reads from it. */
bool checkpoint_whole(struct sqlite *s);

void checkpoint_stop(struct sqlite *s);

#endif
