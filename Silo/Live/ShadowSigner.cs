using Orchestrator.Domain.Execution;

namespace Orchestrator.Silo.Live;

/// <summary>Shadow mode: everything up to the signature, which is thrown away. Nothing leaves, so nothing has to be waited for.</summary>
internal sealed class ShadowSigner(ISigner signer) : ISigner
{
    public async ValueTask<SignOutcome> Sign(SignRequest request, CancellationToken cancel)
    {
        var signed = await signer.Sign(request, cancel);
        return signed.Refusal == SignRefusal.None ? SignOutcome.Refused(SignRefusal.NotSent, "shadow mode") : signed;
    }
}
