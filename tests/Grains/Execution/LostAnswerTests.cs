using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Execution;

public sealed class LostAnswerTests
{
    /// <summary>Each write of a run fails once, before it is stored or after: the caller sees a fault and the same call goes on.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_saga_whose_store_fails_at_any_write_sends_one_message_and_books_once(bool answerIsLost)
    {
        await using var cluster = await TradingCluster.Launch();
        for (var failing = 1; failing <= 6; failing++)
        {
            cluster.Chain.Reset();
            await using var drill = await SagaDrill.Start(cluster, $"{answerIsLost}:{failing}");
            drill.Lands(change: 7_000);
            var left = failing;
            bool Fails(string name, Orleans.Runtime.GrainId grain) => name == "saga" && --left == 0;
            if (answerIsLost) cluster.Store.FailsAfter = Fails;
            else cluster.Store.FailsBefore = Fails;

            var faults = 0;
            ExecutionState? state = null;
            for (var round = 0; round < 30 && state is not ExecutionState.Posted; round++)
            {
                try
                {
                    state = (await drill.Advance()).State;
                }
                catch (Exception)
                {
                    faults++;
                }

                await drill.Judge();
                cluster.Chain.Advance(1);
            }

            Assert.Equal(1, faults);
            Assert.Equal(ExecutionState.Posted, state);
            Assert.Equal(new SignedUnits(10_000_007_000), (await drill.Book.Book()).Sol.Available);
        }
    }
}
