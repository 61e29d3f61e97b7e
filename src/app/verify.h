/*
 * The parts of `tasuki verify`: the history, the proof of one row, an issued document.
 */
#ifndef APP_VERIFY_H
#define APP_VERIFY_H

struct act;
struct arguments;
struct head;

/* The whole history, and the head a report or mail names; prints, returns the exit status. */
int verify_all(struct act *a, const struct arguments *arguments, const struct head *head);

/* The issued document of the number that is the operand: its frozen contents, and the history
   at the head it names. */
int verify_document(struct act *a, const struct arguments *arguments, const struct head *head);

/* Prints what was found; the exit status. */
int verify_proof(struct act *a, const struct arguments *arguments, const char *path,
                 const struct head *head);

#endif
