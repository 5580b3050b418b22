using System.CommandLine;
using System.Security.Cryptography;
using Orchestrator.Cli.Answers;
using Orchestrator.Silo.Keys;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch key</c>: the wallet's key under a passphrase, what its signer remembers, and what it lets pass. No command shows a key.</summary>
internal static class KeyCommand
{
    private const string Ending = ".keystore";

    private static readonly Option<string> Store = new("--keystore") { Description = "File of the encrypted key.", HelpName = "FILE", Required = true };

    private static readonly Option<string> Memory = new("--memory")
    {
        Description = "Directory of what its signer remembers (signer.memory_directory).", HelpName = "DIR", DefaultValueFactory = _ => "signer",
    };

    private static readonly Option<int?> Descriptor = new("--passphrase-fd")
    {
        Description = $"Descriptor to read the passphrase from; without it {PassphraseSource.Variable}, then standard input.", HelpName = "N",
    };

    public static Command Build(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The id.json of the Solana command line.", HelpName = "FILE" };
        var import = new Command("import", "Lock a Solana key into a keystore and begin its signer's memory.") { file, Store, Memory, Descriptor };
        import.SetAction(parse => Guard(terminal, () => Import(terminal, parse, parse.GetValue(file)!)));

        var directory = new Option<string>("--directory") { Description = "Where to look.", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var list = new Command("list", "Name the keystores of a directory.") { directory };
        list.SetAction(parse => Guard(terminal, () => List(terminal, parse.GetValue(directory)!)));

        var show = new Command("show", "Say whose key a keystore holds; asks for no passphrase and shows no secret.") { Store };
        show.SetAction(parse => Guard(terminal, () => Show(terminal, parse.GetValue(Store)!)));

        var memory = new Command("memory", "Begin the memory of a wallet that has never signed elsewhere.") { Store, Memory };
        memory.SetAction(parse => Guard(terminal, () => Begin(terminal, parse.GetValue(Store)!, parse.GetValue(Memory)!)));

        var policy = new Command("policy", "Write a policy to begin with (signer.policy_file): SOL, USDC and USDT, no loans, nothing spent.") { Store };
        policy.SetAction(parse => Guard(terminal, () => Policy(terminal, parse.GetValue(Store)!)));

        return HelpWithExamples.With(
            new Command("key", "The wallet's key: import it, name it, begin its signer's memory and policy.")
            {
                HelpWithExamples.With(import, "orch key import ~/.config/solana/id.json --keystore wallet.keystore < passphrase.txt"),
                HelpWithExamples.With(list, "orch key list --directory keys"),
                HelpWithExamples.With(show, "orch key show --keystore wallet.keystore"),
                HelpWithExamples.With(memory, "orch key memory --keystore wallet.keystore --memory signer"),
                HelpWithExamples.With(policy, "orch key policy --keystore wallet.keystore > policy.json"),
            },
            "orch key import ~/.config/solana/id.json --keystore wallet.keystore < passphrase.txt", "orch key show --keystore wallet.keystore");
    }

    private static int Import(Terminal terminal, ParseResult parse, string file)
    {
        var passphrase = PassphraseSource.Read(parse.GetValue(Descriptor), terminal.Interactive ? null : terminal.Input);
        try
        {
            var (store, directory) = (parse.GetValue(Store)!, parse.GetValue(Memory)!);
            // Refused first: a key whose signer cannot begin is of no use.
            if (File.Exists(Path.Combine(directory, SignerMemory.FileName)))
                throw new SignerFaultException(SignerFault.MemoryExists, $"{Path.Combine(directory, SignerMemory.FileName)} exists already.");
            var wallet = SolanaKeyFile.Import(file, store, passphrase, KeystoreCost.Default);
            SignerMemory.Create(directory, wallet).Dispose();
            return Answer(terminal, wallet, store);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passphrase);
        }
    }

    private static int List(Terminal terminal, string directory)
    {
        if (!Directory.Exists(directory)) throw new SignerFaultException(SignerFault.KeystoreMissing, $"{directory} is no directory.");
        var found = Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).Where(IsKeystore).Select(file => new { Wallet = Keystore.Show(file).ToString(), Keystore = file }).ToList();
        if (found.Count == 0) terminal.Error.MarkupLine($"{Markup.Escape(directory)} holds no keystore that only its owner may read.");
        if (terminal.Json) terminal.Write(found);
        else foreach (var one in found) terminal.RawOut.WriteLine($"{one.Wallet}  {one.Keystore}");
        return ExitCode.Ok;
    }

    /// <summary>By what it holds: any name may be given to one. What is called so and is none is worth a word, so it is left to be refused.</summary>
    private static bool IsKeystore(string file)
    {
        if (file.EndsWith(Ending, StringComparison.Ordinal)) return true;
        // A pipe or a socket has no length, and would not end.
        if (new FileInfo(file).Length == 0) return false;
        try
        {
            Keystore.Show(file);
            return true;
        }
        catch (Exception fault) when (fault is SignerFaultException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static int Show(Terminal terminal, string store) => Answer(terminal, Keystore.Show(store), store);

    private static int Begin(Terminal terminal, string store, string directory)
    {
        var wallet = Keystore.Show(store);
        SignerMemory.Create(directory, wallet).Dispose();
        return Answer(terminal, wallet, store);
    }

    private static int Policy(Terminal terminal, string store)
    {
        var terms = new PolicyTerms
        {
            Wallet = Keystore.Show(store),
            Mints = [.. new[] { Mints.WrappedSol, Mints.Usdc, Mints.Usdt }.Select(mint => new MintRule(mint, ProgramIds.Token, LoanMax: 0, SpendMax: 0))],
            TipMax = 1_000_000, PriorityFeeMax = 1_000_000, SolFloor = 50_000_000, SignaturesPerSecond = 10,
        };
        terminal.RawOut.WriteLine(System.Text.Encoding.UTF8.GetString(PolicyFile.Write(terms)));
        return ExitCode.Ok;
    }

    private static int Answer(Terminal terminal, PublicKey wallet, string store)
    {
        if (terminal.Json) terminal.Write(new { Wallet = wallet.ToString(), Keystore = store });
        else terminal.RawOut.WriteLine($"{wallet}  {store}");
        return ExitCode.Ok;
    }

    /// <summary>What a command was to work with is named beside it, so what is not there was not found; a start looks for it where settings say.</summary>
    private static int ExitOf(SignerFault fault) => fault is SignerFault.KeystoreMissing or SignerFault.PassphraseMissing ? ExitCode.NotFound : ExitCode.Error;

    private static int Guard(Terminal terminal, Func<int> act)
    {
        try
        {
            return act();
        }
        catch (SignerFaultException fault)
        {
            return terminal.Refuse(new(SignerFaults.CodeOf(fault.Fault), fault.Message, null, SignerFaults.RemedyOf(fault.Fault), ExitOf(fault.Fault)));
        }
    }
}
