using System.Net;

namespace Orchestrator.Client.Api.Problems;

/// <summary>One kind of refusal or fault. Each has a page in <c>docs/errors</c>, served under <c>/errors/{code}</c>.</summary>
internal sealed record ApiCode(string Code, HttpStatusCode Status, string Title)
{
    /// <summary>The <c>type</c> of RFC 9457: relative, so that it names this very server.</summary>
    public string Type => "/errors/" + Code;
}

internal static class ApiCodes
{
    public static readonly ApiCode KeyMissing = new("ORCH-API-0001", HttpStatusCode.Unauthorized, "No valid API key");
    public static readonly ApiCode RoleTooLow = new("ORCH-API-0002", HttpStatusCode.Forbidden, "The key's role does not allow this");
    public static readonly ApiCode TooManyRequests = new("ORCH-API-0003", HttpStatusCode.TooManyRequests, "Too many requests");
    public static readonly ApiCode NotLocal = new("ORCH-API-0004", HttpStatusCode.MisdirectedRequest, "Without keys only this machine is answered");
    public static readonly ApiCode CrossSite = new("ORCH-API-0005", HttpStatusCode.Forbidden, "The request comes from another site");
    public static readonly ApiCode NoSuchPath = new("ORCH-API-0006", HttpStatusCode.NotFound, "No such path");
    public static readonly ApiCode NoSuchThing = new("ORCH-API-0007", HttpStatusCode.NotFound, "Nothing by this name");
    public static readonly ApiCode MethodNotAllowed = new("ORCH-API-0008", HttpStatusCode.MethodNotAllowed, "The method is not allowed here");
    public static readonly ApiCode NotJson = new("ORCH-API-0009", HttpStatusCode.UnsupportedMediaType, "The body is not declared as JSON");
    public static readonly ApiCode BodyTooLarge = new("ORCH-API-0010", HttpStatusCode.RequestEntityTooLarge, "The body is too large");
    public static readonly ApiCode BodyUnreadable = new("ORCH-API-0011", HttpStatusCode.BadRequest, "The body cannot be read as JSON");
    public static readonly ApiCode FieldsRefused = new("ORCH-API-0012", HttpStatusCode.UnprocessableEntity, "Fields are refused");
    public static readonly ApiCode IdempotencyKeyMissing = new("ORCH-API-0013", HttpStatusCode.BadRequest, "An Idempotency-Key is required");
    public static readonly ApiCode IdempotencyKeyReused = new("ORCH-API-0014", HttpStatusCode.UnprocessableEntity, "The Idempotency-Key was used for another request");
    public static readonly ApiCode QueryRefused = new("ORCH-API-0015", HttpStatusCode.BadRequest, "A parameter is refused");
    public static readonly ApiCode OpportunityRefused = new("ORCH-API-0016", HttpStatusCode.UnprocessableEntity, "The opportunity is refused");
    public static readonly ApiCode SameIdOtherContent = new("ORCH-API-0017", HttpStatusCode.Conflict, "The id belongs to another opportunity");
    public static readonly ApiCode NotTakenNow = new("ORCH-API-0018", HttpStatusCode.ServiceUnavailable, "Nothing is taken at the moment");
    public static readonly ApiCode ClusterSilent = new("ORCH-API-0019", HttpStatusCode.ServiceUnavailable, "The cluster does not answer");
    public static readonly ApiCode InternalFault = new("ORCH-API-0020", HttpStatusCode.InternalServerError, "A fault in the API");
    public static readonly ApiCode ConfigurationElsewhere = new("ORCH-API-0021", HttpStatusCode.NotFound, "The configuration is not visible from here");
    public static readonly ApiCode TooManyListeners = new("ORCH-API-0022", HttpStatusCode.ServiceUnavailable, "Too many listeners");
    public static readonly ApiCode OperationRefused = new("ORCH-API-0023", HttpStatusCode.Conflict, "The operation is refused");
    public static readonly ApiCode KeyFileRefused = new("ORCH-API-0024", HttpStatusCode.InternalServerError, "The key file is refused");
    public static readonly ApiCode OptionsRefused = new("ORCH-API-0025", HttpStatusCode.InternalServerError, "The API's settings are refused");
    public static readonly ApiCode RequestMalformed = new("ORCH-API-0026", HttpStatusCode.BadRequest, "The request is not HTTP as it should be");
    public static readonly ApiCode LeaseRefused = new("ORCH-API-0027", HttpStatusCode.Conflict, "The live lease is refused");
    public static readonly ApiCode HaltNotDurable = new("ORCH-API-0028", HttpStatusCode.InsufficientStorage, "Trading is halted, and the halt is not durable yet");
    public static readonly ApiCode Draining = new("ORCH-API-0029", HttpStatusCode.ServiceUnavailable, "The process drains before it stops");
}
