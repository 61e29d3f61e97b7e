/*
 * A QR code as markup: one SVG without style, script or file.
 */
#ifndef WEB_QR_H
#define WEB_QR_H

#include "web/out.h"

struct act;

/* The code of `text` (medium error correction, a margin of four modules), dark on white in
   every colour scheme, with `label` for who does not see it. Nothing when the text is
   too long for a code. */
struct html qr_html(struct act *a, const char *text, const char *label);

#endif
