using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;
using SignRefusal = Orchestrator.Domain.Execution.SignRefusal;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class SignerPolicyTests : IDisposable
{
    private readonly SimulatedVenue _venue = new(Venues.Still());
    private readonly Bytes _bytes;
    private byte _ids;

    public SignerPolicyTests() => _bytes = new Bytes(_venue);

    public void Dispose() => _venue.Dispose();

    [Fact]
    public void A_tip_up_to_the_cap_is_signed_and_one_lamport_more_is_not()
    {
        Assert.Equal(SignRefusal.None, Ask(_bytes.Message(_bytes.Pay(TipAccounts.List[0], 1_000_000))));
        Assert.Equal(SignRefusal.PolicyViolation, Ask(_bytes.Message(_bytes.Pay(TipAccounts.List[0], 1_000_001))));
        Assert.Equal(SignRefusal.PolicyViolation, Ask(_bytes.Message(_bytes.Pay(TipAccounts.List[0], 600_000), _bytes.Pay(TipAccounts.List[1], 600_000))));
    }

    [Fact]
    public void Lamports_go_to_nobody_but_tip_accounts() =>
        Assert.Equal(SignRefusal.PolicyViolation, Ask(_bytes.Message(_bytes.Pay(VenueLayout.Name("stranger"), 1_000_000))));

    [Fact]
    public void A_program_that_no_plan_uses_is_not_called() =>
        Assert.Equal(SignRefusal.PolicyViolation, Ask(_bytes.Message(new Instruction(ProgramIds.Token, [AccountMeta.Signer(_bytes.Layout.Wallet)], new byte[] { 3 }))));

    [Fact]
    public void Noise_is_unreadable() => Assert.Equal(SignRefusal.MessageUnreadable, Ask([1, 2, 3]));

    private SignRefusal Ask(byte[] message) => _venue.Signer.SignNow(new SignRequest(
        OpportunityId.Create(DateTimeOffset.UnixEpoch, [_ids++, 0, 0, 0, 0, 0, 0, 0, 0, 0]), new Epoch(1), message, 100, 1)).Refusal;
}
