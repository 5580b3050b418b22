using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Hosting;

namespace Orchestrator.Client.Api.Access;

/// <summary>
/// The keys in force. The file is looked at again every second, so that a key is taken away without a restart; an edit that is wrong leaves
/// the keys as they were and says so.
/// </summary>
internal sealed class KeyRing(IOptions<ClientApiOptions> options, TimeProvider time, ILogger<KeyRing> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly string? _path = options.Value.KeyFile;
    private ImmutableArray<KeyEntry> _keys = [];
    private (DateTime Written, long Length) _seen;
    private long _lookedAt;

    /// <summary>False where only this machine is answered, without keys.</summary>
    public bool HasKeys => _path is not null;

    /// <exception cref="KeyFileException">At start: nobody could enter, or everybody.</exception>
    public void Open()
    {
        if (_path is null) return;
        lock (_gate)
        {
            _seen = Stamp(_path);
            _keys = KeyFile.Read(_path);
            _lookedAt = time.GetTimestamp();
        }
    }

    /// <summary>Compares with every key there is, in constant time each: how long it takes says nothing about how close a guess was.</summary>
    public Caller? Find(string presented)
    {
        if (presented.Length is < ApiKeys.LengthMin or > ApiKeys.LengthMax) return null;
        var hash = ApiKeys.Hash(presented);
        Caller? found = null;
        foreach (var key in Current())
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash, hash)) found = new Caller(key.Name, key.Role);
        }

        return found;
    }

    private ImmutableArray<KeyEntry> Current()
    {
        if (_path is null) return [];
        lock (_gate)
        {
            if (time.GetElapsedTime(_lookedAt) < LookEvery) return _keys;
            _lookedAt = time.GetTimestamp();
            var stamp = Stamp(_path);
            if (stamp == _seen) return _keys;
            _seen = stamp;
            try
            {
                _keys = KeyFile.Read(_path);
                Log.KeysRead(log, _keys.Length);
            }
            catch (KeyFileException fault)
            {
                Log.KeysKept(log, fault.Message);
            }

            return _keys;
        }
    }

    private static (DateTime, long) Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
