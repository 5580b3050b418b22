using Orleans;
using Orleans.Concurrency;
using Orleans.Transactions.Abstractions;

namespace Orchestrator.Storage.Tests.Silos;

[GenerateSerializer, Alias("storage.tests.Accounts")]
public sealed class Accounts
{
    [Id(0)] public Dictionary<int, long> Balances { get; set; } = [];
}

[Alias("storage.tests.IAccountsGrain")]
public interface IAccountsGrain : IGrainWithIntegerKey
{
    [Transaction(TransactionOption.CreateOrJoin), Alias("Move")]
    Task Move(int from, int to, long amount);

    [Transaction(TransactionOption.CreateOrJoin), Alias("Put")]
    Task Put(int account, long amount);

    [Transaction(TransactionOption.CreateOrJoin), Alias("Read"), ReadOnly]
    Task<Dictionary<int, long>> Read();
}

internal sealed class AccountsGrain([TransactionalState("accounts", StoreNames.Transactions)] ITransactionalState<Accounts> state) : Grain, IAccountsGrain
{
    public Task Move(int from, int to, long amount) => state.PerformUpdate(accounts =>
    {
        accounts.Balances[from] = accounts.Balances.GetValueOrDefault(from) - amount;
        accounts.Balances[to] = accounts.Balances.GetValueOrDefault(to) + amount;
    });

    public Task Put(int account, long amount) => state.PerformUpdate(accounts => accounts.Balances[account] = accounts.Balances.GetValueOrDefault(account) + amount);

    public Task<Dictionary<int, long>> Read() => state.PerformRead(accounts => new Dictionary<int, long>(accounts.Balances));
}
