using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Signing;

/// <summary>A signer's terms as a person wrote them down: JSON, snake_case, amounts as texts of digits in base units.</summary>
public static class PolicyFile
{
    /// <summary>A table has at most 256 addresses; this holds dozens of them.</summary>
    public const int BytesMax = 1024 * 1024;

    /// <summary>Reads the terms for this wallet. The file may be read by anyone: it holds no secret.</summary>
    /// <exception cref="SignerFaultException"><see cref="SignerFault.PolicyUnreadable"/>, with what is wrong in it.</exception>
    public static PolicyTerms Read(string path, PublicKey wallet)
    {
        try
        {
            if (new FileInfo(path).Length > BytesMax) throw new FormatException($"it has more than {BytesMax} bytes");
            return Parse(File.ReadAllBytes(path), wallet);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new SignerFaultException(SignerFault.PolicyUnreadable, $"The policy {path} cannot be used: {fault.Message}", fault);
        }
    }

    /// <exception cref="FormatException">No policy, or one beyond a ceiling.</exception>
    public static PolicyTerms Parse(ReadOnlySpan<byte> json, PublicKey wallet)
    {
        try
        {
            var file = JsonSerializer.Deserialize(json, PolicyJson.Default.PolicyContent) ?? throw new FormatException("it is empty");
            var terms = file.ToTerms(wallet);
            SigningCeilings.Check(terms);
            return terms;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            throw new FormatException(fault.Message, fault);
        }
    }

    public static byte[] Write(PolicyTerms terms) => JsonSerializer.SerializeToUtf8Bytes(PolicyContent.Of(terms), PolicyJson.Default.PolicyContent);
}

internal sealed record MintContent(string Mint, string TokenProgram, ulong LoanMax, ulong SpendMax);

internal sealed record ReserveContent(
    string Reserve, string Market, string Mint, string LiquiditySupply, string FeeReceiver, string CollateralMint, string? HostFeeReceiver, ulong FeeWadMax);

internal sealed record TableContent(string Table, ImmutableArray<string> Addresses);

/// <summary>The file's own shape.</summary>
internal sealed record PolicyContent(
    ImmutableArray<MintContent> Mints, ImmutableArray<ReserveContent> Reserves, ImmutableArray<TableContent> Tables, bool MayOpenNewMints,
    ulong TipMaxLamports, ulong PriorityFeeMaxLamports, ulong SolFloorLamports, int SignaturesPerSecond, bool MayUseAggregator = false)
{
    public PolicyTerms ToTerms(PublicKey wallet) => new()
    {
        Wallet = wallet,
        Mints = [.. Mints.Select(mint => new MintRule(PublicKey.Parse(mint.Mint), PublicKey.Parse(mint.TokenProgram), mint.LoanMax, mint.SpendMax))],
        Reserves =
        [
            .. Reserves.Select(reserve => new ReserveRule(
                PublicKey.Parse(reserve.Reserve), PublicKey.Parse(reserve.Market), PublicKey.Parse(reserve.Mint), PublicKey.Parse(reserve.LiquiditySupply),
                PublicKey.Parse(reserve.FeeReceiver), PublicKey.Parse(reserve.CollateralMint),
                reserve.HostFeeReceiver is { } host ? PublicKey.Parse(host) : null, reserve.FeeWadMax)),
        ],
        Tables = [.. Tables.Select(table => new LookupTable(PublicKey.Parse(table.Table), [.. table.Addresses.Select(PublicKey.Parse)]))],
        MayOpenNewMints = MayOpenNewMints,
        MayUseAggregator = MayUseAggregator,
        TipMax = TipMaxLamports, PriorityFeeMax = PriorityFeeMaxLamports, SolFloor = SolFloorLamports, SignaturesPerSecond = SignaturesPerSecond,
    };

    public static PolicyContent Of(PolicyTerms terms) => new(
        [.. terms.Mints.Select(mint => new MintContent(mint.Mint.ToString(), mint.TokenProgram.ToString(), mint.LoanMax, mint.SpendMax))],
        [
            .. terms.Reserves.Select(reserve => new ReserveContent(
                reserve.Reserve.ToString(), reserve.Market.ToString(), reserve.Mint.ToString(), reserve.LiquiditySupply.ToString(), reserve.FeeReceiver.ToString(),
                reserve.CollateralMint.ToString(), reserve.HostFeeReceiver?.ToString(), reserve.FeeWadMax)),
        ],
        [.. terms.Tables.Select(table => new TableContent(table.Key.ToString(), [.. table.Addresses.Select(address => address.ToString())]))],
        terms.MayOpenNewMints, terms.TipMax, terms.PriorityFeeMax, terms.SolFloor, terms.SignaturesPerSecond, terms.MayUseAggregator);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
[JsonSerializable(typeof(PolicyContent))]
internal sealed partial class PolicyJson : JsonSerializerContext;
