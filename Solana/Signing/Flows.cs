using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Signing;

/// <summary>What of each token comes to us at the least over a whole message; negative when it leaves.</summary>
internal sealed class Flows
{
    private readonly List<(PublicKey Mint, Int128 Least)> _flows = new(8);

    public IReadOnlyList<(PublicKey Mint, Int128 Least)> All => _flows;

    public void Add(PublicKey mint, Int128 change)
    {
        for (var i = 0; i < _flows.Count; i++)
        {
            if (_flows[i].Mint != mint) continue;
            _flows[i] = (mint, _flows[i].Least + change);
            return;
        }

        _flows.Add((mint, change));
    }
}
