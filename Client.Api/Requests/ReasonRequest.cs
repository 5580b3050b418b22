using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Client.Api.Problems;
using Orchestrator.Domain.Capital;

namespace Orchestrator.Client.Api.Requests;

/// <summary>What an operator sends with what he does.</summary>
/// <param name="Reason">1 to 500 characters; kept in the book and in the audit log.</param>
public sealed record ReasonRequest(string Reason)
{
    internal static async Task<(string? Reason, ApiProblem? Problem)> Read(HttpRequest request, IOptions<ClientApiOptions> options)
    {
        var (body, problem) = await RequestBody.Read(request, options);
        if (body is null) return (null, problem);
        var fields = Fields.Of(body);
        var reason = fields.Text("reason", Halting.ReasonLengthMax);
        fields.RefuseOthers();
        return fields.Refused.IsEmpty ? (reason, null) : (null, FieldsRefused(fields));
    }

    internal static ApiProblem FieldsRefused(Fields fields) =>
        new(ApiCodes.FieldsRefused, string.Join(" ", fields.Refused.Select(error => $"{error.Field}: {error.Message}"))) { Errors = fields.Refused };
}
