using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Orchestrator.Client.Api.Problems;

namespace Orchestrator.Client.Api.Access;

/// <param name="Hash">SHA-256 of the key, 32 bytes.</param>
internal sealed record KeyEntry(ApiRole Role, string Name, byte[] Hash);

/// <summary>Lines of <c>role:name:hash</c>; empty lines and lines that start with <c>#</c> say nothing.</summary>
internal static partial class KeyFile
{
    public const int KeysMax = 1_000;
    public const int BytesMax = 256 * 1024;

    private const string Shape = "role:name:hash, role one of viewer, operator, admin; name 1 to 64 of a-z 0-9 . _ -; hash 64 hex digits";

    /// <exception cref="KeyFileException">The file cannot be read, or a line is wrong.</exception>
    public static ImmutableArray<KeyEntry> Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > BytesMax) throw new KeyFileException($"{path} is larger than {BytesMax} bytes.");
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"{path} cannot be read: {fault.Message}", fault);
        }
    }

    /// <exception cref="KeyFileException">A line is wrong; the message names it and never repeats it, because it may hold a key.</exception>
    public static ImmutableArray<KeyEntry> Parse(string text, string path)
    {
        var entries = ImmutableArray.CreateBuilder<KeyEntry>();
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#') continue;
            var match = Entry().Match(trimmed);
            if (!match.Success) throw new KeyFileException($"{path}:{number} is not {Shape}.");
            var entry = new KeyEntry(
                Enum.Parse<ApiRole>(match.Groups["role"].Value, ignoreCase: true), match.Groups["name"].Value, Convert.FromHexString(match.Groups["hash"].Value));
            if (entries.Any(known => known.Name == entry.Name)) throw new KeyFileException($"{path}:{number}: the name {entry.Name} is there twice.");
            if (entries.Any(known => known.Hash.AsSpan().SequenceEqual(entry.Hash))) throw new KeyFileException($"{path}:{number}: the key is there twice.");
            entries.Add(entry);
        }

        if (entries.Count is 0 or > KeysMax) throw new KeyFileException($"{path} holds {entries.Count} keys: 1 to {KeysMax} are expected.");
        return entries.ToImmutable();
    }

    [GeneratedRegex("^(?<role>viewer|operator|admin):(?<name>[a-z0-9._-]{1,64}):(?<hash>[0-9a-f]{64})$")]
    private static partial Regex Entry();
}

/// <summary>ORCH-API-0024.</summary>
public sealed class KeyFileException(string message, Exception? inner = null) : Exception($"{ApiCodes.KeyFileRefused.Code}: {message}", inner);
