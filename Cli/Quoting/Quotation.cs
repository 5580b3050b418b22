using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Inspecting;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Cli.Quoting;

/// <summary>What a quote was asked for.</summary>
/// <param name="Amount">Base units: of the input mint, or of the other one with <paramref name="ExactOut"/>.</param>
internal sealed record QuoteRequest(PublicKey Pool, PublicKey MintIn, ulong Amount, bool ExactOut, ulong? Slot, long? UnixTime);

/// <summary><c>orch quote</c>: exact, or refused by name.</summary>
internal sealed class Quotation(Terminal terminal, TimeProvider clock)
{
    private const string AbsentRemedy = "Add them to the file; an account that does not exist is {\"pubkey\": …, \"owner\": null, \"data\": \"\"}.";

    public int Run(QuoteRequest request, Stream input)
    {
        var (accounts, damage) = AccountFile.Read(input);
        if (damage is { } why) return Unreadable(why.Name, why.Detail);
        if (accounts.Find(request.Pool) is not { Exists: true } found) return Missing("missing_accounts", null, [request.Pool]);
        if (ProgramRegistry.Mainnet.PoolsOf(found.Owner) is not { } reader)
            return Unreadable(JsonFields.Name(DecodeRefusal.UnknownProgram), $"{found.Owner} owns the pool, and no pools of it are read here");

        var read = reader.Read(request.Pool, accounts);
        if (read.Missing.Count > 0) return Missing("missing_accounts", null, read.Missing);
        if (read.Pool is not { } pool) return Unreadable(JsonFields.Name(read.Refusal), read.Detail ?? "");
        if (QuoteClocks.Of(accounts, request.Slot, request.UnixTime, clock.GetUtcNow()) is not { } clocks)
            return Unreadable(JsonFields.Name(DecodeRefusal.WrongLength), $"clock {Sysvars.Clock}");

        var quotes = clocks.Select(time => Quote(pool, request, time)).Distinct().ToList();
        if (quotes.Count > 1) return Missing("clock_needed", "The quote depends on the slot: add the Clock account, or give --slot.", [Sysvars.Clock]);
        return Tell(pool, request, quotes[0]);
    }

    private static QuoteResult Quote(IPool pool, QuoteRequest request, in ChainClock time) => request.ExactOut
        ? pool.QuoteExactOut(request.MintIn, request.Amount, time)
        : pool.QuoteExactIn(request.MintIn, request.Amount, time);

    private int Tell(IPool pool, QuoteRequest request, in QuoteResult quote)
    {
        var name = JsonFields.Name(quote.Refusal);
        if (quote.Refusal == QuoteRefusal.MissingAccount) return Missing(name, quote.Detail, []);
        if (quote.IsRefused) return new NamedError(RefusalCodes.QuoteRefused, name, quote.Detail).Tell(terminal, ExitCode.RefusedBySafety);
        terminal.RawOut.WriteLine(JsonText.Of(QuoteReport.Of(pool, request.MintIn, request.ExactOut, quote), terminal.Interactive));
        return ExitCode.Ok;
    }

    private int Missing(string name, string? detail, IReadOnlyList<PublicKey> missing) =>
        new NamedError(RefusalCodes.QuoteAccountsMissing, name, detail, [.. missing.Select(key => key.ToString())], AbsentRemedy).Tell(terminal, ExitCode.NotFound);

    private int Unreadable(string name, string detail) =>
        new NamedError(RefusalCodes.QuoteUnreadable, name, detail).Tell(terminal, ExitCode.Error);
}
