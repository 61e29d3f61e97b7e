#!/usr/bin/env bash
# tools/sum.sh counts right: each log in sum/ is named PASSED-FAILED-why.log.
set -u
cd "$(dirname "$0")/../.." || exit 2
passed=0 failed=0
for log in test/gates/sum/*.log; do
    name=$(basename "$log")
    want=$(cut -d- -f1,2 <<<"$name" | tr - ' ')
    got=$(tools/sum.sh "$log")
    if [ "$got" = "$want" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$log: counted $got"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
