using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Commands;

return await CommandLine.Run(args, Terminal.OfProcess());
