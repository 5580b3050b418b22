using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Simulation;

/// <summary>A pool: what never changes of it. Reserves are the amounts in its two vaults. Tokens are ordered bytewise by mint, as Raydium CPMM does.</summary>
/// <param name="Venue">raydium, orca or meteora. All three answer to the CPMM interface here; they differ in fees and depth.</param>
internal sealed record VenuePool(
    int Index, string Venue, int Token0, int Token1, uint FeePpm,
    PublicKey Address, PublicKey Config, PublicKey Observation,
    PublicKey VaultKey0, PublicKey VaultKey1, int Vault0, int Vault1)
{
    public string AddressText { get; } = Address.ToString();

    /// <summary>The pool's account as the program keeps it. Nothing is owed out of the vaults: the whole fee stays with the pool.</summary>
    public PoolState State { get; } = new()
    {
        Config = Config, Creator = default, Vault0 = VaultKey0, Vault1 = VaultKey1, LpMint = default,
        Mint0 = VenueToken.All[Token0].Key, Mint1 = VenueToken.All[Token1].Key, Program0 = ProgramIds.Token, Program1 = ProgramIds.Token,
        Observation = Observation, Status = 0, Decimals0 = (byte)VenueToken.All[Token0].Decimals, Decimals1 = (byte)VenueToken.All[Token1].Decimals,
        LpSupply = 0, FeesOwed0 = 0, FeesOwed1 = 0, OpenTime = 0, CreatorFeeOn = CreatorFeeOn.InputToken, CreatorFeeEnabled = false,
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
