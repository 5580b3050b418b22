using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Grains.Channels;

/// <summary>
/// Names an event after what it says: whoever tells it again, after a crash or from another silo, tells it under the same id.
/// </summary>
public static class EventIds
{
    /// <returns>A version 8 UUID (RFC 9562, section 5.8): the first 122 bits of SHA-256 over channel and parts.</returns>
    public static Guid For(string channel, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder(channel);
        // A separator that no name contains keeps ("a", "bc") apart from ("ab", "c").
        foreach (var part in parts) text.Append('\n').Append(part);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
