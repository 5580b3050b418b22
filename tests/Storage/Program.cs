using Orchestrator.Storage.Tests;
using Orchestrator.Storage.Tests.Drills;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args.Length > 0 && args[0] == WritingProcess.Verb) return await WritingProcess.Run(args[1..]);
if (args.Length > 0 && args[0] == Measure.Verb) return await Measure.Run();
return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
