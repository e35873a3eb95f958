-- A process begins to use this shard. ARGV: a name for the store if it is empty, '1' to be counted.
local store, counted = ARGV[A], ARGV[A + 1]
call('HSETNX', META, 'epoch', store)
local number = -1
if counted == '1' then
  number = call('HINCRBY', META, 'processes', 1) - 1
end
call('ZADD', PROCESSES, WALL, ME)
return {
  'ok', call('HGET', META, 'epoch'), number, WALL, NOW, LAST,
  call('HGET', OPS, ME) or '0', call('GET', P .. ':said:' .. ME) or '',
  call('HGET', OPS, ME .. ':took') or '',
}
