using System.Text;
using Orchestrator.Cli.Answers;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Cli.Inspecting;

/// <summary><c>orch inspect account</c>: what the data of one account says, by the program that owns it.</summary>
internal static class AccountInspection
{
    /// <summary>Bytes of text: base64 of the 10 MiB that the runtime allows an account, with line ends.</summary>
    public const int TextMax = 16 * 1024 * 1024;

    public static int Run(Terminal terminal, PublicKey owner, Stream input)
    {
        if (!InputFile.TryReadAll(input, TextMax, out var text)) return Refuse(terminal, "too_large", $"more than {TextMax} bytes of text");
        var characters = Encoding.Latin1.GetString(text).Trim().Trim('"');
        if (characters.Length == 0) return Refuse(terminal, "empty", "no input");
        var data = new byte[(characters.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(characters, data, out var length)) return Refuse(terminal, "not_base64", "the data of an account in base64 is expected");
        var refusal = ProgramRegistry.Mainnet.ReadAccount(owner, data.AsSpan(0, length), out var account);
        if (account is null) return Refuse(terminal, JsonFields.Name(refusal), $"{length} bytes owned by {ProgramRegistry.Mainnet.Find(owner)?.Name ?? owner.ToString()}");
        var answer = new { Owner = owner.ToString(), Program = account.ProgramName, account.Kind, Bytes = length, Fields = JsonFields.Of(account.Fields) };
        terminal.RawOut.WriteLine(JsonText.Of(answer, terminal.Interactive));
        return ExitCode.Ok;
    }

    private static int Refuse(Terminal terminal, string name, string detail) =>
        new NamedError(RefusalCodes.AccountUnreadable, name, detail).Tell(terminal, ExitCode.Error);
}
