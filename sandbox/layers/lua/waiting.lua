-- What waits on one queue, oldest first. ARGV: queue, most elements.
expire(ARGV[A])
return {NOW, call('LRANGE', P .. ARGV[A], 0, tonumber(ARGV[A + 1]) - 1), GONE}
