/*
 * `tasuki report`: documents from the command line.
 */
#ifndef CONTRACT_REPORT_COMMAND_H
#define CONTRACT_REPORT_COMMAND_H

extern const struct command report_command;

#endif
