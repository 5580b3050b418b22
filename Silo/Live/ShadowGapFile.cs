using System.Text;
using System.Text.Json;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Silo.Live;

/// <summary>The gaps of the shadow mode, one line of JSON each, beside the store. Only ever appended to; a last line that a crash has cut is not read.</summary>
public static class ShadowGapFile
{
    public const string Name = "shadow-gaps.jsonl";

    /// <summary>Beyond this it is begun anew, and the file before is kept once: some hundreds of thousands of trades.</summary>
    public const long BytesMax = 64 * 1024 * 1024;

    private const string OlderName = "shadow-gaps.older.jsonl";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Append(string directory, ShadowGap gap)
    {
        Directory.CreateDirectory(directory);
        var file = new FileInfo(Path.Combine(directory, Name));
        if (file.Exists && file.Length > BytesMax) file.MoveTo(Path.Combine(directory, OlderName), overwrite: true);
        File.AppendAllText(Path.Combine(directory, Name), JsonSerializer.Serialize(gap, Json) + "\n");
    }

    /// <exception cref="InvalidDataException">A line that is whole is no gap; the message names it.</exception>
    public static IReadOnlyList<ShadowGap> Read(string directory)
    {
        var gaps = new List<ShadowGap>();
        foreach (var name in (string[])[OlderName, Name])
        {
            var path = Path.Combine(directory, name);
            if (!File.Exists(path)) continue;
            var text = File.ReadAllText(path, Encoding.UTF8);
            var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i < lines.Length; i++)
            {
                try
                {
                    gaps.Add(JsonSerializer.Deserialize<ShadowGap>(lines[i], Json));
                }
                catch (JsonException fault)
                {
                    throw new InvalidDataException($"{path}, line {i + 1} is no gap: {fault.Message}", fault);
                }
            }
        }

        return gaps;
    }
}
