namespace Orchestrator.Streams.Redis.Transport.Redis;

/// <summary>
/// Whatever changes a partition is one script, so that it is atomic and can look first whether its caller still holds the partition.
/// Keys: 1 the entries, 2 the holder (hash epoch, name), 3 the holder's sign of life, 4 the dead letters, 5 that the holder waits.
/// </summary>
internal static class Scripts
{
    /// <summary>ARGV[1] is the epoch of the caller's hold in every script of a holder.</summary>
    private const string Fence = """
        if redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[1] then return -1 end

        """;

    /// <summary>Removes settled entries: KEYS[1], the group, how many settled ones stay, the oldest ms that stays, how many are looked at.</summary>
    private const string Trimming = """
        local function less(a, b)
          local am, an = string.match(a, '^(%d+)-(%d+)$')
          local bm, bn = string.match(b, '^(%d+)-(%d+)$')
          if am ~= bm then return tonumber(am) < tonumber(bm) end
          return tonumber(an) < tonumber(bn)
        end
        local function trim(key, group, stay, oldest, most)
          local delivered
          for _, info in ipairs(redis.call('XINFO', 'GROUPS', key)) do
            local fields = {}
            for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
            if fields['name'] == group then delivered = fields['last-delivered-id'] end
          end
          if not delivered then return 0 end
          -- Nothing from here on is settled for certain.
          local safe = delivered
          local pending = redis.call('XPENDING', key, group)
          if pending[1] > 0 then safe = pending[2] end
          local removed = 0
          local bound = oldest .. '-0'
          if less(safe, bound) then bound = safe end
          removed = removed + redis.call('XTRIM', key, 'MINID', bound)
          local over = math.min(redis.call('XLEN', key) - stay, most)
          if over > 0 then
            local entries = redis.call('XRANGE', key, '-', '+', 'COUNT', over)
            bound = entries[#entries][1]
            if less(safe, bound) then bound = safe end
            removed = removed + redis.call('XTRIM', key, 'MINID', bound)
          end
          return removed
        end

        """;

    /// <summary>That the holder waits is nobody else's business and may be lost: it costs the disk nothing.</summary>
    private const string Unrecorded = "if redis.set_repl then redis.set_repl(redis.REPL_NONE) end\n";

    /// <summary>
    /// Keys: 1 the entries, 2 that the holder waits. ARGV: group, most entries, settled ones that stay, wake-up channel, namespace, key, payload.
    /// Returns the id; false when full.
    /// </summary>
    public const string Append = Trimming + """
        local length = redis.call('XLEN', KEYS[1])
        if length == 0 and redis.call('EXISTS', KEYS[1]) == 0 then redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM') end
        local most = tonumber(ARGV[2])
        if length >= most then
          trim(KEYS[1], ARGV[1], math.min(tonumber(ARGV[3]), most - 1), '0', 1000)
          if redis.call('XLEN', KEYS[1]) >= most then return false end
        end
        local id = redis.call('XADD', KEYS[1], '*', 'n', ARGV[5], 'k', ARGV[6], 'd', ARGV[7])
        if redis.call('EXISTS', KEYS[2]) == 1 then
          redis.call('PUBLISH', ARGV[4], '')

        """ + Unrecorded + """
          redis.call('DEL', KEYS[2])
        end
        return id
        """;

    /// <summary>ARGV: group, holder's name, '1' to take it from a living holder too, ms of the sign of life. Returns the epoch; -1 when left to another.</summary>
    public const string Take = """
        if ARGV[3] == '0' and redis.call('EXISTS', KEYS[3]) == 1 then return -1 end
        if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
        else
          local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0')
          if type(made) == 'table' and made.err and not string.find(made.err, 'BUSYGROUP') then return made end
        end
        local epoch = redis.call('HINCRBY', KEYS[2], 'epoch', 1)
        redis.call('HSET', KEYS[2], 'name', ARGV[2])
        redis.call('SET', KEYS[3], epoch, 'PX', ARGV[4])
        return epoch
        """;

    /// <summary>ARGV[2] group, [3] consumer, [4] where to go on, [5] most entries. What earlier holders read and did not settle, in order of id.</summary>
    public const string Claim = Fence + """
        local page = redis.call('XAUTOCLAIM', KEYS[1], ARGV[2], ARGV[3], '0', ARGV[4], 'COUNT', ARGV[5])
        if page[1] == '0-0' then
          for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[2])) do
            local fields = {}
            for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
            if fields['name'] ~= ARGV[3] and fields['pending'] == 0 then redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[2], fields['name']) end
          end
        end
        return {page[1], page[2], page[3] or {}}
        """;

    /// <summary>ARGV[2] group, [3] consumer, [4] most entries, [5] ms of the sign of life. New entries.</summary>
    public const string Read = Fence + """
        local life = tonumber(ARGV[5])
        if redis.call('PTTL', KEYS[3]) < life / 2 then redis.call('SET', KEYS[3], ARGV[1], 'PX', life) end
        local found = redis.call('XREADGROUP', 'GROUP', ARGV[2], ARGV[3], 'COUNT', ARGV[4], 'STREAMS', KEYS[1], '>')
        if found then return found[1][2] end

        """ + Unrecorded + """
        redis.call('SET', KEYS[5], ARGV[1])
        return {}
        """;

    /// <summary>ARGV[2] group, then ids.</summary>
    public const string Acknowledge = Fence + """
        return redis.call('XACK', KEYS[1], ARGV[2], unpack(ARGV, 3))
        """;

    /// <summary>ARGV[2] group, [3] id, [4] reason, [5] dead letters kept.</summary>
    public const string Bury = Fence + """
        if #redis.call('XPENDING', KEYS[1], ARGV[2], ARGV[3], ARGV[3], 1) == 0 then return 0 end
        local found = redis.call('XRANGE', KEYS[1], ARGV[3], ARGV[3])
        local fields = found[1] and found[1][2] or {}
        redis.call('XADD', KEYS[4], 'MAXLEN', ARGV[5], '*', 'entry', ARGV[3], 'reason', ARGV[4], unpack(fields))
        redis.call('XACK', KEYS[1], ARGV[2], ARGV[3])
        return 1
        """;

    /// <summary>ARGV[2] group, [3] settled ones that stay, [4] oldest ms that stays.</summary>
    public const string Trim = Trimming + Fence + "return trim(KEYS[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], 1000)";

    /// <summary>Gives up at once, without waiting for the sign of life to lapse.</summary>
    public const string Release = Fence + "return redis.call('DEL', KEYS[3])";

    /// <summary>Milliseconds of the server's clock, which dates the entries.</summary>
    public const string Now = "local t = redis.call('TIME') return t[1] * 1000 + math.floor(t[2] / 1000)";

    /// <summary>ARGV[1] partitions. Returns what the server says about itself, the partitions on record and, of each key after the first, its type.</summary>
    public const string Open = """
        redis.call('SETNX', KEYS[1], ARGV[1])
        local kinds = {}
        for i = 2, #KEYS do kinds[#kinds + 1] = redis.call('TYPE', KEYS[i]).ok end
        return {redis.call('INFO', 'server'), redis.call('INFO', 'memory'), redis.call('INFO', 'persistence'), redis.call('GET', KEYS[1]), kinds}
        """;
}
