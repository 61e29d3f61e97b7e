/*
 * From an exchange to its response: who asks, may he, the route's handler, and what
 * becomes of its reply or its faults.
 */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

struct arena;
struct exchange;

/* In a worker. Resumes the connection; then the exchange is no longer ours. What follows –
   streaming, noting that the session was used – happens after that. */
void answer_resume(struct exchange *ex, struct arena *arena);

/* In an epoll thread: sets ex->response and ex->status. Only for refusals and routes that
   are INLINE. */
void answer_inline(struct exchange *ex);

#endif
