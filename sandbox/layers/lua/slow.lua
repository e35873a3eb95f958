-- A client reads too slowly, or no longer does. ARGV: prefix, channel, '1' or '0'.
local key = P .. ':slow:' .. ARGV[A]
if ARGV[A + 2] == '1' then
  call('SADD', key, ARGV[A + 1])
  call('PEXPIRE', key, 86400000)
else
  call('SREM', key, ARGV[A + 1])
  make_room(ARGV[A])
end
return {NOW}
