using Orchestrator.Benchmarks;

return await CommandLine.Run(args);
