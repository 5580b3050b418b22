using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
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

    /// <summary>What is pure is given the time, the chance and what others say; it asks for none of it.</summary>
    [Fact]
    public void The_domain_reads_no_clock_and_does_no_I_O()
    {
        string[] namespaces = ["System.IO", "System.Net", "System.Data", "Microsoft.Win32", "System.Security.Cryptography.X509Certificates"];
        string[] types = ["System.TimeProvider", "System.Random", "System.Console", "System.Threading.Thread", "System.Threading.Timer", "System.Threading.ThreadPool", "System.Threading.PeriodicTimer", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process"];
        using var file = File.OpenRead(Assembly.Load("Orchestrator.Domain").Location);
        using var image = new PEReader(file);
        var read = image.GetMetadataReader();
        var used = read.TypeReferences.Select(read.GetTypeReference).Select(type => (Space: read.GetString(type.Namespace), Name: read.GetString(type.Name))).ToList();
        Assert.DoesNotContain(used, type => namespaces.Any(space => type.Space == space || type.Space.StartsWith(space + ".", StringComparison.Ordinal)) || types.Contains($"{type.Space}.{type.Name}"));
        // Iterators ask for their thread; nothing else of the machine is asked for.
        Assert.Equal(["get_CurrentManagedThreadId"], read.MemberReferences.Select(read.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference && read.GetString(read.GetTypeReference((TypeReferenceHandle)member.Parent).Name) == nameof(Environment))
            .Select(member => read.GetString(member.Name)));
    }
}
