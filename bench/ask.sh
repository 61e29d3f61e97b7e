# The part of bench/run about automatic answers.

measure_ask() {
    local said p95
    said=$("$BIN/ask" 10000 1000)
    p95=$(value p95 "$said")
    row 'automatic answer over 10,000 articles, p95' '<= 20 ms' \
        "$(ms "$p95") ms, index in $(value build_ms "$said") ms" "$(holds "$p95 <= 20000")"
    row 'an article published: into the index and out again' '<= 20 ms' \
        "$(ms "$(value put "$said")") ms" "$(holds "$(value put "$said") <= 20000")"
    judge_answers dev
    judge_answers second
}

# Of the questions with an article: first, among three; refused of those with and without one.
judge_answers() {
    local said
    said=$("$BIN/ask" judge "$ROOT/test/data/faq/articles.csv" "$ROOT/test/data/faq/questions_$1.csv")
    row "right article first, questions $1" '>= 90 %' "$(tenths "$said" first) %" \
        "$(holds "$(value first "$said") >= 900")"
    row "… among three" '>= 97 %' "$(tenths "$said" three) %" "$(holds "$(value three "$said") >= 970")"
    row '… refused though there is one' "<= 8 %" "$(tenths "$said" refused) %" \
        "$(holds "$(value refused "$said") <= 80")"
    row '… refused where there is none' '>= 75 %' "$(tenths "$said" rightly) %" \
        "$(holds "$(value rightly "$said") >= 750")"
}

tenths() {
    awk -v n="$(value "$2" "$1")" 'BEGIN { printf "%.1f", n / 10 }'
}
