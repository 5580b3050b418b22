using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Jito;

/// <summary>Jito's tip accounts on mainnet. They must stand in the message itself, never in a lookup table.</summary>
/// <remarks>Source: jito-labs/jito-docs at b5ef7930, lowlatencytxnsend.md. The engine's own answer is held against this list before a live start.</remarks>
public static class TipAccounts
{
    public static readonly ImmutableArray<PublicKey> List =
    [
        PublicKey.Parse("96gYZGLnJYVFmbjzopPSU6QiEV5fGqZNyN9nmNhvrZU5"), PublicKey.Parse("HFqU5x63VTqvQss8hp11i4wVV8bD44PvwucfZ2bU7gRe"),
        PublicKey.Parse("Cw8CFyM9FkoMi7K7Crf6HNQqf4uEMzpKw6QNghXLvLkY"), PublicKey.Parse("ADaUMid9yfUytqMBgopwjb2DTLSokTSzL1zt6iGPaS49"),
        PublicKey.Parse("DfXygSm4jCyNCybVYYK6DwvWqjKee8pbDmJGcLWNDXjh"), PublicKey.Parse("ADuUkR4vqLUMWXxW9gh6D6L8pMSawimctcNZ5pGwDcEt"),
        PublicKey.Parse("DttWaMuVvTiduZRnguLF7jNxTgiMBZ1hyAumKUiL2KRL"), PublicKey.Parse("3AVi9Tg9Uo68tJfuvoKvqKNWKkC5wPdSSdeBnizKZ6jT"),
    ];

    public static readonly FrozenSet<PublicKey> All = List.ToFrozenSet();
}
