namespace Orchestrator.Solana.Rpc;

/// <summary>How one provider has done lately.</summary>
public sealed class ProviderHealth(RpcOptions options, TimeProvider clock)
{
    // The newest answer counts a fifth: about ten calls forget the past.
    private const double Newest = 0.2;

    private readonly Lock _gate = new();
    private int _faults;
    private DateTimeOffset _coolUntil = DateTimeOffset.MinValue;
    private double _latencyMs;
    private ulong _slot;

    /// <summary>Smoothed time to an answer; zero before the first.</summary>
    public TimeSpan Latency
    {
        get
        {
            lock (_gate) return TimeSpan.FromMilliseconds(_latencyMs);
        }
    }

    /// <summary>Highest slot it has answered from.</summary>
    public ulong Slot
    {
        get
        {
            lock (_gate) return _slot;
        }
    }

    /// <summary>It failed several times in a row, or said that it is behind, a moment ago.</summary>
    public bool IsCooling
    {
        get
        {
            lock (_gate) return clock.GetUtcNow() < _coolUntil;
        }
    }

    internal void Answered(TimeSpan took)
    {
        lock (_gate)
        {
            _faults = 0;
            _latencyMs = _latencyMs == 0 ? took.TotalMilliseconds : (_latencyMs * (1 - Newest)) + (took.TotalMilliseconds * Newest);
        }
    }

    internal void SawSlot(ulong slot)
    {
        lock (_gate)
            if (slot > _slot) _slot = slot;
    }

    internal void Failed(RpcError error)
    {
        lock (_gate)
        {
            _faults++;
            if (_faults >= options.FaultsMax || error.Fault is RpcFault.NodeUnhealthy or RpcFault.Unauthorized)
                _coolUntil = clock.GetUtcNow() + options.CoolDown;
        }
    }
}
