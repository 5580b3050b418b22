using System.Text;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Solana.Tests.Signing;

public sealed class KeystoreTests : IDisposable
{
    private static readonly byte[] Passphrase = "a long enough passphrase"u8.ToArray();
    private readonly Folder _folder = new();
    private readonly byte[] _seed = Wallets.Seed("keystore");

    private string Path => _folder.File("wallet.keystore");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_locked_opens_with_its_passphrase_and_signs_as_before()
    {
        var wallet = Keystore.Create(Path, _seed, Passphrase, KeystoreCost.Least);
        using var opened = Keystore.Open(Path, Passphrase, wallet);
        using var original = KeyPair.FromSeed(_seed);
        Assert.Equal(original.Sign([1, 2, 3]), opened.Sign([1, 2, 3]));
        Assert.Equal(wallet, Keystore.Show(Path));
    }

    [Fact]
    public void Another_passphrase_is_named_as_such()
    {
        Keystore.Create(Path, _seed, Passphrase, KeystoreCost.Least);
        Assert.Equal(SignerFault.WrongPassphrase, Refused(() => Keystore.Open(Path, "another long passphrase"u8)));
        Assert.Equal(SignerFault.WrongPassphrase, Refused(() => Keystore.Open(Path, [])));
    }

    [Fact]
    public void A_file_that_changed_in_any_byte_is_damaged_and_never_opens()
    {
        Keystore.Create(Path, _seed, Passphrase, KeystoreCost.Least);
        var whole = File.ReadAllBytes(Path);
        for (var at = 0; at < whole.Length; at += 7)
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= 0x05;
            File.WriteAllBytes(Path, changed);
            Assert.Contains(Refused(() => Keystore.Open(Path, Passphrase)), new[] { SignerFault.KeystoreDamaged, SignerFault.KeystoreVersion });
        }

        foreach (var length in (int[])[0, 1, whole.Length / 2, whole.Length - 1])
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Equal(SignerFault.KeystoreDamaged, Refused(() => Keystore.Open(Path, Passphrase)));
        }
    }

    [Fact]
    public void A_foreign_keystore_is_named_as_such()
    {
        Keystore.Create(Path, _seed, Passphrase, KeystoreCost.Least);
        using var other = Wallets.New("other");
        Assert.Equal(SignerFault.ForeignKey, Refused(() => Keystore.Open(Path, Passphrase, other.PublicKey)));
    }

    [Fact]
    public void A_forged_cost_is_refused_before_it_is_paid()
    {
        Keystore.Create(Path, _seed, Passphrase, KeystoreCost.Least);
        File.WriteAllText(Path, File.ReadAllText(Path).Replace("\"memory_kib\": 8192", "\"memory_kib\": 2000000000", StringComparison.Ordinal));
        Assert.Equal(SignerFault.KeystoreDamaged, Refused(() => Keystore.Open(Path, Passphrase)));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_touch_is_refused(UnixFileMode more)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        Keystore.Create(Path, _seed, Passphrase, KeystoreCost.Least);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | more);
        Assert.Equal(SignerFault.ReadableByOthers, Refused(() => Keystore.Open(Path, Passphrase)));
        Assert.Equal(SignerFault.ReadableByOthers, Refused(() => Keystore.Show(Path)));
    }

    [Fact]
    public void A_key_is_never_overwritten_and_a_short_passphrase_never_taken()
    {
        Assert.Equal(SignerFault.PassphraseTooShort, Refused(() => Keystore.Create(Path, _seed, "short"u8, KeystoreCost.Least)));
        Keystore.Create(Path, _seed, Passphrase, KeystoreCost.Least);
        Assert.Equal(SignerFault.KeystoreExists, Refused(() => Keystore.Create(Path, _seed, Passphrase, KeystoreCost.Least)));
        Assert.Equal(SignerFault.KeystoreMissing, Refused(() => Keystore.Open(_folder.File("none"), Passphrase)));
    }

    [Fact]
    public void The_key_file_of_the_Solana_command_line_is_imported()
    {
        var imported = SolanaKeyFile.Import(KeyFile(SecretOf(_seed)), Path, Passphrase, KeystoreCost.Least);
        using var opened = Keystore.Open(Path, Passphrase);
        Assert.Equal(imported, opened.PublicKey);
    }

    [Fact]
    public void What_is_no_key_file_is_named_as_such()
    {
        var secret = SecretOf(_seed);
        var swapped = (byte[])secret.Clone();
        swapped[40] ^= 1;
        string[] texts =
        [
            "", "[]", "{}", "null", "[1,2,3]", "[" + new string('[', 2_000), JsonSerializer.Serialize(secret.Select(b => (int)b).Append(1)),
            JsonSerializer.Serialize(secret.Select(b => b + 0.5)), JsonSerializer.Serialize(swapped.Select(b => (int)b)),
        ];
        foreach (var text in texts)
            Assert.Equal(SignerFault.KeyFileUnreadable, Refused(() => SolanaKeyFile.Import(Write(text), Path, Passphrase, KeystoreCost.Least)));
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void No_fault_says_what_it_must_keep()
    {
        Keystore.Create(Path, _seed, Passphrase, KeystoreCost.Least);
        var text = Assert.Throws<SignerFaultException>(() => Keystore.Open(Path, "the wrong passphrase here"u8)).ToString() + File.ReadAllText(Path);
        Assert.DoesNotContain("the wrong passphrase here", text, StringComparison.Ordinal);
        foreach (var form in Canary.FormsOf(_seed)) Assert.DoesNotContain(form, text, StringComparison.OrdinalIgnoreCase);
    }

    internal static byte[] SecretOf(byte[] seed)
    {
        using var pair = KeyPair.FromSeed(seed);
        return [.. seed, .. pair.PublicKey.ToArray()];
    }

    private string KeyFile(byte[] secret) => Write(JsonSerializer.Serialize(secret.Select(b => (int)b)));

    private string Write(string text)
    {
        var path = _folder.File("id.json");
        File.Delete(path);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static SignerFault Refused(Func<object> act) => Assert.Throws<SignerFaultException>(act).Fault;

}

/// <summary>Every form in which a key could leak into a text.</summary>
internal static class Canary
{
    public static IEnumerable<string> FormsOf(byte[] seed) =>
    [
        Convert.ToHexString(seed), Convert.ToBase64String(seed), Convert.ToBase64String(seed).TrimEnd('='), Base58.Encode(seed), string.Join(',', seed),
        Convert.ToHexString(KeystoreTests.SecretOf(seed)), Convert.ToBase64String(KeystoreTests.SecretOf(seed)), Base58.Encode(KeystoreTests.SecretOf(seed)),
    ];
}
