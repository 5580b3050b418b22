using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Idempotency;
using Orchestrator.Client.Api.Problems;
using Scalar.AspNetCore;

namespace Orchestrator.Client.Api.Documents;

/// <summary>Marks a path that can spend: an Idempotency-Key is part of its contract.</summary>
internal sealed record SpendingRule;

/// <summary>The OpenAPI document and the pages that show it, all from this process.</summary>
internal static class DocumentEndpoints
{
    private const string Name = "v1";

    public static RouteHandlerBuilder Spends(this RouteHandlerBuilder builder) => builder.WithMetadata(new SpendingRule());

    public static void Add(IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Strategic Orchestrator",
                Version = Name,
                Description = "Amounts are integers in base units beside a decimal text. Every refusal is a problem (RFC 9457) with a code; its type is a page of this server.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key. Not needed where no keys are set up." },
            };
            // Relative: the document is right whatever name this server is reached by.
            document.Servers = [new OpenApiServer { Url = "/" }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(Describe);
    });

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").Open();
        app.MapScalarApiReference("/docs", options => options
            .WithTitle("Strategic Orchestrator")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .AddDocument(Name)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()).Open();
    }

    private static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<SpendingRule>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotentRequest.Header, In = ParameterLocation.Header, Required = true,
                Description = "New for each intent, the same for each repetition: the same key and request give the same answer.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotentRequest.LengthMax },
            });
        }

        if (metadata.OfType<AccessRule>().LastOrDefault()?.Role is { } role)
        {
            operation.Description = $"Role: {role.ToString().ToLowerInvariant()} or higher.";
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", context.Document)] = [] }];
            var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancel);
            operation.Responses ??= [];
            operation.Responses.TryAdd("default", new OpenApiResponse
            {
                Description = "A refusal or a fault.",
                Content = new Dictionary<string, OpenApiMediaType> { [ApiProblem.MediaType] = new() { Schema = problem } },
            });
        }
    }
}
