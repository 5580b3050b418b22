using System.Reflection;
using Orleans;

namespace Orchestrator.Grains.Tests.Wire;

/// <summary>What goes over the wire and into stores, as one list: a change of it is a decision, not an accident.</summary>
public sealed class ContractTests
{
    private static readonly Assembly[] Ours =
    [
        typeof(Domain.PortfolioId).Assembly, typeof(Interfaces.IPortfolioGrain).Assembly, typeof(StateNames).Assembly,
    ];

    [Fact]
    public void The_contracts_are_those_of_the_checked_in_list()
    {
        var listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Wire", "OrleansContracts.txt"));
        var current = Lines().ToArray();
        // After a change that was meant: name the list's file in this variable and run again.
        if (Environment.GetEnvironmentVariable("WRITE_CONTRACTS_TO") is { } path) File.WriteAllLines(path, current);
        Assert.Equal(listed, current);
    }

    [Fact]
    public void No_two_types_share_an_alias()
    {
        var twice = Types().GroupBy(type => type.GetCustomAttribute<AliasAttribute>()?.Alias).Where(group => group.Key is not null && group.Count() > 1);
        Assert.Empty(twice.Select(group => group.Key));
    }

    [Fact]
    public void Every_stored_or_sent_type_has_an_alias()
    {
        Assert.Empty(Types().Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null
            && type.GetCustomAttribute<AliasAttribute>() is null).Select(type => type.FullName));
    }

    private static IEnumerable<Type> Types() => Ours.SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("Orchestrator.", StringComparison.Ordinal) == true);

    private static IEnumerable<string> Lines() => Types()
        .Where(type => type.GetCustomAttribute<AliasAttribute>() is not null)
        .SelectMany(type => type.IsInterface ? MethodsOf(type) : MembersOf(type))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> MethodsOf(Type type) => type.GetMethods().Select(method =>
        $"{type.GetCustomAttribute<AliasAttribute>()!.Alias}.{method.GetCustomAttribute<AliasAttribute>()?.Alias}"
        + $"({string.Join(", ", method.GetParameters().Select(parameter => NameOf(parameter.ParameterType)))}) {NameOf(method.ReturnType)}");

    private static IEnumerable<string> MembersOf(Type type) => type
        .GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(member => member is PropertyInfo or FieldInfo && member.GetCustomAttribute<IdAttribute>() is not null)
        .Select(member => $"{type.GetCustomAttribute<AliasAttribute>()!.Alias}[{member.GetCustomAttribute<IdAttribute>()!.Id}] "
            + $"{NameOf(member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType)} {member.Name}");

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;
}
