-- Accept one message. ARGV: queue, channel, capacity, lifetime (µs), head, content, fact, the
-- content that the fact shows ('=' for the content itself), flags:
-- r = wake this process when there may be room, n = a notice that is lost where nobody listens,
-- s = full with a megabyte of its own channel unread.
-- Returns: what became of it (1 queued, 0 full, or a reason of a loss), stamp, own wake-up, gone,
-- when the oldest expires.
local queue, channel, capacity, lifetime = ARGV[A], ARGV[A + 1], tonumber(ARGV[A + 2]), tonumber(ARGV[A + 3])
local head, content, told, shown = ARGV[A + 4], ARGV[A + 5], ARGV[A + 6], ARGV[A + 7]
local flags = ARGV[A + 8]
if shown == '=' then
  shown = content
end
local local_part = string.sub(queue, -1) == '!'

local function is_ahead()
  local bytes, at = 0, #queue
  for _, element in ipairs(call('LRANGE', P .. queue, 0, -1)) do
    local _, _, _, other = parse(element)
    if string.sub(other, -#channel) == channel then
      bytes = bytes + #element
      if bytes >= 1048576 then
        return true
      end
    end
  end
  return false
end

local function is_heard()
  for _, process in ipairs(call('SMEMBERS', P .. ':ears:' .. queue)) do
    if is_alive(process) then
      return true
    end
  end
  return false
end

expire(queue)
local queued = tonumber(call('HGET', QUEUED, queue) or '0')
local full = queued >= capacity
if not full and local_part then
  full = call('SISMEMBER', P .. ':slow:' .. queue, channel) == 1
  if not full and string.find(flags, 's', 1, true) then
    full = is_ahead()
  end
end

local reason
if string.find(flags, 'n', 1, true) and not is_heard() then
  reason, full = 'nobody_listens', false
elseif local_part and call('ZSCORE', P .. ':orphans', queue) then
  reason, full = 'no_connection', false
end
if full then
  if string.find(flags, 'r', 1, true) then
    call('SADD', P .. ':room:' .. queue, ME)
    call('PEXPIRE', P .. ':room:' .. queue, 600000)
  end
  return {0, NOW, 0, GONE, call('ZSCORE', HEADS, queue) or ''}
end
if reason then
  local moment = stamp()
  add('a', row_of(queue), 1)
  fact('k', 'F', 'f', told, 'c', shown)
  add('l|' .. reason, row_of(queue), 1)
  fact('k', 'L', 'r', reason, 's', 'queued', 'h', head, 'd', '')
  done()
  return {reason, moment, 0, GONE, ''}
end
local moment = push(queue, lifetime, 1, head, content)
add('a', row_of(queue), 1)
fact('k', 'F', 'f', told, 'c', shown)
done()
return {1, moment, wake(queue), GONE, ''}
