using Orchestrator.Chain.Tests;
using Orchestrator.Chain.Tests.Live.Kills;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args.Length > 0 && args[0] == LiveLife.Verb) return await LiveLife.Run(args[1]);
return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
