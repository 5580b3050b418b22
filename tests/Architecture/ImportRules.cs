using System.Reflection;
using System.Xml.Linq;

namespace Orchestrator.Architecture.Tests;

/// <summary>Who may import whom. Nothing else is referenced, so nothing else compiles; this keeps it so.</summary>
public sealed class ImportRules
{
    /// <summary>Project, the projects of ours it may reference, and the start of every package name it may use.</summary>
    public static TheoryData<string, string[], string[]> Rules => new()
    {
        { "Domain", [], ["Microsoft.Orleans.Serialization", "Microsoft.Orleans.CodeGenerator"] },
        { "Grains.Interfaces", ["Domain"], ["Microsoft.Orleans."] },
        { "Grains", ["Grains.Interfaces", "Domain"], ["Microsoft.Orleans."] },
        { "Solana", ["Domain"], ["NSec.Cryptography", "SimpleBase", "Grpc.", "Google.Protobuf", "Polly.Core", "ZstdSharp.Port"] },
        { "Storage", [], ["Microsoft.Orleans.", "StackExchange.Redis", "Microsoft.Data.Sqlite"] },
        { "Streams.Redis", [], ["Microsoft.Orleans.", "StackExchange.Redis"] },
        { "Client.Api", ["Grains.Interfaces", "Domain"], ["Microsoft.Orleans.", "Microsoft.AspNetCore.OpenApi", "Scalar.AspNetCore", "OpenTelemetry."] },
        { "Yellowstone", ["Solana"], ["Grpc.AspNetCore"] },
        { "Silo", ["Domain", "Grains.Interfaces", "Grains", "Solana", "Storage", "Streams.Redis", "Client.Api", "Yellowstone"], ["Tomlyn", "Microsoft.Orleans."] },
        { "Cli", ["Silo", "Solana"], ["System.CommandLine", "Spectre.Console"] },
    };

    [Theory, MemberData(nameof(Rules))]
    public void A_project_references_what_its_place_allows(string project, string[] projects, string[] packages)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, project, project + ".csproj"));
        string[] Named(string element) => [.. file.Descendants(element).Select(reference => (string)reference.Attribute("Include")!)];

        Assert.Empty(Named("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Except(projects));
        Assert.DoesNotContain(Named("PackageReference"), package => !packages.Any(start => package.StartsWith(start, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Domain", "Orleans.Runtime", "Orleans.Core", "Orleans.Core.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Data.Sqlite", "StackExchange.Redis")]
    [InlineData("Solana", "Orleans.Serialization", "Orleans.Core", "Orleans.Core.Abstractions", "Orleans.Runtime")]
    [InlineData("Client.Api", "Orchestrator.Grains", "Orchestrator.Solana", "Orchestrator.Storage", "NSec.Cryptography")]
    [InlineData("Storage", "Orchestrator.Domain", "Orchestrator.Grains.Interfaces")]
    public void A_built_assembly_knows_nothing_of(string project, params string[] assemblies) =>
        Assert.Empty(Assembly.Load("Orchestrator." + project).GetReferencedAssemblies().Select(name => name.Name!).Intersect(assemblies));
}
