using System.Text;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Tests.Rpc;

/// <summary>Answers of real nodes, recorded by others, read as the typed records.</summary>
public sealed class RecordedAnswerTests
{
    private static RpcResult<T> Solnet<T>(RpcCall<T> call, string file) =>
        call.Read(File.ReadAllBytes(SharedData.PathOf($"solana/rpc_responses/solnet/Rpc/Http/{file}.json")), id: null);

    private static RpcResult<T> Sava<T>(RpcCall<T> call, string file) =>
        call.Read(File.ReadAllBytes(SharedData.PathOf($"solana/rpc_responses/sava/{file}.json")), id: null);

    [Fact]
    public void Progress_of_the_chain_is_read()
    {
        Assert.Equal(1234UL, Solnet(RpcCalls.GetSlot(Commitment.Finalized), "Slot/GetSlotResponse").Value);
        Assert.True(Solnet(RpcCalls.GetBlockHeight(Commitment.Finalized), "Blocks/GetBlockHeightResponse").Value > 0);
        var epoch = Solnet(RpcCalls.GetEpochInfo(Commitment.Finalized), "Epoch/GetEpochInfoResponse").Value;
        Assert.True(epoch.SlotIndex < epoch.SlotsInEpoch);
        var hash = Solnet(RpcCalls.GetLatestBlockhash(Commitment.Finalized), "Blocks/GetLatestBlockhashResponse").Value;
        Assert.True(hash.Value.LastValidBlockHeight > 0 && hash.Slot > 0);
        Assert.True(Solnet(RpcCalls.IsBlockhashValid(default, Commitment.Finalized), "Blocks/IsBlockhashValidResponse").IsAnswered);
        Assert.NotEmpty(Solnet(RpcCalls.GetSlotLeaders(0, 10), "Slot/GetSlotLeadersResponse").Value);
        Assert.Empty(Solnet(RpcCalls.GetSlotLeaders(0, 10), "Slot/GetSlotLeadersEmptyResponse").Value);
        Assert.Equal("1.6.11", Solnet(RpcCalls.GetVersion(), "GetVersionResponse").Value.Core);
        Assert.Equal(44, Solnet(RpcCalls.GetGenesisHash(), "GetGenesisHashResponse").Value.Length);
        Assert.Equal("ok", Solnet(RpcCalls.GetHealth(), "Health/GetHealthHealthyResponse").Value);
    }

    [Fact]
    public void An_unhealthy_node_says_how_far_behind_it_is()
    {
        var error = Solnet(RpcCalls.GetHealth(), "Health/GetHealthUnhealthyResponse").Error!;
        Assert.Equal((RpcFault.NodeUnhealthy, RpcRemedy.Retry, (ulong?)42), (error.Fault, error.Remedy, error.SlotsBehind));
        Assert.Equal("something wrong", Solnet(RpcCalls.GetHealth(), "StringErrorResponse").Error!.Message);
        Assert.Equal(410, Solnet(RpcCalls.GetHealth(), "GetProgramAccountsResponse-Fail-410").Error!.Code);
    }

    [Fact]
    public void Samples_and_fees_are_read()
    {
        var samples = Sava(RpcCalls.GetRecentPerformanceSamples(720), "getRecentPerformanceSamples").Value;
        Assert.Equal(437, samples.Length);
        Assert.Equal(new PerformanceSample(361652365, 225012, 65191, 153, TimeSpan.FromMinutes(1)), samples[0]);
        Assert.Null(Solnet(RpcCalls.GetRecentPerformanceSamples(4), "GetRecentPerformanceSamplesResponse").Value[0].NonVoteTransactions);
        Assert.Equal(150, Sava(RpcCalls.GetRecentPrioritizationFees(), "getRecentPrioritizationFees").Value.Length);
    }

    [Fact]
    public void Accounts_are_read_from_each_encoding()
    {
        var two = Sava(AccountCalls.GetMultipleAccounts([default, default], Commitment.Confirmed), "getMultipleAccounts_1").Value;
        Assert.Equal(328983133UL, two.Slot);
        Assert.Equal((ProgramIds.MeteoraDlmm, 7182720UL, 904), (two.Value[0]!.Owner, two.Value[0]!.Lamports, two.Value[0]!.Data.Length));

        var clock = Assert.Single(Sava(AccountCalls.GetProgramAccounts(default, Commitment.Confirmed), "getProgramAccountsBase64Zstd").Value.Value);
        Assert.Equal((Sysvars.Clock, 40), (clock.Address, clock.Account.Data.Length));
        Assert.Equal(439044078UL, BitConverter.ToUInt64(clock.Account.Data.Span));

        Assert.NotEmpty(Sava(AccountCalls.GetProgramAccounts(default, Commitment.Confirmed), "getProgramAccounts").Value.Value);
        Assert.All(Sava(AccountCalls.GetTokenAccountsByOwner(default, ProgramIds.Token, Commitment.Confirmed), "getTokenAccountsForProgramByOwner").Value.Value,
            account => Assert.Equal(165, account.Account.Data.Length));
        Assert.NotNull(Solnet(AccountCalls.GetAccountInfo(default, Commitment.Confirmed), "Accounts/GetAccountInfoResponse").Value.Value);
    }

    [Fact]
    public void A_parsed_account_is_refused_by_name_and_never_guessed()
    {
        var error = Solnet(AccountCalls.GetAccountInfo(default, Commitment.Confirmed), "Accounts/GetTokenAccountInfoResponse").Error!;
        Assert.Equal(RpcFault.UnexpectedShape, error.Fault);
        Assert.Contains("parsed", error.Message);
    }

    [Fact]
    public void Token_amounts_are_integers()
    {
        var largest = Sava(AccountCalls.GetTokenLargestAccounts(default, Commitment.Finalized), "getTokenLargestAccounts").Value;
        Assert.Equal(new TokenHolding(PublicKey.Parse("BGLx2hbcLHk5ajMeLB2SP2zw5ZHqYTCazNJEB9uGcz3q"), new(854699973338, 8)), largest.Value[0]);
        Assert.Equal(20, largest.Value.Length);
        Assert.True(Solnet(AccountCalls.GetTokenSupply(default, Commitment.Finalized), "Token/GetTokenSupplyResponse").Value.Value.Amount > 0);
        Assert.True(Solnet(AccountCalls.GetTokenAccountBalance(default, Commitment.Finalized), "Token/GetTokenAccountBalanceResponse").IsAnswered);
        Assert.True(Solnet(AccountCalls.GetBalance(default, Commitment.Finalized), "GetBalanceResponse").IsAnswered);
        Assert.Equal(500UL, Solnet(AccountCalls.GetMinimumBalanceForRentExemption(50), "GetMinimumBalanceForRateExemptionResponse").Value);
    }

    [Fact]
    public void Statuses_keep_unknown_and_known_apart()
    {
        var statuses = Solnet(TransactionCalls.GetSignatureStatuses([default, default], searchHistory: false), "Signatures/GetSignatureStatusesResponse").Value;
        Assert.Equal([new RpcSignatureStatus(72, 10, null, Commitment.Confirmed), null], statuses.Value);
        var one = Solnet(TransactionCalls.GetSignatureStatuses([default], searchHistory: true), "Signatures/GetSignatureStatusesWithHistoryResponse");
        Assert.Equal(RpcFault.UnexpectedShape, one.Error!.Fault);
        var records = Solnet(TransactionCalls.GetSignaturesForAddress(default, Commitment.Finalized), "Signatures/GetSignaturesForAddressResponse").Value;
        Assert.Equal((68710495UL, (Commitment?)Commitment.Finalized), (records[0].Slot, records[0].Commitment));
    }

    [Fact]
    public void Simulations_name_the_error_that_the_runtime_names()
    {
        var options = new SimulateOptions { Accounts = [default] };
        var failed = Solnet(TransactionCalls.SimulateTransaction(default, options), "Transaction/SimulateTransactionInsufficientLamportsResponse").Value;
        Assert.Equal("InstructionError(0): Custom(1)", failed.Value.Error!.ToString());
        var passed = Solnet(TransactionCalls.SimulateTransaction(default, options), "Transaction/SimulateTransactionResponse").Value;
        Assert.Null(passed.Value.Error);
        Assert.Equal(2551360UL, Assert.Single(passed.Value.Accounts)!.Lamports);
        Assert.True(Solnet(TransactionCalls.SendTransaction(default, new()), "Transaction/SendTransactionResponse").IsAnswered);
    }

    [Fact]
    public void A_real_transaction_is_read_with_its_metadata()
    {
        var id = Signature.Parse("494hTE5gUFKQ3tLkn8nwCNv8zyj7kSshU4FcEhta3916ShJNkvn7mkD8PD2pCtbMhzBfxkokpaNJLKs8g8L2PLMu");
        var transaction = Sava(RpcCalls.GetTransaction(id), "getTransaction").Value!;
        Assert.Equal((361781236UL, 7072UL, 7), (transaction.Slot, transaction.Meta!.Fee, transaction.Instructions.Length));
        Assert.Equal(22, transaction.Accounts.Length);
        Assert.All(transaction.Wire!.VerifySignatures(), Assert.True);
        Assert.Equal(RpcFault.UnexpectedShape, Sava(RpcCalls.GetTransaction(default), "getTransaction").Error!.Fault);
    }

    [Fact]
    public void Requests_are_what_other_clients_send()
    {
        // solnet: GetMultipleAccounts, GetProgramAccounts with filters and GetSignatureStatuses, less members at their defaults.
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"method":"getSlot","params":[{"commitment":"processed"}]}""", Text(RpcCalls.GetSlot(Commitment.Processed)));
        Assert.Equal(
            """{"jsonrpc":"2.0","id":7,"method":"getProgramAccounts","params":["11111111111111111111111111111111",{"encoding":"base64","withContext":true,"filters":[{"dataSize":500},{"memcmp":{"offset":4,"bytes":"2VfUX"}}],"commitment":"finalized"}]}""",
            Text(AccountCalls.GetProgramAccounts(default, Commitment.Finalized, new AccountFilter.DataSize(500), new AccountFilter.Memcmp(4, new byte[] { 1, 2, 3, 4 }))));
    }

    private static string Text<T>(RpcCall<T> call) => Encoding.UTF8.GetString(call.Write(7).Span);
}
