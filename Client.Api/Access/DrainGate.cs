using Orchestrator.Client.Api.Problems;

namespace Orchestrator.Client.Api.Access;

/// <summary>While the process drains it answers what is asked and takes no act but a halt: what it took now would be lost, or left to whoever comes next.</summary>
internal sealed class DrainGate(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public Task Invoke(HttpContext http)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested || http.GetEndpoint()?.Metadata.GetMetadata<AccessRule>() is null
            || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
            || http.GetEndpoint()!.Metadata.GetMetadata<EvenWhileDraining>() is not null)
            return next(http);
        return new ApiProblem(
            ApiCodes.Draining, "The process was told to stop and drains: of all acts it takes only a halt.", "Reads, and a halt.") { RetryAfter = 1 }.ExecuteAsync(http);
    }
}

/// <summary>Marks an act that is taken while the process drains.</summary>
internal sealed class EvenWhileDraining;
