using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Silo.Keys;

/// <summary>Where a passphrase may come from: a file descriptor, a variable, standard input. Never the command line, which others can read.</summary>
public static class PassphraseSource
{
    public const string Variable = "ORCH_KEY_PASSPHRASE";
    public const string DescriptorVariable = "ORCH_KEY_PASSPHRASE_FD";

    private const int BytesMax = 1024;

    /// <summary>UTF-8 bytes up to the first line feed. The caller wipes them.</summary>
    /// <param name="descriptor">An open file descriptor; null asks the variables, then <paramref name="input"/>.</param>
    /// <param name="input">Standard input when nobody sits at it; null does not ask it.</param>
    /// <exception cref="SignerFaultException"><see cref="SignerFault.PassphraseMissing"/>.</exception>
    public static byte[] Read(int? descriptor, TextReader? input)
    {
        if (descriptor is null && int.TryParse(Environment.GetEnvironmentVariable(DescriptorVariable), out var given)) descriptor = given;
        var read = descriptor is { } handle ? FromDescriptor(handle)
            : Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Encoding.UTF8.GetBytes(text)
            : input?.ReadLine() is { Length: > 0 and <= BytesMax } line ? Encoding.UTF8.GetBytes(line)
            : [];
        return read.Length > 0
            ? read
            : throw new SignerFaultException(SignerFault.PassphraseMissing, $"No passphrase: {Variable} is empty, no descriptor gave one, and standard input holds none.");
    }

    private static byte[] FromDescriptor(int descriptor)
    {
        var buffer = new byte[BytesMax];
        try
        {
            using var file = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var end = Array.IndexOf(buffer, (byte)'\n', 0, length);
            return buffer[..(end < 0 ? length : end)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SignerFaultException(SignerFault.PassphraseMissing, $"Descriptor {descriptor} cannot be read: {fault.Message}", fault);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }
}
