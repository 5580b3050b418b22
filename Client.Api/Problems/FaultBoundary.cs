using System.Diagnostics;
using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Requests;
using Orleans.Runtime;

namespace Orchestrator.Client.Api.Problems;

/// <summary>Whatever leaves the API in trouble leaves as a problem: faults of the cluster, our own, and the refusals of the server.</summary>
internal sealed class FaultBoundary(RequestDelegate next, IOptions<ClientApiOptions> options, ILogger<FaultBoundary> log)
{
    public async Task Invoke(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to be answered; the status is for the server's own metrics.
            if (!http.Response.HasStarted) http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            await ProblemOf(fault, http).ExecuteAsync(http);
            return;
        }

        if (!http.Response.HasStarted && http.Response is { StatusCode: >= 400, ContentType: null, ContentLength: null } && OfStatus(http) is { } problem)
            await problem.ExecuteAsync(http);
    }

    private ApiProblem ProblemOf(Exception fault, HttpContext http)
    {
        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        var state = changes ? ApiProblem.Unknown : ApiProblem.Unchanged;
        switch (fault)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return RequestBody.TooLarge(options.Value);
            case BadHttpRequestException malformed:
                return new ApiProblem(ApiCodes.RequestMalformed, malformed.Message, "A well-formed HTTP request.");
            case OrleansException or TimeoutException or OperationCanceledException:
                Log.ClusterSilent(log, http.Request.Method, http.Request.Path, fault);
                return new ApiProblem(ApiCodes.ClusterSilent, "The cluster did not answer in time, or not at all.", "Try again.", state) { RetryAfter = 1 };
            default:
                Log.Fault(log, http.Request.Method, http.Request.Path, Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier, fault);
                return new ApiProblem(ApiCodes.InternalFault, "The request met a fault that nobody expected; the log has it under the trace id.", null, state);
        }
    }

    private static ApiProblem? OfStatus(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new ApiProblem(ApiCodes.NoSuchPath, $"{http.Request.Path} is not served.", "The paths of /openapi/v1.json."),
        StatusCodes.Status405MethodNotAllowed => new ApiProblem(
            ApiCodes.MethodNotAllowed, $"{http.Request.Method} is not possible on {http.Request.Path}.", http.Response.Headers.Allow.ToString()),
        StatusCodes.Status415UnsupportedMediaType => new ApiProblem(
            ApiCodes.NotJson, $"The body is declared as '{http.Request.ContentType}'.", "Content-Type: application/json"),
        _ => null,
    };
}
