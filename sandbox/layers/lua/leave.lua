-- This process ends: nobody need look for what it has left. What it has in hand stays noted, for
-- who buries it.
if call('EXISTS', P .. ':hand:' .. ME) == 0 then
  call('ZREM', PROCESSES, ME)
end
call('HDEL', OPS, ME, ME .. ':took')
call('DEL', P .. ':bell:' .. ME)
return {NOW}
