/*
 * Bugs, as opposed to faults: a condition that only a mistake in the program can
 * break. On in release builds too.
 */
#ifndef BASE_MUST_H
#define BASE_MUST_H

/* Ends the process with file and line when the condition does not hold; an act
   in progress is rolled back by the database at the next start. */
#define must(condition) ((condition) ? (void)0 : must_failed(#condition, __FILE__, __LINE__))

_Noreturn void must_failed(const char *condition, const char *file, int line);

/* Ends the process because no memory is left. */
_Noreturn void out_of_memory(void);

#endif
