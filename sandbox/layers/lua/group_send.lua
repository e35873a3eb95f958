-- Accept a message once for every member; members behind one prefix share one element.
-- ARGV: group, msgpack of members, unusual capacities by queue and an empty list ('' for the members
-- that this shard knows), lifetime of a membership (µs), lifetime of the message (µs), id of the
-- first member's message, how many ids there are, step from one id to the next, the usual capacity,
-- id of the group send, content, fact, the content that the fact shows ('=' for the content itself),
-- '1' to return names.
-- Returns: 'more' and how many ids it takes, or 'sent', members, now, names, numbers of the members
-- that were full, of those without connection, own wake-ups, gone, memberships that ended.
local group, given = ARGV[A], ARGV[A + 1]
local membership, lifetime = tonumber(ARGV[A + 2]), tonumber(ARGV[A + 3])
local first_id, reserved, step = tonumber(ARGV[A + 4]), tonumber(ARGV[A + 5]), tonumber(ARGV[A + 6])
local usual, send, content, told = tonumber(ARGV[A + 7]), tonumber(ARGV[A + 8]), ARGV[A + 9], ARGV[A + 10]
local shown = ARGV[A + 11] == '=' and content or ARGV[A + 11]

local members, ended, capacities = nil, nil, {}
if given == '' then
  local key = P .. ':group:' .. group
  ended = {}
  for _, member in ipairs(call('ZRANGEBYSCORE', key, '-inf', NOW - membership)) do
    call('ZREM', key, member)
    call('SREM', P .. ':in:' .. member, group)
    ended[#ended + 1] = group
    ended[#ended + 1] = member
  end
  members = call('ZRANGE', key, 0, -1)
else
  members, capacities, ended = unpack(cmsgpack.unpack(given))
end
if #members > reserved then
  return {'more', #members, ended}
end

local shares, order, full, orphaned = {}, {}, {}, {}
for i, member in ipairs(members) do
  local at = string.find(member, '!', 1, true)
  local queue = at and string.sub(member, 1, at) or member
  local share = shares[queue]
  if not share then
    expire(queue)
    local capacity = tonumber(capacities[queue] or call('HGET', P .. ':caps', queue) or usual)
    share = {queue = queue, room = capacity - tonumber(call('HGET', QUEUED, queue) or '0'), full = 0, n = 0, locals = {}}
    share.orphaned = at and call('ZSCORE', P .. ':orphans', queue)
    shares[queue] = share
    order[#order + 1] = share
  end
  if share.orphaned then
    orphaned[#orphaned + 1] = i - 1
    share.full = share.full + 1
  elseif share.room <= 0 then
    full[#full + 1] = i - 1
    share.full = share.full + 1
  else
    share.room = share.room - 1
    share.n = share.n + 1
    local locals = share.locals
    locals[#locals + 1] = i - 1
    locals[#locals + 1] = at and string.sub(member, at + 1) or ''
  end
end

local wakes = {}
for _, share in ipairs(order) do
  local queue, row = share.queue, row_of(share.queue)
  if share.n > 0 then
    local head
    if share.n == 1 then
      head = cmsgpack.pack({first_id + step * share.locals[1], send, ME, queue .. share.locals[2]})
    else
      head = cmsgpack.pack({first_id, send, ME, queue, step, share.locals})
    end
    push(queue, lifetime, share.n, head, content)
    if wake(queue) == 1 then
      wakes[#wakes + 1] = queue
    end
  end
  add('a', row, share.n + share.full)
  if share.full > 0 then
    add(share.orphaned and 'l|no_connection' or 'l|full', row, share.full)
  end
end
local names = cmsgpack.pack(members)
if #members > 0 or told ~= '' then
  fact('k', 'G', 'f', told, 'c', shown, 'm', names, 'g', digits(send), 'i', digits(first_id), 'p', step,
       'x', cmsgpack.pack(full), 'y', cmsgpack.pack(orphaned))
end
done()
local named = ARGV[A + 12] == '1' and names or ''
if OP > 0 and named ~= '' then
  -- For a caller whom this answer does not reach.
  call('SET', P .. ':said:' .. ME, cmsgpack.pack({names, full, orphaned}), 'PX', 600000)
end
return {'sent', #members, NOW, named, full, orphaned, wakes, GONE, ended}
