using System.Buffers;
using Orchestrator.Storage.Faults;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orchestrator.Storage.Sealing;

/// <summary>
/// Orleans' binary serializer under a seal, the one form in which state is stored. Orleans' default JSON form failed to
/// load state it had written (dictionaries keyed by a record struct) and carries type names.
/// </summary>
internal sealed class StateSerializer(Serializer serializer, StoreTrouble trouble) : IGrainStorageSerializer
{
    public byte[] Write<T>(T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        serializer.Serialize(value, buffer);
        return Seal.Close(buffer.WrittenSpan);
    }

    /// <exception cref="StoreFaultException"><see cref="StoreFault.StateUnreadable"/>.</exception>
    public T Read<T>(ReadOnlyMemory<byte> sealedBytes, string what)
    {
        try
        {
            var value = Open<T>(sealedBytes, what);
            trouble.Readable(what);
            return value;
        }
        catch (StoreFaultException fault)
        {
            trouble.CannotRead(what, fault);
            throw;
        }
    }

    private T Open<T>(ReadOnlyMemory<byte> sealedBytes, string what)
    {
        var body = Seal.Open(sealedBytes, what);
        try
        {
            return serializer.Deserialize<T>(body)!;
        }
        catch (Exception cause) when (cause is not OutOfMemoryException)
        {
            throw Seal.Unreadable(what, $"they are no {typeof(T).Name}", cause);
        }
    }

    BinaryData IGrainStorageSerializer.Serialize<T>(T? input) where T : default => new(Write(input));

    T? IGrainStorageSerializer.Deserialize<T>(BinaryData input) where T : default => Read<T>(input.ToMemory(), typeof(T).Name);
}
