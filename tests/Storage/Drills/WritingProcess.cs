namespace Orchestrator.Storage.Tests.Drills;

internal static class WritingProcess
{
    public const string Verb = "--write-until-killed";

    public static Task<int> Run(string[] arguments) => Task.FromResult(arguments.Length);
}

internal static class Measure
{
    public const string Verb = "--measure";

    public static Task<int> Run() => Task.FromResult(0);
}
