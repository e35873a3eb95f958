-- Change or read a group. ARGV: 'add', 'discard', 'evict', 'members' or 'names', the group, the
-- channel, lifetime of a membership (µs), the channel's queue, its capacity, the usual capacity,
-- fact.
-- Returns: now, memberships that ended, and what was asked for.
local verb, group, channel, membership = ARGV[A], ARGV[A + 1], ARGV[A + 2], tonumber(ARGV[A + 3])
local groups, ended = P .. ':groups', {}

local function key_of(name)
  return P .. ':group:' .. name
end

local function note_oldest(name)
  local oldest = call('ZRANGE', key_of(name), 0, 0, 'WITHSCORES')
  if oldest[2] then
    call('ZADD', groups, oldest[2], name)
  else
    call('ZREM', groups, name)
  end
end

local function leave(name, member)
  if call('ZREM', key_of(name), member) == 1 then
    call('SREM', P .. ':in:' .. member, name)
    ended[#ended + 1] = name
    ended[#ended + 1] = member
    return true
  end
  return false
end

local function expire_members(name)
  for _, member in ipairs(call('ZRANGEBYSCORE', key_of(name), '-inf', NOW - membership)) do
    leave(name, member)
  end
  note_oldest(name)
end

if verb == 'evict' then
  for _, name in ipairs(call('SMEMBERS', P .. ':in:' .. channel)) do
    leave(name, channel)
    note_oldest(name)
  end
  return {NOW, ended, 0}
elseif verb == 'names' then
  for _, name in ipairs(call('ZRANGEBYSCORE', groups, '-inf', NOW - membership)) do
    expire_members(name)
  end
  return {NOW, ended, call('ZRANGE', groups, 0, -1)}
elseif verb == 'members' then
  expire_members(group)
  return {NOW, ended, call('ZRANGE', key_of(group), 0, -1, 'WITHSCORES')}
elseif verb == 'discard' then
  expire_members(group)
  local expired = #ended
  if leave(group, channel) then
    note_oldest(group)
    fact('k', 'F', 'f', ARGV[A + 7])
    return {NOW, {unpack(ended, 1, expired)}, 1}
  end
  return {NOW, ended, 0}
end
local moment = stamp()
expire_members(group)
call('ZADD', key_of(group), moment, channel)
call('PEXPIRE', key_of(group), math.ceil(membership / 1000) + 3600000)
call('SADD', P .. ':in:' .. channel, group)
call('PEXPIRE', P .. ':in:' .. channel, math.ceil(membership / 1000) + 3600000)
note_oldest(group)
if ARGV[A + 5] ~= ARGV[A + 6] then
  call('HSET', P .. ':caps', ARGV[A + 4], ARGV[A + 5])
end
fact('k', 'F', 'f', ARGV[A + 7])
return {moment, ended, 1}
