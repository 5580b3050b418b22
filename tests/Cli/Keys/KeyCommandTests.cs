using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Commands;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Cli.Tests.Keys;

public sealed class KeyCommandTests : IDisposable
{
    private const string Passphrase = "correct horse battery";
    private readonly string _folder = Directory.CreateTempSubdirectory("keys").FullName;
    private readonly byte[] _seed = SHA256.HashData("key command"u8);

    private string Store => Path.Combine(_folder, "wallet.keystore");

    private string Memory => Path.Combine(_folder, "memory");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_key_is_imported_named_and_never_shown()
    {
        using var pair = KeyPair.FromSeed(_seed);
        var imported = await CommandTest.RunWith(Passphrase + "\n", "key", "import", KeyFile(), "--keystore", Store, "--memory", Memory, "--json");
        var shown = await CommandTest.Run("key", "show", "--keystore", Store);
        var listed = await CommandTest.Run("key", "list", "--directory", _folder);
        var policy = await CommandTest.Run("key", "policy", "--keystore", Store);

        Assert.Equal((ExitCode.Ok, ""), (imported.Code, imported.Error));
        Assert.Equal(pair.PublicKey.ToString(), imported.Json.GetProperty("wallet").GetString());
        Assert.Contains(pair.PublicKey.ToString(), shown.Output);
        Assert.Contains(pair.PublicKey.ToString(), listed.Output);
        Assert.Equal(pair.PublicKey, PolicyFile.Parse(System.Text.Encoding.UTF8.GetBytes(policy.Output), pair.PublicKey).Wallet);
        byte[] secret = [.. _seed, .. pair.PublicKey.ToArray()];
        var said = imported.Output + shown.Output + listed.Output + policy.Output + File.ReadAllText(Store) + Convert.ToHexString(File.ReadAllBytes(Path.Combine(Memory, SignerMemory.FileName)));
        foreach (var form in (string[])[Convert.ToHexString(_seed), Convert.ToBase64String(_seed), Base58.Encode(_seed), Base58.Encode(secret), string.Join(',', _seed), Passphrase])
            Assert.DoesNotContain(form, said, StringComparison.OrdinalIgnoreCase);

        // A second import takes neither key nor memory away.
        var again = await CommandTest.RunWith(Passphrase, "key", "import", KeyFile(), "--keystore", Store, "--memory", Memory);
        Assert.Contains("ORCH-KEY-0006", again.Error);
    }

    [Fact]
    public async Task A_keystore_is_listed_whatever_it_is_called()
    {
        using var pair = KeyPair.FromSeed(_seed);
        var store = Path.Combine(_folder, "hot wallet");
        await CommandTest.RunWith(Passphrase, "key", "import", KeyFile(), "--keystore", store, "--memory", Memory);

        // The key file beside it is none, nor is what others may read.
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "nothing");
        var listed = await CommandTest.Run("key", "list", "--directory", _folder);
        var elsewhere = await CommandTest.Run("key", "list", "--directory", Memory);

        Assert.Equal(($"{pair.PublicKey}  {store}", ""), (listed.Output.Trim(), listed.Error));
        Assert.Equal((ExitCode.Ok, ""), (elsewhere.Code, elsewhere.Output));
        Assert.Contains("no keystore", elsewhere.Error);
    }

    [Fact]
    public async Task What_is_wrong_is_named_with_its_code()
    {
        await Refused("ORCH-KEY-0007", "short", "key", "import", KeyFile(), "--keystore", Store, "--memory", Memory);
        File.WriteAllText(Store, "{}");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Store, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            await Refused("ORCH-KEY-0002", Passphrase, "key", "show", "--keystore", Store);
            File.SetUnixFileMode(Store, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await Refused("ORCH-KEY-0003", Passphrase, "key", "show", "--keystore", Store);
        File.WriteAllText(Path.Combine(_folder, "poor.json"), "[1,2]");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(_folder, "poor.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Refused("ORCH-KEY-0008", Passphrase, "key", "import", Path.Combine(_folder, "poor.json"), "--keystore", Store + "2", "--memory", Memory);
    }

    [Fact]
    public async Task What_is_not_there_ends_with_the_exit_code_of_what_was_to_be_found()
    {
        await Refused("ORCH-KEY-0007", "", ExitCode.NotFound, "key", "import", KeyFile(), "--keystore", Store, "--memory", Memory);
        await Refused("ORCH-KEY-0001", Passphrase, ExitCode.NotFound, "key", "import", Path.Combine(_folder, "none.json"), "--keystore", Store, "--memory", Memory);
        await Refused("ORCH-KEY-0001", Passphrase, ExitCode.NotFound, "key", "show", "--keystore", Store);
        await Refused("ORCH-KEY-0012", Passphrase, ExitCode.Configuration, "signer", "--socket", Path.Combine(_folder, "s.sock"));
        Assert.False(File.Exists(Store));
    }

    [Fact]
    public async Task A_signer_in_a_process_of_its_own_answers_as_one_in_this_process()
    {
        using var pair = KeyPair.FromSeed(_seed);
        var wallet = pair.PublicKey;
        var terms = new PolicyTerms
        {
            Wallet = wallet, Mints = [new MintRule(Mints.WrappedSol, ProgramIds.Token, 0, 0)], TipMax = 1_000, PriorityFeeMax = 0, SolFloor = 0, SignaturesPerSecond = 10,
        };
        using var local = new LocalSigner(KeyPair.FromSeed(_seed), SignerMemory.Create(Memory, wallet), new SigningPolicy(terms), TimeProvider.System);
        var socket = Path.Combine(_folder, "s.sock");
        await using var host = SignerCommand.Host(local, socket);
        await host.StartAsync();
        using var remote = new RemoteSigner(socket);

        Assert.Equal(wallet, await remote.Wallet(CancellationToken.None));
        var signed = await remote.Sign(Request(Tip(wallet, 1_000), 5), CancellationToken.None);
        Assert.Equal(SignRefusal.None, signed.Refusal);
        Assert.Equal(signed.Transaction, (await local.Sign(Request(Tip(wallet, 1_000), 5), CancellationToken.None)).Transaction);
        var refused = await remote.Sign(Request(Tip(wallet, 1_001), 5, id: 2), CancellationToken.None);
        Assert.Equal((SignRefusal.PolicyViolation, "TipAboveCap"), (refused.Refusal, refused.Detail!.Split(':')[0]));
        Assert.Equal(SignRefusal.OlderEpoch, (await remote.Sign(Request(Tip(wallet, 1_000), 4), CancellationToken.None)).Refusal);
        await host.StopAsync();
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await remote.Sign(Request(Tip(wallet, 1), 5), CancellationToken.None));
    }

    private static SignRequest Request(byte[] message, long epoch, byte id = 1) =>
        new(OpportunityId.Create(DateTimeOffset.UnixEpoch, [id, 0, 0, 0, 0, 0, 0, 0, 0, 0]), new Epoch(epoch), message, 100, 1);

    private static byte[] Tip(PublicKey wallet, ulong lamports)
    {
        new Solana.Transactions.MessageBuilder(wallet).Add(Solana.Transactions.SystemProgram.Transfer(wallet, Solana.Jito.TipAccounts.List[0], lamports))
            .BuildV0(new Solana.Transactions.Blockhash(new byte[32]), out var message);
        return message!.Encode();
    }

    private string KeyFile()
    {
        using var pair = KeyPair.FromSeed(_seed);
        var path = Path.Combine(_folder, "id.json");
        File.WriteAllText(path, JsonSerializer.Serialize(_seed.Concat(pair.PublicKey.ToArray()).Select(b => (int)b)));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static Task Refused(string code, string input, params string[] args) => Refused(code, input, ExitCode.Error, args);

    private static async Task Refused(string code, string input, int exit, params string[] args)
    {
        var answer = await CommandTest.RunWith(input, args);
        Assert.Equal(exit, answer.Code);
        Assert.Contains(code, answer.Error);
    }
}
