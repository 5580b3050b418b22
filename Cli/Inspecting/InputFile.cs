using System.Diagnostics.CodeAnalysis;
using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Inspecting;

/// <summary>A file of a command line, or the process' input for <c>-</c>.</summary>
internal static class InputFile
{
    public const string Standard = "-";

    /// <returns>Null with a refusal when it cannot be opened. The caller closes the stream.</returns>
    public static Stream? Open(string path, out Refusal? refusal)
    {
        refusal = null;
        if (path == Standard) return Console.OpenStandardInput();
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var absent = fault is FileNotFoundException or DirectoryNotFoundException;
            refusal = new(
                RefusalCodes.NotFound, $"{path} cannot be opened: {fault.Message}", "a file that can be read, or - for the input of the process", null,
                absent ? ExitCode.NotFound : ExitCode.Error);
            return null;
        }
    }

    /// <summary>All of it, where that is not longer than <paramref name="max"/> bytes.</summary>
    public static bool TryReadAll(Stream input, int max, [NotNullWhen(true)] out byte[]? bytes)
    {
        var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        bytes = null;
        for (int length; (length = input.Read(chunk)) > 0;)
        {
            if (buffer.Length + length > max) return false;
            buffer.Write(chunk, 0, length);
        }

        bytes = buffer.ToArray();
        return true;
    }
}
