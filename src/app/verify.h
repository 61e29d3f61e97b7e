/*
 * Checking the proof of one row, a part of `tasuki verify`.
 */
#ifndef APP_VERIFY_H
#define APP_VERIFY_H

struct act;
struct arguments;
struct head;

/* Prints what was found; the exit status. */
int verify_proof(struct act *a, const struct arguments *arguments, const char *path,
                 const struct head *head);

#endif
