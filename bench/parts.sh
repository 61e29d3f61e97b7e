# The parts of bench/run, one function each.

# The demonstration data, in today's shape.
fill_demo() {
    # What an older program filled has other contents.
    if [ ! -f "$WORK/demo/filled" ] || [ "$WORK/demo/filled" -ot "$TASUKI" ]; then
        rm -rf "$WORK/demo"
        "$TASUKI" init --data "$WORK/demo" >/dev/null
        "$TASUKI" demo --data "$WORK/demo" >/dev/null
        touch "$WORK/demo/filled"
    fi
    "$TASUKI" migrate --data "$WORK/demo" >/dev/null
}

# The demonstration data at rest: begun first, looked at when 60 s are over.
measure_rest() {
    fill_demo
    "$TASUKI" serve --data "$WORK/demo" --listen "127.0.0.1:$((PORT + 2))" >"$WORK/rest.log" 2>&1 &
    REST=$!
    REST_FROM=$SECONDS
    sleep 1
    local port=$PORT
    PORT=$((PORT + 2))
    # One who works there has looked around before it rests.
    local cookie
    cookie=$(sign_in miura tasuki-demo-2026)
    for page in / /desk/inquiries "$LIST" '/desk/inquiries?view=all&q=%E5%8D%B0%E5%88%B7' /core/people \
        /help /settings; do
        curl -s -o /dev/null -H "Cookie: $cookie" "http://127.0.0.1:$PORT$page"
    done
    PORT=$port
    row 'binary' '<= 15 MB' "$(calc "$(stat -c %s "$TASUKI") / 1048576") MB as installed" \
        "$(holds "$(stat -c %s "$TASUKI") <= 15 * 1048576")"
}

measure_rest_end() {
    local kb
    while ((SECONDS - REST_FROM < 60)); do
        sleep 1
    done
    kb=$(awk '/RssAnon/ { print $2 }' "/proc/$REST/status")
    row 'memory at rest (RssAnon, demonstration, 60 s)' '<= 60 MB' "$(calc "$kb / 1024") MB" \
        "$(holds "$kb <= 61440")"
    kill "$REST"
    wait "$REST" || :
    REST=
}

# compare PORT COOKIE FILE: rounds in turn with nginx; sets RATIO RATE YARDSTICK P99.
compare() {
    local ratios='' rates='' yards='' worst='' ours theirs
    load_pages "$1" "$2" 1 "$3" >/dev/null
    load_pages "$NGINX_PORT" "$2" 1 "$3" >/dev/null
    for ((i = 0; i < ROUNDS; i++)); do
        theirs=$(load_pages "$NGINX_PORT" "$2" "$SECONDS_EACH" "$3")
        ours=$(load_pages "$1" "$2" "$SECONDS_EACH" "$3")
        case $ours in *Non-2xx* | *Socket*) say "  $ours" ;; esac
        ratios+="$(calc "$(value rate "$ours") / $(value rate "$theirs")")"$'\n'
        rates+="$(value rate "$ours")"$'\n'
        yards+="$(value rate "$theirs")"$'\n'
        worst+="$(value p99 "$ours")"$'\n'
    done
    RATIO=$(printf '%s' "$ratios" | median)
    RATE=$(printf '%s' "$rates" | median)
    YARDSTICK=$(printf '%s' "$yards" | median)
    P99=$(printf '%s' "$worst" | median)
}

# spread_pages FILE: so many different addresses that the cache of pages has long lost one
# when it comes again: the pages walked, and where they are few, with the columns in every order too.
spread_pages() {
    awk '{ print }
        few { split("section requester team assignee", c, " ")
            head = tail = $0
            sub(/&column=.*/, "", head)
            sub(/.*column=assignee/, "", tail)
            for (p = 1; p <= 4; p++)
                for (q = 1; q <= 4; q++)
                    for (r = 1; r <= 4; r++)
                        if (p != q && q != r && p != r && p * 100 + q * 10 + r != 123)
                            print head "&column=" c[p] "&column=" c[q] "&column=" c[r] \
                                "&column=" c[10 - p - q - r] tail
        }' few=$(($(wc -l <"$1") < 5000)) "$1" |
        awk '{ printf "%d\t%s\n", NR * 7919 % 1000003, $0 }' | sort -n | cut -f2-
}

measure_list() {
    local cookie kept said before
    serve "$DATA"
    settle
    cookie=$(sign_in whole)
    "$BIN/pages" walk "$PORT" "$cookie" "$LIST" 10000 "$WORK/pages" >"$WORK/walk"
    curl -s -H "Cookie: $cookie" "http://127.0.0.1:$PORT$LIST" -o "$WORK/page.html"
    printf '%s\n' "$LIST" >"$WORK/one_page"
    start_nginx "$WORK/page.html"
    spread_pages "$WORK/pages" >"$WORK/spread"
    before=$(metric tasuki_pages_kept_total)
    compare "$PORT" "$cookie" "$WORK/spread"
    kept=$(($(metric tasuki_pages_kept_total) - before))
    said="$(calc "$RATE / 1000")k/s of $(calc "$YARDSTICK / 1000")k/s"
    row "list of 50 rendered, $(wc -l <"$WORK/spread") in turn ($kept kept)" '>= 0.15 nginx' \
        "$RATIO ($said)" "$(holds "$RATIO >= 0.15")"
    row 'the same, p99 at 32 connections' '<= 10 ms' "$(ms "$P99") ms" "$(holds "$P99 <= 10000")"
    compare "$PORT" "$cookie" "$WORK/one_page"
    said="$(calc "$RATE / 1000")k/s of $(calc "$YARDSTICK / 1000")k/s"
    row "list of 50 unchanged ($(stat -c %s "$WORK/page.html") bytes)" '>= 0.60 nginx' \
        "$RATIO ($said)" "$(holds "$RATIO >= 0.60")"
    row 'the same, p99 at 32 connections' '<= 10 ms' "$(ms "$P99") ms" "$(holds "$P99 <= 10000")"
    stop_nginx
}

# Filters and orders that no declared list has, over plain columns, every address once.
write_filters() {
    local sorts=(number received_at -received_at channel kind -kind priority title completed_on
        -completed_on due created_at -changed_at)
    local filters=('kind=%E5%8D%B0%E5%88%B7' 'kind=%E8%B2%B8%E5%87%BA' 'channel=FAX' 'priority=high'
        'state=held' 'state=completed' 'state.in=received,held' 'completed_on.ge=2026-01-01'
        'completed_on.lt=2018-01-01' 'received_at.ge=2025-06-01' 'number.ge=B0400000'
        'kind=Office&channel=FAX&priority=low' 'priority=high&state=held' 'title.has=%E7%AA%93%E5%8F%A3'
        'due.empty=true' 'answered_at.empty=false')
    for filter in "${filters[@]}"; do
        for sort in "${sorts[@]}"; do
            printf '/desk/inquiries?%s&sort=%s\n' "$filter" "$sort"
        done
    done
}

measure_pages() {
    local cookie said last first
    [ -n "$SERVER" ] || serve "$DATA"
    settle
    cookie=$(sign_in whole)
    [ -s "$WORK/walk" ] || "$BIN/pages" walk "$PORT" "$cookie" "$LIST" 10000 "$WORK/pages" >"$WORK/walk"
    said=$(cat "$WORK/walk")
    first=$(value first_p50 "$said") last=$(value last_p50 "$said")
    row "page $(value pages "$said") against the first" '<= 2' \
        "$(calc "$last / $first") ($(ms "$last") / $(ms "$first") ms)" "$(holds "$last <= 2 * $first")"
    write_filters >"$WORK/filters"
    said=$("$BIN/pages" each "$PORT" "$cookie" "$WORK/filters")
    row "other filters and orders ($(value count "$said")), p95" '<= 50 ms' \
        "$(ms "$(value page_p95 "$said")") ms (worst $(ms "$(value page_max "$said")"))" \
        "$(holds "$(value page_p95 "$said") <= 50000")"
    say "  slowest: ${said##*slowest=}"
}

own_person() {
    sqlite3 "$1/tasuki.db" "SELECT person FROM \"user\" WHERE login = 'own'"
}

words() {
    [ -s "$WORK/words" ] && [ "$WORK/words" -nt "$HERE/inquiries.c" ] ||
        "$BIN/inquiries" words 300 4000 >"$WORK/words"
}

# searched WHAT WHO MOST_MS UNIT SAID: how long the words took, and what was missed.
searched() {
    local p95
    p95=$(value all_p95 "$5")
    row "$1, $(value all_count "$5") words as $2, p95" "<= $3 ms" \
        "$(ms "$p95") ms (p50 $(ms "$(value all_p50 "$5")"), worst $(ms "$(value all_max "$5")"))" \
        "$(holds "$p95 <= $3 * 1000")"
    row "  $4 missed by it ($(value hits "$5") found)" 0 "$(value missed "$5")" \
        "$(holds "$(value missed "$5") == 0")"
}

measure_search() {
    local said who
    words
    [ -n "$SERVER" ] || serve "$DATA"
    settle
    for who in whole:1=1 one:1=1 "own:owner=$(own_person "$DATA")"; do
        said=$("$BIN/find" "$PORT" "$(sign_in "${who%%:*}")" /desk/inquiries "$WORK/words" \
            "$DATA/tasuki.db" "${who#*:}")
        printf '%s %s\n' "${who%%:*}" "$said" >>"$WORK/search.said"
        searched search "${who%%:*}" 20 records "$said"
    done
}

# The product and the bare program each on its own copy of the same folder, in turn.
measure_create() {
    local many=3200 few=600 all token said ours bare ratios='' p99s=''
    local at="$WORK/create" count=0
    ((ROWS >= 100000)) || many=800 few=200
    all=$((ROUNDS * (many + few)))
    rm -rf "$at" "$WORK/bare" "$WORK/statements"
    cp -a "$DATA" "$at"
    cp -a "$DATA" "$WORK/bare"
    token=$("$TASUKI" token --user whole --data "$at")
    "$BIN/inquiries" create $((2 * all)) >"$WORK/creates"
    head -n "$all" "$WORK/creates" >"$WORK/creates.recorded"
    # What is recorded is written outside the data folder.
    printf '[server]\nsandbox = no\n' >"$at/tasuki.ini"
    BENCH_STATEMENTS=$WORK/statements LD_PRELOAD="$BIN/record.so" serve "$at"
    post 1 "$WORK/creates.recorded" >/dev/null
    stop
    rm "$at/tasuki.ini"
    serve "$at"
    post 32 <(head -500 "$WORK/creates") >/dev/null
    for group in 32 1; do
        local n=$many
        ratios='' p99s=''
        ((group == 32)) || n=$few
        for ((i = 0; i < ROUNDS; i++)); do
            said=$(post "$group" <(tail -n +$((all + count + 1)) "$WORK/creates" | head -n "$n"))
            bare=$("$BIN/bare" "$WORK/bare/tasuki.db" "$WORK/statements" "$count" "$n" "$group")
            count=$((count + n))
            ours=$(value rate "$said")
            ratios+="$(calc "$ours / $(value rate "$bare")") $ours $(value rate "$bare")"$'\n'
            p99s+="$(value p99 "$said")"$'\n'
        done
        set -- $(printf '%s' "$ratios" | sort -n | sed -n "$(((ROUNDS + 1) / 2))p")
        row "durable creates over HTTP, $group client$( ((group == 1)) || echo s)" '>= 0.5 bare' \
            "$1 ($2/s of $3/s)" "$(holds "$1 >= 0.5")"
        ((group == 1)) || row 'the same, p99' '<= 50 ms' "$(ms "$(printf '%s' "$p99s" | median)") ms" \
            "$(holds "$(printf '%s' "$p99s" | median) <= 50000")"
    done
    say "  statements a create: $(value statements "$bare")"
    measure_beside
    stop
    rm -rf "$at" "$WORK/bare"
}

# Lists while one client writes: each commit ends what was kept of the pages. No figure was
# asked for, but a server that only reads is none.
measure_beside() {
    local cookie said
    cookie=$(sign_in whole)
    "$BIN/pages" walk "$PORT" "$cookie" "$LIST" 200 "$WORK/pages.beside" >/dev/null
    "$BIN/inquiries" create 200000 | tail -n +100000 >"$WORK/creates"
    post 1 "$WORK/creates" >/dev/null 2>&1 &
    WRITER=$!
    said=$(load_pages "$PORT" "$cookie" "$SECONDS_EACH" "$WORK/pages.beside")
    kill "$WRITER" 2>/dev/null || :
    wait "$WRITER" 2>/dev/null || :
    row 'list of 50 while one client writes' - \
        "$(calc "$(value rate "$said") / 1000")k/s, p99 $(ms "$(value p99 "$said")") ms" -
}

# post CLIENTS FILE [COUNT]: needs $token.
post() {
    "$BIN/load" -p "$PORT" -c "$1" -s 201 -H "Authorization: Bearer $token" -b "$2" /api/v1/inquiry
}

# fill_part FOLDER [URL]: people and organisations, then the import that is timed.
fill_part() {
    local options=(--data "$1")
    [ -z "${2:-}" ] || options+=(--database "$2")
    rm -rf "$1"
    "$TASUKI" init "${options[@]}" >/dev/null
    "$TASUKI" demo "${options[@]}" >/dev/null
    "$TASUKI" user add whole --role lead --contract R8-001 --password tasuki-bench-2026 \
        "${options[@]}" >/dev/null
    for ledger in organisation:organisations person:people; do
        "$BIN/inquiries" "${ledger#*:}" >"$WORK/table.csv"
        "$TASUKI" import "${ledger%:*}" "$WORK/table.csv" --yes "${options[@]}" >/dev/null
    done
    "$BIN/inquiries" log 0 "$PART" >"$WORK/table.csv"
    "$BIN/peak" "$TASUKI" import inquiry "$WORK/table.csv" --yes --contract R8-001 "${options[@]}" 2>&1 >/dev/null |
        tail -1
}

measure_import() {
    local said us
    said=$(fill_part "$WORK/part")
    us=$(value us "$said")
    printf '%s\n' "$us" >"$WORK/part.us"
    row "import of $PART inquiries" "<= $(calc "25 * $PART / 100000") s" \
        "$(calc "$us / 1000000") s ($(calc "$(value anon_kb "$said") / 1024") MB)" \
        "$(holds "$(value status "$said") == 0 && $us <= 250 * $PART")"
}

# The ledger doubled by SQL, since only its rows matter here, not their words.
measure_export() {
    local said one rows extra
    rm -rf "$WORK/export"
    cp -a "$DATA" "$WORK/export"
    sqlite3 "$WORK/export/tasuki.db" "CREATE TEMP TABLE twice AS SELECT * FROM inquiry;
        UPDATE twice SET id = id + 100000000, number = 'C' || substr(number, 2);
        INSERT INTO inquiry SELECT * FROM twice;"
    one=$("$BIN/peak" "$TASUKI" export inquiry number=B0000001 --to "$WORK/export.csv" \
        --data "$WORK/export" 2>&1 >/dev/null | tail -1)
    rm -f "$WORK/export.csv"
    said=$("$BIN/peak" "$TASUKI" export inquiry --to "$WORK/export.csv" --data "$WORK/export" 2>&1 \
        >/dev/null | tail -1)
    rows=$(sqlite3 "$WORK/export/tasuki.db" 'SELECT count(*) FROM inquiry')
    extra=$(($(value anon_kb "$said") - $(value anon_kb "$one")))
    row "export of $rows rows, memory beyond one row's" '<= 64 MB' \
        "$(calc "$extra / 1024") MB ($(calc "$(value us "$said") / 1000000") s)" \
        "$(holds "$(value status "$said") == 0 && $extra <= 65536")"
    rm -rf "$WORK/export" "$WORK/export.csv"
}

# The decision alone, for each relation and for who has five memberships.
measure_access() {
    local said relation ns
    said=$("$BIN/access")
    for relation in own organisation contract everything five; do
        ns=$(value "$relation" "$said")
        row "one decision, $relation" '<= 1000 ns' "$ns ns" "$(holds "$ns <= 1000")"
    done
}

# The history of $DATA made longer by rows of its own kind, sealed by the next command.
measure_money() {
    local said
    said=$("$BIN/money" 1000000) || :
    row 'calculations against a slow reference' '1,000,000 agree' \
        "$(($(value cases "$said") - $(value bad "$said"))) agree ($(calc "$(value us "$said") / 1000000") s)" \
        "$(holds "$(value cases "$said") == 1000000 && $(value bad "$said") == 0")"
}

measure_verify() {
    local said us rows times=''
    if [ ! -d "$WORK/verify" ]; then
        cp -a "$DATA" "$WORK/verify"
        "$TASUKI" migrate --data "$WORK/verify" >/dev/null
        rows=$(sqlite3 "$WORK/verify/tasuki.db" 'SELECT count(*) FROM history')
        ((rows >= 1000000)) || sqlite3 "$WORK/verify/tasuki.db" "INSERT INTO history
            (at, actor, session, origin, request, ledger, record, action, reason, detail,
            detail_hash, txid) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
            WHERE i * $rows < 1000000) SELECT at, actor, session, origin, request, ledger, record,
            action, reason, detail, detail_hash, txid FROM history, n
            WHERE action IN ('create', 'change')"
        "$TASUKI" user add sealer --role lead --data "$WORK/verify" >/dev/null
    fi
    rows=$(sqlite3 "$WORK/verify/tasuki.db" 'SELECT count(*) FROM history')
    for ((i = 0; i < ROUNDS; i++)); do
        said=$("$BIN/peak" "$TASUKI" verify --data "$WORK/verify" 2>&1 >/dev/null | tail -1)
        [ "$(value status "$said")" = 0 ] || say "  verify: $said"
        times+="$(value us "$said")"$'\n'
    done
    us=$(printf '%s' "$times" | median)
    row "verify of $rows history rows" '>= 200,000 rows/s' \
        "$(calc "$rows * 1000 / $us")k/s ($(calc "$us / 1000000") s, $(calc "$(value anon_kb "$said") / 1024") MB)" \
        "$(holds "$rows * 1000000 >= 200000 * $us && $(value status "$said") == 0")"
}

measure_start() {
    local cookie times='' us
    [ -n "$SERVER" ] || serve "$DATA"
    cookie=$(sign_in whole)
    stop
    for ((i = 0; i < 5; i++)); do
        times+="$(value first_us "$("$BIN/pages" first "$PORT" "$cookie" "$LIST" 10000 "$TASUKI" serve \
            --data "$DATA" --listen "127.0.0.1:$PORT")")"$'\n'
    done
    us=$(printf '%s' "$times" | median)
    row 'start to the first list, signed in' '<= 0.3 s' "$(calc "$us / 1000000") s" \
        "$(holds "$us <= 300000")"
}

# The list and the words on one folder of $PART rows; sets RATE and P95.
look_at_part() {
    local cookie said
    serve "$@"
    settle
    cookie=$(sign_in whole)
    "$BIN/pages" walk "$PORT" "$cookie" "$LIST" 2000 "$WORK/pages.part" >/dev/null
    spread_pages "$WORK/pages.part" >"$WORK/spread.part"
    load_pages "$PORT" "$cookie" 1 "$WORK/spread.part" >/dev/null
    TRIPS=$(metric tasuki_store_round_trips_total)
    PAGES=$(metric 'tasuki_http_requests_total{class="2xx"}')
    said=$(load_pages "$PORT" "$cookie" "$SECONDS_EACH" "$WORK/spread.part")
    RATE=$(value rate "$said")
    TRIPS=$(($(metric tasuki_store_round_trips_total) - TRIPS))
    PAGES=$(($(metric 'tasuki_http_requests_total{class="2xx"}') - PAGES))
    said=$("$BIN/find" "$PORT" "$cookie" /desk/inquiries "$WORK/words")
    P95=$(value all_p95 "$said")
}

measure_postgres() {
    local rate p95 us said token acts retries
    words
    [ -d "$WORK/part" ] || measure_import
    stop
    look_at_part "$WORK/part"
    rate=$RATE p95=$P95
    stop
    CLUSTER=$(PG_DURABLE=1 "$ROOT/test/store/pg_cluster" start)
    said=$(fill_part "$WORK/postgres" "$CLUSTER")
    us=$(value us "$said")
    row "PostgreSQL: import of $PART inquiries" '<= 3 SQLite' \
        "$(calc "$us / $(cat "$WORK/part.us")") ($(calc "$us / 1000000") s)" \
        "$(holds "$(value status "$said") == 0 && $us <= 3 * $(cat "$WORK/part.us")")"
    psql -qAt "$CLUSTER" -c 'VACUUM ANALYZE' >/dev/null
    look_at_part "$WORK/postgres" "$CLUSTER"
    row 'PostgreSQL: list of 50 rendered' '>= 0.35 SQLite' \
        "$(calc "$RATE / $rate") ($RATE/s of $rate/s)" "$(holds "$RATE >= 0.35 * $rate")"
    row 'PostgreSQL: round trips a page' '<= 3' "$(calc "$TRIPS / $PAGES")" \
        "$(holds "$TRIPS <= 3 * $PAGES")"
    row 'PostgreSQL: search, p95' '<= 3 SQLite' "$(calc "$P95 / $p95") ($(ms "$P95") ms)" \
        "$(holds "$P95 <= 3 * $p95")"
    token=$("$TASUKI" token --user whole --data "$WORK/postgres" --database "$CLUSTER")
    "$BIN/inquiries" create 3000 >"$WORK/creates"
    acts=$(metric tasuki_store_acts_total) retries=$(metric tasuki_store_retries_total)
    said=$(post 32 "$WORK/creates") || :
    acts=$(($(metric tasuki_store_acts_total) - acts))
    retries=$(($(metric tasuki_store_retries_total) - retries))
    row 'PostgreSQL: retries per 1,000 writes, 32 clients' '<= 50' \
        "$(calc "$retries * 1000 / ($acts ? $acts : 1)") ($(value rate "$said") creates/s)" \
        "$(holds "$retries * 20 <= $acts && $(value bad "$said") == 0")"
    stop
    "$ROOT/test/store/pg_cluster" stop "$CLUSTER"
    CLUSTER=
}

# What a sign-in costs beside the Argon2id it has to cost.
# door_of COUNT: signs miura in beside bare verifications of the hash he has.
door_of() {
    local page door csrf
    page=$(curl -s -D "$WORK/door" "http://127.0.0.1:$PORT/sign-in")
    door=$(sed -n 's/^[Ss]et-[Cc]ookie: \(tasuki_door=[^;]*\).*/\1/p' "$WORK/door")
    csrf=$(sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' <<<"$page")
    "$BIN/door" "$PORT" miura tasuki-demo-2026 "$door" "$csrf" "$1" \
        "$(sqlite3 "$WORK/demo/tasuki.db" "SELECT password FROM user WHERE login = 'miura'")"
}

measure_door() {
    local whole said usual
    fill_demo
    usual=$(sqlite3 "$WORK/demo/tasuki.db" "SELECT password FROM user WHERE login = 'miura'")
    serve "$WORK/demo"
    whole=$(door_of 40)
    stop
    sqlite3 "$WORK/demo/tasuki.db" \
        "UPDATE user SET password = '$("$BIN/door" hash tasuki-demo-2026)' WHERE login = 'miura'"
    serve "$WORK/demo"
    said=$(door_of 400)
    stop
    sqlite3 "$WORK/demo/tasuki.db" "UPDATE user SET password = '$usual' WHERE login = 'miura'"
    row 'sign-in beside Argon2id' '<= 2 ms' \
        "$(ms "$(value more "$said")") ms more; whole with 64 MiB, 3 passes $(ms "$(value sign_in "$whole")") / $(ms "$(value argon2 "$whole")") ms" \
        "$(holds "$(value more "$said") <= 2000")"
}

# A copy of $DATA whose newest 2,000 inquiries have two sealed names each.
fill_personal() {
    [ ! -f "$WORK/personal/ready" ] || [ "$WORK/personal/ready" -ot "$DATA/bench.stamp" ] || {
        "$TASUKI" migrate --data "$WORK/personal" >/dev/null
        return
    }
    rm -rf "$WORK/personal"
    cp -a "$DATA" "$WORK/personal"
    "$TASUKI" migrate --data "$WORK/personal" >/dev/null
    "$BIN/inquiries" log "$ROWS" 2000 | awk -F, -v OFS=, 'NR > 1 {
        $5 = "窓口 太郎" NR; $11 = "応援 花子" NR } 1' >"$WORK/table.csv"
    "$TASUKI" import inquiry "$WORK/table.csv" --yes --contract R8-001 --data "$WORK/personal" >/dev/null
    touch "$WORK/personal/ready"
}

# per_page COOKIE FILE: the server's processor time for a page, in microseconds.
per_page() {
    local from many
    from=$(spent) many=$(metric 'tasuki_http_requests_total{class="2xx"}')
    load_pages "$PORT" "$1" "$SECONDS_EACH" "$2" >/dev/null
    calc "($(spent) - $from) / ($(metric 'tasuki_http_requests_total{class="2xx"}') - $many)"
}

# The list with two sealed columns beside the same pages without; each was shown once, so
# that no reading is written while it is measured.
measure_personal() {
    local cookie plain sealed plains='' sealeds='' ratios=''
    stop
    fill_personal
    serve "$WORK/personal"
    settle
    cookie=$(sign_in whole)
    "$BIN/pages" walk "$PORT" "$cookie" "$LIST" 40 "$WORK/walked" >/dev/null
    spread_pages "$WORK/walked" >"$WORK/plain"
    sed 's/column=section/&\&column=requester_name\&column=assignee_name/' "$WORK/plain" >"$WORK/sealed"
    "$BIN/pages" each "$PORT" "$cookie" "$WORK/sealed" >/dev/null
    for ((i = 0; i < ROUNDS; i++)); do
        plain=$(per_page "$cookie" "$WORK/plain")
        sealed=$(per_page "$cookie" "$WORK/sealed")
        plains+="$plain"$'\n' sealeds+="$sealed"$'\n'
        ratios+="$(calc "$sealed / $plain")"$'\n'
    done
    sealed=$(printf '%s' "$ratios" | median)
    row 'list of 50 with two personal columns, server time' '<= 1.3 plain' \
        "$sealed ($(printf '%s' "$sealeds" | median) / $(printf '%s' "$plains" | median) us)" \
        "$(holds "$sealed <= 1.3")"
}

# For how long blocks keep the writer while 32 clients create.
measure_seal() {
    local at="$WORK/create" token all late
    stop
    rm -rf "$at"
    cp -a "$DATA" "$at"
    token=$("$TASUKI" token --user whole --data "$at")
    "$BIN/inquiries" create 12000 >"$WORK/creates"
    serve "$at"
    post 32 "$WORK/creates" >/dev/null
    all=$(metric tasuki_seal_writer_seconds_count)
    late=$((all - $(metric 'tasuki_seal_writer_seconds_bucket{le="0.001000"}')))
    row "a block on the writer, 32 clients ($all blocks), p99" '<= 1 ms' \
        "$late above; mean $(calc "1000 * $(metric tasuki_seal_writer_seconds_sum) / $all"), worst $(ms "$(metric tasuki_seal_writer_most_microseconds)") ms" \
        "$(holds "$late * 100 <= $all")"
    stop
    rm -rf "$at"
}

measure_pdf() {
    local said seconds kb
    said=$("$BIN/pdf" 31000 "$ROUNDS" "$WORK/list.pdf")
    seconds=$(value seconds "$said")
    kb=$(value kb "$said")
    row 'PDF of 1,000 pages with tables' '<= 5 s' \
        "$seconds s, $(value ratio "$said") x bare cairo" "$(holds "$seconds <= 5")"
    row 'PDF, a page beyond the fonts' '<= 3 KB' "$kb KB, cairo $(value bare_kb "$said") KB" \
        "$(holds "$kb <= 3")"
}

# An Excel file row by row, as lists are exported; BENCH_EXCEL_ROWS for a quick try.
measure_excel() {
    local said rows=${BENCH_EXCEL_ROWS:-1000000}
    said=$(TMPDIR=$WORK "$BIN/excel" "$rows" "$WORK/list.xlsx")
    row "Excel file of $rows rows of 10 columns" '<= 20 s' \
        "$(value seconds "$said") s, $(value mb "$said") MB" "$(holds "$(value seconds "$said") <= 20")"
    row 'the same, extra memory' '<= 64 MB' "$(value extra_mb "$said") MB" \
        "$(holds "$(value extra_mb "$said") <= 64")"
    rm -f "$WORK/list.xlsx"
}

# The month's report of the contract with the most inquiries: 10,000 and more of them.
measure_report() {
    local said id day contract count year first=0 all=0 us format
    said=$(sqlite3 -separator ' ' "$DATA/tasuki.db" "SELECT contract,
        date(received_at / 1000000 + 32400, 'unixepoch'), count(*) FROM inquiry
        GROUP BY contract, strftime('%Y-%m', received_at / 1000000 + 32400, 'unixepoch')
        ORDER BY 3 DESC, 2 DESC LIMIT 1")
    read -r id day count <<<"$said"
    contract=$(sqlite3 "$DATA/tasuki.db" "SELECT number FROM contract WHERE id = $id")
    for format in html pdf docx xlsx pptx; do
        said=$("$BIN/peak" "$TASUKI" report monthly --data "$DATA" --contract "$contract" \
            --day "$day" --output "$WORK/report.$format" 2>&1 >/dev/null | tail -1)
        us=$(value us "$said")
        all=$((all + us))
        [ $format != html ] || first=$us
    done
    year=$(sqlite3 "$DATA/tasuki.db" "SELECT count(*) FROM inquiry WHERE contract = $id
        AND date(received_at / 1000000 + 32400, 'unixepoch')
            BETWEEN date('$day', 'start of month', '-1 year') AND date('$day', 'start of month', '+1 month', '-1 day')")
    row "monthly report, $count inquiries of $year, first page" '<= 1 s' "$(calc "$first / 1000000") s" \
        "$(holds "$first <= 1000000")"
    row 'the same in five formats' '<= 3 s' "$(calc "$all / 1000000") s" "$(holds "$all <= 3000000")"
}

# A bundle of BENCH_BUNDLE_MB of attachments against a plain copy with SHA-256 of the same bytes.
measure_bundle() {
    local at="$WORK/bundle" each=40 files token id out plain written verified start
    ((BUNDLE_MB >= each)) || each=$BUNDLE_MB
    files=$((BUNDLE_MB / each))
    rm -rf "$at"
    mkdir -p "$at"
    "$TASUKI" init --data "$at/data" >/dev/null
    printf '[attachments]\nclamd = none\n' >>"$at/data/tasuki.ini"
    printf '番号,受付日時,件名,種別,内容\nN1,2026-04-01 9:00,件名,機器,内容\n' >"$at/one.csv"
    "$TASUKI" import inquiry "$at/one.csv" --yes --data "$at/data" >/dev/null
    "$TASUKI" user add bench --role lead --data "$at/data" >/dev/null
    token=$("$TASUKI" token --user bench --data "$at/data")
    stop
    serve "$at/data"
    for ((i = 0; i < files; i++)); do
        ((i % 10)) || id=$(curl -s -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
            -d '{"title":"大きなファイル","kind":"機器","received_at":"2026-04-01T09:00:00+09:00"}' \
            "http://127.0.0.1:$PORT/api/v1/inquiry" | tee "$at/made" | grep -o '"id":[0-9]*' | head -n 1 | cut -d : -f 2)
        { printf '内容 %d\n' "$i"; head -c $((each * 775000)) /dev/urandom | base64 -w 76; } >"$at/$i.txt"
        curl -s -o "$at/said" -H "Authorization: Bearer $token" -F "file=@$at/$i.txt" \
            "http://127.0.0.1:$PORT/api/v1/inquiry/$id/attachments"
    done
    stop
    start=$(date +%s%N)
    for ((i = 0; i < files; i++)); do
        cp "$at/$i.txt" "$at/copy-$i.txt"
        openssl dgst -sha256 "$at/copy-$i.txt" >/dev/null
    done
    sync -d "$at"/copy-*.txt
    plain=$(($(date +%s%N) - start))
    start=$(date +%s%N)
    out=$("$TASUKI" export --bundle "$at/a.zip" --data "$at/data" 2>/dev/null)
    written=$(($(date +%s%N) - start))
    start=$(date +%s%N)
    "$ROOT/build/verify_bundle" "$at/a.zip" >/dev/null || out=
    verified=$(($(date +%s%N) - start))
    # Attachments that were refused would make a small bundle quick.
    (($(stat -c %s "$at/a.zip") >= BUNDLE_MB * 700000)) || out=
    say "  $(stat -c %s "$at/a.zip") bytes"
    row "bundle of $BUNDLE_MB MB written, against a copy with SHA-256" '>= 0.3 x' \
        "$(calc "$plain / $written") x, $(ms $((written / 1000))) ms" \
        "$(holds "$plain >= $written * 0.3 && ${#out} > 0")"
    row "bundle of $BUNDLE_MB MB verified" '>= 0.3 x' \
        "$(calc "$plain / $verified") x, $(ms $((verified / 1000))) ms" \
        "$(holds "$plain >= $verified * 0.3 && ${#out} > 0")"
    rm -rf "$at"
}
