using System.Buffers.Binary;
using System.Text.Json;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>A transaction's error from RPC JSON or from the bincode bytes of Yellowstone.</summary>
internal static class ErrorReader
{
    private const uint InstructionErrorTag = 8;
    private const uint CustomTag = 25;

    /// <summary>A text such as "BlockhashNotFound", or an object with one member such as {"InstructionError":[2,{"Custom":1}]}.</summary>
    public static TransactionError FromJson(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String) return new(error.Text());
        var (kind, value) = Only(error);
        if (kind == "InstructionError" && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2)
        {
            var (cause, custom) = Cause(value[1]);
            return new(kind, value[0].U8(), cause, custom);
        }

        var account = value.ValueKind == JsonValueKind.Object ? value.MaybeU64("account_index") : null;
        return new(kind, value.ValueKind == JsonValueKind.Number ? value.U8() : (int?)account);
    }

    /// <summary>Bytes that are no TransactionError give the kind <c>Unreadable</c>: the transaction failed all the same.</summary>
    public static TransactionError FromBincode(ReadOnlySpan<byte> bytes)
    {
        var unreadable = new TransactionError("Unreadable");
        if (bytes.Length < 4) return unreadable;
        var tag = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (tag >= TransactionError.Kinds.Length) return unreadable;
        var kind = TransactionError.Kinds[(int)tag];
        if (tag != InstructionErrorTag) return new(kind, bytes.Length > 4 ? bytes[4] : null);
        if (bytes.Length < 9) return unreadable;
        var cause = BinaryPrimitives.ReadUInt32LittleEndian(bytes[5..]);
        if (cause >= TransactionError.Causes.Length) return unreadable;
        uint? custom = cause == CustomTag && bytes.Length >= 13 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[9..]) : null;
        return new(kind, bytes[4], TransactionError.Causes[(int)cause], custom);
    }

    private static (string, uint?) Cause(JsonElement cause)
    {
        if (cause.ValueKind == JsonValueKind.String) return (cause.Text(), null);
        var (name, value) = Only(cause);
        return (name, value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out var code) ? code : null);
    }

    private static (string Name, JsonElement Value) Only(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new ShapeException($"an error is expected, not {element.ValueKind}");
        foreach (var member in element.EnumerateObject()) return (member.Name, member.Value);
        throw new ShapeException("an error is expected, not an empty object");
    }
}
