/*
 * tasuki ask "…": the automatic answer on the command line. Opens nothing, learns nothing.
 */
#ifndef DESK_ASK_COMMAND_H
#define DESK_ASK_COMMAND_H

extern const struct command ask_command;

#endif
