using System.Text;
using System.Text.Json;

namespace Orchestrator.Cli.Tests.Inspecting;

/// <summary>What <c>orch inspect tx</c> answered, line by line.</summary>
internal sealed record Inspected(int Code, IReadOnlyList<JsonElement> Lines, string Error)
{
    public IEnumerable<JsonElement> Read => Lines.Where(line => !line.TryGetProperty("error", out var error) || error.ValueKind == JsonValueKind.String);

    public IEnumerable<string> Refusals => Lines.Where(line => line.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        .Select(line => line.GetProperty("error").GetProperty("name").GetString()!);

    public static async Task<Inspected> File(string path)
    {
        var answer = await CommandTest.Run("inspect", "tx", path);
        return new(answer.Code, [.. answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)], answer.Error);
    }

    public static Task<Inspected> Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    public static async Task<Inspected> Bytes(byte[] bytes)
    {
        var path = Path.GetTempFileName();
        try
        {
            await System.IO.File.WriteAllBytesAsync(path, bytes);
            return await File(path);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}

/// <summary>Short ways into an answer.</summary>
internal static class AnswerJson
{
    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();

    public static ulong U64(this JsonElement json, string name) => json.GetProperty(name).GetUInt64();

    public static List<JsonElement> List(this JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray()];

    public static IEnumerable<JsonElement> Events(this JsonElement json, string type) => json.List("events").Where(one => one.Text("type") == type);

    /// <summary>All instructions in order of execution.</summary>
    public static IEnumerable<JsonElement> Executed(this JsonElement json) => json.List("instructions")
        .SelectMany(outer => outer.TryGetProperty("inner", out var inner) ? inner.EnumerateArray().Prepend(outer) : [outer]);
}
