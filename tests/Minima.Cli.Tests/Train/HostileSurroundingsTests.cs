using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Train;

/// <summary>What a shell or a machine may do to a command: closed streams, closed terminals, pipes, two trainings in one folder, numbers out of range.</summary>
public sealed class HostileSurroundingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-tests-").FullName;

    public HostileSurroundingsTests() =>
        File.WriteAllLines(Path.Combine(_folder, "data.csv"), ["x,y", .. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i},{(3.0 * i) + (i % 7 * 0.1)}"))]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("1e308", "7")]
    [InlineData("1.7e308", "-1.7e308")]
    [InlineData("4e38", "1")]
    public async Task ATargetBeyondTheRangeIsRefusedAsData(string first, string second)
    {
        var path = Path.Combine(_folder, "far.csv");
        File.WriteAllLines(path, ["x,y", .. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i},{(i == 7 ? first : i == 9 ? second : FormattableString.Invariant($"{i}.5"))}"))]);
        var run = await CliRun.Of("train", path, "--target", "y", "--epochs", "2");
        Assert.Equal(ExitCode.Data, run.Code);
        Assert.Contains("target 'y'", run.Error, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task ATrainingReadsAPipe()
    {
        if (OperatingSystem.IsWindows()) return;
        var direct = await Bash.RunAsync(_folder, "minima train data.csv --target y --epochs 2 --seed 4 --save direct");
        var piped = await Bash.RunAsync(_folder, "cat data.csv | minima train /dev/stdin --target y --epochs 2 --seed 4 --save piped");
        Assert.Equal((0, 0), (direct.Code, piped.Code));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "direct.safetensors")), File.ReadAllBytes(Path.Combine(_folder, "piped.safetensors")));
        var kept = await Bash.RunAsync(_folder, "cat data.csv | minima train /dev/stdin --target y --checkpoints run");
        Assert.Equal(ExitCode.Usage, kept.Code);
        Assert.Contains("pipe", kept.Error, StringComparison.Ordinal);
    }

    [SlowTheory]
    [InlineData("minima predict /dev/zero data.csv")]
    [InlineData("minima predict data.csv /dev/zero")]
    [InlineData("minima train /dev/zero --target y")]
    public async Task ADeviceWithoutAnEndIsRefused(string command)
    {
        if (!OperatingSystem.IsLinux()) return;
        var run = await Bash.RunAsync(_folder, command);
        Assert.True(run.Code is ExitCode.Data or ExitCode.File, $"{run.Code}: {run.Error}");
        Assert.DoesNotContain("bug in Minima", run.Error, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task ClosedStreamsEndNothingBadly()
    {
        if (!OperatingSystem.IsLinux()) return;
        var input = await Bash.RunAsync(_folder, "minima evaluate <&-");
        Assert.Equal(ExitCode.File, input.Code);
        Assert.Contains("standard input is closed", input.Error, StringComparison.Ordinal);
        var error = await Bash.RunAsync(_folder, "minima explain nosuchloss 2>&-");
        Assert.Equal(ExitCode.Loss, error.Code);
        var output = await Bash.RunAsync(_folder, "minima explain huber >&-");
        Assert.Equal(ExitCode.File, output.Code);
        var trained = await Bash.RunAsync(_folder, "minima train data.csv --target y --epochs 2 2>&-");
        Assert.Equal(ExitCode.Ok, trained.Code);
    }

    /// <summary>The second training names the first; when that is killed, its lock is nobody's.</summary>
    [SlowFact]
    public async Task OneTrainingAtATimeWritesToAFolder()
    {
        if (OperatingSystem.IsWindows()) return;
        const string train = "train data.csv --target y --epochs 1000000 --stop-early 0 --checkpoints run";
        var run = await Bash.RunAsync(_folder, $"""
            dotnet '{Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll")}' {train} > first.txt 2>&1 &
            first=$!
            while [ ! -s run/training.lock ] || ! ls run | grep -q safetensors; do kill -0 $first || exit 99; sleep 0.2; done
            minima resume run; echo "second $?"
            kill -KILL $first; wait $first
            minima resume run --epochs 1; echo "third $?"
            echo "pid $first"
            """);
        var pid = run.Output.Split("pid ")[1].Trim();
        Assert.Contains($"second {ExitCode.File}", run.Output, StringComparison.Ordinal);
        Assert.Contains($"process {pid} on {Environment.MachineName}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain($"third {ExitCode.File}", run.Output, StringComparison.Ordinal);
    }

    /// <summary>A terminal that is closed, and a machine that is shut down, are answered like Ctrl-C.</summary>
    [SlowTheory]
    [InlineData("HUP")]
    [InlineData("TERM")]
    public async Task ASignalWritesACheckpointThatIsResumed(string signal)
    {
        if (OperatingSystem.IsWindows()) return;
        var run = await Bash.RunAsync(_folder, $"""
            env --default-signal={signal} dotnet '{Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll")}' train data.csv --target y --epochs 1000000 --stop-early 0 --checkpoints run > first.txt 2> error.txt &
            first=$!
            while ! ls run 2> /dev/null | grep -q safetensors; do kill -0 $first || exit 99; sleep 0.2; done
            sleep 1
            kill -{signal} $first; wait $first; echo "code $?"
            """);
        Assert.Contains($"code {ExitCode.Cancelled}", run.Output, StringComparison.Ordinal);
        Assert.Contains("stopped as asked", File.ReadAllText(Path.Combine(_folder, "error.txt")), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "run", "training.lock")));
    }
}
