using System.Collections.Frozen;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.AssociatedToken;
using Orchestrator.Solana.Programs.LookupTables;
using Orchestrator.Solana.Programs.Memo;
using Orchestrator.Solana.Programs.MeteoraDammV2;
using Orchestrator.Solana.Programs.MeteoraDlmm;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Programs.RaydiumClmm;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.RaydiumV4;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Programs;

/// <summary>Which program reads which bytes: the first key is always the program id.</summary>
public sealed class ProgramRegistry
{
    private readonly FrozenDictionary<PublicKey, IProgram> _programs;
    private readonly FrozenDictionary<PublicKey, IPoolReader> _pools;

    public ProgramRegistry(IEnumerable<IProgram> programs, IEnumerable<IPoolReader> pools)
    {
        _programs = programs.ToFrozenDictionary(p => p.Id);
        _pools = pools.ToFrozenDictionary(p => p.Program);
    }

    /// <summary>All programs of this assembly.</summary>
    public static ProgramRegistry Mainnet { get; } = new(
        [
            new SplTokenProgram(),
            new Token2022Program(),
            new AssociatedTokenProgram(),
            new MemoProgram(ProgramIds.Memo, "Memo"),
            new MemoProgram(MemoProgram.FirstId, "Memo 1"),
            new LookupTableProgram(),
            new RaydiumV4Program(),
            new RaydiumCpmmProgram(),
            new WhirlpoolProgram(),
            new DlmmProgram(),
            new DammProgram(),
            new SaveProgram(),
            new RaydiumClmmProgram(),
        ],
        [
            new RaydiumV4PoolReader(),
            new RaydiumCpmmPoolReader(),
            new WhirlpoolPoolReader(),
            new DlmmPoolReader(),
            new DammV2PoolReader(),
            new RaydiumClmmPoolReader(),
        ]);

    public IEnumerable<IProgram> Programs => _programs.Values;

    public IProgram? Find(PublicKey program) => _programs.GetValueOrDefault(program);

    public IPoolReader? PoolsOf(PublicKey program) => _pools.GetValueOrDefault(program);

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded)
    {
        decoded = null;
        return Find(instruction.Program)?.ReadInstruction(instruction, out decoded) ?? DecodeRefusal.UnknownProgram;
    }

    public DecodeRefusal ReadAccount(PublicKey owner, ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        return Find(owner)?.ReadAccount(data, out decoded) ?? DecodeRefusal.UnknownProgram;
    }

    public DecodeRefusal ReadEvent(PublicKey program, ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        return Find(program)?.ReadEvent(data, out decoded) ?? DecodeRefusal.UnknownProgram;
    }
}
