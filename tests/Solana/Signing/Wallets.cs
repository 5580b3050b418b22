using System.Security.Cryptography;
using System.Text;
using Orchestrator.Domain;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Tests.Signing;

/// <summary>A wallet, its terms and plain messages of its.</summary>
internal static class Wallets
{
    public static KeyPair New(string name = "signing") => KeyPair.FromSeed(Seed(name));

    public static byte[] Seed(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    public static PolicyTerms Terms(PublicKey wallet) => new()
    {
        Wallet = wallet,
        Mints = [new MintRule(Mints.WrappedSol, ProgramIds.Token, 1_000_000_000_000, 0), new MintRule(Mints.Usdc, ProgramIds.Token, 1_000_000_000, 0)],
        TipMax = 1_000_000, PriorityFeeMax = 1_000_000, SolFloor = 0, SignaturesPerSecond = 3,
    };

    /// <summary>A tip, which every policy here allows.</summary>
    public static byte[] Tip(PublicKey wallet, ulong lamports = 1_000)
    {
        new MessageBuilder(wallet).Add(SystemProgram.Transfer(wallet, TipAccounts.List[0], lamports)).BuildV0(new Blockhash(new byte[32]), out var message);
        return message!.Encode();
    }

    public static OpportunityId Id(int n) => OpportunityId.Create(DateTimeOffset.UnixEpoch.AddSeconds(n), new byte[10]);
}

/// <summary>A directory that is gone after the test.</summary>
public sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("signing").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
