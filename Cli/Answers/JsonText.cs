using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Cli.Answers;

/// <summary>How answers are written for programs: snake_case, as everywhere at the edges.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Compact { get; } = Make(indented: false);

    private static JsonSerializerOptions Indented { get; } = Make(indented: true);

    /// <param name="forPeople">Over several lines; else on one.</param>
    public static string Of(object answer, bool forPeople) => JsonSerializer.Serialize(answer, forPeople ? Indented : Compact);

    private static JsonSerializerOptions Make(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
    };
}
