/*
 * An optional writer for automatic answers: an endpoint that speaks like OpenAI's chat
 * completions and puts the found passages into one answer. Off unless configured.
 *
 * It gets the question and the passages of the candidates, numbered, and nothing else. What it
 * writes is shown only when it cites a passage by its number ([1]) and none that was not sent;
 * when it cites nothing, takes too long or fails, the passages stand alone as without it.
 */
#ifndef DESK_ASK_WRITER_H
#define DESK_ASK_WRITER_H

struct act;
struct ask_answer;

/* The written answer in the act's arena, or NULL. Adds no fault. Not inside act_write. */
const char *ask_written(struct act *a, const char *question, const struct ask_answer *answer);

#endif
