using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Grains.Channels;

namespace Orchestrator.Grains.Decisions;

/// <summary>
/// Makes a silo ready to take over before it has to: a first take-over in a process spends most of its time on compiling the code of book, saga and decision,
/// and nothing trades meanwhile. Once after the start, at low priority: that code is compiled, and whatever a take-over reads is read.
/// </summary>
internal sealed class Standby(PortfolioId portfolio, LoopPorts ports, ChannelReading reading, IHostApplicationLifetime host, ILogger<Standby> log) : BackgroundService
{
    /// <summary>Sagas that are read: enough to have gone the way.</summary>
    private const int SagasMax = 8;

    /// <summary>What a hand-over and a take-over run through.</summary>
    private static readonly string[] Assemblies =
        ["Orchestrator.Domain", "Orchestrator.Grains.Interfaces", "Orchestrator.Grains", "Orchestrator.Storage", "Orchestrator.Streams.Redis", "Orleans.Transactions", "Orleans.GrainDirectory.Redis"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var begin = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        var begun = ports.Time.GetTimestamp();
        int compiled;
        try
        {
            compiled = await Compiled(stoppingToken);
            await new TakeOverLook(portfolio, ports, reading).Run(SagasMax);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            // The first take-over is only slower.
            Log.NotOnStandby(log, fault);
            return;
        }

        Log.OnStandby(log, compiled, ports.Time.GetElapsedTime(begun).TotalMilliseconds);
    }

    private static Task<int> Compiled(CancellationToken cancel)
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(Run) { Priority = ThreadPriority.Lowest, IsBackground = true, Name = "standby" }.Start();
        return done.Task;

        void Run()
        {
            try
            {
                done.SetResult(Compile(cancel));
            }
            catch (Exception fault)
            {
                // Code that cannot be compiled is told where it is waited for; from a thread it would end the process.
                done.SetException(fault);
            }
        }
    }

    private static int Compile(CancellationToken cancel)
    {
        const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var compiled = 0;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(assembly => Assemblies.Contains(assembly.GetName().Name)))
        {
            foreach (var type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
            {
                foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
                {
                    if (cancel.IsCancellationRequested) return compiled;
                    if (method.IsAbstract || method.ContainsGenericParameters) continue;
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                    compiled++;
                }
            }
        }

        return compiled;
    }
}
