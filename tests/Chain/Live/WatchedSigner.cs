using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Keys;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>One wallet's signer behind its socket, as <c>orch signer</c> holds it, that writes down who asked and what it answered.</summary>
internal sealed class WatchedSigner : IAsyncDisposable
{
    private readonly LocalSigner _signer;
    private readonly WebApplication _host;

    private WatchedSigner(LocalSigner signer, string socket)
    {
        (_signer, Socket) = (signer, socket);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        _host = builder.Build();
        _host.MapGet(SignerProtocol.WalletPath, () => signer.Wallet.ToString());
        _host.MapPost(SignerProtocol.SignPath, async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var request = SignerProtocol.Read(body.ToArray())!;
            var outcome = await signer.Sign(request, http.RequestAborted);
            Answers.Enqueue((request.Reservation, request.Epoch, outcome.Refusal));
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(SignerProtocol.Write(outcome), http.RequestAborted);
        });
    }

    public string Socket { get; }

    public ConcurrentQueue<(OpportunityId Reservation, Epoch Epoch, SignRefusal Refusal)> Answers { get; } = [];

    public static async Task<WatchedSigner> StartAsync(LiveFiles files)
    {
        var watched = new WatchedSigner(SignerSource.Open(files.Settings(byBundle: true, "live"), null, null), Path.Combine(files.Folder, "signer.sock"));
        await watched._host.StartAsync();
        return watched;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _signer.Dispose();
    }
}
