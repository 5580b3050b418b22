using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Simulation;

/// <summary>A pool: what never changes of it. Reserves are the amounts in its two vaults. Tokens are ordered bytewise by mint, as Raydium CPMM does.</summary>
/// <param name="Venue">raydium, orca or meteora. All three answer to the CPMM interface here; they differ in fees and depth.</param>
internal sealed record VenuePool(
    int Index, string Venue, VenueToken First, VenueToken Second, uint FeePpm,
    PublicKey Address, PublicKey Config, PublicKey Observation,
    PublicKey VaultKey0, PublicKey VaultKey1, int Vault0, int Vault1)
{
    public int Token0 => First.Index;

    public int Token1 => Second.Index;

    public string AddressText { get; } = Address.ToString();

    /// <summary>Who made it; nobody for the pools that are there from the start, which have no shares either.</summary>
    public PublicKey Creator { get; init; }

    public PublicKey ShareMint { get; init; }

    public ulong Shares { get; init; }

    /// <summary>The pool's account as the program keeps it. Nothing is owed out of the vaults: the whole fee stays with the pool.</summary>
    public PoolState State => new()
    {
        Config = Config, Creator = Creator, Vault0 = VaultKey0, Vault1 = VaultKey1, LpMint = ShareMint,
        Mint0 = First.Key, Mint1 = Second.Key, Program0 = First.Program, Program1 = Second.Program,
        Observation = Observation, Status = 0, Decimals0 = (byte)First.Decimals, Decimals1 = (byte)Second.Decimals,
        LpSupply = Shares, FeesOwed0 = 0, FeesOwed1 = 0, OpenTime = 0, CreatorFeeOn = CreatorFeeOn.InputToken, CreatorFeeEnabled = false,
    };

    public CpmmSide Side(Market market, int tokenIn) => new(
        market.ReserveOf(this, tokenIn), market.ReserveOf(this, Other(tokenIn)), FeePpm, 0, true, TransferFee.None, TransferFee.None);

    public bool Trades(int token) => token == Token0 || token == Token1;

    public int Other(int token) => token == Token0 ? Token1 : Token0;

    public int VaultOf(int token) => token == Token0 ? Vault0 : Vault1;
}

/// <summary>A reserve of the lender: what never changes of it.</summary>
/// <param name="State">The reserve's account as the program keeps it, at the start.</param>
internal sealed record VenueReserve(
    int Token, SaveReserve State, PublicKey Address, PublicKey SupplyKey, PublicKey FeeReceiverKey, PublicKey HostFeeReceiverKey,
    int Supply, int FeeReceiver, int HostFeeReceiver);

/// <param name="Token">Index of the token it holds.</param>
/// <param name="Owner">Who must sign for a debit.</param>
internal readonly record struct TokenAccountRow(PublicKey Key, int Token, PublicKey Owner);
