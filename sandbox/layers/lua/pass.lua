-- This process was woken for a queue that nobody here waits for: wake another one. ARGV: queue.
-- Returns 1 where the caller itself waits for it meanwhile.
if call('ZSCORE', HEADS, ARGV[A]) then
  return {wake(ARGV[A])}
end
return {0}
