using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Tests.EventTime;
using Orchestrator.Storage;
using Orchestrator.Storage.Heads;

namespace Orchestrator.Silo.Tests.Hosting;

public sealed class AnchorTests
{
    [Fact]
    public async Task What_was_anchored_is_in_the_head_file_at_once_and_not_only_when_its_period_is_over()
    {
        await using var demo = await Demo.Start(1);
        var store = demo.Host.Services.GetRequiredService<IStore>();
        var file = new HeadFile(Path.Combine(demo.DataDirectory, "replay"));
        // More than once: one of them could have met the keeper's own period.
        for (var i = 0; i < 20; i++)
        {
            await demo.Driver.RunTo(demo.Driver.Now.AddMilliseconds(400), CancellationToken.None);
            var reached = (await store.Open(CancellationToken.None)).Commits;
            await demo.Host.Services.GetRequiredService<IStoreAnchor>().Anchor();
            Assert.True(file.Read()!.Commits >= reached, $"{file.Read()!.Commits} known outside, {reached} reached");
        }
    }
}
