-- This process listens to some queues and no longer to others.
-- ARGV: number of those it begins with, these, those that it ends with.
local begins = tonumber(ARGV[A])
for i = A + 1, #ARGV do
  local ears = P .. ':ears:' .. ARGV[i]
  if i <= A + begins then
    call('SADD', ears, ME)
    call('PEXPIRE', ears, 172800000)
  else
    call('SREM', ears, ME)
    -- Somebody may have woken this process for the others: pass it on.
    if call('SREM', P .. ':idle:' .. ARGV[i], ME) == 0 and call('ZSCORE', HEADS, ARGV[i]) then
      wake(ARGV[i])
    end
  end
end
return {NOW}
