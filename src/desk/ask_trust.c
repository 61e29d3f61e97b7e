#include <math.h>

#include "desk/ask_parts.h"

/*
 * A logistic curve over what the best hit covers of the question. Chosen among some sixty such
 * measures by leaving out a fifth of the articles with their questions, and by asking bases of
 * which half the articles were taken away, so that their questions had no answer any more. More
 * measures did not separate better there. Fitted on test/data/faq/questions_dev.csv in these
 * ways; nothing here or in the measures knows a word of it. questions_second.csv was never fitted.
 *
 * What is not covered counts by itself: `passage` and `meant` are shares, so that a long question
 * is no surer than a short one; `letters` makes up for what long ones say beside the point.
 */
static const struct {
    double base, passage, covered, meant, meant_title, topic, margin, letters;
} worth = {
    .base = -13.35,
    .passage = 4.86,
    .covered = 4.44,
    .meant = 3.3,
    .meant_title = 3.05,
    .topic = 1.28,
    .margin = 1.11,
    .letters = 1.08,
};

double
ask_trust(const struct ask_hits *hits)
{
    const struct ask_hit *best = &hits->items[0];
    const double *f = best->features;
    double margin, z;

    if (!hits->count || best->score <= 0)
        return 0;
    margin = hits->count > 1 ? 1 - hits->items[1].score / best->score : 1;
    z = worth.base + worth.passage * f[ASK_PASSAGE] +
        worth.covered * log(1 + f[ASK_COVER] * hits->mass) + worth.meant * f[ASK_MEANT] +
        worth.meant_title * f[ASK_MEANT_TITLE] + worth.topic * f[ASK_TOPIC] +
        worth.margin * margin + worth.letters * log(1 + (double)hits->letters);
    return 1 / (1 + exp(-z));
}
