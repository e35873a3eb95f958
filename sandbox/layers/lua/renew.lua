-- The server has restarted with older data: what it has may have been taken already, so it is given
-- to nobody. ARGV: a name for the store from now on, the last moment that was seen before.
-- Returns the store's name: another process may have come first.
local name, seen = ARGV[A], tonumber(ARGV[A + 1])
if LAST >= seen then
  return {NOW, call('HGET', META, 'epoch')}
end
for _, queue in ipairs(call('ZRANGE', HEADS, 0, -1)) do
  call('DEL', P .. queue)
end
for _, process in ipairs(call('ZRANGE', PROCESSES, 0, -1)) do
  call('DEL', P .. ':hand:' .. process)
end
call('DEL', P .. ':marks', P .. ':marked', HEADS, QUEUED, LEDGER, FACTS, OPS, P .. ':hand:' .. ME)
call('HSET', META, 'epoch', name, 'last', digits(seen), 'facts', 0)
return {NOW, name}
