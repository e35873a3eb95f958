-- The sums of everything, after what is due has expired. ARGV: '1' to find out who listens.
for _, queue in ipairs(call('ZRANGEBYSCORE', HEADS, '-inf', NOW)) do
  expire(queue)
end
local queued = call('HGETALL', QUEUED)
local heard = {}
if ARGV[A] == '1' then
  for i = 1, #queued, 2 do
    heard[#heard + 1] = #call('SMEMBERS', P .. ':ears:' .. queued[i])
  end
end
return {NOW, call('HGETALL', LEDGER), queued, heard, GONE}
