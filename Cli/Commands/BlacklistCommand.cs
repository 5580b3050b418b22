using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Client.Api.Sniper;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch blacklist</c>: creators and mints that nothing is bought of.</summary>
internal static class BlacklistCommand
{
    private const int PageSize = 500;

    private static readonly Argument<string> Address = new("ADDRESS") { Description = "Address of a creator or a mint." };

    private static readonly Option<string> Reason = new("--reason") { Description = "Why; kept in the list and in the audit log.", Required = true };

    public static Command Build(Terminal terminal)
    {
        var add = With(new Command("add", "List an address; the first reason stays.") { Address, Reason });
        add.SetAction((parse, cancel) => Change(terminal, parse, "blacklist", cancel));
        var remove = With(new Command("remove", "Take an address off the list.") { Address, Reason });
        remove.SetAction((parse, cancel) => Change(terminal, parse, "blacklist/remove", cancel));
        var list = With(new Command("list", "Show what is listed."));
        list.SetAction((parse, cancel) => List(terminal, parse, cancel));
        const string Example = "orch blacklist add 7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU --reason \"emptied two pools\"";
        return HelpWithExamples.With(
            new Command("blacklist", "Creators and mints that the sniper never buys of.")
            {
                HelpWithExamples.With(add, Example), HelpWithExamples.With(remove, Example.Replace("add", "remove", StringComparison.Ordinal)), HelpWithExamples.With(list, "orch blacklist list"),
            },
            Example, "orch blacklist list");
    }

    private static Command With(Command command)
    {
        foreach (var option in (Option[])[SharedOptions.Address, SharedOptions.Config, SharedOptions.Set]) command.Add(option);
        return command;
    }

    private static async Task<int> Change(Terminal terminal, ParseResult parse, string path, CancellationToken cancel)
    {
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var answer = await api.Post(path, new BlacklistRequest(parse.GetValue(Address)!, parse.GetValue(Reason)!), cancel);
            if (answer.Refusal is { } refusal) return terminal.Refuse(refusal);
            var done = answer.Read<BlacklistOutcomeView>();
            if (terminal.Json) terminal.Write(done);
            else terminal.RawOut.WriteLine($"{done.Address}: {done.Outcome.Replace('_', ' ')}");
            return done.Outcome == "not_listed" ? ExitCode.NotFound : ExitCode.Ok;
        }
    }

    private static async Task<int> List(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var entries = new List<BlacklistEntryView>();
            string? after = null;
            do
            {
                var answer = await api.Get($"blacklist?take={PageSize}" + (after is null ? "" : $"&after={after}"), cancel);
                if (answer.Refusal is { } refusal) return terminal.Refuse(refusal);
                var page = answer.Read<BlacklistPage>();
                entries.AddRange(page.Entries);
                after = page.Next;
            }
            while (after is not null);
            if (terminal.Json) terminal.Write(new BlacklistPage([.. entries], null));
            else if (entries.Count == 0) terminal.RawOut.WriteLine("nothing is listed");
            else foreach (var entry in entries) terminal.RawOut.WriteLine($"{entry.Address}  {entry.At:u}  {entry.Actor}  {entry.Reason}");
            return ExitCode.Ok;
        }
    }
}
