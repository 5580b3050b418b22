using System.Text.Json;
using Google.Protobuf;
using NSec.Cryptography;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Tests.Geyser;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;
using PublicKey = Orchestrator.Solana.Keys.PublicKey;

namespace Orchestrator.Benchmarks.Solana;

/// <summary>Transactions and keys: built, signed, read, written.</summary>
internal static class WireLoad
{
    private const double SignRatioMax = 1.3;

    public static async Task Run(Report report, TimeSpan duration, RealBlock block)
    {
        using var route = new Route();
        using var bare = Key.Import(SignatureAlgorithm.Ed25519, Route.Seed, KeyBlobFormat.RawPrivateKey);
        var transaction = route.BuildAndSign();
        VersionedTransaction.Decode(transaction, out var decoded);
        if (decoded!.VerifySignatures().Contains(false)) throw new InvalidOperationException("The route's signature does not verify.");
        var message = decoded.Message.Encode();
        var signature = new byte[64];
        var costs = Loop.Time(duration / 2, () => route.BuildAndSign(), () => SignatureAlgorithm.Ed25519.Sign(bare, message, signature));

        byte[][] wire = [.. block.Transactions.Select(one => one.Wire!.Encode())];
        byte[][] updates = [.. block.Transactions.Select(one => BlockUpdates.Of(one).ToByteArray())];
        var at = 0;
        var read = Loop.Time(
            duration / 2,
            () => VersionedTransaction.Decode(wire[at++ % wire.Length], out _),
            () => YellowstoneTransaction.Read(updates[at++ % updates.Length]));
        var key = Route.Payer.ToArray();
        var (keyText, sixtyFour) = (Base58.Encode(key), new byte[64]);
        new Random(1).NextBytes(sixtyFour);
        var longText = Base58.Encode(sixtyFour);
        var text = Loop.Time(
            duration / 2,
            () => Base58.Encode(key), () => SimpleBase.Base58.Bitcoin.Encode(key),
            () => PublicKey.Parse(keyText), () => SimpleBase.Base58.Bitcoin.Decode(keyText),
            () => Base58.Encode(sixtyFour), () => SimpleBase.Base58.Bitcoin.Encode(sixtyFour),
            () => Check(Signature.TryParse(longText, out _)), () => SimpleBase.Base58.Bitcoin.Decode(longText));

        var peer = await Peers.Ask(Peers.Wire, "wire.mjs", Question(route, wire, key, duration / 4));
        if (VersionedTransaction.Decode(peer.GetProperty("transaction").GetBytesFromBase64(), out var theirs) != WireRefusal.None || theirs!.Size != decoded.Size)
            throw new InvalidOperationException("web3.js built another transaction from the same instructions.");

        var ratio = costs[0].Nanoseconds / costs[1].Nanoseconds;
        report.Add(new("solana", $"build and sign a flash-loan route of two swaps ({transaction.Length} bytes, {decoded.Message.Instructions.Length} instructions, one table)",
            $"{costs[0].Time}, {costs[0].Bytes:0} B", $"libsodium's bare signature of the same message {costs[1].Time}", $"{ratio:0.00}×", $"≤ {SignRatioMax}×", ratio <= SignRatioMax));
        Beside(report, "the same route", costs[0], "@solana/web3.js, instructions ready made", peer.GetProperty("build").GetDouble());
        Beside(report, "decode a transaction of the block from wire bytes", read[0], "@solana/web3.js deserialize", peer.GetProperty("decode").GetDouble());
        report.Add(new("solana", "decode a full transaction with metadata from a Yellowstone update", $"{read[1].Time}, {read[1].Bytes:0} B", null, null, null, null));
        string[] names = ["encode 32 bytes", "decode 32 bytes", "encode 64 bytes", "decode 64 bytes"];
        for (var i = 0; i < names.Length; i++)
        {
            var times = text[(2 * i) + 1].Nanoseconds / text[2 * i].Nanoseconds;
            report.Add(new("solana", $"base58, {names[i]}", $"{text[2 * i].Time}, {text[2 * i].Bytes:0} B", $"SimpleBase {text[(2 * i) + 1].Time}", $"{times:0.0}× as fast", null, null));
        }

        Beside(report, "base58, encode 32 bytes", text[0], "@solana/web3.js", peer.GetProperty("encodeKey").GetDouble());
        Beside(report, "base58, decode 32 bytes", text[2], "@solana/web3.js", peer.GetProperty("decodeKey").GetDouble());
    }

    private static void Check(bool parsed)
    {
        if (!parsed) throw new InvalidOperationException("Text that was just written cannot be read.");
    }

    private static void Beside(Report report, string what, Cost ours, string peer, double microseconds) => report.Add(new(
        "solana", what, ours.Time, $"{peer} {microseconds:0.00} µs", $"{microseconds * 1_000 / ours.Nanoseconds:0}× as fast", null, null));

    private static string Question(Route route, byte[][] wire, byte[] key, TimeSpan duration) => JsonSerializer.Serialize(new
    {
        seconds = duration.TotalSeconds, seed = Route.Seed, key, blockhash = Route.Recent.ToString(), table = route.Table.Key.ToString(),
        addresses = route.Table.Addresses.Select(one => one.ToString()),
        instructions = route.Instructions().Select(one => new
        {
            program = one.ProgramId.ToString(), data = Convert.ToBase64String(one.Data.Span),
            accounts = one.Accounts.Select(account => new object[] { account.Key.ToString(), account.Role.HasFlag(AccountRole.Signer), account.Role.HasFlag(AccountRole.Writable) }),
        }),
        wire,
    });
}
