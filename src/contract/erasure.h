/*
 * Return and erasure (返還・消去): applied for line by line, approved by the client, done with
 * a witness, certified under a number without gaps.
 *
 *     申請中 → 承認 → 実施済 → 証明書発行        申請中 → 差戻し → 申請中
 *
 * A line names an item of the ledger of information, a medium of the ledger of media, or
 * what the product itself holds; an approved application is not changed any more. Doing it
 * writes the events of the items and ends the media. What the product holds is erased by
 * `tasuki erase`, which deletes this ledger too: that command therefore composes the
 * certificate before (erasure_paper_begin), and afterwards adds what was erased and what was
 * tried to read it back (app/erase_certificate.h).
 */
#ifndef CONTRACT_ERASURE_H
#define CONTRACT_ERASURE_H

#include "ledger/ledger.h"

struct document;

struct erasure_request {
    struct record base;
    const char *number;
    const char *title;
    struct choice kind; /* return erase dispose */
    struct prose reason;
    struct date planned_on;
    const char *place;
    struct ref person; /* who will do it */
    struct date done_on;
    struct ref responsible;
    struct ref witness;
    const char *witness_name;
    struct date certified_on;
    const char *certificate; /* number */
    const char *answer;
    struct date decided_on;
    struct ref decided_by;
    struct prose notes;
};

struct erasure_line {
    struct record base;
    const char *title; /* 項目 */
    struct ref request;
    struct choice subject; /* item medium product other */
    struct ref item;
    struct ref medium;
    const char *medium_name;
    int64_t quantity;
    const char *unit;
    struct choice method;
    const char *method_note;
};

extern const struct ledger erasure_request_ledger;
extern const struct ledger erasure_line_ledger;

/* Whether this application, approved and with the item on one of its lines, lets the item
   be erased; else the fault of `field`. */
bool erasure_allows(struct act *a, int64_t request, int64_t item, const char *field);

struct certificate_line {
    const char *title;       /* 受講者名簿 */
    const char *medium_name; /* USBメモリ M-0003 */
    int64_t count;
    const char *unit;
    const char *method; /* 専用ソフトによる上書き消去　3回 */
    struct date done_on;
    bool product; /* of what the product holds */
};

/* What the certificate says. */
struct erasure_certificate {
    const char *heading; /* 消去証明書 */
    const char *number;  /* "" before it is issued */
    struct date certified_on;
    const char *contract_number;
    const char *contract;
    const char *client;
    const char *contractor;
    const char *request_number;
    struct date approved_on;
    const char *approved_by;
    struct date done_on;
    const char *place;
    const char *person;      /* who did it */
    const char *responsible; /* who answers for it */
    const char *witness;
    bool has_product; /* some line is of what the product holds */
    struct certificate_line *lines;
    size_t count;
};

bool erasure_certificate_read(struct act *a, int64_t request, struct erasure_certificate *out);

/* The newest application of the contract that was approved and has a line of what the product
   holds; 0 when there is none. */
bool erasure_of_product(struct act *a, int64_t contract, int64_t *request);

/* The certificate as it is printed, up to where the section ERASURE_DONE and its end follow.
   For lines of the product `done_on` is the day while the application has none. */
bool erasure_paper_begin(struct act *a, int64_t contract, int64_t request, struct date done_on,
                         struct document *out);
#define ERASURE_DONE "消去の実行と確かめ"

#endif
