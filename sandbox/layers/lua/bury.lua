-- A process is dead: what it had in hand is lost. ARGV: it, '1' if it need not look dead.
local process, surely = ARGV[A], ARGV[A + 1] == '1'
if not surely and is_alive(process) then
  return {NOW, GONE}
end
local hand = P .. ':hand:' .. process
local all = call('HGETALL', hand)
local settled = {}
for i = 1, #all, 2 do
  local of = string.match(all[i], '^(%d+):settled$')
  if of then
    settled[of] = all[i + 1]
  end
end
for i = 1, #all, 2 do
  if not string.find(all[i], ':', 1, true) then
    local queue, weight, at = string.match(all[i + 1], '^([^|]*)|(%d+)|()')
    local ids = settled[all[i]] or ''
    local _, count = string.gsub(ids, '%S+', '')
    local rest = tonumber(weight) - count
    local reason = string.sub(queue, -1) == '!' and 'server_killed' or 'worker_killed'
    add('i', row_of(queue), -rest)
    gone(queue, reason, 'in_hand', string.sub(all[i + 1], at), rest, ids)
  end
end
call('DEL', hand, P .. ':bell:' .. process)
call('HDEL', OPS, process, process .. ':took')
call('ZREM', PROCESSES, process)
return {NOW, GONE}
