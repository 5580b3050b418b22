using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Keys;
using Orchestrator.Silo.Starting;
using Orchestrator.Solana.Execution;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.LookupTables;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Silo.Live;

/// <param name="Detail">What was found, with what was wanted when it failed.</param>
public sealed record PreflightCheck(string Name, bool Passed, string Detail);

/// <summary>What must hold before real money moves. Reads, and changes nothing.</summary>
public static class Preflight
{
    /// <summary>Nodes further apart than this do not see one chain.</summary>
    private const ulong LagSlotsMax = 50;

    /// <summary>For what the settings name. Asks for no passphrase: that the key opens is seen at the start.</summary>
    /// <exception cref="StartFault">Nodes or policy cannot even be named.</exception>
    public static async Task<ImmutableArray<PreflightCheck>> Run(EffectiveSettings settings, CancellationToken cancel)
    {
        var wallet = Keystore.Show(SignerSource.Needed(settings, "signer.keystore"));
        var policy = PolicyFile.Read(SignerSource.Needed(settings, "signer.policy_file"), wallet);
        await using var rpc = LivePorts.OpenNodes(settings);
        using var jito = LivePorts.OpenEngine(settings);
        var memory = Path.Combine(settings.Text("signer.memory_directory"), SignerMemory.FileName);
        return
        [
            new PreflightCheck("keystore and policy", true, $"{wallet}, {policy.Mints.Length} mints, tips up to {policy.TipMax} lamports"),
            new PreflightCheck("signer's memory", File.Exists(memory), memory),
            .. await Run(rpc, jito, policy, cancel),
        ];
    }

    public static async Task<ImmutableArray<PreflightCheck>> Run(RpcPool rpc, JitoClient? jito, PolicyTerms policy, CancellationToken cancel) =>
    [
        await Guard("nodes answer and see one chain", () => Nodes(rpc, cancel)),
        await Guard("wallet holds its floor", () => Wallet(rpc, policy, cancel)),
        await Guard("reserves are those of the policy", () => Reserves(rpc, policy, cancel)),
        await Guard("lookup tables are those of the policy", () => Tables(rpc, policy, cancel)),
        await Guard("block engine takes the tips we know", () => Engine(jito, cancel)),
    ];

    private static async Task<PreflightCheck> Guard(string name, Func<Task<(bool, string)>> check)
    {
        try
        {
            var (passed, detail) = await check();
            return new PreflightCheck(name, passed, detail);
        }
        catch (ChainUnavailableException fault)
        {
            return new PreflightCheck(name, false, fault.Message);
        }
    }

    private static async Task<(bool, string)> Nodes(RpcPool rpc, CancellationToken cancel)
    {
        var genesis = (await rpc.AskEach(RpcCalls.GetGenesisHash(), cancel)).Where(answer => answer.IsAnswered).Select(answer => answer.Value).ToList();
        var slots = (await rpc.AskEach(RpcCalls.GetSlot(Commitment.Confirmed), cancel)).Where(answer => answer.IsAnswered).Select(answer => answer.Value).ToList();
        if (slots.Count < NodeQuorum.Size || genesis.Count < NodeQuorum.Size) return (false, $"{Math.Min(slots.Count, genesis.Count)} of {rpc.Providers.Length} answer, {NodeQuorum.Size} are needed");
        if (genesis.Distinct().Count() > 1) return (false, "they are of different chains");
        var lag = slots.Max() - slots.Min();
        return (lag <= LagSlotsMax, $"{slots.Count} nodes, {lag} slots apart");
    }

    private static async Task<(bool, string)> Wallet(RpcPool rpc, PolicyTerms policy, CancellationToken cancel)
    {
        PublicKey[] keys = [policy.Wallet, ProgramAddress.AssociatedToken(policy.Wallet, Mints.WrappedSol, ProgramIds.Token)];
        var accounts = await Read(rpc, keys, cancel);
        if (accounts[1] is null) return (false, "it has no account for wrapped SOL");
        var lamports = accounts[0]?.Lamports ?? 0;
        return (lamports >= policy.SolFloor, $"{policy.Wallet} holds {lamports} lamports, its floor is {policy.SolFloor}");
    }

    private static async Task<(bool, string)> Reserves(RpcPool rpc, PolicyTerms policy, CancellationToken cancel)
    {
        if (policy.Reserves.IsEmpty) return (true, "none: nothing is borrowed");
        var accounts = await Read(rpc, [.. policy.Reserves.Select(reserve => reserve.Reserve)], cancel);
        for (var i = 0; i < accounts.Length; i++)
        {
            var rule = policy.Reserves[i];
            if (accounts[i] is not { } account || account.Owner != ProgramIds.Save || SaveReserve.TryDecode(account.Data.Span, out var state) != DecodeRefusal.None)
                return (false, $"{rule.Reserve} is no reserve of Save");
            if ((state!.Market, state.Mint, state.LiquiditySupply, state.FeeReceiver) != (rule.Market, rule.Mint, rule.LiquiditySupply, rule.FeeReceiver))
                return (false, $"{rule.Reserve} names other accounts than the policy");
            if (state.FlashLoanFeeWad > rule.FeeWadMax) return (false, $"{rule.Reserve} takes {state.FlashLoanFeeWad} wad, the policy allows {rule.FeeWadMax}");
        }

        return (true, $"{accounts.Length} reserves");
    }

    private static async Task<(bool, string)> Tables(RpcPool rpc, PolicyTerms policy, CancellationToken cancel)
    {
        if (policy.Tables.IsEmpty) return (true, "none");
        var accounts = await Read(rpc, [.. policy.Tables.Select(table => table.Key)], cancel);
        for (var i = 0; i < accounts.Length; i++)
        {
            var pinned = policy.Tables[i];
            if (accounts[i] is not { } account || LookupTableAccount.Read(account.Owner, account.Data.Span, out var table) != DecodeRefusal.None || !table!.IsActive)
                return (false, $"{pinned.Key} is no table in use");
            if (table.Addresses.Length < pinned.Addresses.Length || !table.Addresses.AsSpan(0, pinned.Addresses.Length).SequenceEqual(pinned.Addresses.AsSpan()))
                return (false, $"{pinned.Key} holds other addresses than the policy");
        }

        return (true, $"{accounts.Length} tables");
    }

    private static async Task<(bool, string)> Engine(JitoClient? jito, CancellationToken cancel)
    {
        if (jito is null) return (true, "none: transactions are sent through a node, and failures cost their fee");
        var asked = await jito.AskTipAccounts(cancel);
        if (!asked.TryGet(out var accounts, out var error)) return (false, $"{error.Fault}: {error.Message}");
        var unknown = accounts.Except(TipAccounts.List).Count();
        return (unknown == 0, unknown == 0 ? $"{accounts.Length} tip accounts" : $"{unknown} tip accounts are not known here");
    }

    private static async Task<ImmutableArray<AccountInfo?>> Read(RpcPool rpc, PublicKey[] keys, CancellationToken cancel)
    {
        var answer = await rpc.Read(AccountCalls.GetMultipleAccounts(keys, Commitment.Confirmed), cancel);
        return answer.TryGet(out var accounts, out var error) ? accounts.Value : throw new ChainUnavailableException($"{error.Fault}: {error.Message}");
    }
}
