using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;
using SignRefusal = Orchestrator.Domain.Execution.SignRefusal;

namespace Orchestrator.Solana.Tests.Signing;

public sealed class LocalSignerTests : IDisposable
{
    private readonly Folder _folder = new();
    private readonly PublicKey _wallet = Wallets.New().PublicKey;
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_signature_covers_the_very_bytes_that_were_asked_for()
    {
        using var signer = Create();
        var message = Wallets.Tip(_wallet);
        var signed = await Ask(signer, 1, message);
        Assert.Equal(WireRefusal.None, VersionedTransaction.Decode(signed.Transaction, out var transaction));
        Assert.Equal([true], transaction!.VerifySignatures());
        Assert.Equal(message, transaction.Message.Encode());
        Assert.Equal(transaction.Id.ToString(), signed.Signature);
    }

    [Fact]
    public async Task Two_executors_with_one_reservation_and_the_one_of_the_older_epoch_is_refused_by_name()
    {
        using var signer = Create();
        Assert.Equal(SignRefusal.None, (await Ask(signer, 1, Wallets.Tip(_wallet), epoch: 8)).Refusal);
        Assert.Equal(SignRefusal.OlderEpoch, (await Ask(signer, 1, Wallets.Tip(_wallet), epoch: 7)).Refusal);
        Assert.Equal(SignRefusal.OlderEpoch, (await Ask(signer, 2, Wallets.Tip(_wallet), epoch: 7)).Refusal);
    }

    [Fact]
    public async Task One_reservation_has_one_message_until_it_is_dead_by_block_height_also_after_a_restart()
    {
        var (first, other) = (Wallets.Tip(_wallet), Wallets.Tip(_wallet, 2_000));
        using (var signer = Create())
        {
            Assert.Equal(SignRefusal.None, (await Ask(signer, 1, first, lastValid: 100)).Refusal);
            Assert.Equal(SignRefusal.AnotherMessageMayLive, (await Ask(signer, 1, other, finalized: 132)).Refusal);
        }

        using var again = Open();
        Assert.Equal(SignRefusal.AnotherMessageMayLive, (await Ask(again, 1, other, finalized: 132)).Refusal);
        // Understating the height of the same message does not shorten its life.
        Assert.Equal(SignRefusal.None, (await Ask(again, 1, first, lastValid: 1)).Refusal);
        Assert.Equal(SignRefusal.AnotherMessageMayLive, (await Ask(again, 1, other, finalized: 132)).Refusal);
        Assert.Equal(SignRefusal.None, (await Ask(again, 1, other, finalized: 133)).Refusal);
    }

    [Fact]
    public async Task Signatures_are_counted_over_any_second()
    {
        using var signer = Create();
        for (var i = 1; i <= 3; i++) Assert.Equal(SignRefusal.None, (await Ask(signer, i, Wallets.Tip(_wallet))).Refusal);
        Assert.Equal(SignRefusal.RateExceeded, (await Ask(signer, 4, Wallets.Tip(_wallet))).Refusal);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(SignRefusal.None, (await Ask(signer, 4, Wallets.Tip(_wallet))).Refusal);
    }

    [Fact]
    public async Task What_the_policy_refuses_is_named_and_leaves_nothing_in_the_memory()
    {
        using var signer = Create();
        var refused = await Ask(signer, 1, Wallets.Tip(_wallet, 1_000_001));
        Assert.Equal(SignRefusal.PolicyViolation, refused.Refusal);
        Assert.StartsWith("TipAboveCap", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(SignRefusal.None, (await Ask(signer, 1, Wallets.Tip(_wallet))).Refusal);
        Assert.Equal(SignRefusal.MessageUnreadable, (await Ask(signer, 2, [1, 2, 3])).Refusal);
    }

    [Theory]
    [InlineData(100_000_001, 1_000_000, 10)]
    [InlineData(1_000_000, 50_000_001, 10)]
    [InlineData(1_000_000, 1_000_000, 51)]
    [InlineData(1_000_000, 1_000_000, 0)]
    public void No_setting_lifts_a_compiled_ceiling(ulong tip, ulong priority, int rate) => Assert.Throws<ArgumentException>(
        () => new SigningPolicy(Wallets.Terms(_wallet) with { TipMax = tip, PriorityFeeMax = priority, SignaturesPerSecond = rate }));

    [Fact]
    public void Loans_and_spending_have_ceilings_too()
    {
        void Refused(MintRule rule) => Assert.Throws<ArgumentException>(() => new SigningPolicy(Wallets.Terms(_wallet) with { Mints = [rule] }));
        Refused(new(Mints.WrappedSol, ProgramIds.Token, SigningCeilings.SolLoanMax + 1, 0));
        Refused(new(Mints.WrappedSol, ProgramIds.Token, 0, SigningCeilings.SolSpendMax + 1));
        Refused(new(Mints.Usdc, ProgramIds.Token, SigningCeilings.DollarLoanMax + 1, 0));
        Refused(new(Mints.Usdt, ProgramIds.Token, 0, SigningCeilings.DollarSpendMax + 1));
    }

    private LocalSigner Create() => new(Wallets.New(), SignerMemory.Create(_folder.Path, _wallet), new SigningPolicy(Wallets.Terms(_wallet)), _time);

    private LocalSigner Open() => new(Wallets.New(), SignerMemory.Open(_folder.Path, _wallet), new SigningPolicy(Wallets.Terms(_wallet)), _time);

    private static ValueTask<SignOutcome> Ask(LocalSigner signer, int id, byte[] message, long epoch = 8, ulong lastValid = 100, ulong finalized = 50) =>
        signer.Sign(new SignRequest(Wallets.Id(id), new Epoch(epoch), message, lastValid, finalized), CancellationToken.None);

    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}
