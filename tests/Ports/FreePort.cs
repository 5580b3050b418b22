using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Tests;

/// <summary>
/// Ports of the loopback address that belong to this process for its life. The system's own free ports are anybody's again as soon as they are told: another
/// test process, or the far end of any connection, may take one before it is listened on. These lie below the range the system gives out, and each has a lock
/// file that every test process respects and that dies with its holder.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000, Last = 31_999;

    private static readonly Lock Gate = new();
    private static readonly List<FileStream> Held = [];
    private static readonly string Locks = Path.Combine(Path.GetTempPath(), "orch-test-ports");
    private static int next = First + Environment.ProcessId * 37 % (Last - First);

    /// <exception cref="InvalidOperationException">Every port of the range is taken.</exception>
    public static int Next()
    {
        lock (Gate)
        {
            Directory.CreateDirectory(Locks);
            for (var tried = First; tried <= Last; tried++)
            {
                next = next < Last ? next + 1 : First;
                if (IsFree(next) && TryHold(next)) return next;
            }
        }

        throw new InvalidOperationException($"No port from {First} to {Last} is free.");
    }

    private static bool TryHold(int port)
    {
        try
        {
            Held.Add(new FileStream(Path.Combine(Locks, port.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
