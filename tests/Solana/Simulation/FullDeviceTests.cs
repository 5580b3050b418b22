using Orchestrator.Solana.Records;

namespace Orchestrator.Solana.Tests.Simulation;

/// <summary>A device that runs out of room under a log, and has room again.</summary>
public sealed class FullDeviceTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("full-").FullName;

    private string Log => Path.Combine(_directory, "log");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(20)]
    public void What_a_full_device_took_of_a_record_is_cut_off_and_the_log_goes_on(int taken)
    {
        var device = new Device(Log);
        using (var file = RecordFile.Open(device, out _))
        {
            file.Append("first"u8);
            device.Room = taken;
            Assert.Throws<IOException>(() => file.Append("a record that does not fit"u8));
            Assert.Throws<IOException>(() => file.Append("nor does this one"u8));
            device.Room = null;
            file.Append("second"u8);
        }

        using var again = RecordFile.Open(Log, out var records);
        Assert.Equal(["first", "second"], records.Select(record => System.Text.Encoding.UTF8.GetString(record)));
    }

    [Fact]
    public void A_flush_that_fails_leaves_the_log_in_doubt_until_it_is_opened_again()
    {
        var device = new Device(Log);
        using (var file = RecordFile.Open(device, out _))
        {
            file.Append("first"u8);
            device.FlushFails = true;
            Assert.Throws<IOException>(() => file.Append("second"u8));
            device.FlushFails = false;
            Assert.Throws<IOException>(() => file.Append("third"u8));
        }

        using var again = RecordFile.Open(Log, out var records);
        Assert.Equal("first", System.Text.Encoding.UTF8.GetString(records[0]));
        Assert.DoesNotContain(records, record => record.AsSpan().SequenceEqual("third"u8));
    }

    /// <summary>A real file whose device has room for so many bytes more; null: for all.</summary>
    private sealed class Device(string path) : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0)
    {
        private const int NoSpace = 28;

        public int? Room { get; set; }

        public bool FlushFails { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(Room is { } room ? buffer[..Math.Min(room, buffer.Length)] : buffer);
            if (Room < buffer.Length) throw new IOException("No space left on device", NoSpace);
        }

        public override void Flush(bool flushToDisk)
        {
            if (FlushFails && flushToDisk) throw new IOException("The flush failed.");
            base.Flush(flushToDisk);
        }
    }
}
