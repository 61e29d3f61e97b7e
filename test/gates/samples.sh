#!/usr/bin/env bash
# The gates see what they are for: samples/GATE/ is a small tree of sins, and
# samples/GATE.txt says what the gate must print about it.
set -u
cd "$(dirname "$0")" || exit 2
passed=0 failed=0
for expected in samples/*.txt; do
    gate=$(basename "$expected" .txt)
    if difference=$("./$gate.sh" "$PWD/samples/$gate" 2>&1 | grep -v '^longest\|^  ' |
        diff "$expected" -); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s\n' "$expected: the gate says something else:" "$difference"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
