#!/usr/bin/env bash
# The manual of the desk names every ledger the desk has, and shows the pictures there are:
# small ones, each of them once at least.
set -u
cd "$(dirname "$0")/../.." || exit 2
manual=docs/desk.md pictures=docs/pictures most=61440
result=0

refuse() {
    echo "$1"
    result=1
}

while read -r path; do
    grep -qF "\`$path\`" "$manual" || refuse "$manual: the ledger at $path is not named"
done < <(grep -hoE '^    \.path = "/desk/[a-z_]+"' src/desk/*.c | cut -d'"' -f2)
for picture in "$pictures"/*; do
    grep -qF "](pictures/${picture##*/})" "$manual" || refuse "$picture: not in $manual"
    [ "$(stat -c %s "$picture")" -le "$most" ] || refuse "$picture: more than $most bytes"
done
while read -r name; do
    [ -f "$pictures/$name" ] || refuse "$manual: $pictures/$name is not there"
done < <(grep -oE '\]\(pictures/[^)]+\)' "$manual" | cut -d/ -f2 | tr -d ')')
exit $result
