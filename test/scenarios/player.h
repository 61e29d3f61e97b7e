/*
 * Scenarios: what happens on which day, as a clerk would write it down.
 *
 *   scenario  an inquiry is answered late
 *   calendar  special "2026-04-08 休業"
 *   at 2026-04-06 09:00  as 職員:佐藤    create inquiry  title "印刷できない" kind 印刷
 *   at 2026-04-09 10:00  as 受託者:鈴木  answer inquiry 1
 *   expect  clock answer of inquiry 1 is breached
 *
 * The clock stands still but for `at`. People appear when they are first named, as
 * ROLE:NAME, or ROLE:NAME@CONTRACT in another contract than the usual one. Roles: 職員,
 * 受託者, 責任者, 発注者, 監査, and 移行, who imports. "inquiry 1" is the first that was made;
 * what a step of the contract brings about counts as made, too.
 *
 *   create LEDGER  FIELD VALUE …        open LEDGER N      change LEDGER N  FIELD VALUE …
 *   remove LEDGER N                     write note|message|reply LEDGER N "text"
 *   ACTION LEDGER N  FIELD VALUE …      a transition
 *   run JOB                             a nightly job of the contract, as at that time
 *
 *   run JOB                             the job does its work as of that time (at … run meeting.next)
 *
 * A field "reason" is why, as typed on a form. A value "@meeting 2" is the id of a record.
 * What was opened is changed as it was then, else as it is now. A step that is refused
 * must be followed by its expectation:
 *
 *   expect  refused KIND [at FIELD] [saying "words"]
 *   expect  LEDGER N FIELD is VALUE     LEDGER N FIELD has "words"
 *   expect  figures of invoice N have "words"
 *   expect  sums have "words"
 *   expect  delay of YEN DAY DAY has "words"
 *   expect  clock RULE of LEDGER N is running|paused|met|breached [due DAY TIME] [saying "words"]
 *   expect  history of LEDGER N has COUNT rows
 *   expect  LEDGER has COUNT records         those that a job or a hook made count as made here
 *   expect  NAME finds COUNT by "words" in LEDGER
 */
#ifndef TEST_SCENARIOS_PLAYER_H
#define TEST_SCENARIOS_PLAYER_H

#include "store/act.h"
#include "test.h"

/* Plays test/scenarios/<name>.txt on a fresh store; fails with the line that went wrong. */
void play(struct test *t, const char *name);

#endif
