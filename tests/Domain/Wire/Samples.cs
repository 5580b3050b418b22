using System.Collections.Immutable;
using System.Reflection;
using Orchestrator.Domain.Tests.Capital;

namespace Orchestrator.Domain.Tests.Wire;

/// <summary>Builds an instance of any wire type through its widest constructor, with every member different from its default.</summary>
internal static class Samples
{
    public static IEnumerable<Type> WireTypes() => typeof(OpportunityId).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<Orleans.GenerateSerializerAttribute>() is not null)
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    public static object Of(Type type) => new Maker().Make(type);

    private sealed class Maker
    {
        private int next;

        public object Make(Type type)
        {
            next++;
            if (Nullable.GetUnderlyingType(type) is { } inner) return Make(inner);
            if (type == typeof(Domain.Money.Mint)) return next % 2 == 0 ? Ledger.Bonk : Ledger.Usdc;
            if (type == typeof(string)) return $"text {next}";
            if (type == typeof(bool)) return true;
            if (type == typeof(Int128)) return (Int128)(-next) * 1_000_000_007;
            if (type == typeof(Guid)) return Ledger.IdAt(Ledger.Noon, next).Value;
            if (type == typeof(DateTimeOffset)) return Ledger.Noon.AddTicks(next);
            if (type == typeof(TimeSpan)) return TimeSpan.FromTicks(next);
            if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
            if (type.IsPrimitive || type == typeof(decimal)) return Convert.ChangeType(next % 100, type);
            return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
                ? ArrayOf(type.GetGenericArguments()[0])
                : Construct(type);
        }

        private object ArrayOf(Type element)
        {
            var items = Array.CreateInstance(element, 2);
            items.SetValue(Make(element), 0);
            items.SetValue(Make(element), 1);
            return typeof(ImmutableArray).GetMethods().Single(method => method.Name == "Create" && method.GetParameters() is [{ ParameterType.IsArray: true }])
                .MakeGenericMethod(element).Invoke(null, [items])!;
        }

        private object Construct(Type type)
        {
            var constructor = type.GetConstructors().Where(one => one.GetParameters().All(parameter => parameter.ParameterType != type))
                .OrderByDescending(one => one.GetParameters().Length).First();
            return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType))]);
        }
    }
}
