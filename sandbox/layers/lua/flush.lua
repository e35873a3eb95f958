-- Forget all messages and groups; every message is accounted for.
-- Returns: now, gone, memberships that ended.
for _, queue in ipairs(call('ZRANGE', HEADS, 0, -1)) do
  local lost = 0
  for _, element in ipairs(call('LRANGE', P .. queue, 0, -1)) do
    local _, _, weight, head = parse(element)
    gone(queue, 'flushed', 'queued', head, weight, '')
    lost = lost + weight
  end
  call('DEL', P .. queue)
  left(queue, lost)
end
local ended = {}
for _, group in ipairs(call('ZRANGE', P .. ':groups', 0, -1)) do
  for _, channel in ipairs(call('ZRANGE', P .. ':group:' .. group, 0, -1)) do
    call('DEL', P .. ':in:' .. channel)
    ended[#ended + 1] = group
    ended[#ended + 1] = channel
  end
  call('DEL', P .. ':group:' .. group)
end
call('DEL', P .. ':groups')
return {NOW, GONE, ended}
