namespace Orchestrator.Client.Api.Access;

/// <summary>What a key may do. Each role may do what the ones before it may.</summary>
public enum ApiRole
{
    /// <summary>Reads.</summary>
    Viewer = 0,
    /// <summary>Halts, resumes, pauses, offers by hand, reads the audit log.</summary>
    Operator = 1,
    /// <summary>Sees the cluster's inside.</summary>
    Admin = 2,
}

/// <summary>Who is asking.</summary>
/// <param name="Name">Name of the key; written to the audit log, counted by the rate limit.</param>
internal sealed record Caller(string Name, ApiRole Role)
{
    /// <summary>Whoever asks from this machine where no keys are set up.</summary>
    public static readonly Caller Local = new("local", ApiRole.Admin);

    public static Caller Of(HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("This path is open to all and knows no caller.");
}

/// <summary>What a path asks of its caller. A path that says nothing asks for <see cref="ApiRole.Admin"/>.</summary>
/// <param name="Role">Null when anyone may ask.</param>
/// <param name="Unlimited">Probes are answered whatever the rate.</param>
internal sealed record AccessRule(ApiRole? Role, bool Unlimited = false);

internal static class AccessRules
{
    public static TBuilder For<TBuilder>(this TBuilder builder, ApiRole role) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AccessRule(role));

    /// <summary>Shows nothing of the portfolio: documents, error pages, the console's own files.</summary>
    public static TBuilder Open<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AccessRule(null));

    public static TBuilder Probe<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AccessRule(null, Unlimited: true));
}
