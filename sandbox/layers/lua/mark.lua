-- The store came back empty, and the processes that knew the one before find out together what is
-- lost: each says up to which message it has taken, by queue and sending process.
-- ARGV: the number of the next process that is new, and pairs of 'queue|process' and message.
-- Returns: now, how many processes have said so, whether this one was the first, all pairs.
local marks, marked = P .. ':marks', P .. ':marked'
if tonumber(call('HGET', META, 'processes') or '0') < tonumber(ARGV[A]) then
  call('HSET', META, 'processes', ARGV[A])
end
for i = A + 1, #ARGV, 2 do
  if tonumber(ARGV[i + 1]) > tonumber(call('HGET', marks, ARGV[i]) or '0') then
    call('HSET', marks, ARGV[i], ARGV[i + 1])
  end
end
local first = call('SADD', marked, ME) == 1 and call('SCARD', marked) == 1 and 1 or 0
call('PEXPIRE', marks, 600000)
call('PEXPIRE', marked, 600000)
return {NOW, call('SCARD', marked), first, call('HGETALL', marks)}
