-- Give the caller messages. ARGV: how many, '1' if they count as delivered at once, 'oldest' or
-- 'given' for the order of queues, '1' to wait for all queues where there is nothing, who takes,
-- number of queues, the queues, and those for which others of the caller wait too.
-- Returns: now, elements with the number of their queue, gone, queues that others shall look at,
-- whether it waits now.
local limit, at_once, order, waits = tonumber(ARGV[A]), ARGV[A + 1] == '1', ARGV[A + 2], ARGV[A + 3] == '1'
local where, number = ARGV[A + 4], tonumber(ARGV[A + 5])
local first = A + 6

for i = 0, number - 1 do
  expire(ARGV[first + i])
end

local function next_queue()
  local found, oldest
  for i = 0, number - 1 do
    local due = call('ZSCORE', HEADS, ARGV[first + i])
    if due then
      if order == 'given' then
        return i
      end
      due = tonumber(due)
      if not oldest or due < oldest then
        found, oldest = i, due
      end
    end
  end
  return found
end

local taken, messages = {}, 0
while messages < limit do
  local i = next_queue()
  if not i then
    break
  end
  local queue = ARGV[first + i]
  local element = call('LPOP', P .. queue)
  if not element then
    -- Somebody else has deleted the list.
    local rest = tonumber(call('HGET', QUEUED, queue) or '0')
    if rest > 0 then
      gone(queue, 'layer_lost', 'queued', '', rest, '')
    end
    left(queue, rest)
  else
    local s, _, weight, head = parse(element)
    left(queue, weight)
    if not s then
      gone(queue, 'malformed', 'queued', '', 0, '')
    elseif at_once and weight == 1 then
      add('d', row_of(queue), 1)
      if OP > 0 then
        -- It has no place in a hand: if this answer does not arrive, the message is lost by name.
        call('HSET', OPS, ME, digits(OP), ME .. ':took', queue .. '|' .. head)
      end
      fact('k', 'R', 'w', where, 'h', head, 's', s)
    else
      add('i', row_of(queue), weight)
      call('HSET', P .. ':hand:' .. ME, s, queue .. '|' .. weight .. '|' .. head)
      fact('k', 'T', 'w', where, 'h', head, 's', s)
    end
    if s then
      taken[#taken + 1] = i
      taken[#taken + 1] = element
    end
    messages = messages + weight
  end
end

local look, waiting = {}, 0
local function wait_for(queue)
  call('SADD', P .. ':idle:' .. queue, ME)
  call('PEXPIRE', P .. ':idle:' .. queue, 60000)
end
for i = first + number, #ARGV do
  if call('ZSCORE', HEADS, ARGV[i]) then
    look[#look + 1] = ARGV[i]
  else
    wait_for(ARGV[i])
  end
end
if waits and messages < limit then
  for i = 0, number - 1 do
    wait_for(ARGV[first + i])
  end
  waiting = 1
end
return {NOW, taken, GONE, look, waiting}
