using System.Buffers.Binary;
using System.Collections.Frozen;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;
using SignRefusal = Orchestrator.Domain.Execution.SignRefusal;

namespace Orchestrator.Solana.Simulation;

/// <summary>Signs with a real Ed25519 key derived from the venue's seed, under the rules of <see cref="ISigner"/>.</summary>
public sealed class SimulatedSigner : ISigner, IDisposable
{
    /// <summary>Blocks beyond the last valid height before a message counts as dead (reliability.md, proof of death).</summary>
    public const ulong DeathMargin = 32;

    private static readonly FrozenSet<PublicKey> Programs =
        new[] { ProgramIds.ComputeBudget, ProgramIds.System, ProgramIds.Memo, ProgramIds.RaydiumCpmm, ProgramIds.Save }.ToFrozenSet();

    private readonly KeyPair _key;
    private readonly SignerMemory _memory;
    private readonly Lock _gate = new();
    private readonly ulong _tipMax;

    /// <param name="directory">Where the memory is kept; null keeps it in the process only.</param>
    /// <param name="tipMax">Highest sum of tips in one message, in lamports.</param>
    internal SimulatedSigner(ulong seed, string? directory, ulong tipMax)
    {
        _key = KeyFor(seed);
        _memory = directory is null ? SignerMemory.InProcess(_key.PublicKey)
            : File.Exists(Path.Combine(directory, SignerMemory.FileName)) ? SignerMemory.Open(directory, _key.PublicKey)
            : SignerMemory.Create(directory, _key.PublicKey);
        _tipMax = tipMax;
    }

    public PublicKey Wallet => _key.PublicKey;

    internal static KeyPair KeyFor(ulong seed) => KeyPair.FromSeed(new Chance(seed).Bytes("wallet"));

    public ValueTask<SignOutcome> Sign(SignRequest request, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return ValueTask.FromResult(SignNow(request));
    }

    internal SignOutcome SignNow(SignRequest request)
    {
        lock (_gate) return Sign(request);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _key.Dispose();
    }

    private SignOutcome Sign(SignRequest request)
    {
        if (request.Epoch < _memory.Epoch) return SignOutcome.Refused(SignRefusal.OlderEpoch);
        var signed = SignedMessage.Of(request.Message, request.LastValidBlockHeight);
        if (MayAnotherLive(request, signed)) return SignOutcome.Refused(SignRefusal.AnotherMessageMayLive);
        if (Message.Decode(request.Message, out var message) != WireRefusal.None) return SignOutcome.Refused(SignRefusal.MessageUnreadable);
        if (!Allows(message!)) return SignOutcome.Refused(SignRefusal.PolicyViolation);

        _memory.Remember(request.Reservation, request.Epoch, Longest(request, signed));
        return TransactionSigner.Sign(message!, out var transaction, _key) == Transactions.SignRefusal.None
            ? SignOutcome.Signed(transaction!.Encode(), transaction.Id.ToString())
            : SignOutcome.Refused(SignRefusal.PolicyViolation);
    }

    // A caller that asks again and understates the height must not make the message look dead sooner.
    private SignedMessage Longest(SignRequest request, SignedMessage signed) =>
        _memory.TryGet(request.Reservation, out var earlier) && earlier.IsSameMessage(signed) && earlier.LastValidBlockHeight > signed.LastValidBlockHeight
            ? earlier
            : signed;

    private bool MayAnotherLive(SignRequest request, SignedMessage signed)
    {
        if (!_memory.TryGet(request.Reservation, out var earlier)) return false;
        if (earlier.IsSameMessage(signed)) return false;
        return request.FinalizedBlockHeight <= earlier.LastValidBlockHeight + DeathMargin;
    }

    /// <summary>Only our signature, only the programs a plan uses, lamports only to tip accounts and only up to the cap.</summary>
    private bool Allows(Message message)
    {
        if (message.Header.RequiredSignatures != 1 || message.FeePayer != _key.PublicKey) return false;
        UInt128 tips = 0;
        foreach (var instruction in message.Instructions)
        {
            var program = message.StaticKeys[instruction.ProgramIndex];
            if (!Programs.Contains(program)) return false;
            if (program != ProgramIds.System) continue;
            if (instruction.AccountIndexes.Span is not [_, var to] || to >= message.StaticKeys.Length) return false;
            if (!TipAccounts.All.Contains(message.StaticKeys[to])) return false;
            if (instruction.Data.Span is not [2, 0, 0, 0, ..] || instruction.Data.Length != 12) return false;
            tips += BinaryPrimitives.ReadUInt64LittleEndian(instruction.Data.Span[4..]);
        }

        return tips <= _tipMax;
    }
}
