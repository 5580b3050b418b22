using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Tests.Geyser;
using Orchestrator.Solana.Tests.Programs;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Tests.Launches;

public sealed class RealLaunchTests
{
    private const string Raydium = "solana/transactions/raydium_v4/helius_transactionNotification_";
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_real_creation_becomes_one_launch_with_the_fields_of_its_instruction()
    {
        var launches = Lines(Raydium + "initialize2.jsonl").SelectMany(Read).ToList();
        var program = new Orchestrator.Solana.Programs.RaydiumV4.RaydiumV4Program();
        var created = RealInstructions.HeliusInitialize2()
            .SelectMany(run => run.Instructions.Select(one => (run.Signature, Creation: Decoded(program, one))))
            .Where(one => one.Creation is not null).ToList();

        Assert.Equal(created.Count, launches.Count);
        foreach (var (launch, (signature, creation)) in launches.Zip(created))
        {
            var solIsA = creation!.MintA == Mints.WrappedSol;
            Assert.Equal((LaunchForm.InitializePool, signature), (launch.Form, launch.Signature));
            Assert.Equal((creation.Pool.ToString(), creation.Creator.ToString()), (launch.Pool, launch.Creator));
            Assert.Equal((Mint.Sol.Value, (solIsA ? creation.MintB : creation.MintA).ToString()), (launch.Quote.Value, launch.Token.Value));
            Assert.Equal((long)(solIsA ? creation.AmountA : creation.AmountB)!, launch.InitialLiquidity.Value);
            Assert.Equal((solIsA ? creation.AmountB : creation.AmountA)!.Value, launch.TokenUnits.Value);
        }
    }

    [Fact]
    public void A_real_block_and_real_swaps_launch_what_their_instructions_create_and_nothing_else()
    {
        Assert.Empty(TestUpdates.Transactions().SelectMany(Of));
        Assert.Empty(Lines(Raydium + "swaps.jsonl").SelectMany(Read));
    }

    private static PoolCreation? Decoded(IProgram program, RealInstruction one) =>
        one.Program == program.Id && program.ReadInstruction(one.View, out var decoded) == DecodeRefusal.None ? decoded!.Creation : null;

    private static IEnumerable<string> Lines(string file) => File.ReadLines(SharedData.PathOf(file));

    private static IEnumerable<Launch> Read(string text) => TransactionReader.Read(text).Where(read => read.Transaction is not null).SelectMany(read => Of(read.Transaction!));

    private static IEnumerable<Launch> Of(FullTransaction transaction) => LaunchReader.Read(transaction, ProgramRegistry.Mainnet, Now);
}
