namespace Orchestrator.Storage.Redis;

/// <summary>
/// Each durable change is one script, so it is atomic and is one entry of the append-only file. Every script first looks
/// whether the store is the one that was opened and has every commit that was acknowledged to this process.
/// </summary>
internal static class RedisScripts
{
    public const int Emptied = -1, Foreign = -2, RolledBack = -3;

    /// <summary>KEYS[1] the store, ARGV[1] its id, ARGV[2] commits it must have.</summary>
    private const string Guard = """
        local store = redis.call('HGET', KEYS[1], 'store')
        if not store then return {-1, ''} end
        if store ~= ARGV[1] then return {-2, store} end
        local commits = redis.call('HGET', KEYS[1], 'commits')
        if tonumber(commits) < tonumber(ARGV[2]) then return {-3, commits} end

        """;

    /// <summary>ARGV[1] a new id, ARGV[2] the schema. The first of several silos makes the store.</summary>
    public const string Create = """
        if redis.call('HSETNX', KEYS[1], 'store', ARGV[1]) == 1 then
          redis.call('HSET', KEYS[1], 'schema', ARGV[2], 'commits', '0', 'sequence', '0')
        end
        return redis.call('HMGET', KEYS[1], 'store', 'commits', 'schema')
        """;

    /// <summary>A write that changes nothing but the number of commits, so that a rollback of anything is noticed.</summary>
    public const string Beat = Guard + "return {1, redis.call('HINCRBY', KEYS[1], 'commits', 1)}";

    /// <summary>KEYS[2] the record; ARGV[3] version to replace or empty, ARGV[4] new version, ARGV[5] '1' with a body, ARGV[6] body.</summary>
    public const string Replace = Guard + """
        if (redis.call('HGET', KEYS[2], 'version') or '') ~= ARGV[3] then return {0, commits} end
        redis.call('HSET', KEYS[2], 'version', ARGV[4])
        if ARGV[5] == '1' then redis.call('HSET', KEYS[2], 'body', ARGV[6]) else redis.call('HDEL', KEYS[2], 'body') end
        return {1, redis.call('HINCRBY', KEYS[1], 'commits', 1)}
        """;

    /// <summary>KEYS[2] the head; ARGV[3] number as 19 digits (a Lua number holds 53 bits only), ARGV[4] body.</summary>
    public const string Advance = Guard + """
        local number = redis.call('HGET', KEYS[2], 'number')
        if number and number == ARGV[3] then return {2, commits} end
        if number and number > ARGV[3] then return {3, commits} end
        redis.call('HSET', KEYS[2], 'number', ARGV[3], 'body', ARGV[4])
        return {1, redis.call('HINCRBY', KEYS[1], 'commits', 1)}
        """;

    /// <summary>
    /// KEYS[2] stream, KEYS[3] hash id → digest:member, KEYS[4] all by time; ARGV[3] prefix of the other indexes,
    /// ARGV[4] records, ARGV[5] oldest time kept, ARGV[6] records kept, ARGV[7] most to drop; then 7 values a record.
    /// Returns 1, commits, added; or 2, commits, the id that conflicts.
    /// </summary>
    public const string Append = Guard + """
        local known = {}
        local last = 7 + 7 * tonumber(ARGV[4])
        for i = 8, last, 7 do
          local stands = known[ARGV[i]] or redis.call('HGET', KEYS[3], ARGV[i])
          if stands and string.sub(stands, 1, 32) ~= ARGV[i + 5] then return {2, commits, ARGV[i]} end
          if not stands then known[ARGV[i]] = ARGV[i + 5] end
        end
        local function indexes(outcome, reason, group)
          return {KEYS[4], ARGV[3] .. 'outcome/' .. outcome, ARGV[3] .. 'reason/' .. reason, ARGV[3] .. 'group/' .. group}
        end
        local added = 0
        for i = 8, last, 7 do
          if redis.call('HEXISTS', KEYS[3], ARGV[i]) == 0 then
            local sequence = redis.call('HINCRBY', KEYS[1], 'sequence', 1)
            local member = string.format('%016d', sequence)
            redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 5] .. ':' .. member)
            redis.call('XADD', KEYS[2], string.format('%d-0', sequence), 'id', ARGV[i], 'at', ARGV[i + 1], 'outcome', ARGV[i + 2],
              'reason', ARGV[i + 3], 'group', ARGV[i + 4], 'body', ARGV[i + 6])
            for _, key in ipairs(indexes(ARGV[i + 2], ARGV[i + 3], ARGV[i + 4])) do redis.call('ZADD', key, ARGV[i + 1], member) end
            added = added + 1
          end
        end
        local function drop(members)
          for _, member in ipairs(members) do
            local id = string.format('%d-0', tonumber(member))
            local fields = redis.call('XRANGE', KEYS[2], id, id)[1][2]
            redis.call('XDEL', KEYS[2], id)
            redis.call('HDEL', KEYS[3], fields[2])
            for _, key in ipairs(indexes(fields[6], fields[8], fields[10])) do redis.call('ZREM', key, member) end
          end
        end
        drop(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', '(' .. ARGV[5], 'LIMIT', 0, ARGV[7]))
        local over = math.min(redis.call('ZCARD', KEYS[4]) - tonumber(ARGV[6]), tonumber(ARGV[7]))
        if over > 0 then drop(redis.call('ZRANGE', KEYS[4], 0, over - 1)) end
        return {1, redis.call('HINCRBY', KEYS[1], 'commits', 1), added}
        """;

    /// <summary>KEYS[1] an index; ARGV[1] highest and ARGV[2] lowest time, ARGV[3] members; ARGV[4] member and ARGV[5] time of the last one seen.</summary>
    public const string Page = """
        if ARGV[4] == '' then return redis.call('ZREVRANGEBYSCORE', KEYS[1], ARGV[1], ARGV[2], 'WITHSCORES', 'LIMIT', 0, ARGV[3]) end
        local rank = redis.call('ZREVRANK', KEYS[1], ARGV[4])
        if rank then return redis.call('ZREVRANGE', KEYS[1], rank + 1, rank + ARGV[3], 'WITHSCORES') end
        return redis.call('ZREVRANGEBYSCORE', KEYS[1], '(' .. ARGV[5], ARGV[2], 'WITHSCORES', 'LIMIT', 0, ARGV[3])
        """;
}
