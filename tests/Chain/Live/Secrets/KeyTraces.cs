using System.Diagnostics;
using System.Text;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Live.Secrets;

/// <summary>Every form in which a key could stand where it must not: raw, base58, hex, base64, and as the Solana CLI writes it.</summary>
internal sealed class KeyTraces
{
    private readonly List<(string Form, byte[] Bytes)> _forms = [];

    public KeyTraces(byte[] seed)
    {
        using var pair = KeyPair.FromSeed(seed);
        foreach (var (name, secret) in ((string, byte[])[])[("seed", seed), ("key pair", [.. seed, .. pair.PublicKey.ToArray()])])
        {
            _forms.Add(($"{name}, raw", secret));
            Add($"{name}, base58", Base58.Encode(secret));
            Add($"{name}, hex", Convert.ToHexString(secret));
            Add($"{name}, hex in lower case", Convert.ToHexStringLower(secret));
            Add($"{name}, base64", Convert.ToBase64String(secret).TrimEnd('='));
            Add($"{name}, base64url", Convert.ToBase64String(secret).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
            Add($"{name}, id.json", string.Join(',', secret));
            Add($"{name}, JSON with blanks", string.Join(", ", secret));
        }
    }

    public IEnumerable<(string Form, byte[] Bytes)> Forms => _forms;

    public IEnumerable<string> In(string where, string text) => In(where, Encoding.UTF8.GetBytes(text));

    /// <summary>Which forms stand there; where they stand is named.</summary>
    public IEnumerable<string> In(string where, byte[] bytes)
    {
        foreach (var (form, wanted) in _forms)
            if (bytes.AsSpan().IndexOf(wanted) >= 0) yield return $"{where}: {form}";
    }

    /// <summary>Every file below, as it is on the disk at this moment. Copied by a process of its own, which the locks of this one do not concern.</summary>
    public IReadOnlyList<string> Below(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("traces").FullName;
        try
        {
            // What a running store takes away meanwhile is reported by cp, and is no longer on the disk.
            using var cp = Process.Start(new ProcessStartInfo("cp", ["-r", folder, copy]) { RedirectStandardError = true })!;
            cp.StandardError.ReadToEnd();
            cp.WaitForExit();
            var files = Directory.GetFiles(copy, "*", SearchOption.AllDirectories);
            Assert.NotEmpty(files);
            return [.. files.SelectMany(file => In(Path.GetRelativePath(copy, file), File.ReadAllBytes(file)))];
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private void Add(string form, string text) => _forms.Add((form, Encoding.UTF8.GetBytes(text)));
}
