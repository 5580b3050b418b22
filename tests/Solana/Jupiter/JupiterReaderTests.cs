using System.Text;
using Orchestrator.Solana.Jupiter;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Tests.Jupiter;

public sealed class JupiterReaderTests(ITestOutputHelper output)
{
    private const string OneHop = "solana/jupiter/real_quotes/v1_slot380400219_sol_usdc_dlmm.json";
    private const string SwapFile = "solana/jupiter/real_swap_instructions_sol_usdc_tesserav_2025-10-28.json";

    private static JupiterResult<JupiterQuote> Read(string json, QuoteRequest? request = null) => JupiterReader.Quote(Encoding.UTF8.GetBytes(json), request);

    [Fact]
    public void Every_real_quote_of_three_years_is_read_and_its_amounts_add_up()
    {
        var files = Directory.GetFiles(SharedData.PathOf("solana/jupiter/real_quotes"), "*.json").Append(SharedData.PathOf("solana/jupiter/real_quote_usdc_sol_humidifi_slot376435416.json")).ToList();
        foreach (var file in files)
        {
            var result = Read(File.ReadAllText(file));
            Assert.True(result.Error is null, $"{file}: {result.Error?.Message}");
            var quote = result.Value!;
            var whole = (UInt128)quote.OutAmount * (10_000U - quote.SlippageBps);
            Assert.Equal((ulong)((whole + 9_999) / 10_000), quote.Threshold);
            Assert.True(quote.ContextSlot > 240_000_000);
            Assert.All(quote.Route, leg => Assert.NotEmpty(leg.Label));
        }

        output.WriteLine($"{files.Count} quotes");
        Assert.True(files.Count >= 4);
    }

    [Fact]
    public void Amounts_and_references_of_a_real_quote_are_exact()
    {
        var quote = Read(SharedData.ReadText(OneHop)).Value!;
        Assert.Equal((100_000UL, 14_190UL, 14_049UL, SwapMode.ExactIn, (ushort)100), (quote.InAmount, quote.OutAmount, quote.Threshold, quote.Mode, quote.SlippageBps));
        Assert.Equal((Mints.WrappedSol, Mints.Usdc), (quote.InputMint, quote.OutputMint));
        Assert.Equal(14_176UL, quote.References[PublicKey.Parse("Czfq3xZZDmsdGdUyrNLtRhGc47cXcZtLG4crryfu44zE")]);
        Assert.Equal(12UL, quote.Route[0].FeeAmount);
    }

    [Fact]
    public void What_describes_may_be_gone_but_money_may_not()
    {
        var text = SharedData.ReadText(OneHop);
        foreach (var gone in (string[])["feeAmount", "feeMint", "bps", "simplerRouteUsed", "timeTaken", "mostReliableAmmsQuoteReport", "contextSlot", "label"])
            Assert.Null(Read(text.Replace($"\"{gone}\"", "\"somethingNew\"")).Error);
        foreach (var money in (string[])["inAmount", "outAmount", "otherAmountThreshold", "slippageBps", "swapMode", "inputMint", "outputMint", "routePlan", "ammKey"])
            Assert.Equal(JupiterFault.UnexpectedAnswer, Read(text.Replace($"\"{money}\"", "\"somethingNew\"")).Error?.Fault);
    }

    [Theory]
    [InlineData("\"otherAmountThreshold\": \"14049\"", "\"otherAmountThreshold\": \"14000\"", "softer")]
    [InlineData("\"inAmount\": \"100000\",\n \"outputMint\"", "\"inAmount\": \"99999\",\n \"outputMint\"", "legs do not spend")]
    [InlineData("\"outAmount\": \"14190\",\n \"other", "\"outAmount\": \"14189\",\n \"other", "legs do not give")]
    [InlineData("\"outAmount\": \"14190\"", "\"outAmount\": \"-1\"", "integer")]
    [InlineData("\"outAmount\": \"14190\"", "\"outAmount\": \"18446744073709551616\"", "integer")]
    [InlineData("\"slippageBps\": 100", "\"slippageBps\": 10001", "10,000")]
    [InlineData("\"swapMode\": \"ExactIn\"", "\"swapMode\": \"Free\"", "swapMode")]
    public void A_quote_that_contradicts_itself_is_refused(string was, string becomes, string why)
    {
        var text = SharedData.ReadText(OneHop);
        Assert.Contains(was, text);
        Assert.Contains(why, Read(text.Replace(was, becomes)).Error!.Message);
    }

    [Fact]
    public void A_quote_for_something_else_is_refused()
    {
        var text = SharedData.ReadText(OneHop);
        var asked = new QuoteRequest(Mints.WrappedSol, Mints.Usdc, 100_000, 100);
        Assert.Null(Read(text, asked).Error);
        Assert.Contains("mints", Read(text, asked with { OutputMint = Mints.Usdt }).Error!.Message);
        Assert.Contains("amount", Read(text, asked with { Amount = 1 }).Error!.Message);
        Assert.Contains("slippage", Read(text, asked with { SlippageBps = 50 }).Error!.Message);
        Assert.Contains("mode", Read(text, asked with { Mode = SwapMode.ExactOut }).Error!.Message);
    }

    [Fact]
    public void Real_swap_instructions_are_read_and_foreign_signers_and_programs_refused()
    {
        var user = PublicKey.Parse("Cm7vjoV12JuVqCduW6rkGGcgN77NPkzqZr66pkVTzb5b");
        var text = SharedData.ReadText(SwapFile);
        var swap = JupiterReader.Swap(Encoding.UTF8.GetBytes(text), user).Value!;
        Assert.Equal(ProgramIds.Jupiter, swap.Swap.ProgramId);
        Assert.Single(swap.ComputeBudget);
        Assert.Equal("02c05c1500", Convert.ToHexStringLower(swap.ComputeBudget[0].Data.Span));
        Assert.NotNull(swap.Cleanup);
        Assert.Equal(swap.Setup.Length + 2 + swap.Other.Length, swap.InOrder.Length);

        Assert.Contains("signer", JupiterReader.Swap(Encoding.UTF8.GetBytes(text), Mints.Usdc).Error!.Message);
        var foreign = text.Replace("\"swapInstruction\":{\"programId\":\"JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4\"", $"\"swapInstruction\":{{\"programId\":\"{Mints.Usdc}\"");
        Assert.NotEqual(text, foreign);
        Assert.Contains("program", JupiterReader.Swap(Encoding.UTF8.GetBytes(foreign), user).Error!.Message);
    }
}
