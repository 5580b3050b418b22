using System.Text.Json;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class DurabilityTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("venue-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_venue_that_is_restarted_again_and_again_equals_one_that_never_was()
    {
        using var steady = new SimulatedVenue(new VenueSettings { Seed = 11 });
        new Driver(steady).Run(TimeSpan.FromSeconds(20));
        for (var part = 0; part < 5; part++)
        {
            using var venue = DurableVenue.Open(_directory, new VenueSettings { Seed = 11 });
            new Driver(venue).Run(TimeSpan.FromSeconds(4));
        }

        using var last = DurableVenue.Open(_directory, new VenueSettings { Seed = 11 });
        Assert.Equal(steady.Audit().StateDigest, last.Audit().StateDigest);
        Assert.NotEmpty(last.Audit().Landed);
        Assert.Equal(steady.FindingsAfter(0).Select(f => f.Id), last.FindingsAfter(0).Select(f => f.Id));
    }

    [Fact]
    public void A_log_torn_at_any_byte_of_its_last_record_loses_at_most_that_record()
    {
        string before, after;
        long length;
        using (var venue = DurableVenue.Open(_directory, Venues.Still()))
        {
            venue.Slots(3);
            before = venue.Audit().StateDigest;
        }

        var path = Path.Combine(_directory, "venue.log");
        length = new FileInfo(path).Length;
        using (var venue = DurableVenue.Open(_directory, Venues.Still()))
        {
            venue.Slots(1);
            after = venue.Audit().StateDigest;
        }

        var whole = File.ReadAllBytes(path);
        for (var cut = (int)length; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(path, whole[..cut]);
            using var venue = DurableVenue.Open(_directory, Venues.Still());
            Assert.Equal(cut == whole.Length ? after : before, venue.Audit().StateDigest);
        }
    }

    [Fact]
    public void A_last_record_that_has_its_length_but_not_its_bytes_is_torn_too()
    {
        string before;
        using (var venue = DurableVenue.Open(_directory, Venues.Still()))
        {
            before = venue.Audit().StateDigest;
            venue.Slots(1);
        }

        var path = Path.Combine(_directory, "venue.log");
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.Length - 9).Clear(); // the file grew, its data was never written
        File.WriteAllBytes(path, bytes);
        using var again = DurableVenue.Open(_directory, Venues.Still());
        Assert.Equal(before, again.Audit().StateDigest);
    }

    [Fact]
    public void A_byte_changed_in_the_middle_of_the_log_is_a_fault()
    {
        using (var venue = DurableVenue.Open(_directory, Venues.Still()))
            for (var i = 0; i < 5; i++) venue.Slots(1);
        var path = Path.Combine(_directory, "venue.log");
        var bytes = File.ReadAllBytes(path);
        bytes[^30] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Throws<InvalidDataException>(() => DurableVenue.Open(_directory, Venues.Still()));
    }

    [Fact]
    public void Data_written_under_other_settings_is_refused()
    {
        DurableVenue.Open(_directory, Venues.Still(1)).Dispose();
        Assert.Throws<InvalidDataException>(() => DurableVenue.Open(_directory, Venues.Still(2)));
    }

    [Fact]
    public void A_second_process_on_the_same_data_is_refused()
    {
        using var first = DurableVenue.Open(_directory, Venues.Still());
        Assert.Throws<IOException>(() => DurableVenue.Open(_directory, Venues.Still()));
    }

    [Fact]
    public void A_restarted_signer_still_refuses_the_older_epoch_and_the_second_message()
    {
        var id = OpportunityId.Create(DateTimeOffset.UnixEpoch, new byte[10]);
        byte[] first, second;
        string signature;
        using (var venue = DurableVenue.Open(_directory, Venues.Still()))
        {
            var bytes = new Bytes(venue);
            first = bytes.Message(bytes.Pay(TipAccounts.List[0], 900_000));
            second = bytes.Message(bytes.Pay(TipAccounts.List[0], 900_001));
            signature = Sign(venue, id, 2, first, 100, 50).Signature!;
        }

        using var again = DurableVenue.Open(_directory, Venues.Still());
        Assert.Equal(SignRefusal.OlderEpoch, Sign(again, id, 1, first, 100, 50).Refusal);
        Assert.Equal(signature, Sign(again, id, 2, first, 100, 50).Signature);
        Assert.Equal(SignRefusal.AnotherMessageMayLive, Sign(again, id, 3, second, 200, 132).Refusal);
        Assert.Equal(SignRefusal.None, Sign(again, id, 3, second, 200, 133).Refusal);
        Assert.Equal(SignRefusal.OlderEpoch, Sign(again, id, 2, second, 200, 133).Refusal);
    }

    [Fact]
    public void Settings_survive_the_way_through_json_unchanged()
    {
        var settings = new VenueSettings { Seed = 9, Wallet = new WalletSettings { NativeLamports = 5 } };
        Assert.Equal(settings, JsonSerializer.Deserialize<VenueSettings>(JsonSerializer.SerializeToUtf8Bytes(settings)));
    }

    private static SignOutcome Sign(SimulatedVenue venue, OpportunityId id, long epoch, byte[] message, ulong lastValid, ulong finalized) =>
        venue.Signer.SignNow(new SignRequest(id, new Epoch(epoch), message, lastValid, finalized));
}
