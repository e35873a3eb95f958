-- What this process has in hand, as far as this server knows.
return {NOW, call('HGETALL', P .. ':hand:' .. ME)}
