using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Tests.Programs;

/// <summary>Accounts at hand, as a fetch would leave them.</summary>
internal sealed class Accounts : IAccountSource
{
    private readonly Dictionary<PublicKey, AccountData> _accounts = [];

    public AccountData? Find(PublicKey address) => _accounts.TryGetValue(address, out var data) ? data : null;

    public Accounts With(PublicKey address, PublicKey owner, byte[] data)
    {
        _accounts[address] = new AccountData(owner, data);
        return this;
    }

    public Accounts WithAbsent(PublicKey address)
    {
        _accounts[address] = AccountData.Absent;
        return this;
    }

    public Accounts Without(PublicKey address)
    {
        _accounts.Remove(address);
        return this;
    }

    /// <summary>A plain token account, of SPL Token unless another program is said.</summary>
    public Accounts WithTokens(PublicKey address, PublicKey mint, ulong amount, PublicKey? program = null, bool isFrozen = false)
    {
        var data = new byte[165];
        mint.CopyTo(data);
        BitConverter.TryWriteBytes(data.AsSpan(64), amount);
        data[108] = isFrozen ? (byte)2 : (byte)1;
        return With(address, program ?? ProgramIds.Token, data);
    }

    /// <summary>A plain mint without authorities.</summary>
    public Accounts WithMint(PublicKey address, byte decimals)
    {
        var data = new byte[82];
        data[44] = decimals;
        data[45] = 1;
        return With(address, ProgramIds.Token, data);
    }

    public static PublicKey Key(int seed) => new([.. BitConverter.GetBytes(seed), .. Enumerable.Repeat((byte)7, 28)]);
}
