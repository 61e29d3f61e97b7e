#!/bin/sh
# Counts the tests of one log: prints "PASSED FAILED".
#
# A log is what a test program printed, closed by a line "exit status N". It knows
# cmocka's output and a last line "N passed, N failed". A program that crashed, was
# stopped, or never said how it went counts as a failed test; so does a skipped one.
exec awk '
/^exit status [0-9]+$/ { status = $3; ended = 1; next }
/^\[       OK \]/ { ok++ }
/^\[  PASSED  \] [0-9]+ test/ { passed += $4; said = 1 }
/^\[  FAILED  \] [0-9]+ test/ { failed += $4; said = 1 }
/^\[  SKIPPED \] [0-9]+ test/ { failed += $4; said = 1 }
/^[0-9]+ passed, [0-9]+ failed$/ { script_passed = $1; script_failed = $3; script = 1 }
END {
    if (script) {
        passed = script_passed
        failed = script_failed
    } else if (!said)
        passed = ok
    if (!script && !said)
        failed++
    else if ((!ended || status != 0) && failed == 0)
        failed++
    else if (passed + failed == 0)
        failed++
    print passed + 0, failed + 0
}' "$1"
