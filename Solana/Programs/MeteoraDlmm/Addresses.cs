using System.Buffers.Binary;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>Program-derived addresses of Meteora DLMM.</summary>
/// <remarks>Source: MeteoraAg/dlmm-sdk, commons/src/pda.rs at fb02e51a.</remarks>
public static class DlmmAddresses
{
    /// <summary>Signs the program's calls to itself that carry events.</summary>
    public static readonly PublicKey EventAuthority = Of("__event_authority"u8.ToArray());

    public static PublicKey BinArray(PublicKey pair, int index)
    {
        var number = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, index);
        return Of("bin_array"u8.ToArray(), pair.ToArray(), number);
    }

    public static PublicKey BitmapExtension(PublicKey pair) => Of("bitmap"u8.ToArray(), pair.ToArray());

    public static PublicKey Oracle(PublicKey pair) => Of("oracle"u8.ToArray(), pair.ToArray());

    public static PublicKey Reserve(PublicKey pair, PublicKey mint) => Of(pair.ToArray(), mint.ToArray());

    private static PublicKey Of(params ReadOnlySpan<byte[]> parts)
    {
        var seeds = new ReadOnlyMemory<byte>[parts.Length];
        for (var i = 0; i < seeds.Length; i++) seeds[i] = parts[i];
        return ProgramAddress.Find(ProgramIds.MeteoraDlmm, seeds)?.Address ?? throw new InvalidOperationException("No bump gives this address.");
    }
}
