-- What every script begins with: names of keys, the time, the ledger's counters, facts, wake-ups.
--
-- KEYS: the layer's prefix, the hash of the ledger's counters.
-- ARGV: this process, the time if it is given (µs), until when the call means something (µs of
-- this server's clock), how many facts the stream keeps, the number of the operation.
--
-- An element of a queue is "stamp|due|weight|length of head|" head content: the first three as
-- decimal µs, µs and messages. Heads are msgpack, contents are never looked at here.
local P, LEDGER = KEYS[1], KEYS[2]
local ME, GIVEN, DEADLINE, KEPT, OP = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local META, HEADS, QUEUED, FACTS = P .. ':meta', P .. ':heads', P .. ':queued', P .. ':facts'
local PROCESSES, OPS = P .. ':processes', P .. ':ops'
local LEASE = 15000000
local call = redis.call

local function digits(number)
  return string.format('%.0f', number)
end

local WALL
if GIVEN ~= '' then
  WALL = tonumber(GIVEN)
else
  local t = call('TIME')
  WALL = t[1] * 1000000 + t[2]
end
-- A call that its sender has given up waiting for (the server was paused) must not happen now.
if DEADLINE ~= '' and WALL > tonumber(DEADLINE) then
  return {'late', WALL}
end
-- A call that is repeated since the answer to the first one never came must not happen twice.
if OP > 0 and OP <= tonumber(call('HGET', OPS, ME) or '0') then
  return {'done', WALL, call('GET', P .. ':said:' .. ME) or '', call('HGET', OPS, ME .. ':took') or ''}
end

-- The layer's time goes forward only, also where the server's clock is set back.
local known = call('HMGET', META, 'last', 'offset', 'epoch')
local LAST, OFFSET = tonumber(known[1] or '0'), tonumber(known[2] or '0')
local NOW = WALL + OFFSET
local BEHIND = LAST - NOW
if NOW < LAST then
  NOW = LAST
end

local function done()
  if OP > 0 then
    call('HSET', OPS, ME, digits(OP))
  end
end

-- A moment that no other message of this shard has.
local function stamp()
  if BEHIND > 1000000 then
    OFFSET, BEHIND = OFFSET + BEHIND, 0
    call('HSET', META, 'offset', digits(OFFSET))
  end
  local moment = NOW
  if moment <= LAST then
    moment = LAST + 1
  end
  LAST = moment
  call('HSET', META, 'last', digits(moment))
  return moment
end

local function fact(...)
  if KEPT > 0 then
    -- Numbered without a gap, so that a reader knows how many it has missed; and with the store, so
    -- that it knows when the count has begun anew.
    local name = call('HINCRBY', META, 'facts', 1) .. '-' .. tonumber(string.sub(known[3] or '0', 1, 7), 16)
    call('XADD', FACTS, 'MAXLEN', '~', KEPT, name, 'o', ME, 't', digits(NOW), ...)
  end
end

-- The ledger's row of a queue: all '?' channels of a pattern share one.
local function row_of(queue)
  local at = string.find(queue, '?', 1, true)
  return at and string.sub(queue, 1, at) or queue
end

local function add(count, row, number)
  call('HINCRBY', LEDGER, count .. '|' .. row, number)
end

-- What is no element of ours (somebody else's RPUSH) is due at once, and was never counted.
local function parse(element)
  local s, due, weight, length, at = string.match(element, '^(%d+)|(%d+)|(%d+)|(%d+)|()')
  if not s then
    return nil, 0, 0, ''
  end
  return s, tonumber(due), tonumber(weight), string.sub(element, at, at + tonumber(length) - 1)
end

local function element_of(moment, due, weight, head, content)
  return digits(moment) .. '|' .. digits(due) .. '|' .. weight .. '|' .. #head .. '|' .. head .. content
end

local function is_alive(process)
  return process == ME or WALL - tonumber(call('ZSCORE', PROCESSES, process) or '0') < LEASE
end

local function ring(process, what)
  local bell = P .. ':bell:' .. process
  call('RPUSH', bell, what)
  call('PEXPIRE', bell, 60000)
end

-- Wake one process that waits for something on this queue; 1 where it is the caller's own.
local function wake(queue)
  while true do
    local process = call('SPOP', P .. ':idle:' .. queue)
    if not process then
      return 0
    elseif process == ME then
      return 1
    elseif is_alive(process) then
      ring(process, queue)
      return 0
    end
  end
end

-- Wake the processes whose senders wait for room here; the caller looks after its own.
local function make_room(queue)
  local key = P .. ':room:' .. queue
  for _, process in ipairs(call('SMEMBERS', key)) do
    if process ~= ME then
      ring(process, '+' .. queue)
    end
    call('SREM', key, process)
  end
end

-- Take note that *weight* messages have left a queue, and of which is its first one now.
local function left(queue, weight)
  if call('HINCRBY', QUEUED, queue, 0 - weight) <= 0 then
    call('HDEL', QUEUED, queue)
  end
  local first = call('LINDEX', P .. queue, 0)
  if first then
    local _, due = parse(first)
    call('ZADD', HEADS, due, queue)
  else
    call('ZREM', HEADS, queue)
  end
  make_room(queue)
end

-- What was lost meanwhile, for the caller's log: queue, reason, state, head, messages, settled ids.
local GONE = {}

local function gone(queue, reason, state, head, weight, settled)
  if weight > 0 then
    add('l|' .. reason, row_of(queue), weight)
  end
  if head ~= '' then
    fact('k', 'L', 'r', reason, 's', state, 'h', head, 'd', settled)
  end
  GONE[#GONE + 1] = {queue, reason, state, head, weight, settled}
end

-- Lose what is past its time on one queue.
local function expire(queue)
  local due = call('ZSCORE', HEADS, queue)
  if not due or tonumber(due) > NOW then
    return
  end
  local list, lost = P .. queue, 0
  while true do
    local element = call('LINDEX', list, 0)
    if not element then
      -- The whole list may have gone by its own time to live while nobody was about.
      local rest = tonumber(call('HGET', QUEUED, queue) or '0') - lost
      if rest > 0 then
        gone(queue, 'expired', 'queued', '', rest, '')
        lost = lost + rest
      end
      break
    end
    local ours, ends, weight, head = parse(element)
    if ends > NOW then
      break
    end
    call('LPOP', list)
    lost = lost + weight
    gone(queue, ours and 'expired' or 'malformed', 'queued', head, weight, '')
  end
  left(queue, lost)
end

-- Put a message at the end of a queue.
local function push(queue, lifetime, weight, head, content)
  local moment = stamp()
  local due = moment + lifetime
  local list = P .. queue
  local length = call('RPUSH', list, element_of(moment, due, weight, head, content))
  call('PEXPIRE', list, math.ceil(lifetime / 1000) + 3600000)
  if length == 1 then
    call('ZADD', HEADS, due, queue)
  end
  call('HINCRBY', QUEUED, queue, weight)
  return moment
end

local A = 6
