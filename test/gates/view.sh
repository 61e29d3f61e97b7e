#!/usr/bin/env bash
# The view compiler: a good template prints what good.expected says; each template of
# bad/ is refused as its first line says; gcc finds what is wrong in wrong/ at its line.
set -u
cd "$(dirname "$0")/../.." || exit 2
make -s build/tools/view || exit 1
view=$PWD/build/tools/view
cd test/gates/view || exit 2
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
mkdir -p "$made/trial/views"
passed=0 failed=0

judge() { # name, what was wanted, what came
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s\n' "view/$1" "  wanted: $2" "  came:   $3"
    fi
}

compile() {
    LC_ALL=C "${CC:-gcc}" -std=c17 -Wall -Wextra -Wpedantic -Wshadow -Werror -I. -I"$made" "$@" 2>&1
}

came=$("$view" trial "$made" good.html 2>&1 &&
    compile -o "$made/good" "$made/trial/views/good.c" main.c && "$made/good")
judge good.html "$(cat good.expected)" "$came"

for template in bad/*.html; do
    want=$(sed -n '1s/^{# refused at \(.*\) #}$/\1/p' "$template")
    came=$("$view" trial "$made" "$template" 2>&1) && came="taken"
    judge "$template" "$template:$want" "$came"
done

for template in wrong/*.html; do
    line=$(sed -n '1s/.*line \([0-9]*\) .*/\1/p' "$template")
    words=$(sed -n '1s/.*file: \(.*\) #}$/\1/p' "$template")
    "$view" trial "$made" "$template"
    came=$(compile -c -o /dev/null "$made/trial/views/$(basename "$template" .html).c" |
        LC_ALL=C grep -om1 "^$template:$line:[0-9]*: error: .*$words" | cut -d: -f1,2)
    judge "$template" "$template:$line" "$came"
done

# A second run with nothing new leaves the files alone.
"$view" trial "$made" good.html
before=$(stat -c %y "$made"/trial/views.h "$made"/trial/views/good.c)
"$view" trial "$made" good.html
judge unchanged "$before" "$(stat -c %y "$made"/trial/views.h "$made"/trial/views/good.c)"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
