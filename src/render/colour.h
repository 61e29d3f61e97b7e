/*
 * The colours of documents and charts: tokens of the Digital Agency's design system.
 *
 * Red (COLOUR_SEAL) belongs to seals and nothing else. Colour never carries a meaning
 * alone: a pattern, a form or a word stands beside it.
 */
#ifndef RENDER_COLOUR_H
#define RENDER_COLOUR_H

enum colour {
    COLOUR_WHITE = 0xffffff,
    COLOUR_INK = 0x1a1a1a,     /* solid-gray-900 */
    COLOUR_TEXT = 0x333333,    /* solid-gray-800 */
    COLOUR_SUB = 0x666666,     /* solid-gray-600 */
    COLOUR_DOT = 0x7f7f7f,     /* solid-gray-500 */
    COLOUR_MUTED = 0x999999,   /* solid-gray-420 */
    COLOUR_RULE = 0xb3b3b3,    /* solid-gray-300 */
    COLOUR_HAIR = 0xcccccc,    /* solid-gray-200 */
    COLOUR_GRID = 0xe6e6e6,    /* solid-gray-100 */
    COLOUR_TINT = 0xf2f2f2,    /* solid-gray-50 */
    COLOUR_DEEP = 0x00234b,    /* light-blue-1200 */
    COLOUR_KEY = 0x00428c,     /* light-blue-1000 */
    COLOUR_BLUE = 0x0066be,    /* light-blue-800 */
    COLOUR_MID = 0x0877d7,     /* light-blue-700 */
    COLOUR_SKY = 0x57b8ff,     /* light-blue-400 */
    COLOUR_LIGHT = 0x97d3ff,   /* light-blue-300 */
    COLOUR_PALE = 0xdcf0ff,    /* light-blue-100 */
    COLOUR_KEYTINT = 0xf0f9ff, /* light-blue-50 */
    COLOUR_WARN = 0xc74700,    /* orange-800 */
    COLOUR_PEACH = 0xffc199,   /* orange-200 */
    COLOUR_URGENT = 0x850000,  /* red-1100 */
    COLOUR_YELLOW = 0xebb700,  /* yellow-500 */
    COLOUR_OLIVE = 0x806300,   /* yellow-1000 */
    COLOUR_GOOD = 0x115a36,    /* green-1000 */
    COLOUR_SEAL = 0xce0000,    /* red-900 */
};

#endif
