-- Once a second: say that this process lives, find what has expired and who has died.
-- ARGV: lifetime of a membership (µs), seconds that idle stores are kept, queues for which this
-- process waits.
-- Returns: epoch, wall, now, gone, memberships that ended, queues that have something, the dead, how
-- many processes there are, the number of the next one that is new.
local membership, kept = tonumber(ARGV[A]), tonumber(ARGV[A + 1])
local own = call('ZSCORE', PROCESSES, ME)
local grace = tonumber(call('HGET', META, 'grace') or '0')
if own and WALL - tonumber(own) >= LEASE then
  -- It looks dead itself, so the clock was set forward or everything stood still: nobody is
  -- declared dead before all had time to say that they live.
  grace = WALL + LEASE
  call('HSET', META, 'grace', digits(grace))
elseif grace > WALL + LEASE then
  grace = 0
end
call('ZADD', PROCESSES, WALL, ME)
for _, queue in ipairs(call('ZRANGEBYSCORE', HEADS, '-inf', NOW, 'LIMIT', 0, 1000)) do
  expire(queue)
end

local ended = {}
for _, group in ipairs(call('ZRANGEBYSCORE', P .. ':groups', '-inf', NOW - membership, 'LIMIT', 0, 1000)) do
  local key = P .. ':group:' .. group
  for _, channel in ipairs(call('ZRANGEBYSCORE', key, '-inf', NOW - membership)) do
    call('ZREM', key, channel)
    call('SREM', P .. ':in:' .. channel, group)
    ended[#ended + 1] = group
    ended[#ended + 1] = channel
  end
  local oldest = call('ZRANGE', key, 0, 0, 'WITHSCORES')
  if oldest[2] then
    call('ZADD', P .. ':groups', oldest[2], group)
  else
    call('ZREM', P .. ':groups', group)
  end
end

local dead = {}
if WALL >= grace then
  for _, process in ipairs(call('ZRANGEBYSCORE', PROCESSES, '-inf', WALL - LEASE)) do
    if process ~= ME then
      dead[#dead + 1] = process
    end
  end
end

local ready = {}
for i = A + 2, #ARGV do
  if call('ZSCORE', HEADS, ARGV[i]) then
    ready[#ready + 1] = ARGV[i]
  else
    call('SADD', P .. ':idle:' .. ARGV[i], ME)
    call('PEXPIRE', P .. ':idle:' .. ARGV[i], 60000)
  end
end
for _, key in ipairs({META, HEADS, QUEUED, FACTS, PROCESSES, OPS, LEDGER, P .. ':groups', P .. ':orphans', P .. ':caps'}) do
  call('PEXPIRE', key, kept * 1000)
end
return {call('HGET', META, 'epoch') or '', WALL, NOW, GONE, ended, ready, dead,
  call('ZCARD', PROCESSES), tonumber(call('HGET', META, 'processes') or '0')}
