using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.Anchor;

/// <summary>How an argument is written (Borsh).</summary>
internal enum Wire : byte { Bool, U8, U16, U32, U64, U128, I8, I16, I32, I64, I128, Key, OptionBool, OptionU64 }

/// <summary>One instruction, account or event of an Anchor program: its eight bytes, its fields and the roles of its accounts.</summary>
/// <param name="Discriminator">As it reads in hex.</param>
internal sealed record Shape(string Name, ulong Discriminator, (string Name, Wire Type)[] Fields, params string[] Roles)
{
    public const int DiscriminatorSize = 8;
}

/// <summary>The shapes of one program, by their first eight bytes.</summary>
internal sealed class ShapeTable(params Shape[] shapes)
{
    private readonly Dictionary<ulong, Shape> _shapes = shapes.ToDictionary(s => s.Discriminator);

    /// <summary>Finds the shape and reads its fields; bytes behind the last field are left alone, as Anchor does.</summary>
    public DecodeRefusal Read(ReadOnlySpan<byte> data, out Shape? shape, out Field[] fields)
    {
        shape = null;
        fields = [];
        if (data.Length < Shape.DiscriminatorSize) return DecodeRefusal.WrongLength;
        if (!_shapes.TryGetValue(Discriminator(data), out shape)) return DecodeRefusal.WrongDiscriminator;
        return ReadFields(data[Shape.DiscriminatorSize..], shape, out fields);
    }

    /// <summary>Reads an instruction and checks that it names every account it needs.</summary>
    public DecodeRefusal ReadInstruction(IProgram program, in InstructionView view, out DecodedInstruction? decoded)
    {
        decoded = null;
        if (view.Program != program.Id) return DecodeRefusal.WrongOwner;
        var refusal = Read(view.Data, out var shape, out var fields);
        if (refusal != DecodeRefusal.None) return refusal;
        if (view.Accounts.Length < shape!.Roles.Length) return DecodeRefusal.TooFewAccounts;
        decoded = new DecodedInstruction { Program = program.Id, ProgramName = program.Name, Name = shape.Name, Fields = fields, Roles = shape.Roles };
        return DecodeRefusal.None;
    }

    private static DecodeRefusal ReadFields(ReadOnlySpan<byte> data, Shape shape, out Field[] fields)
    {
        fields = new Field[shape.Fields.Length];
        var at = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            var (name, type) = shape.Fields[i];
            var refusal = ReadField(data, type, ref at, out var value);
            if (refusal != DecodeRefusal.None) { fields = []; return refusal; }
            fields[i] = new Field(name, value);
        }
        return DecodeRefusal.None;
    }

    private static DecodeRefusal ReadField(ReadOnlySpan<byte> data, Wire type, ref int at, out object? value)
    {
        value = null;
        if (type is Wire.OptionBool or Wire.OptionU64)
        {
            if (at >= data.Length) return DecodeRefusal.WrongLength;
            if (data[at] > 1) return DecodeRefusal.InvalidField;
            if (data[at++] == 0) return DecodeRefusal.None;
            type = type == Wire.OptionBool ? Wire.Bool : Wire.U64;
        }
        var size = SizeOf(type);
        if (data.Length - at < size) return DecodeRefusal.WrongLength;
        if (type == Wire.Bool && data[at] > 1) return DecodeRefusal.InvalidField;
        value = Value(data, type, at);
        at += size;
        return DecodeRefusal.None;
    }

    private static int SizeOf(Wire type) => type switch
    {
        Wire.Bool or Wire.U8 or Wire.I8 => 1,
        Wire.U16 or Wire.I16 => 2,
        Wire.U32 or Wire.I32 => 4,
        Wire.U64 or Wire.I64 => 8,
        Wire.U128 or Wire.I128 => 16,
        _ => PublicKey.Size,
    };

    private static object Value(ReadOnlySpan<byte> data, Wire type, int at) => type switch
    {
        Wire.Bool => data[at] == 1,
        Wire.U8 => data[at],
        Wire.I8 => (short)(sbyte)data[at],
        Wire.U16 => U16(data, at),
        Wire.I16 => I16(data, at),
        Wire.U32 => U32(data, at),
        Wire.I32 => I32(data, at),
        Wire.U64 => U64(data, at),
        Wire.I64 => I64(data, at),
        Wire.U128 => U128(data, at),
        Wire.I128 => I128(data, at),
        _ => Key(data, at),
    };
}
