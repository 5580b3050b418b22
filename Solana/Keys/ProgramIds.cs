namespace Orchestrator.Solana.Keys;

/// <summary>Addresses of the programs this product speaks to, on mainnet.</summary>
public static class ProgramIds
{
    public static readonly PublicKey System = default;
    public static readonly PublicKey ComputeBudget = PublicKey.Parse("ComputeBudget111111111111111111111111111111");
    public static readonly PublicKey AddressLookupTable = PublicKey.Parse("AddressLookupTab1e1111111111111111111111111");
    public static readonly PublicKey Vote = PublicKey.Parse("Vote111111111111111111111111111111111111111");
    public static readonly PublicKey Stake = PublicKey.Parse("Stake11111111111111111111111111111111111111");
    public static readonly PublicKey Token = PublicKey.Parse("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
    public static readonly PublicKey Token2022 = PublicKey.Parse("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
    public static readonly PublicKey AssociatedToken = PublicKey.Parse("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
    public static readonly PublicKey Memo = PublicKey.Parse("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
    public static readonly PublicKey RaydiumV4 = PublicKey.Parse("675kPX9MHTjS2zt1qfr1NYHuzeLXfQM9H24wFSUt1Mp8");
    public static readonly PublicKey RaydiumCpmm = PublicKey.Parse("CPMMoo8L3F4NbTegBCKVNunggL7H1ZpdTHKxQB5qKP1C");
    public static readonly PublicKey RaydiumClmm = PublicKey.Parse("CAMMCzo5YL8w4VFF8KVHrK22GGUsp5VTaW7grrKgrWqK");
    public static readonly PublicKey Whirlpool = PublicKey.Parse("whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc");
    public static readonly PublicKey MeteoraDlmm = PublicKey.Parse("LBUZKhRxPF3XUpBCjp4YzTKgLccjZhTSDM9YuVaPwxo");
    public static readonly PublicKey MeteoraDammV2 = PublicKey.Parse("cpamdpZCGKUy5JxQXB4dcpGPiikHawvSWAd6mEn1sGG");
    public static readonly PublicKey Save = PublicKey.Parse("So1endDq2YkqhipRh3WViPa8hdiSpxWy6z3Z6tMCpAo");
    public static readonly PublicKey Jupiter = PublicKey.Parse("JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4");
    public static readonly PublicKey PumpFun = PublicKey.Parse("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P");
}

/// <summary>Accounts through which programs see the runtime's state.</summary>
public static class Sysvars
{
    public static readonly PublicKey Instructions = PublicKey.Parse("Sysvar1nstructions1111111111111111111111111");
    public static readonly PublicKey Rent = PublicKey.Parse("SysvarRent111111111111111111111111111111111");
    public static readonly PublicKey Clock = PublicKey.Parse("SysvarC1ock11111111111111111111111111111111");
}

/// <summary>Mints that quotes are made in.</summary>
public static class Mints
{
    public static readonly PublicKey WrappedSol = PublicKey.Parse("So11111111111111111111111111111111111111112");
    public static readonly PublicKey Usdc = PublicKey.Parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
    public static readonly PublicKey Usdt = PublicKey.Parse("Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB");
}
