using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Tests.Programs.Token2022;

public sealed class TokenMintTests(ITestOutputHelper output)
{
    [Fact]
    public void The_real_PYUSD_mint_shows_its_extensions_and_powers()
    {
        using var file = JsonDocument.Parse(SharedData.ReadText("solana/accounts/mints/pyusd_mint_token2022.json"));
        var account = file.RootElement.GetProperty("account");
        var data = account.GetProperty("data")[0].GetBytesFromBase64();
        Assert.Equal(866, data.Length);
        Assert.Equal(DecodeRefusal.None, TokenMint.Read(PublicKey.Parse(account.GetProperty("owner").GetString()!), data, out var mint));
        ulong[] types = [3, 12, 1, 4, 16, 14, 18, 19];
        Assert.Equal(types.Aggregate(0UL, (all, type) => all | (1UL << (int)type)), mint.Extensions);
        Assert.NotNull(mint.PermanentDelegate);
        Assert.Null(mint.TransferHookProgram);
        Assert.Equal(6, mint.Base.Decimals);
        Assert.Equal(0, mint.NewerFee.BasisPoints);
        output.WriteLine(mint.Traps.ToString());
        Assert.True(mint.Traps.HasFlag(TokenTraps.PermanentDelegate | TokenTraps.Confidential | TokenTraps.MintCloseAuthority));
        Assert.False(mint.Traps.HasFlag(TokenTraps.TransferFee) || mint.Traps.HasFlag(TokenTraps.TransferHook) || mint.Traps.HasFlag(TokenTraps.Unknown));

        Assert.Equal(DecodeRefusal.None, ProgramRegistry.Mainnet.ReadAccount(ProgramIds.Token2022, data, out var shown));
        Assert.Equal(8, ((object[])shown!.Fields.Single(f => f.Name == "extensions").Value!).Length);
    }

    [Theory]
    [InlineData(ExtensionType.DefaultAccountState, 0, (byte)2, TokenTraps.DefaultFrozen)]
    [InlineData(ExtensionType.DefaultAccountState, 0, (byte)1, TokenTraps.None)]
    [InlineData(ExtensionType.NonTransferable, -1, (byte)0, TokenTraps.NonTransferable)]
    [InlineData(ExtensionType.PermanentDelegate, 5, (byte)1, TokenTraps.PermanentDelegate)]
    [InlineData(ExtensionType.PermanentDelegate, -1, (byte)0, TokenTraps.None)]
    [InlineData(ExtensionType.TransferHook, 40, (byte)1, TokenTraps.TransferHook)]
    [InlineData(ExtensionType.TransferHook, 3, (byte)1, TokenTraps.TransferHookAuthority)]
    [InlineData(ExtensionType.Pausable, 3, (byte)1, TokenTraps.Pausable)]
    [InlineData(ExtensionType.Pausable, 32, (byte)1, TokenTraps.Paused)]
    [InlineData(ExtensionType.MintCloseAuthority, 3, (byte)1, TokenTraps.MintCloseAuthority)]
    [InlineData(ExtensionType.ConfidentialTransferMint, -1, (byte)0, TokenTraps.Confidential)]
    [InlineData(ExtensionType.ConfidentialTransferFeeConfig, -1, (byte)0, TokenTraps.Confidential)]
    [InlineData(ExtensionType.ConfidentialMintBurn, -1, (byte)0, TokenTraps.Confidential)]
    [InlineData(ExtensionType.InterestBearingConfig, -1, (byte)0, TokenTraps.InterestBearing)]
    [InlineData(ExtensionType.ScaledUiAmount, -1, (byte)0, TokenTraps.ScaledUiAmount)]
    [InlineData(ExtensionType.PermissionedBurn, 3, (byte)1, TokenTraps.PermissionedBurn)]
    [InlineData(ExtensionType.MetadataPointer, 3, (byte)1, TokenTraps.None)]
    [InlineData(ExtensionType.GroupPointer, 3, (byte)1, TokenTraps.None)]
    [InlineData(ExtensionType.TransferFeeConfig, 3, (byte)1, TokenTraps.TransferFeeAuthority)]
    [InlineData((ExtensionType)29, -1, (byte)0, TokenTraps.Unknown)]
    [InlineData((ExtensionType)999, -1, (byte)0, TokenTraps.Unknown)]
    [InlineData(ExtensionType.CpiGuard, -1, (byte)0, TokenTraps.Unknown)]
    public void Each_extension_is_the_trap_it_is(ExtensionType type, int at, byte value, TokenTraps traps)
    {
        var body = new byte[ExtensionReader.SizeOf(type) ?? 4];
        if (at >= 0) body[at] = value;
        Assert.Equal(DecodeRefusal.None, TokenMint.Read(ProgramIds.Token2022, WithExtension(type, body), out var mint));
        Assert.Equal(traps, mint.Traps);
        if ((int)type < 64) Assert.True(mint.Has(type));
    }

    [Fact]
    public void The_fee_of_a_later_epoch_is_a_trap_today()
    {
        var body = new byte[108];
        BitConverter.TryWriteBytes(body.AsSpan(80), 77UL);
        BitConverter.TryWriteBytes(body.AsSpan(88), (ushort)0);
        BitConverter.TryWriteBytes(body.AsSpan(90), 500UL);
        BitConverter.TryWriteBytes(body.AsSpan(98), 1_000UL);
        BitConverter.TryWriteBytes(body.AsSpan(106), (ushort)9_900);
        Assert.Equal(DecodeRefusal.None, TokenMint.Read(ProgramIds.Token2022, WithExtension(ExtensionType.TransferFeeConfig, body), out var mint));
        Assert.Equal(TokenTraps.TransferFee, mint.Traps);
        Assert.Equal(new TransferFee(0, 77), mint.FeeIn(499));
        Assert.Equal(new TransferFee(9_900, 1_000), mint.FeeIn(500));
    }

    [Fact]
    public void Entries_that_overrun_or_have_a_wrong_size_are_refused()
    {
        Assert.Equal(DecodeRefusal.WrongLength, TokenMint.Read(ProgramIds.Token2022, WithExtension(ExtensionType.PermanentDelegate, new byte[31]), out _));
        var overrun = WithExtension(ExtensionType.TokenMetadata, new byte[10]);
        overrun[168] = 11;
        Assert.Equal(DecodeRefusal.WrongLength, TokenMint.Read(ProgramIds.Token2022, overrun, out _));
        var padded = WithExtension(ExtensionType.NonTransferable, []);
        padded[100] = 1;
        Assert.Equal(DecodeRefusal.InvalidField, TokenMint.Read(ProgramIds.Token2022, padded, out _));
        Assert.Equal(DecodeRefusal.WrongLength, TokenMint.Read(ProgramIds.Token, WithExtension(ExtensionType.NonTransferable, []), out _));
    }

    [Fact]
    public void An_inverse_fee_arrives_exactly_or_is_refused() =>
        Gen.Select(Gen.UShort[0, 10_000], Gen.ULong[0, 1_000_000], Gen.ULong[1, 100_000_000]).Sample((bps, max, received) =>
        {
            var fee = new TransferFee(bps, max);
            if (!fee.TryInverse(received, out var added)) return;
            if (bps < 10_000) Assert.Equal(received, received + added - fee.Of(received + added));
        }, iter: 20_000);

    private static byte[] WithExtension(ExtensionType type, byte[] body)
    {
        var data = new byte[166 + 4 + body.Length];
        data[45] = 1;
        data[165] = 1;
        BitConverter.TryWriteBytes(data.AsSpan(166), (ushort)type);
        BitConverter.TryWriteBytes(data.AsSpan(168), (ushort)body.Length);
        body.CopyTo(data, 170);
        return data;
    }
}
