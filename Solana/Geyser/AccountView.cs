using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Geyser;

/// <summary>An account update read in place.</summary>
public readonly ref struct AccountView
{
    private AccountView(PublicKey address, PublicKey owner, ulong lamports, ulong writeVersion, ReadOnlySpan<byte> data)
    {
        Address = address;
        Owner = owner;
        Lamports = lamports;
        WriteVersion = writeVersion;
        Data = data;
    }

    public PublicKey Address { get; }

    public PublicKey Owner { get; }

    public ulong Lamports { get; }

    /// <summary>Grows with every write on one node; orders updates inside a slot.</summary>
    public ulong WriteVersion { get; }

    public ReadOnlySpan<byte> Data { get; }

    internal static bool TryRead(UpdateKind kind, ReadOnlySpan<byte> update, out AccountView view)
    {
        view = default;
        if (kind != UpdateKind.Account) return false;
        ReadOnlySpan<byte> info = default;
        var outer = new ProtoWalker(update);
        while (outer.Next())
            if (outer.Field == 1) info = outer.Bytes;

        ReadOnlySpan<byte> address = default, owner = default, data = default;
        ulong lamports = 0, version = 0;
        var walker = new ProtoWalker(info);
        while (walker.Next())
        {
            switch (walker.Field)
            {
                case 1: address = walker.Bytes; break;
                case 2: lamports = walker.Number; break;
                case 3: owner = walker.Bytes; break;
                case 6: data = walker.Bytes; break;
                case 7: version = walker.Number; break;
            }
        }

        if (outer.IsBroken || walker.IsBroken || address.Length != PublicKey.Size || owner.Length != PublicKey.Size) return false;
        view = new AccountView(PublicKey.Read(address), PublicKey.Read(owner), lamports, version, data);
        return true;
    }
}
