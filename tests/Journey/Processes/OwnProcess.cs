using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Journey.Tests.Processes;

/// <summary>A child of the test: its lines can be waited for, and it is dead when the test is over, whatever happened.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> _waiting = [];
    private readonly Lock _gate = new();

    private OwnProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Everything it wrote so far, both streams.</summary>
    public string Said
    {
        get
        {
            lock (_gate) return _said.ToString();
        }
    }

    /// <summary>Starts this very executable under another verb.</summary>
    public static OwnProcess Again(string verb, params IEnumerable<string> arguments) => Start(Environment.ProcessPath!, [verb, .. arguments]);

    public static OwnProcess Start(string file, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        // Two cores serve everything: no process may build a heap for each.
        start.Environment["DOTNET_gcServer"] = "0";
        var own = new OwnProcess(new Process { StartInfo = start });
        own._process.OutputDataReceived += (_, line) => own.Hear(line.Data);
        own._process.ErrorDataReceived += (_, line) => own.Hear(line.Data);
        own._process.Start();
        own._process.BeginOutputReadLine();
        own._process.BeginErrorReadLine();
        return own;
    }

    /// <exception cref="TimeoutException">It did not say so in time, or ended without; the message holds what it said.</exception>
    public async Task<string> Line(Func<string, bool> wanted, TimeSpan most)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_said.ToString().Split('\n').FirstOrDefault(wanted) is { } said) return said;
            _waiting.Add((wanted, found));
        }

        var first = await Task.WhenAny(found.Task, _process.WaitForExitAsync(), Expiry(most));
        return first == found.Task ? await found.Task : throw new TimeoutException($"The process did not say what was waited for; it said:\n{Said}");
    }

    /// <returns>Exit status: 137 when it was killed.</returns>
    /// <exception cref="TimeoutException">It still runs; the message holds what it said.</exception>
    public async Task<int> Exit(TimeSpan most)
    {
        var over = _process.WaitForExitAsync();
        return await Task.WhenAny(over, Expiry(most)) == over
            ? _process.ExitCode : throw new TimeoutException($"Process {Id} still runs after {most}; it said:\n{Said}");
    }

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Id}"]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task Expiry(TimeSpan most) => new TaskCompletionSource().Task.WaitAsync(most).ContinueWith(_ => { }, TaskScheduler.Default);

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_gate)
        {
            _said.Append(line).Append('\n');
            foreach (var (wanted, found) in _waiting)
                if (wanted(line)) found.TrySetResult(line);
        }
    }
}
