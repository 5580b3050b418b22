using System.Text.RegularExpressions;

namespace Orchestrator.Architecture.Tests;

/// <summary>Rules that a compiler does not know.</summary>
public sealed partial class SourceRules
{
    private static readonly string[] Product = ["Domain", "Grains.Interfaces", "Grains", "Solana", "Storage", "Streams.Redis", "Yellowstone", "Silo", "Client.Api", "Cli"];

    private static readonly string[] WordsOfNoTrade = ["Helpers", "Utils", "Utilities", "Common", "Managers", "Misc"];

    [Fact]
    public void No_namespace_hides_the_framework_behind_its_name() =>
        Assert.Empty(Offenders(file => NamespaceLine().Matches(File.ReadAllText(file)).Any(line => line.Value.Contains("Orleans", StringComparison.Ordinal))));

    [Fact]
    public void A_folder_is_a_word_of_the_trade() =>
        Assert.Empty(Offenders(file => Path.GetDirectoryName(file)!.Split(Path.DirectorySeparatorChar).Intersect(WordsOfNoTrade).Any()));

    [Fact]
    public void Nothing_is_left_for_later() => Assert.Empty(Offenders(file => LeftForLater().IsMatch(File.ReadAllText(file))));

    [Fact]
    public void No_exception_is_swallowed() => Assert.Empty(Offenders(file => EmptyCatch().IsMatch(File.ReadAllText(file))));

    [Fact]
    public void Money_is_never_a_double_where_it_is_kept() => Assert.Empty(
        new[] { "Domain/Capital", "Domain/Money", "Domain/Risk", "Domain/Breakers", "Grains/Portfolio" }
            .Where(folder => Directory.Exists(Path.Combine(Repository.Root, folder)))
            .SelectMany(folder => Repository.Sources(folder))
            .Where(file => FloatingAmount().IsMatch(File.ReadAllText(file)))
            .Select(Relative));

    [Fact]
    public void Every_error_code_that_is_used_has_a_page_and_every_page_is_used()
    {
        var used = Product.SelectMany(folder => Repository.Sources(folder))
            .SelectMany(file => ErrorCode().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToHashSet();
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "errors"), "*.md").Select(Path.GetFileNameWithoutExtension).ToHashSet();

        Assert.Empty(used.Except(pages!));
        Assert.Empty(pages.Except(used!));
    }

    [Fact]
    public void A_lock_file_names_no_address() => Assert.Empty(
        Repository.Sources(".", "package*.lock.json").Concat(Repository.Sources(".", "package-lock.json"))
            .Where(file => File.ReadAllText(file).Contains("http", StringComparison.Ordinal) && RegistryAddress().IsMatch(File.ReadAllText(file)))
            .Select(Relative));

    private static IEnumerable<string> Offenders(Func<string, bool> offends) =>
        Product.SelectMany(folder => Repository.Sources(folder)).Where(offends).Select(Relative);

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex(@"^namespace .*;", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*(when\s*\([^)]*\)\s*)?\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\b(double|float)\s+\w*(Lamports|Amount|Capital|Profit|Fee|Balance|Equity|Loss)\b")]
    private static partial Regex FloatingAmount();

    [GeneratedRegex(@"ORCH-[A-Z]{2,8}-\d{4}")]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"""resolved"":\s*""http")]
    private static partial Regex RegistryAddress();
}
