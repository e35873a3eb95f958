-- The server that owned a prefix has gone: what waits and what comes has no connection.
-- ARGV: prefix, seconds to remember it.
local queue = ARGV[A]
call('ZADD', P .. ':orphans', NOW, queue)
call('ZREMRANGEBYSCORE', P .. ':orphans', '-inf', NOW - tonumber(ARGV[A + 1]) * 1000000)
call('DEL', P .. ':slow:' .. queue)
local lost = 0
while true do
  local element = call('LPOP', P .. queue)
  if not element then
    break
  end
  local _, _, weight, head = parse(element)
  gone(queue, 'no_connection', 'queued', head, weight, '')
  lost = lost + weight
end
if lost > 0 then
  left(queue, lost)
end
return {NOW, GONE}
