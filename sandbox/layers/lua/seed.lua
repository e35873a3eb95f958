-- The store came back empty: add what this process knows of the ledger and has in hand.
-- ARGV: fields of sums, the sums as counter and number, what is in hand as stamp and note.
local sums = tonumber(ARGV[A])
for i = A + 1, A + sums, 2 do
  call('HINCRBY', LEDGER, ARGV[i], ARGV[i + 1])
end
for i = A + 1 + sums, #ARGV, 2 do
  call('HSET', P .. ':hand:' .. ME, ARGV[i], ARGV[i + 1])
end
return {NOW}
