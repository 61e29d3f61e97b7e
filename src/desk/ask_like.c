#include "desk/ask_like.h"

#include <math.h>
#include <stdlib.h>

#include "desk/ask_index.h"

static int
by_key(const void *left, const void *right)
{
    const struct term *l = left, *r = right;

    return l->key < r->key ? -1 : l->key > r->key;
}

void
like_read(struct arena *arena, const struct thesaurus *thesaurus, const char *text,
          struct like *out)
{
    size_t count = 0;

    *out = (struct like){ 0 };
    ask_question_terms(arena, thesaurus, text, &out->terms);
    if (out->terms.count)
        qsort(out->terms.items, out->terms.count, sizeof *out->terms.items, by_key);
    for (size_t i = 0; i < out->terms.count; i++)
        if (!count || out->terms.items[count - 1].key != out->terms.items[i].key)
            out->terms.items[count++] = out->terms.items[i];
    out->terms.count = count;
    for (size_t i = 0; i < count; i++)
        out->length += (double)out->terms.items[i].weight * (double)out->terms.items[i].weight;
    out->length = sqrt(out->length);
}

double
like_measure(const struct like *left, const struct like *right)
{
    size_t i = 0, j = 0;
    double sum = 0;

    while (i < left->terms.count && j < right->terms.count) {
        const struct term *l = &left->terms.items[i], *r = &right->terms.items[j];

        if (l->key == r->key)
            sum += (double)l->weight * (double)r->weight;
        i += l->key <= r->key;
        j += r->key <= l->key;
    }
    return left->length > 0 && right->length > 0 ? sum / (left->length * right->length) : 0;
}
