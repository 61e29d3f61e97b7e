#!/usr/bin/env bash
# The packer: what comes out of the table is what went in; styles name other files by
# the path with the tag; a name that is not there is refused.
set -u
cd "$(dirname "$0")/../.." || exit 2
make -s build/tools/pack || exit 1
pack=$PWD/build/tools/pack
cd test/gates/pack || exit 2
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
mkdir -p "$made/gen/trial"
passed=0 failed=0

judge() { # sentence, what was wanted, what came
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s\n' "pack: $1" "  wanted: $2" "  came:   $3"
    fi
}

tag() {
    sha256sum | cut -c1-12
}

mark=$(tag <mark.svg)
page=$(sed "s/mark.svg/mark.$mark.svg/" page.css | tag)
size=$(sed "s/mark.svg/mark.$mark.svg/" page.css | wc -c)

"$pack" asset "$made/gen/trial/assets.c" "$made/gen/trial/assets.h" page.css mark.svg empty.txt &&
    "${CC:-gcc}" -std=c17 -Wall -Wextra -Wpedantic -Werror -I"$made/gen" -o "$made/main" main.c \
        "$made/gen/trial/assets.c" -lz
table=$("$made/main")
row() {
    grep "^$1" <<<"$table"
}
judge 'a style names the picture with its tag and is packed' \
    "page.css /assets/page.$page.css text/css; charset=utf-8 $size packed \"$page\"" \
    "$(row page.css)"
judge 'what does not shrink stays plain' \
    "mark.svg /assets/mark.$mark.svg image/svg+xml $(wc -c <mark.svg) plain \"$mark\"" \
    "$(row mark.svg)"
judge 'an empty file has a row' 0 "$(row empty.txt | cut -d' ' -f5)"
judge 'the header defines the path' "/assets/page.$page.css" "$(tail -n 1 <<<"$table")"
judge 'a missing picture is refused' 'lost.css: names a file of the folder that is not there' \
    "$("$pack" asset "$made/a.c" "$made/a.h" lost.css 2>&1)"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
