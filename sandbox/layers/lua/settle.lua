-- Say what became of messages in hand, and of refused ones. ARGV: rows of six.
-- s: stamp, reason of the loss or '' for delivered, ids settled of several ('' for all), messages,
-- fact.
-- c: row of the ledger, reason, '', messages, fact: what counts as delivered was none.
-- r: row of the ledger, reason, '', messages, '': refused.
-- f: only a fact, the last of six.
-- Returns how many messages in hand were known here.
local known, hand, facts = 0, P .. ':hand:' .. ME, {}

local function settle(what, reason, ids, number)
  local noted = call('HGET', hand, what)
  if not noted then
    return false
  end
  local row = row_of(string.match(noted, '^([^|]*)|'))
  local settled = what .. ':settled'
  if ids == '' then
    call('HDEL', hand, what, settled)
  else
    call('HSET', hand, settled, (call('HGET', hand, settled) or '') .. ids .. ' ')
  end
  add('i', row, -number)
  add(reason == '' and 'd' or 'l|' .. reason, row, number)
  known = known + 1
  return true
end

-- Those in hand first: a server without memory lets a script begin with taking something away.
for i = A, #ARGV, 6 do
  if ARGV[i] == 's' and settle(ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], tonumber(ARGV[i + 4])) then
    facts[#facts + 1] = ARGV[i + 5]
  end
end
for i = A, #ARGV, 6 do
  local kind, row, reason, number = ARGV[i], ARGV[i + 1], ARGV[i + 2], tonumber(ARGV[i + 4])
  if kind == 'c' then
    add('d', row, -number)
    add('l|' .. reason, row, number)
  elseif kind == 'r' then
    add('r|' .. reason, row, number)
  end
  if kind ~= 's' and ARGV[i + 5] ~= '' then
    facts[#facts + 1] = ARGV[i + 5]
  end
end
for _, told in ipairs(facts) do
  fact('k', 'F', 'f', told)
end
done()
return {known}
