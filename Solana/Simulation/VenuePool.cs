using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Simulation;

/// <summary>A pool: what never changes of it. Reserves are the amounts in its two vaults. Tokens are ordered bytewise by mint, as Raydium CPMM does.</summary>
/// <param name="Venue">raydium, orca or meteora. All three answer to the CPMM interface here; they differ in fees and depth.</param>
internal sealed record VenuePool(
    int Index, string Venue, int Token0, int Token1, uint FeePpm,
    PublicKey Address, PublicKey Config, PublicKey Observation,
    PublicKey VaultKey0, PublicKey VaultKey1, int Vault0, int Vault1)
{
    public string AddressText { get; } = Address.ToString();

    public bool Trades(int token) => token == Token0 || token == Token1;

    public int Other(int token) => token == Token0 ? Token1 : Token0;

    public int VaultOf(int token) => token == Token0 ? Vault0 : Vault1;
}

/// <summary>A reserve of the lender: what never changes of it.</summary>
internal sealed record VenueReserve(
    int Token, PublicKey Address, PublicKey SupplyKey, PublicKey FeeReceiverKey, PublicKey HostFeeReceiverKey,
    int Supply, int FeeReceiver, int HostFeeReceiver);

/// <param name="Token">Index of the token it holds.</param>
/// <param name="Owner">Who must sign for a debit.</param>
internal readonly record struct TokenAccountRow(PublicKey Key, int Token, PublicKey Owner);
