using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Token2022;
using SplAccount = Orchestrator.Solana.Programs.SplToken.TokenAccount;
using SplMint = Orchestrator.Solana.Programs.SplToken.Mint;

namespace Orchestrator.Solana.Simulation;

/// <summary>Mints of launched tokens and of their pools' shares, in the layouts of both token programs.</summary>
internal static class LaunchAccounts
{
    private const int ExtensionsAt = SplAccount.Size + 1;

    /// <summary>A twentieth of each transfer.</summary>
    private const ushort TransferFeeBps = 500;

    /// <summary>The mint of a launch, with what its scheme keeps.</summary>
    public static AccountData Mint(VenueLaunch launch, ulong supply)
    {
        (ExtensionType Type, byte[]? Value) extension = launch.Scheme switch
        {
            LaunchScheme.PermanentDelegate => (ExtensionType.PermanentDelegate, launch.Creator.ToArray()),
            LaunchScheme.TransferHook => (ExtensionType.TransferHook, [.. new byte[PublicKey.Size], .. launch.Creator.ToArray()]),
            LaunchScheme.TransferFee => (ExtensionType.TransferFeeConfig, FeeConfig()),
            _ => default,
        };
        var data = new byte[extension.Value is null ? SplMint.Size : ExtensionsAt + 4 + extension.Value.Length];
        Write(data, supply, launch.Token.Decimals);
        if (launch.Scheme == LaunchScheme.MintAuthorityKept) Option(data, 0, launch.Creator);
        if (launch.Scheme == LaunchScheme.FreezeAuthorityKept) Option(data, 46, launch.Creator);
        if (extension.Value is null) return new(launch.Token.Program, data);
        data[SplAccount.Size] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(ExtensionsAt), (ushort)extension.Type);
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(ExtensionsAt + 2), (ushort)extension.Value.Length);
        extension.Value.CopyTo(data, ExtensionsAt + 4);
        return new(launch.Token.Program, data);
    }

    /// <summary>The mint of a pool's shares: burned ones are gone from its supply.</summary>
    public static AccountData Shares(LaunchedPool pool)
    {
        var data = new byte[SplMint.Size];
        Write(data, pool.ShareHolding is null ? 0 : LaunchedPool.Shares, VenueToken.All[VenueToken.Sol].Decimals);
        Option(data, 0, VenuePools.Authority);
        return new(ProgramIds.Token, data);
    }

    /// <summary>What a creator keeps of a pool's shares.</summary>
    public static AccountData KeptShares(LaunchedPool pool)
    {
        var data = new byte[SplAccount.Size];
        pool.Pool.ShareMint.CopyTo(data);
        pool.Creator.CopyTo(data.AsSpan(32));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(64), LaunchedPool.Shares);
        data[108] = 1;
        return new(ProgramIds.Token, data);
    }

    private static void Write(byte[] data, ulong supply, int decimals)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(36), supply);
        (data[44], data[45]) = ((byte)decimals, 1);
    }

    private static byte[] FeeConfig()
    {
        var config = new byte[108];
        BinaryPrimitives.WriteUInt64LittleEndian(config.AsSpan(80), ulong.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(config.AsSpan(88), TransferFeeBps);
        BinaryPrimitives.WriteUInt64LittleEndian(config.AsSpan(98), ulong.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(config.AsSpan(106), TransferFeeBps);
        return config;
    }

    private static void Option(byte[] data, int at, PublicKey key)
    {
        data[at] = 1;
        key.CopyTo(data.AsSpan(at + 4));
    }
}
