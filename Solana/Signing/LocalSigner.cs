using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;
using SignRefusal = Orchestrator.Domain.Execution.SignRefusal;

namespace Orchestrator.Solana.Signing;

/// <summary>The key, its memory and its policy in one place. One at a time: what was remembered for one request is known to the next.</summary>
public sealed class LocalSigner : ISigner, IDisposable
{
    /// <summary>Finalized blocks beyond the last valid one before a message counts as dead (reliability.md, proof of death).</summary>
    public const ulong DeathMargin = 32;

    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(1);

    private readonly KeyPair _key;
    private readonly SignerMemory _memory;
    private readonly SigningPolicy _policy;
    private readonly TimeProvider _time;
    private readonly Queue<long> _recent = new();
    private readonly Lock _gate = new();

    /// <param name="key">Owned from here on.</param>
    /// <param name="memory">Owned from here on.</param>
    /// <param name="time">Only measures the rate.</param>
    /// <exception cref="ArgumentException">The policy is for another wallet.</exception>
    public LocalSigner(KeyPair key, SignerMemory memory, SigningPolicy policy, TimeProvider time)
    {
        if (policy.Terms.Wallet != key.PublicKey) throw new ArgumentException("The policy is for another wallet.", nameof(policy));
        (_key, _memory, _policy, _time) = (key, memory, policy, time);
    }

    public PublicKey Wallet => _key.PublicKey;

    /// <summary>What it lets pass.</summary>
    public PolicyTerms Terms => _policy.Terms;

    public ValueTask<SignOutcome> Sign(SignRequest request, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_gate) return ValueTask.FromResult(Sign(request));
    }

    public void Dispose()
    {
        _memory.Dispose();
        _key.Dispose();
    }

    private SignOutcome Sign(SignRequest request)
    {
        if (request.Epoch < _memory.Epoch) return SignOutcome.Refused(SignRefusal.OlderEpoch, $"epoch {request.Epoch}, and {_memory.Epoch} has signed");
        var wanted = SignedMessage.Of(request.Message, request.LastValidBlockHeight);
        if (AnotherMayLive(request, ref wanted) is { } living) return SignOutcome.Refused(SignRefusal.AnotherMessageMayLive, living);
        if (Message.Decode(request.Message, out var message) is var unread && unread != WireRefusal.None)
            return SignOutcome.Refused(SignRefusal.MessageUnreadable, unread.ToString());
        var verdict = _policy.Judge(message!);
        if (!verdict.IsAllowed) return SignOutcome.Refused(SignRefusal.PolicyViolation, $"{verdict.Violation}: {verdict.Detail}");
        if (!TakeRate()) return SignOutcome.Refused(SignRefusal.RateExceeded, $"{_policy.Terms.SignaturesPerSecond} signatures within a second");

        // On disk first: from here on a crash leaves a memory of a signature that may not exist, never the other way round.
        _memory.Remember(request.Reservation, request.Epoch, wanted);
        return TransactionSigner.Sign(message!, out var transaction, _key) is var refusal && refusal == Transactions.SignRefusal.None
            ? SignOutcome.Signed(transaction!.Encode(), transaction.Id.ToString())
            : SignOutcome.Refused(SignRefusal.MessageUnreadable, refusal.ToString());
    }

    private string? AnotherMayLive(SignRequest request, ref SignedMessage wanted)
    {
        if (_memory.IsForgotten(request.Reservation)) return "the reservation is older than what the signer remembers";
        if (!_memory.TryGet(request.Reservation, out var earlier)) return null;
        if (earlier.IsSameMessage(wanted))
        {
            // A caller that asks again and understates the height must not make the message look dead sooner.
            if (earlier.LastValidBlockHeight > wanted.LastValidBlockHeight) wanted = earlier;
            return null;
        }

        return request.FinalizedBlockHeight > earlier.LastValidBlockHeight + DeathMargin
            ? null
            : $"another message is valid until block {earlier.LastValidBlockHeight}";
    }

    private bool TakeRate()
    {
        var now = _time.GetTimestamp();
        while (_recent.TryPeek(out var oldest) && _time.GetElapsedTime(oldest, now) >= RateWindow) _recent.Dequeue();
        if (_recent.Count >= _policy.Terms.SignaturesPerSecond) return false;
        _recent.Enqueue(now);
        return true;
    }
}
