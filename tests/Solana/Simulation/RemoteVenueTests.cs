using System.Collections.Immutable;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class RemoteVenueTests : IAsyncLifetime
{
    private readonly SimulatedVenue _there = new(new VenueSettings { Seed = 3 });
    private readonly SimulatedVenue _here = new(new VenueSettings { Seed = 3 });
    private WebApplication _host = null!;
    private HttpClient _http = null!;
    private RemoteVenue _remote = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _host = builder.Build();
        var protocol = new VenueProtocol(_there);
        _host.MapPost(VenueProtocol.Path, async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            return Results.Bytes(protocol.Handle(body.ToArray()), "application/json");
        });
        await _host.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_host.Urls.Single()) };
        _remote = new RemoteVenue(_http);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        _there.Dispose();
        _here.Dispose();
    }

    [Fact]
    public async Task A_venue_behind_http_answers_every_question_as_one_beside_us()
    {
        IVenue[] venues = [_here, _remote];
        var audits = new List<VenueAudit>();
        var sales = new List<VenueSale>();
        foreach (var venue in venues)
        {
            for (var i = 1; i <= 60; i++)
                foreach (var finding in await venue.Advance(_here.Settings.Genesis.AddMilliseconds(400 * i), default))
                {
                    var plan = await venue.Planner.Plan(Driver.Command(finding), default);
                    if (plan.Message is null) continue;
                    Assert.Null((await venue.Chain.Simulate(plan.Message, default)).Error);
                    var head = await venue.Chain.Head(default);
                    var signed = await venue.Signer.Sign(
                        new SignRequest(finding.Id, new Epoch(1), plan.Message, plan.LastValidBlockHeight, head.FinalizedBlockHeight), default);
                    Assert.Equal(SendReceipt.Accepted, (await venue.Chain.Send(signed.Transaction!, default)).Receipt);
                }

            await venue.Advance(_here.Settings.Genesis.AddSeconds(60), default);
            audits.Add(await venue.Audit(default));
            sales.Add(await venue.Sale(Sold(_here), new BaseUnits(5_000_000), default));
        }

        Assert.NotEmpty(audits[0].Landed);
        Assert.Equal(audits[0].StateDigest, audits[1].StateDigest);
        Assert.Equal(audits[0].Balances.AsEnumerable(), audits[1].Balances);
        Assert.Equal(audits[0].Landed[^1].Landing.Changes.AsEnumerable(), audits[1].Landed[^1].Landing.Changes);
        var status = await _remote.Status(audits[0].Landed[0].Signature, default);
        Assert.Equal(_here.Status(audits[0].Landed[0].Signature).Landing!.Changes.AsEnumerable(), status.Landing!.Changes);
        Assert.Equal(_here.FindingsAfter(0).Select(f => (f.Id, f.ExpectedProfit, f.Risk)), (await _remote.FindingsAfter(0, default)).Select(f => (f.Id, f.ExpectedProfit, f.Risk)));
        var blocks = await _remote.SlotsAfter(1_100, default);
        Assert.Equal(_here.SlotsAfter(1_100).SelectMany(block => block.Updates).Select(Convert.ToHexString), blocks.SelectMany(block => block.Updates).Select(Convert.ToHexString));
        Assert.NotEmpty(blocks);
        var asked = VenuePools.Addresses().Take(3).Select(pool => pool.ToString()).Append("11111111111111111111111111111112").ToImmutableArray();
        Assert.Equal(_here.Accounts(asked).Accounts.Select(Text), (await _remote.Accounts(asked, default)).Accounts.Select(Text));
        Assert.Equal(_here.Largest(VenueToken.All[VenueToken.Usdc].Mint.Value), await _remote.Largest(VenueToken.All[VenueToken.Usdc].Mint.Value, default));
        Assert.Equal(_here.Settings, await _remote.Settings(default));
        var usdc = new BalanceChange(VenueToken.All[VenueToken.Usdc].Mint, new SignedUnits(-150_000_000));
        Assert.Equal(_here.Mark(usdc), await _remote.Mark(usdc, default));
        Assert.Equal(sales[0].Legs.AsEnumerable(), sales[1].Legs);
        Assert.InRange((long)sales[0].Legs[0].ExpectedOut.Value, 25_000_000, 40_000_000);
        Assert.Equal("nowhere", (await _remote.Sale([sales[0].Legs[0] with { Pool = "nowhere" }], new BaseUnits(1), default)).Refusal);
        Assert.InRange(_here.Mark(usdc).Value, -1_100_000_000, -900_000_000);
    }

    private static string? Text(VenueAccount? account) => account is null ? null : account.Owner + Convert.ToHexString(account.Data);

    private static ImmutableArray<RouteLeg> Sold(SimulatedVenue venue)
    {
        var pool = venue.Machine.Layout.Pools.First(pool => pool.Trades(VenueToken.Sol) && pool.Trades(VenueToken.Usdc));
        return [new RouteLeg(pool.Venue, pool.AddressText, VenueToken.All[VenueToken.Usdc].Mint, Mint.Sol, default, default, default, 0)];
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("{\"Op\":\"melt\",\"Body\":null}")]
    [InlineData("{\"Op\":\"send\",\"Body\":null}")]
    [InlineData("{\"Op\":\"send\",\"Body\":\"%%%\"}")]
    [InlineData("{\"Op\":\"plan\",\"Body\":{\"Token\":\"short\"}}")]
    [InlineData("{\"Op\":\"plan\",\"Body\":{}}")]
    [InlineData("{\"Op\":\"accounts\",\"Body\":[\"nowhere\"]}")]
    [InlineData("{\"Op\":\"sale\",\"Body\":{}}")]
    [InlineData("{\"Op\":\"advance\",\"Body\":\"9999-01-01T00:00:00Z\"}")]
    public void A_question_that_makes_no_sense_is_refused_and_changes_nothing(string question)
    {
        var before = _there.Audit().StateDigest;
        var answer = Encoding.UTF8.GetString(new VenueProtocol(_there).Handle(Encoding.UTF8.GetBytes(question)));
        Assert.Contains("\"Body\":null,\"Refusal\":\"", answer, StringComparison.Ordinal);
        Assert.Equal(before, _there.Audit().StateDigest);
    }

    [Fact]
    public async Task A_venue_that_is_gone_is_unavailable_and_a_send_to_it_is_unknown()
    {
        await _host.StopAsync();
        await Assert.ThrowsAsync<ChainUnavailableException>(async () => await _remote.Head(default));
        Assert.Equal(SendReceipt.Unknown, (await _remote.Send([1], default)).Receipt);
    }
}
