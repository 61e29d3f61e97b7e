# What the parts of bench/run share: the table, servers, sign-in, wrk.

# row WHAT ASKED MEASURED OK    OK: 1 met, 0 not, - a figure without a mark to reach
row() {
    printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" >>"$WORK/table"
    local word=met
    [ "$4" = 1 ] || word=MISSED
    [ "$4" != - ] || word=''
    printf '  %-52s %-16s %-30s %s\n' "$1" "$2" "$3" "$word" >&2
}

say() {
    printf '%s\n' "$*" >&2
}

# calc EXPRESSION: prints it with two decimals; holds CONDITION: prints 1 or 0.
calc() {
    awk "BEGIN { printf \"%.2f\", $1 }"
}
holds() {
    awk "BEGIN { print ($1) ? 1 : 0 }"
}

# value NAME LINE: the number behind NAME= in a line of figures.
value() {
    sed -n "s/.*\b$1=\(-\{0,1\}[0-9.]*\).*/\1/p" <<<"$2"
}

median() {
    sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

ms() {
    calc "$1 / 1000"
}

# serve FOLDER [URL]: starts the product on $PORT and waits until it is ready.
SERVER=
serve() {
    local options=(--data "$1" --listen "127.0.0.1:$PORT")
    [ -z "${2:-}" ] || options+=(--database "$2")
    "$TASUKI" serve "${options[@]}" >"$WORK/serve.log" 2>&1 &
    SERVER=$!
    for ((i = 0; i < 600; i++)); do
        ! curl -sf -o "$WORK/ready" "http://127.0.0.1:$PORT/readyz" 2>/dev/null || return 0
        kill -0 $SERVER 2>/dev/null || break
        sleep 0.05
    done
    say "The server does not start:"
    tail -5 "$WORK/serve.log" >&2
    return 1
}

# settle: waits until jobs that the start set going have written what they have to.
settle() {
    local before=-1 now
    for ((i = 0; i < 60; i++)); do
        now=$(metric tasuki_store_groups_total)
        ((now != before)) || return 0
        before=$now
        sleep 1.5
    done
    say '  the server goes on writing by itself; measured all the same'
}

stop() {
    [ -n "$SERVER" ] || return 0
    kill "$SERVER" 2>/dev/null || :
    wait "$SERVER" 2>/dev/null || :
    SERVER=
}

# metric NAME: a number of the running server.
metric() {
    curl -s "http://127.0.0.1:$PORT/metrics" | awk -v name="$1" '$1 == name { print $2 }'
}

# spent: processor time of the running server, in microseconds.
spent() {
    awk -v tick="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) * 1000000 / tick }' \
        "/proc/$SERVER/stat"
}

# sign_in LOGIN [PASSWORD]: prints the cookie of a new session.
sign_in() {
    local jar="$WORK/jar" at="http://127.0.0.1:$PORT/sign-in" csrf
    rm -f "$jar"
    csrf=$(curl -s -c "$jar" "$at" | sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p')
    curl -s -o /dev/null -b "$jar" -c "$jar" -H "Origin: http://127.0.0.1:$PORT" \
        --data-urlencode "csrf=$csrf" --data-urlencode "login=$1" \
        --data-urlencode "password=${2:-tasuki-bench-2026}" "$at"
    awk '$6 == "tasuki" { print $6 "=" $7 }' "$jar"
}

# load_pages PORT COOKIE SECONDS FILE: wrk over the addresses of FILE, 32 connections.
# Prints "rate=… p99=…" (microseconds).
load_pages() {
    BENCH_LINES=$4 wrk -t1 -c32 -d"$3" --latency -s "$HERE/lines.lua" -H "Cookie: $2" \
        "http://127.0.0.1:$1/" >"$WORK/wrk.said" 2>&1
    awk '$1 == "99%" { p = $2; u = p ~ /us$/ ? 1 : p ~ /ms$/ ? 1000 : 1000000; sub(/[a-z]+$/, "", p) }
        /^Requests\/sec:/ { rate = $2 }
        /Non-2xx|Socket errors/ { bad = $0; gsub(/[ =]+/, "_", bad) }
        END { printf "rate=%s p99=%d %s\n", rate, p * u, bad }' "$WORK/wrk.said"
}

# start_nginx FILE: serves FILE under /desk/inquiries on $NGINX_PORT, as fast as it can.
NGINX=
start_nginx() {
    local folder="$WORK/nginx"
    mkdir -p "$folder"
    cat >"$folder/nginx.conf" <<END
$([ "$(id -u)" != 0 ] || echo 'user root;')
daemon off;
worker_processes $(nproc);
pid $folder/pid;
error_log $folder/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    open_file_cache max=10;
    client_body_temp_path $folder/body;
    proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi;
    scgi_temp_path $folder/scgi;
    server {
        listen 127.0.0.1:$NGINX_PORT reuseport;
        default_type text/html;
        location = /desk/inquiries { alias $1; }
    }
}
END
    nginx -c "$folder/nginx.conf" -e "$folder/error.log" &
    NGINX=$!
    sleep 0.5
}

stop_nginx() {
    [ -n "$NGINX" ] || return 0
    kill "$NGINX" 2>/dev/null || :
    wait "$NGINX" 2>/dev/null || :
    NGINX=
}
