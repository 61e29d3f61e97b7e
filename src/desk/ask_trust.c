#include <math.h>

#include "desk/ask_parts.h"

/*
 * A logistic curve over what the best hit and its distance to the others say, fitted on 246
 * questions of a municipal desk (216 with an answer), none of which it knows the words of.
 */
static const struct {
    double base, first, cover, passage, title, asked, margin, mass, covered_mass, missing, gap,
        passage_mass, besides, others, unknown;
} worth = {
    .base = -2.5,
    .first = -0.21,
    .cover = 1.1,
    .passage = 1.25,
    .title = 1.69,
    .asked = 0.98,
    .margin = 1.94,
    .mass = -0.46,
    .covered_mass = 1.12,
    .missing = 0.1,
    .gap = -0.39,
    .passage_mass = 1.35,
    .besides = 1.49,
    .others = -0.89,
    .unknown = -0.9,
};

double
ask_trust(const struct ask_hits *hits)
{
    const struct ask_hit *best = &hits->items[0];
    const double *f = best->features;
    double mass = log(1 + hits->mass), sum = 0, z;

    if (!hits->count || best->score <= 0)
        return 0;
    for (size_t i = 0; i < hits->count; i++)
        sum += hits->items[i].score;
    z = worth.base + worth.first * f[ASK_FIRST] + worth.cover * f[ASK_COVER] +
        worth.passage * f[ASK_PASSAGE] + worth.title * f[ASK_TITLE] + worth.asked * f[ASK_ASKED] +
        worth.mass * mass + worth.covered_mass * f[ASK_COVER] * mass +
        worth.missing * f[ASK_MISSING] + worth.gap * f[ASK_GAP] +
        worth.passage_mass * f[ASK_PASSAGE] * mass + worth.besides * f[ASK_BESIDES] +
        worth.unknown * f[ASK_UNKNOWN] + worth.others * sum / (double)hits->count / best->score;
    z += worth.margin * (hits->count > 1 ? 1 - hits->items[1].score / best->score : 1);
    return 1 / (1 + exp(-z));
}
