using Orchestrator.Domain;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Solana.Tests.Signing;

public sealed class SignerMemoryTests : IDisposable
{
    private readonly Folder _folder = new();
    private readonly Solana.Keys.PublicKey _wallet = Wallets.New().PublicKey;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_remembered_is_known_after_a_restart()
    {
        using (var memory = SignerMemory.Create(_folder.Path, _wallet))
        {
            memory.Remember(Wallets.Id(1), new Epoch(4), new SignedMessage(1, 2, 3));
            memory.Remember(Wallets.Id(2), new Epoch(3), new SignedMessage(4, 5, 6));
        }

        using var again = SignerMemory.Open(_folder.Path, _wallet);
        Assert.Equal(new Epoch(4), again.Epoch);
        Assert.True(again.TryGet(Wallets.Id(1), out var first));
        Assert.Equal(new SignedMessage(1, 2, 3), first);
        Assert.True(again.TryGet(Wallets.Id(2), out _));
    }

    [Fact]
    public void A_memory_is_bounded_and_what_it_forgot_counts_as_signed_for()
    {
        using (var memory = SignerMemory.Create(_folder.Path, _wallet, max: 10))
        {
            for (var i = 100; i < 150; i++) memory.Remember(Wallets.Id(i), new Epoch(i), new SignedMessage(1, 1, (ulong)i));
            Assert.True(memory.IsForgotten(Wallets.Id(139)));
        }

        Assert.True(new FileInfo(_folder.File(SignerMemory.FileName)).Length < 40 * 100);
        using var again = SignerMemory.Open(_folder.Path, _wallet, max: 10);
        Assert.Equal(new Epoch(149), again.Epoch);
        Assert.Equal((true, true, true, false, false), (
            again.IsForgotten(Wallets.Id(100)), again.IsForgotten(Wallets.Id(139)), again.IsForgotten(Wallets.Id(99)),
            again.IsForgotten(Wallets.Id(140)), again.IsForgotten(Wallets.Id(150))));
    }

    [Fact]
    public void A_torn_last_record_was_never_promised_and_any_other_damage_is_a_fault()
    {
        using (var memory = SignerMemory.Create(_folder.Path, _wallet))
            for (var i = 1; i <= 3; i++) memory.Remember(Wallets.Id(i), new Epoch(1), new SignedMessage(1, 1, 1));
        var path = _folder.File(SignerMemory.FileName);
        var whole = File.ReadAllBytes(path);

        File.WriteAllBytes(path, whole[..^5]);
        using (var torn = SignerMemory.Open(_folder.Path, _wallet)) Assert.False(torn.TryGet(Wallets.Id(3), out _));
        whole[^100] ^= 1;
        File.WriteAllBytes(path, whole);
        Assert.Equal(SignerFault.MemoryDamaged, Refused());
    }

    [Fact]
    public void A_memory_that_is_gone_emptied_or_of_another_wallet_is_a_fault_by_name()
    {
        Assert.Equal(SignerFault.MemoryMissing, Refused());
        SignerMemory.Create(_folder.Path, Wallets.New("other").PublicKey).Dispose();
        Assert.Equal(SignerFault.MemoryOfAnotherWallet, Refused());
        Assert.Equal(SignerFault.MemoryExists, Assert.Throws<SignerFaultException>(() => SignerMemory.Create(_folder.Path, _wallet)).Fault);
        File.WriteAllBytes(_folder.File(SignerMemory.FileName), []);
        Assert.Equal(SignerFault.MemoryDamaged, Refused());
    }

    [Fact]
    public void A_second_process_cannot_open_it()
    {
        using var first = SignerMemory.Create(_folder.Path, _wallet);
        Assert.Equal(SignerFault.MemoryInUse, Refused());
    }

    private SignerFault Refused() => Assert.Throws<SignerFaultException>(() => SignerMemory.Open(_folder.Path, _wallet)).Fault;
}
