/*
 * The private folder for uploads under way.
 */
#ifndef WEB_FOLDER_H
#define WEB_FOLDER_H

struct arena;

/* DIR/tmp, mode 0700, in the arena; what a crash left in it is removed. */
const char *upload_folder(struct arena *arena, const char *data, const char **why);

#endif
