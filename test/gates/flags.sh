# Sourced: the flags of `make check`, or nearly so when a gate is run by hand.
: "${CHECK_FLAGS:=-std=c17 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
    -Wswitch-enum -Wvla -Wno-missing-field-initializers -Werror -Isrc -Ibuild/gen \
    -isystem /usr/include/postgresql}"
export CHECK_FLAGS
