using Orchestrator.Cli.Answers;
using Orchestrator.Solana.Transactions.Reading;
using Spectre.Console;

namespace Orchestrator.Cli.Inspecting;

/// <summary><c>orch inspect tx</c>: a line of JSON for each transaction, and for each piece of input that is none.</summary>
internal sealed class TransactionInspection(Terminal terminal)
{
    /// <summary>Bytes of the longest line or document: a full block of mainnet in jsonParsed has 10 to 20 million.</summary>
    public const int DocumentMax = 64 * 1024 * 1024;

    /// <summary>Bytes read from one input, after decompression.</summary>
    public const long InputMax = 1024L * 1024 * 1024;

    private int _read;
    private int _refused;

    /// <returns>Exit code: an error when anything was refused, or when there was nothing.</returns>
    public int Run(Stream input, CancellationToken cancel)
    {
        foreach (var document in DocumentSource.Read(new LineSource(input, DocumentMax, InputMax).Read(), DocumentMax))
        {
            cancel.ThrowIfCancellationRequested();
            Inspect(document);
        }

        if (_read + _refused == 0) Refuse(1, null, JsonFields.Name(ReadRefusal.Empty), "no input");
        terminal.RawOut.Flush();
        if (_refused > 0 && !terminal.Json)
            terminal.Error.WriteLine($"{RefusalCodes.TransactionUnreadable}  {_refused} of {_read + _refused} could not be read; their lines say why.");
        return _refused == 0 ? ExitCode.Ok : ExitCode.Error;
    }

    private void Inspect(SourceDocument document)
    {
        if (document.Text is not { } text)
        {
            Refuse(document.Line, null, document.Refusal!, document.Detail);
            return;
        }

        var results = TransactionReader.Read(text);
        if (results.IsEmpty) Refuse(document.Line, null, JsonFields.Name(ReadRefusal.Empty), "a list or block without transactions");
        for (var i = 0; i < results.Length; i++)
        {
            int? entry = results.Length > 1 ? i : null;
            if (results[i].TryGet(out var transaction)) Tell(TransactionReport.Of(transaction, document.Line, entry));
            else Refuse(document.Line, entry, JsonFields.Name(results[i].Refusal), results[i].Detail);
        }
    }

    private void Tell(TransactionReport report)
    {
        _read++;
        Write(report);
    }

    private void Refuse(long line, int? entry, string name, string? detail)
    {
        _refused++;
        Write(new { Line = line, Entry = entry, Error = new NamedError(RefusalCodes.TransactionUnreadable, name, detail) });
    }

    private void Write(object answer) => terminal.RawOut.WriteLine(JsonText.Of(answer, forPeople: false));
}
