using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Chain.Tests.Live.Doors;

/// <summary>What a door makes of a request.</summary>
public enum Twist
{
    Honest,
    /// <summary>429.</summary>
    Busy,
    /// <summary>A page for people.</summary>
    Page,
    /// <summary>Elsewhere, by 307.</summary>
    Redirect,
    /// <summary>Does what was asked, and answers a page.</summary>
    Deaf,
    /// <summary>A JSON answer to another question.</summary>
    Mixed,
}

/// <summary>A door before a node or a block engine that is honest until it is twisted.</summary>
internal sealed class TwistedDoor : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly HttpClient _http = new();
    private readonly Uri _target;
    private int _twisted, _elsewhere;

    private TwistedDoor(Uri target)
    {
        _target = target;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _host = builder.Build();
        _host.Run(Answer);
    }

    public Uri Address => new(_host.Urls.Single());

    public Twist Twist { get; set; }

    /// <summary>Requests that were not answered honestly.</summary>
    public int Twisted => _twisted;

    /// <summary>Requests that came by a redirect.</summary>
    public int Elsewhere => _elsewhere;

    public static async Task<TwistedDoor> OpenAsync(Uri target)
    {
        var door = new TwistedDoor(target);
        await door._host.StartAsync();
        return door;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _http.Dispose();
    }

    private async Task Answer(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/elsewhere")) Interlocked.Increment(ref _elsewhere);
        var twist = Twist;
        if (twist != Twist.Honest) Interlocked.Increment(ref _twisted);
        switch (twist)
        {
            case Twist.Busy:
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                http.Response.Headers.RetryAfter = "0";
                return;
            case Twist.Redirect:
                http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                http.Response.Headers.Location = new Uri(Address, "/elsewhere").ToString();
                return;
            case Twist.Mixed:
                await http.Response.WriteAsync("""{"jsonrpc":"2.0","id":0,"result":"ok"}""");
                return;
            case Twist.Page:
                await http.Response.WriteAsync("<html>welcome</html>");
                return;
        }

        using var answer = await Forward(http);
        if (twist == Twist.Deaf)
        {
            await http.Response.WriteAsync("<html>welcome</html>");
            return;
        }

        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = "application/json";
        await answer.Content.CopyToAsync(http.Response.Body);
    }

    private async Task<HttpResponseMessage> Forward(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(_target, http.Request.Path + http.Request.QueryString))
        {
            Content = new ByteArrayContent(body.ToArray()) { Headers = { ContentType = new("application/json") } },
        };
        return await _http.SendAsync(request);
    }
}
