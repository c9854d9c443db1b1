using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Minima.Distributed.Tests;

/// <summary>Programs that mpirun or srun started, with what they print; those that are left are killed at the end.</summary>
internal sealed class Launched : IDisposable
{
    /// <summary>How long a test waits for what must come; far more than it takes, for machines that are busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Has a name of its own in the environment of each launch, which its ranks inherit.</summary>
    private const string Mark = "MINIMA_TESTS_LAUNCH";

    private readonly string _mark;
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private Launched(Process process, string mark)
    {
        (_process, _mark) = (process, mark);
        process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static string Minima => Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll");

    public static string Worker => Path.Combine(AppContext.BaseDirectory, "Minima.Distributed.Worker.dll");

    public string Output => Text(_output);

    public string Error => Text(_error);

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    /// <summary>A program on so many ranks; 0 for one process without mpirun.</summary>
    public static Launched Start(int ranks, params IReadOnlyList<string> command) => StartWith(ranks, [], new Dictionary<string, string>(), command);

    /// <inheritdoc cref="Start"/>
    /// <param name="ranks">How many.</param>
    /// <param name="options">Further options of mpirun.</param>
    /// <param name="variables">Further variables of the environment.</param>
    /// <param name="command">The program and its arguments.</param>
    public static Launched StartWith(int ranks, IReadOnlyList<string> options, IReadOnlyDictionary<string, string> variables, IReadOnlyList<string> command) =>
        Start(ranks == 0 ? command : ["mpirun", "-n", ranks.ToString(CultureInfo.InvariantCulture), "--allow-run-as-root", "--oversubscribe", .. options, .. command], variables);

    /// <summary>A launcher and what it starts, or one process.</summary>
    public static Launched Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> variables)
    {
        var info = new ProcessStartInfo(words[0], words.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        var mark = Guid.NewGuid().ToString("N");
        info.Environment[Mark] = mark;
        info.Environment["OMPI_MCA_mpi_yield_when_idle"] = "1";

        // Otherwise .NET greets the terminal that mpirun gives each rank.
        info.Environment["TERM"] = "dumb";
        foreach (var (name, value) in variables) info.Environment[name] = value;
        var process = Process.Start(info)!;
        process.StandardInput.Close();
        return new Launched(process, mark);
    }

    /// <summary>Runs to the end, which must be a good one.</summary>
    public static string Run(int ranks, params IReadOnlyList<string> command)
    {
        using var launched = Start(ranks, command);
        return launched.End();
    }

    /// <summary>Waits for a good end.</summary>
    /// <returns>What was printed.</returns>
    public string End()
    {
        Wait();
        Assert.True(ExitCode == 0, Error + Output);
        return Output;
    }

    public void Wait()
    {
        Assert.True(_process.WaitForExit(Patience), $"It hangs. {Error}{Output}");
        _process.WaitForExit();
    }

    public void Kill() => _process.Kill();

    /// <summary>The process stops where it is, and lives.</summary>
    public void Suspend() => Process.Start("kill", ["-STOP", _process.Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();

    /// <summary>Whether it ends in this time.</summary>
    public bool EndsWithin(TimeSpan time)
    {
        if (!_process.WaitForExit(time)) return false;
        _process.WaitForExit();
        return true;
    }

    /// <summary>The process of each rank, by rank.</summary>
    public SortedDictionary<int, Process> Ranks()
    {
        var ranks = new SortedDictionary<int, Process>();
        foreach (var process in Process.GetProcesses())
        {
            if (Variables(process.Id) is not { } variables || !variables.Contains($"{Mark}={_mark}")) continue;
            var rank = variables.FirstOrDefault(text => text.StartsWith("PMIX_RANK=", StringComparison.Ordinal));
            if (rank is not null) ranks[int.Parse(rank.Split('=')[1], CultureInfo.InvariantCulture)] = process;
        }

        return ranks;
    }

    /// <summary>Waits until something holds.</summary>
    public void Until(Func<bool> holds)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience && !HasExited, $"It does not come. {Error}{Output}");
            Thread.Sleep(20);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static string[]? Variables(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ").Split('\0');
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }

    private static void Add(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.Append(line).Append('\n');
    }
}
