using Orchestrator.Solana.Programs.RaydiumClmm;

namespace Orchestrator.Solana.Tests.Programs.RaydiumClmm;

public sealed class BitmapTests
{
    [Fact]
    public void Every_initialised_array_is_met_in_order_in_both_directions() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[-7_000, 7_000].Array[1, 12]).Sample((spacing, places) =>
        {
            var span = TickMath.TicksPerArray((ushort)spacing);
            var ordinals = places.Select(place => Math.Clamp(place, -TickMath.MaxTick / span, TickMath.MaxTick / span - 1)).Distinct().Order().ToArray();
            var pool = new MadePool { Spacing = (ushort)spacing };
            foreach (var ordinal in ordinals) pool.WithOrders(ordinal * span, 1);
            var bitmap = new TickArrayBitmap(pool.PoolData(), pool.ExtensionData());

            Assert.All(ordinals, ordinal => Assert.True(bitmap.IsSet(ordinal)));
            var up = new List<int>();
            for (var at = ordinals[0] - 1; bitmap.TryNext(at, down: false, out at);) up.Add(at);
            Assert.Equal(ordinals, up);
            var down = new List<int>();
            for (var at = ordinals[^1] + 1; bitmap.TryNext(at, down: true, out at);) down.Add(at);
            Assert.Equal(ordinals.Reverse(), down);
        }, iter: 300);
}
