/*
 * DIR/tasuki.ini: what the operator sets, with the command line before it.
 */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include <stdbool.h>

struct arena;
struct desk_directory;
struct desk_mailbox;
struct desk_writer;
struct arguments;
struct directory_options;
struct oidc_options;
struct server_options;
struct smtp_options;

struct backup_settings {
    bool daily; /* an archive each night */
    int keep;   /* so many archives stay in the folder */
};

/* False with "FILE:LINE: …" when the file or an option is wrong. */
bool settings_read(struct arena *arena, const char *folder, const struct arguments *arguments,
                   struct server_options *out, const char **why);

/* Whether serve and work shut themselves in (app/confine.h). */
bool settings_sandbox(struct arena *arena, const char *folder, bool *wanted, const char **why);

/* The limits and the virus check of attachments, for the whole program; its arena stays. */
bool settings_attachments(struct arena *arena, const char *folder, const char **why);

/* The client's directory; `url` NULL when there is none. */
bool settings_directory(struct arena *arena, const char *folder, struct directory_options *out,
                        const char **why);

/* The directories of the networks, DESK_DIRECTORIES of them; one whose `reading.url` is NULL is
   none. Passwords are read from their files here. */
bool settings_directories(struct arena *arena, const char *folder, struct desk_directory *out,
                          const char **why);

/* The identity provider; `issuer` NULL when there is none. */
bool
settings_oidc(struct arena *arena, const char *folder, struct oidc_options *out, const char **why);

/* The endpoint that puts automatic answers into words; `url` NULL when there is none. */
bool
settings_writer(struct arena *arena, const char *folder, struct desk_writer *out, const char **why);

/* The server that takes mail; `server` NULL when there is none. Says to the module contract,
   too, whether its daily letter goes out. */
bool
settings_mail(struct arena *arena, const char *folder, struct smtp_options *out, const char **why);

/* The mailbox that inquiries come to; `server` NULL when there is none. */
bool settings_mailbox(struct arena *arena, const char *folder, struct desk_mailbox *out,
                      const char **why);

/* After so many days the master key is changed; 0: never. */
bool settings_rotation(struct arena *arena, const char *folder, int *days, const char **why);

/* Read anew for each backup, so a change needs no restart. */
bool settings_backup(struct arena *arena, const char *folder, struct backup_settings *out,
                     const char **why);

#endif
