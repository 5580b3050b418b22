using Orchestrator.Cli.Drills;
using Orchestrator.Journey.Tests;
using Orchestrator.Journey.Tests.Drills;
using Orchestrator.Journey.Tests.Processes;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args.Length > 0 && args[0] == VenueProcess.Verb) return await JudgeVenue.Run(args[1..]);
if (args.Length > 0 && args[0] == TradingLife.Verb) return await TradingLife.Run(args[1..]);
return args.Contains("--server") || args.Contains("--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
