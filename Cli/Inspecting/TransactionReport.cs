using System.Text.Json.Serialization;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Cli.Inspecting;

/// <param name="Verifies">Null where the source does not carry the signed bytes, as jsonParsed does not.</param>
internal sealed record SignatureReport(
    string Signature, string? Signer, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] bool? Verifies);

/// <param name="Pubkey">Null where it is in a table whose content the source does not give.</param>
/// <param name="Source"><c>static</c> or <c>table</c>.</param>
internal sealed record AccountReport(
    int Index, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Pubkey, bool Signer, bool Writable, string Source, string? Table, byte? TableIndex);

/// <summary>One line of the answer: what a transaction says and what it did. Amounts are base units, fees and tips lamports.</summary>
internal sealed record TransactionReport
{
    public required long Line { get; init; }

    /// <summary>Position in its block or list, from 0; null when the line is one transaction.</summary>
    public int? Entry { get; init; }

    public required string Signature { get; init; }

    /// <summary>The text <c>legacy</c> or the number 0, as the RPC writes it.</summary>
    public required object Version { get; init; }

    public ulong? Slot { get; init; }

    public DateTimeOffset? BlockTime { get; init; }

    public ulong? Index { get; init; }

    /// <summary>Null when it is not known whether it was executed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool? Succeeded { get; init; }

    public string? Error { get; init; }

    public ulong? Fee { get; init; }

    public ulong? ComputeUnits { get; init; }

    public required string RecentBlockhash { get; init; }

    public required IReadOnlyList<SignatureReport> Signatures { get; init; }

    /// <summary>Whether all do; null where it cannot be known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool? SignaturesVerify { get; init; }

    public required IReadOnlyList<AccountReport> Accounts { get; init; }

    public required IReadOnlyList<InstructionReport> Instructions { get; init; }

    public required IReadOnlyList<object> Events { get; init; }

    public required IReadOnlyList<object> Tips { get; init; }

    public required IReadOnlyList<object> TokenChanges { get; init; }

    public static TransactionReport Of(FullTransaction transaction, long line, int? entry)
    {
        var events = TransactionEventReader.Read(transaction, ProgramRegistry.Mainnet);
        var verified = transaction.Wire?.VerifySignatures();
        return new()
        {
            Line = line,
            Entry = entry,
            Signature = transaction.Id.ToString(),
            Version = transaction.Version == MessageVersion.Legacy ? "legacy" : 0,
            Slot = transaction.Slot,
            BlockTime = transaction.BlockTime,
            Index = transaction.Index,
            Succeeded = transaction.Meta is null ? null : transaction.Succeeded,
            Error = transaction.Meta?.Error?.ToString(),
            Fee = transaction.Meta?.Fee,
            ComputeUnits = transaction.Meta?.UnitsConsumed,
            RecentBlockhash = transaction.RecentBlockhash.ToString(),
            Signatures = [.. transaction.Signatures.Select((one, i) => new SignatureReport(one.ToString(), Signer(transaction, i), verified?[i]))],
            SignaturesVerify = verified?.All(static one => one),
            Accounts = [.. transaction.Accounts.Select(Account)],
            Instructions = InstructionReport.Nest(events.Instructions),
            Events = EventReports.Of(events),
            Tips = [.. events.Tips.Select(tip => (object)new { From = tip.From.ToString(), To = tip.To.ToString(), tip.Lamports, Instruction = tip.At })],
            TokenChanges = [.. events.TokenChanges.Select(TokenChange)],
        };
    }

    private static string? Signer(FullTransaction transaction, int index) => index < transaction.Accounts.Length ? transaction.Accounts[index].Key?.ToString() : null;

    private static AccountReport Account(ResolvedAccount account, int index) => new(
        index, account.Key?.ToString(), (account.Role & AccountRole.Signer) != 0, (account.Role & AccountRole.Writable) != 0,
        account.IsLoaded ? "table" : "static", account.Table?.ToString(), account.TableIndex);

    private static object TokenChange(TokenChange change) => new
    {
        Account = change.Account.ToString(), Owner = change.Owner?.ToString(), Mint = change.Mint.ToString(), change.Before, change.After, change.Change,
    };
}
