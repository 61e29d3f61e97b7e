/*
 * What the process and its folder take up: for /metrics and the page of the system.
 */
#ifndef WEB_RESOURCES_H
#define WEB_RESOURCES_H

#include <stdint.h>

/* Bytes; -1 where it cannot be known. */
struct resources {
    int64_t resident;  /* memory of the process */
    int64_t disk;      /* of the file system that holds the data folder */
    int64_t disk_free; /* what the process may still fill */
    int64_t database;  /* the file of SQLite */
    int64_t wal;       /* its write-ahead log */
};

/* A few system calls, no waiting. `folder` is DIR. */
struct resources resources_read(const char *folder);

#endif
