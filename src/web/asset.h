/*
 * The files built into the program, answered from memory on the epoll threads.
 *
 * Their paths carry a tag of their content, so browsers may keep them for ever.
 */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

struct asset_answers;
struct MHD_Connection;

struct asset_answers *assets_make(void);
void assets_release(struct asset_answers *assets);

/* Queues the file; 0 when the target names none, else the status. */
int asset_answer(const struct asset_answers *assets, struct MHD_Connection *connection,
                 const char *target);

#endif
