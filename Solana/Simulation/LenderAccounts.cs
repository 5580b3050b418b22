using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.Save;

namespace Orchestrator.Solana.Simulation;

/// <summary>The lender's accounts: Save's main pool with its addresses on mainnet.</summary>
internal static class LenderAccounts
{
    public static readonly PublicKey Market = PublicKey.Parse("4UpD2fh7xH3VP9QQaXtsS1YY3bxzWhtfpks7FatyKvdY");

    /// <summary>PDA of the market under the Save program.</summary>
    public static readonly PublicKey Authority = PublicKey.Parse("DdZR6zRFiUt4S5mg7AV1uKB2z1f1WzcNYCaTEEWPAuby");

    private static readonly (int Token, string Reserve, string Supply, string FeeReceiver)[] Rows =
    [
        (VenueToken.Sol, "8PbodeaosQP19SjYFx855UMqWxH2HynZLdBXmsrbac36",
            "8UviNr47S8eL6J3WfDxMRa3hvLta1VDJwNWqsDgtN3Cv", "5wo1tFpi4HaVKnemqaXeQnBEpezrJXcXvuztYaPhvgC7"),
        (VenueToken.Usdc, "BgxfHJDzm44T7XG68MYKx7YisTjZu73tVovyZSjJMpmw",
            "8SheGtsopRUDzdiD6v6BR9a6bqZ9QwywYQY99Fp5meNf", "5Gdxn4yquneifE6uk9tK8X4CqHfWKjW2BvYU25hAykwP"),
    ];

    public static IEnumerable<VenueReserve> Build(LenderSettings terms, Func<PublicKey, int, PublicKey, int> add)
    {
        foreach (var row in Rows)
        {
            PublicKey supply = PublicKey.Parse(row.Supply), fees = PublicKey.Parse(row.FeeReceiver);
            var host = VenueLayout.Name($"host fee receiver/{row.Token}");
            yield return new VenueReserve(
                row.Token, State(VenueToken.All[row.Token], supply, fees, terms), PublicKey.Parse(row.Reserve), supply, fees, host,
                add(supply, row.Token, Authority), add(fees, row.Token, Authority), add(host, row.Token, Authority));
        }
    }

    private static SaveReserve State(VenueToken token, PublicKey supply, PublicKey fees, LenderSettings terms) => new()
    {
        Version = 1, LastUpdateSlot = 0, IsStale = false, Market = Market, Mint = token.Key, Decimals = (byte)token.Decimals, LiquiditySupply = supply,
        PythOracle = default, SwitchboardOracle = default, Available = token.BaseUnitsFor(terms.AvailableLamports), BorrowedWads = 0,
        CumulativeBorrowRateWads = 0, MarketPriceWads = 0, CollateralMint = default, CollateralMintSupply = 0, CollateralSupply = default,
        BorrowFeeWad = 0, FlashLoanFeeWad = terms.FlashLoanFeeWad, HostFeePercentage = terms.HostFeePercent, DepositLimit = 0, BorrowLimit = 0,
        FeeReceiver = fees, ProtocolFeesWads = 0, ExtraOracle = default,
    };
}
