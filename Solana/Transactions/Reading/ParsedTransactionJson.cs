using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>The jsonParsed form: accounts with flags instead of a header, keys instead of indexes, some instructions only in words.</summary>
internal static class ParsedTransactionJson
{
    public static bool IsParsed(JsonElement transaction) =>
        transaction.Maybe("message")?.Maybe("accountKeys") is { ValueKind: JsonValueKind.Array } keys
        && keys.GetArrayLength() > 0 && keys[0].ValueKind == JsonValueKind.Object;

    public static ReadResult Read(JsonElement json, JsonElement transaction, JsonElement? meta, Recorded recorded)
    {
        var message = transaction.Member("message");
        var accounts = message.Array("accountKeys", Account);
        if (accounts.Length > Message.AccountsMax) return ReadResult.Refused(ReadRefusal.BadWire, nameof(WireRefusal.TooManyAccounts));
        var signatures = transaction.Array("signatures", JsonShape.Signature);
        if (signatures.IsEmpty || signatures.Length != accounts.Count(account => (account.Role & AccountRole.Signer) != 0))
            return ReadResult.Refused(ReadRefusal.BadWire, nameof(WireRefusal.SignatureCount));
        if (recorded.Meta is { } values && TransactionAssembler.Contradicts(values, accounts.Length) is { } why)
            return ReadResult.Refused(ReadRefusal.Contradiction, why);

        var instructions = message.Array("instructions", item => Instruction(item, height: 1)).ToBuilder();
        var calls = new ImmutableArray<ResolvedInstruction>.Builder?[instructions.Count];
        foreach (var set in meta?.MaybeArray("innerInstructions", item => item) ?? [])
        {
            int outer = set.U8("index");
            if (outer >= instructions.Count) return ReadResult.Refused(ReadRefusal.Contradiction, "inner instructions of an instruction that is not there");
            (calls[outer] ??= ImmutableArray.CreateBuilder<ResolvedInstruction>()).AddRange(set.Array("instructions", item => Instruction(item, height: 0)));
        }

        for (var outer = 0; outer < calls.Length; outer++)
            if (calls[outer] is { } inner) instructions[outer] = instructions[outer] with { Inner = inner.DrainToImmutable() };

        return ReadResult.Of(new FullTransaction
        {
            Slot = recorded.Slot,
            BlockTime = recorded.BlockTime,
            Index = recorded.Index,
            Signatures = signatures,
            Version = Version(json, accounts),
            RecentBlockhash = message.Member("recentBlockhash").Hash(),
            Accounts = accounts,
            Instructions = instructions.DrainToImmutable(),
            Meta = recorded.Meta,
        });
    }

    private static MessageVersion Version(JsonElement json, ImmutableArray<ResolvedAccount> accounts) => json.Maybe("version") switch
    {
        { ValueKind: JsonValueKind.Number } number when number.U64() == 0 => MessageVersion.V0,
        { ValueKind: JsonValueKind.Number } => throw new ShapeException("version: unknown"),
        { ValueKind: JsonValueKind.String } => MessageVersion.Legacy,
        _ => accounts.Any(account => account.IsLoaded) ? MessageVersion.V0 : MessageVersion.Legacy,
    };

    private static ResolvedAccount Account(JsonElement json) => new(
        json.Key("pubkey"),
        (json.Bool("signer") ? AccountRole.Signer : AccountRole.ReadOnly) | (json.Bool("writable") ? AccountRole.Writable : AccountRole.ReadOnly),
        json.MaybeText("source") == "lookupTable",
        null,
        null);

    private static ResolvedInstruction Instruction(JsonElement json, int height)
    {
        var program = json.Key("programId");
        var stackHeight = height == 1 ? 1 : MetaJson.StackHeight(json, absent: 0);
        if (json.Maybe("data") is { } data)
            return new() { Program = program, Accounts = json.Array("accounts", JsonShape.Key), Data = data.Base58(), StackHeight = stackHeight };

        var parsed = json.Member("parsed");

        // The memo program's parsed form is the text itself.
        if (parsed.ValueKind == JsonValueKind.String)
            return new() { Program = program, Accounts = [], AccountsKnown = false, Data = System.Text.Encoding.UTF8.GetBytes(parsed.Text()), ParsedType = "memo", StackHeight = stackHeight };
        var type = parsed.Text("type");
        return ParsedInstructions.Rebuild(program, type, parsed.Maybe("info")) is { } rebuilt
            ? new() { Program = program, Accounts = rebuilt.Accounts, Data = rebuilt.Data, ParsedType = type, StackHeight = stackHeight }
            : new() { Program = program, Accounts = [], AccountsKnown = false, ParsedType = type, StackHeight = stackHeight };
    }
}
