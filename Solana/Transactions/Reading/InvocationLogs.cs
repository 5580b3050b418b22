using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>Gives each event in a transaction's logs to the instruction that recorded it.</summary>
/// <remarks>
/// Logs name the program that runs, not the instruction, so invocations are matched in order with the instructions as they were
/// executed. A program can write anything into its own lines but not forge the runtime's: those it writes start with "Program log:".
/// </remarks>
internal static class InvocationLogs
{
    private const string Invoke = " invoke [";
    private const string Data = "Program data: ";
    private const string Log = "Program log: ";
    private const int DepthMax = 16;
    private const int EventBytesMax = 10 * 1024;

    public static void Collect(
        ImmutableArray<string> logs, IReadOnlyList<ResolvedInstruction> executed, ProgramRegistry programs, List<DecodedEvent>[] recorded)
    {
        var running = new Stack<int>();
        var next = 0;
        foreach (var line in logs)
        {
            if (line.StartsWith(Data, StringComparison.Ordinal) || line.StartsWith(Log, StringComparison.Ordinal))
            {
                if (running.TryPeek(out var at) && Read(line, executed[at].Program, programs) is { } found) recorded[at].Add(found);
            }
            else if (InvokedBy(line) is { } program)
            {
                // Instructions that log no invocation, such as signature checks, are stepped over.
                var match = next;
                while (match < executed.Count && executed[match].Program != program) match++;
                if (match == executed.Count || running.Count == DepthMax) return;
                running.Push(match);
                next = match + 1;
            }
            else if (IsEnd(line) && !running.TryPop(out _))
            {
                return;
            }
        }
    }

    private static DecodedEvent? Read(string line, PublicKey program, ProgramRegistry programs)
    {
        if (programs.Find(program) is not { } reader) return null;
        if (!line.StartsWith(Data, StringComparison.Ordinal)) return reader.TryReadLog(line, out var logged) ? logged : null;
        var text = line.AsSpan(Data.Length);
        if (text.Length > EventBytesMax) return null;
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(text, bytes, out var length)
            && reader.ReadEvent(bytes.AsSpan(0, length), out var recorded) == DecodeRefusal.None ? recorded : null;
    }

    /// <summary>"Program KEY invoke [1]".</summary>
    private static PublicKey? InvokedBy(string line)
    {
        if (!line.StartsWith("Program ", StringComparison.Ordinal)) return null;
        var end = line.IndexOf(Invoke, StringComparison.Ordinal);
        return end > 8 && PublicKey.TryParse(line.AsSpan(8, end - 8), out var program) ? program : null;
    }

    /// <summary>"Program KEY success" and "Program KEY failed: …".</summary>
    private static bool IsEnd(string line)
    {
        if (!line.StartsWith("Program ", StringComparison.Ordinal)) return false;
        var space = line.IndexOf(' ', 8);
        return space > 0 && PublicKey.TryParse(line.AsSpan(8, space - 8), out _)
            && (line.AsSpan(space).SequenceEqual(" success") || line.AsSpan(space).StartsWith(" failed"));
    }
}
