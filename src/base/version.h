/*
 * The version of the program, as shown and as written into what it makes.
 */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define TASUKI_VERSION "0.1.0"

#endif
