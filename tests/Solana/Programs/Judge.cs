using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Solana.Tests.Programs;

/// <summary>A venue's answer: amounts, or why it gives none.</summary>
internal sealed record Verdict(ulong In, ulong Out, ulong Fee, string? Error);

/// <summary>The venues' own npm libraries, asked in one process. See tests/Solana/judges.</summary>
internal static class Judge
{
    /// <summary>Skips the test where Node or the libraries are absent; in CI that fails.</summary>
    public static async Task<List<Verdict>> Ask(IReadOnlyList<JsonObject> questions)
    {
        var folder = Folder();
        if (folder is null || !Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            const string Why = "The venues' libraries are not installed: run tests/install.";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Why);
            Assert.Skip(Why);
        }
        var start = new ProcessStartInfo("node", ["judge.mjs"])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var node = Process.Start(start) ?? throw new InvalidOperationException("Node did not start.");
        var complaints = node.StandardError.ReadToEndAsync();
        var writing = Task.Run(async () =>
        {
            foreach (var question in questions) await node.StandardInput.WriteLineAsync(question.ToJsonString());
            node.StandardInput.Close();
        });
        var verdicts = new List<Verdict>(questions.Count);
        while (await node.StandardOutput.ReadLineAsync() is { } line) verdicts.Add(Read(line));
        await writing;
        await node.WaitForExitAsync();
        Assert.True(verdicts.Count == questions.Count, $"the judge answered {verdicts.Count} of {questions.Count}: {await complaints}");
        return verdicts;
    }

    private static Verdict Read(string line)
    {
        using var answer = JsonDocument.Parse(line);
        if (answer.RootElement.TryGetProperty("error", out var error)) return new(0, 0, 0, error.GetString());
        ulong Amount(string name) => ulong.TryParse(answer.RootElement.GetProperty(name).GetString(), out var value) ? value : ulong.MaxValue;
        return new(Amount("in"), Amount("out"), Amount("fee"), null);
    }

    private static string? Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Orleans.sln"))) return Path.Combine(at.FullName, "tests", "Solana", "judges");
        return null;
    }
}
