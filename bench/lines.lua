-- For wrk: asks for the addresses of the file BENCH_LINES in turn, each prepared once.
local requests, at = {}, 0

function init()
    for line in io.lines(os.getenv("BENCH_LINES")) do
        requests[#requests + 1] = wrk.format("GET", line)
    end
end

function request()
    at = at % #requests + 1
    return requests[at]
end
