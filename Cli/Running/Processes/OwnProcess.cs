using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Cli.Running.Processes;

/// <summary>A child of this process: its lines can be waited for, and it is dead when its owner is done with it, whatever happened.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    /// <summary>What is kept of what it said, in characters; the oldest goes first.</summary>
    private const int SaidMax = 4 * 1024 * 1024;

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> _waiting = [];
    private readonly Lock _gate = new();

    private OwnProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Done when it has ended and all it said was heard.</summary>
    public Task Ended => _process.WaitForExitAsync();

    /// <summary>When it ended, by the system's clock.</summary>
    public DateTimeOffset ExitedAt => _process.ExitTime;

    /// <summary>Everything it wrote so far, both streams.</summary>
    public string Said
    {
        get
        {
            lock (_gate) return _said.ToString();
        }
    }

    /// <summary>Told each line as it comes, on any thread.</summary>
    public event Action<string>? Spoke;

    /// <summary>Starts this very executable under another verb.</summary>
    public static OwnProcess Again(string verb, params IEnumerable<string> arguments) => Start(Environment.ProcessPath!, [verb, .. arguments]);

    /// <summary>Starts <c>orch</c> with these arguments.</summary>
    public static OwnProcess Orch(params IEnumerable<string> arguments) => Orch(Launch.Plain, arguments);

    /// <summary>Starts <c>orch</c> with these arguments, in this way.</summary>
    public static OwnProcess Orch(Launch launch, IEnumerable<string> arguments)
    {
        string[] words = [.. launch.Before, Path.Combine(AppContext.BaseDirectory, "Orchestrator.Cli" + (OperatingSystem.IsWindows() ? ".exe" : "")), .. arguments];
        return Start(words[0], words[1..], [.. launch.Variables]);
    }

    public static OwnProcess Start(string file, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        // Several processes share the cores: none may build a heap for each.
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
        // What a process said last is read after it has ended.
        return first == found.Task || found.Task.IsCompleted ? await found.Task : throw new TimeoutException($"The process did not say what was waited for; it said:\n{Said}");
    }

    /// <returns>Exit status: 137 when it was killed.</returns>
    /// <exception cref="TimeoutException">It still runs; the message holds what it said.</exception>
    public async Task<int> Exit(TimeSpan most)
    {
        var over = _process.WaitForExitAsync();
        return await Task.WhenAny(over, Expiry(most)) == over
            ? _process.ExitCode : throw new TimeoutException($"Process {Id} still runs after {most}; it said:\n{Said}");
    }

    public void Terminate() => Signal("TERM");

    /// <summary>SIGKILL: no handler, no flush, no goodbye.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGSTOP: it stands still and keeps all it has, its connections too.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Done after this time on the real clock, and never with a fault.</summary>
    public static Task Expiry(TimeSpan most) => new TaskCompletionSource().Task.WaitAsync(most).ContinueWith(_ => { }, TaskScheduler.Default);

    private void Signal(string name)
    {
        if (_process.HasExited) return;
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_gate)
        {
            if (_said.Length > SaidMax) _said.Remove(0, SaidMax / 2);
            _said.Append(line).Append('\n');
            foreach (var (wanted, found) in _waiting)
                if (wanted(line)) found.TrySetResult(line);
        }

        Spoke?.Invoke(line);
    }
}
