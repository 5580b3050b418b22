using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Cli.Answers;
using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Keys;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch signer</c>: the signer as a process of its own, behind a Unix socket that only its owner may open.</summary>
internal static class SignerCommand
{
    private static readonly Option<string> SocketPath = new("--socket") { Description = "Unix socket to listen on (signer.socket of the others).", HelpName = "FILE", Required = true };
    private static readonly Option<int?> Descriptor = new("--passphrase-fd") { Description = "Descriptor to read the passphrase from.", HelpName = "N" };

    public static Command Build(Terminal terminal)
    {
        var command = new Command("signer", "Hold the key in a process of its own: it signs what its policy lets pass, and remembers it.")
        {
            SocketPath, Descriptor, SharedOptions.Config, SharedOptions.Set,
        };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command, "orch signer --socket /run/orch/signer.sock --config orchestrator.toml", "orch run --set signer.socket=/run/orch/signer.sock");
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var (settings, exit) = ConfigCommand.Load(terminal, parse);
        if (settings is null) return exit;
        var socket = Path.GetFullPath(parse.GetValue(SocketPath)!);
        using var signer = SignerSource.Open(settings, parse.GetValue(Descriptor), terminal.Interactive ? null : terminal.Input);
        await using var host = Host(signer, socket);
        await host.StartAsync(cancel);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (terminal.Json) terminal.Write(new { Socket = socket, Wallet = signer.Wallet.ToString() });
        else await terminal.RawOut.WriteLineAsync($"signer of {signer.Wallet} at {socket}");
        await terminal.RawOut.FlushAsync(cancel);
        await host.WaitForShutdownAsync(cancel);
        return ExitCode.Ok;
    }

    internal static WebApplication Host(LocalSigner signer, string socket)
    {
        // What a killed signer left behind; the memory's lock says whether one still runs.
        File.Delete(socket);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = SignerProtocol.RequestMax;
            kestrel.ListenUnixSocket(socket);
        });
        var host = builder.Build();
        host.MapGet(SignerProtocol.WalletPath, () => signer.Wallet.ToString());
        host.MapPost(SignerProtocol.SignPath, async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            if (SignerProtocol.Read(body.GetBuffer().AsSpan(0, (int)body.Length)) is not { } request)
            {
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(SignerProtocol.Write(await signer.Sign(request, http.RequestAborted)), http.RequestAborted);
        });
        return host;
    }
}
