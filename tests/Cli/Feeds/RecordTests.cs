using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Feeds;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Cli.Tests.Feeds;

public sealed class RecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("record").FullName;

    private string Target => Path.Combine(_folder, "stream.bin");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_while_it_is_asked_and_no_empty_file_is_left()
    {
        using var stop = new CancellationTokenSource();
        // Whoever watches sees that it is still asked, and gives up.
        using var error = new WatchedText("asking again", stop.Cancel);
        var nobody = $"http://127.0.0.1:{FreePort.Next()}";
        var source = new LiveSource(
            [new FeedEndpoint(new SecretAddress(nobody), null)], new FeedRequest(Launches: true, FrozenSet<Solana.Keys.PublicKey>.Empty).ToSubscription(), new UpdateFilter(), TimeProvider.System, () => 0);

        var (code, _) = await Record(source, error, stop.Token);

        Assert.Equal(ExitCode.NotRunning, code);
        Assert.Contains("no server answers yet; asking again: Unavailable", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(RefusalCodes.NothingRecorded, error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task The_same_loss_is_said_once_and_again_after_what_came_in_between()
    {
        using var error = new StringWriter();
        var source = new Told(FeedMessage.Say(FeedMessageKind.Lost, "Unavailable"), FeedMessage.Say(FeedMessageKind.Lost, "Unavailable"), FeedMessage.Of(new byte[] { 1 }), FeedMessage.Say(FeedMessageKind.Lost, "Unavailable"));

        var (code, output) = await Record(source, error, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(["no server answers yet; asking again: Unavailable", "the connection is lost; asking again: Unavailable"], error.ToString().Trim().Split(Environment.NewLine));
        Assert.Contains("1 messages", output, StringComparison.Ordinal);
        Assert.Contains("3 lost connections", output, StringComparison.Ordinal);
        Assert.True(new FileInfo(Target).Length > 0);
    }

    [Fact]
    public async Task Servers_that_refuse_leave_no_empty_file_and_the_reason_is_told()
    {
        using var error = new StringWriter();
        var source = new Told(FeedMessage.Say(FeedMessageKind.Lost, "Unauthenticated: no valid auth token"), FeedMessage.Say(FeedMessageKind.Refused, "each of 1 servers refuses"));

        var (code, _) = await Record(source, error, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.NotAuthorised, code);
        Assert.Contains("no valid auth token", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    private async Task<(int Code, string Output)> Record(IFeedSource source, TextWriter error, CancellationToken cancel)
    {
        using var output = new StringWriter();
        var terminal = new Terminal(output, error, interactive: false, errorInteractive: false, TextReader.Null);
        var code = await RecordCommand.Record(terminal, Target, new FileStream(Target, FileMode.CreateNew), source, long.MaxValue, long.MaxValue, cancel);
        return (code, output.ToString());
    }

    /// <summary>Tells what it was given.</summary>
    private sealed class Told(params FeedMessage[] messages) : IFeedSource
    {
        public async IAsyncEnumerable<FeedMessage> Read(ulong? fromSlot, [EnumeratorCancellation] CancellationToken cancel)
        {
            foreach (var message in messages) yield return await ValueTask.FromResult(message);
        }
    }

    private sealed class WatchedText(string awaited, Action seen) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (ToString().Contains(awaited, StringComparison.Ordinal)) seen();
        }

        public override void Flush()
        {
            base.Flush();
            if (ToString().Contains(awaited, StringComparison.Ordinal)) seen();
        }
    }
}
