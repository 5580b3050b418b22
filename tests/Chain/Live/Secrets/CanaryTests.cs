using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Starting;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Chain.Tests.Live.Secrets;

/// <summary>A key that would be recognised anywhere trades on the real runtime; it must be nowhere but in its keystore, and there not readable (I19).</summary>
public sealed class CanaryTests(ChainRuntime runtime) : ChainTest(runtime)
{
    [Fact]
    public void The_search_finds_each_form_where_it_was_put()
    {
        var traces = new KeyTraces(Enumerable.Range(1, 32).Select(i => (byte)(i * 7)).ToArray());
        Assert.Equal(16, traces.Forms.Count());
        foreach (var (form, bytes) in traces.Forms)
            Assert.Contains(traces.In("log", [.. "before "u8, .. bytes, .. " after"u8]), found => found == $"log: {form}");
        Assert.Empty(traces.In("log", "nothing of it"));
    }

    [Fact]
    public async Task Traces_metrics_stores_and_the_signer_s_memory_hold_no_form_of_the_key()
    {
        var world = new LiveWorld(Chain);
        await world.CreateAsync();
        await Chain.SetAccountsAsync(Tokens.Of(world.Dollars, Mints.Usdc, world.Wallet, 0));
        using var files = new LiveFiles(world, Chain);
        var traces = new KeyTraces(files.Seed);
        var told = new ConcurrentQueue<string>();
        using var listener = Listen(told);
        using var meters = Measure(told);

        await using (var system = await LiveSystem.StartAsync(files, Chain, world))
        {
            await system.ArmAsync();
            var result = await system.TradeAsync(await system.OpportunityAsync());
            Assert.Equal(ExecutionOutcome.Landed, result.Outcome);
            // While it runs, and again when it has put everything away.
            Assert.Empty(traces.Below(files.Folder));
        }

        Assert.Empty(traces.Below(files.Folder));
        Assert.Contains(told, line => line.Contains("execution_stage_duration", StringComparison.Ordinal));
        Assert.Contains(told, line => line.StartsWith("activity", StringComparison.Ordinal));
        Assert.Empty(traces.In("traces and metrics", string.Join('\n', told)));
    }

    [Theory]
    [InlineData("a wrong passphrase", "ORCH-KEY-0004")]
    [InlineData("a keystore of which a byte was changed", "ORCH-KEY-0003")]
    [InlineData("a keystore that is no keystore", "ORCH-KEY-0003")]
    [InlineData("a keystore of another wallet", "ORCH-KEY-0010")]
    [InlineData("a keystore that others may read", "ORCH-KEY-0002")]
    public async Task A_key_that_cannot_be_used_ends_the_start_by_code_and_no_exception_names_it(string what, string code)
    {
        var world = new LiveWorld(Chain);
        await world.CreateAsync();
        using var files = new LiveFiles(world, Chain);
        var traces = new KeyTraces(files.Seed);
        var store = Path.Combine(files.Folder, "wallet.keystore");
        Damage(what, store, files.Seed);

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => LiveSystem.StartAsync(files, Chain, world));
        var start = StartFault.Explain(fault);
        Assert.True(start?.Code == code, $"{what}: {start?.Code} {fault}");
        // Whoever prints all of it, inner ones and stack included, prints no key and no passphrase.
        Assert.Empty(traces.In(what, fault.ToString()));
        Assert.DoesNotContain(LiveFiles.Passphrase, fault.ToString(), StringComparison.Ordinal);
    }

    private static void Damage(string what, string store, byte[] seed)
    {
        var bytes = File.ReadAllBytes(store);
        switch (what)
        {
            case "a wrong passphrase":
                File.Delete(store);
                Keystore.Create(store, seed, "another passphrase"u8, KeystoreCost.Least);
                break;
            case "a keystore of which a byte was changed":
                var text = Encoding.UTF8.GetString(bytes);
                var at = text.LastIndexOf('"') - 6;
                var changed = text[at] == 'A' ? 'B' : 'A';
                File.WriteAllText(store, text[..at] + changed + text[(at + 1)..]);
                break;
            case "a keystore that is no keystore":
                File.WriteAllText(store, "[1,2,3]");
                break;
            case "a keystore of another wallet":
                File.Delete(store);
                Keystore.Create(store, System.Security.Cryptography.SHA256.HashData("somebody else"u8), Encoding.UTF8.GetBytes(LiveFiles.Passphrase), KeystoreCost.Least);
                break;
            case "a keystore that others may read" when !OperatingSystem.IsWindows():
                File.SetUnixFileMode(store, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
                break;
        }
    }

    private static ActivityListener Listen(ConcurrentQueue<string> told)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => told.Enqueue(
                $"activity {activity.Source.Name} {activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))} "
                + $"{string.Join(' ', activity.Events.SelectMany(one => one.Tags.Select(tag => $"{one.Name} {tag.Key}={tag.Value}")))} {string.Join(' ', activity.Baggage)}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener Measure(ConcurrentQueue<string> told)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, self) => self.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => told.Enqueue(Say(instrument, value, tags)));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => told.Enqueue(Say(instrument, value, tags)));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => told.Enqueue(Say(instrument, value, tags)));
        listener.Start();
        return listener;
    }

    private static string Say(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder(instrument.Name).Append(' ').Append(value);
        foreach (var tag in tags) text.Append(' ').Append(tag.Key).Append('=').Append(tag.Value);
        return text.ToString();
    }
}
