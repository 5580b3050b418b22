using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Stored = Orchestrator.Solana.Geyser.Protos.Storage;

namespace Orchestrator.Silo.Tests.Feeds;

/// <summary>A Yellowstone server on a free loopback port: one script for each subscription, the last one repeats.</summary>
internal sealed class GeyserStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Scripts _scripts;

    private GeyserStandIn(WebApplication app, Scripts scripts) => (_app, _scripts) = (app, scripts);

    public SecretAddress Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IReadOnlyList<SubscribeRequest> Requests
    {
        get
        {
            lock (_scripts.Requests) return [.. _scripts.Requests];
        }
    }

    public static async Task<GeyserStandIn> Start(params Func<IServerStreamWriter<SubscribeUpdate>, CancellationToken, Task>[] scripts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var played = new Scripts(scripts);
        builder.Services.AddSingleton(played);
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync();
        return new GeyserStandIn(app, played);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    public static async Task Forever(CancellationToken cancel) => await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => { }, TaskScheduler.Default);

    public static SubscribeUpdate Slot(ulong slot, SlotStatus status = SlotStatus.SlotProcessed) => new() { Slot = new SubscribeUpdateSlot { Slot = slot, Status = status } };

    public static SubscribeUpdate Account(ulong slot, PublicKey address, PublicKey owner, byte[] data, ulong version) => new()
    {
        Account = new SubscribeUpdateAccount
        {
            Slot = slot,
            Account = new SubscribeUpdateAccountInfo
            {
                Pubkey = ByteString.CopyFrom(address.AsSpan()), Owner = ByteString.CopyFrom(owner.AsSpan()), Data = ByteString.CopyFrom(data), Lamports = 1, WriteVersion = version,
            },
        },
    };

    /// <summary>One Initialize2 of Raydium v4 with nineteen accounts, each key its own.</summary>
    public static SubscribeUpdate Launch(byte seed, ulong slot)
    {
        byte[] signature = [(byte)(seed + 1), .. new byte[63]];
        var message = new Stored.Message
        {
            Header = new() { NumRequiredSignatures = 1, NumReadonlySignedAccounts = 0, NumReadonlyUnsignedAccounts = 1 }, RecentBlockhash = ByteString.CopyFrom(new byte[32]),
        };
        for (byte i = 0; i < 19; i++) message.AccountKeys.Add(ByteString.CopyFrom([(byte)(i + 1), seed, 1, .. new byte[29]]));
        message.AccountKeys.Add(ByteString.CopyFrom(ProgramIds.RaydiumV4.AsSpan()));
        message.Instructions.Add(new Stored.CompiledInstruction
        {
            ProgramIdIndex = 19, Accounts = ByteString.CopyFrom([.. Enumerable.Range(0, 19).Select(i => (byte)i)]),
            Data = ByteString.CopyFrom([1, 254, .. BitConverter.GetBytes(0UL), .. BitConverter.GetBytes(6UL), .. BitConverter.GetBytes(7UL)]),
        });
        var meta = new Stored.TransactionStatusMeta { Fee = 5_000 };
        meta.PreBalances.AddRange(Enumerable.Repeat(0UL, 20));
        meta.PostBalances.AddRange(Enumerable.Repeat(0UL, 20));
        var info = new SubscribeUpdateTransactionInfo { Signature = ByteString.CopyFrom(signature), Transaction = new Stored.Transaction { Message = message }, Meta = meta };
        info.Transaction.Signatures.Add(ByteString.CopyFrom(signature));
        return new SubscribeUpdate { Transaction = new SubscribeUpdateTransaction { Slot = slot, Transaction = info } };
    }

    private sealed class Scripts(Func<IServerStreamWriter<SubscribeUpdate>, CancellationToken, Task>[] scripts)
    {
        public List<SubscribeRequest> Requests { get; } = [];

        public Func<IServerStreamWriter<SubscribeUpdate>, CancellationToken, Task> Next(SubscribeRequest request)
        {
            lock (Requests)
            {
                Requests.Add(request);
                return scripts[Math.Min(Requests.Count, scripts.Length) - 1];
            }
        }
    }

    private sealed class Service(Scripts scripts) : Geyser.GeyserBase
    {
        public override async Task Subscribe(IAsyncStreamReader<SubscribeRequest> requestStream, IServerStreamWriter<SubscribeUpdate> responseStream, ServerCallContext context)
        {
            await requestStream.MoveNext(context.CancellationToken);
            await scripts.Next(requestStream.Current)(responseStream, context.CancellationToken);
        }
    }
}
