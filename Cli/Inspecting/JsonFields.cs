using System.Text.Json;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Cli.Inspecting;

/// <summary>Decoded values as JSON: integers stay exact integers whatever their size, keys are base58, bytes are base64.</summary>
internal static class JsonFields
{
    public static Dictionary<string, object?> Of(IEnumerable<Field> fields)
    {
        var json = new Dictionary<string, object?>();
        foreach (var field in fields) json[field.Name] = Value(field.Value);
        return json;
    }

    /// <summary>The name of an enum's value as JSON has it.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static object? Value(object? value) => value switch
    {
        Solana.Keys.PublicKey key => key.ToString(),
        Field[] record => Of(record),
        object[] list => list.Select(Value).ToArray(),
        _ => value,
    };
}
