using System.Security.Cryptography;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.Node;

/// <summary>
/// Our copies, in C, of the programs that the runtime does not bring: the lender Save, Raydium's CPMM, Orca's Whirlpool and Jupiter's router. The runtime is
/// real, these are not: their rules are ours, held against facts measured on the real ones. Whoever has the real program files
/// sets CHAIN_PROGRAMS=PROGRAMID=file.so,… and the same tests judge those.
/// </summary>
internal static class StandInPrograms
{
    private static readonly (PublicKey Program, string Source)[] All =
        [(ProgramIds.Save, "lender.c"), (ProgramIds.RaydiumCpmm, "amm.c"), (ProgramIds.Whirlpool, "whirlpool.c"), (ProgramIds.Jupiter, "router.c")];

    /// <summary>Program id and path of each, compiled when their sources have changed since the last time.</summary>
    public static async Task<IReadOnlyList<string>> BuildAsync()
    {
        var folder = Path.Combine(SourceTree.Chain, "programs");
        var output = Path.Combine(SourceTree.Chain, "obj", "programs");
        Directory.CreateDirectory(output);
        var arguments = new List<string>();
        foreach (var (program, source) in All)
        {
            var file = Path.Combine(output, $"{Path.GetFileNameWithoutExtension(source)}-{HashOf(folder, source)}.so");
            if (!File.Exists(file)) await LinkAsync(folder, source, file);
            arguments.Add($"{program}={file}");
        }

        return arguments;
    }

    private static async Task LinkAsync(string folder, string source, string file)
    {
        // Renamed when whole, so that a run that is cut off, or a second one, never leaves half a program.
        var part = $"{file}.{Environment.ProcessId}";
        await Tool.RunAsync(Tool.Node, folder, "link.mjs", source, part);
        File.Move(part, file, overwrite: true);
    }

    private static string HashOf(string folder, string source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in (string[])[source, "sbf.h", "link.mjs"]) hash.AppendData(File.ReadAllBytes(Path.Combine(folder, name)));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
