using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Inspecting;

/// <summary>Why something could not be read or answered, as part of a JSON answer.</summary>
/// <param name="Code">Has a page: <c>orch explain CODE</c>.</param>
/// <param name="Name">snake_case, stable.</param>
/// <param name="Missing">Accounts that the answer needs, in base58.</param>
internal sealed record NamedError(string Code, string Name, string? Detail = null, IReadOnlyList<string>? Missing = null, string? Remedy = null)
{
    /// <summary>Writes it as the whole answer, on one line.</summary>
    /// <returns><paramref name="exit"/>.</returns>
    public int Tell(Terminal terminal, int exit)
    {
        terminal.RawOut.WriteLine(JsonText.Of(new { Error = this }, forPeople: false));
        return exit;
    }
}
