using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Xunit;

namespace Minima.Cli.Tests.Train;

/// <summary>A training that is stopped, killed or given more epochs ends as if nothing had happened.</summary>
public sealed class ResumeTests
{
    private static readonly int Trainings = Sweep.Of(thin: 4, wide: 8, full: 50);
    private const int Epochs = 12;

    /// <summary>What a training is about when it is killed.</summary>
    private enum Phase
    {
        /// <summary>Anything behind its first checkpoint.</summary>
        Epochs,

        /// <summary>Writing a checkpoint: its unfinished file is left.</summary>
        Checkpoint,

        /// <summary>The last epoch is done, the model not yet saved.</summary>
        End,

        /// <summary>Going on after an earlier kill.</summary>
        Resume,
    }

    /// <summary>Trainings that are killed in every phase, some of them twice: none is lost, each ends bit for bit as undisturbed.</summary>
    [SlowFact]
    public async Task KilledTrainingsGoOnToTheLastBit()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(60));
        var landed = new int[Enum.GetValues<Phase>().Length];
        await Parallel.ForEachAsync(Enumerable.Range(0, Trainings), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
        {
            var random = new RandomState((ulong)i);
            var (run, disturbed, undisturbed) = (Path.Combine(folder.Path, $"run{i}"), Path.Combine(folder.Path, $"disturbed{i}"), Path.Combine(folder.Path, $"undisturbed{i}"));
            var phase = (Phase)(i % landed.Length);
            var first = phase == Phase.Resume ? Phase.Epochs : phase;
            if (await RunAndKill(first, random, run, [.. Arguments(data, i), "--checkpoints", run, "--checkpoint-every", "1", "--save", disturbed])) Interlocked.Increment(ref landed[(int)first]);
            if (phase == Phase.Resume && await RunAndKill(Phase.Resume, random, run, "resume", run)) Interlocked.Increment(ref landed[(int)Phase.Resume]);
            var resumed = await CliRun.Good("resume", run);
            Assert.Contains("resumed at step", resumed.Error, StringComparison.Ordinal);
            await CliRun.Good([.. Arguments(data, i), "--save", undisturbed]);
            Assert.Equal(await File.ReadAllBytesAsync(undisturbed + ".safetensors", CancellationToken.None), await File.ReadAllBytesAsync(disturbed + ".safetensors", CancellationToken.None));
            Assert.Equal(await File.ReadAllBytesAsync(undisturbed + ".json", CancellationToken.None), await File.ReadAllBytesAsync(disturbed + ".json", CancellationToken.None));
        });

        // Whether one kill comes in time is for the machine to say; of a dozen in each phase some must, or this test holds nothing there.
        if (!Sweep.IsFull) Assert.True(landed.Sum() > 0, "no kill landed");
        else Assert.All(Enum.GetValues<Phase>(), phase => Assert.True(landed[(int)phase] > 0, $"no kill landed in the phase {phase}: {string.Join(", ", landed)}"));
    }

    [SlowFact]
    public async Task CtrlCWritesACheckpointAndSaysHowToGoOn()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(60));
        var (disturbed, undisturbed) = (Path.Combine(folder.Path, "disturbed"), Path.Combine(folder.Path, "undisturbed"));
        string[] arguments = ["train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--stop-early", "0", "--hidden", "8", "--dropout", "0.2"];

        // It would not end by itself while this test lives.
        using var process = Start(folder.Path, [.. arguments, "--epochs", "100000000", "--save", disturbed]);
        using var end = CliProcess.EndOf(process);
        var output = process.StandardOutput.ReadToEndAsync();
        await Line(process, "epoch 3/");
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync().WaitAsync(CliProcess.Patience);
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(CliProcess.Patience);
        await process.WaitForExitAsync().WaitAsync(CliProcess.Patience);
        await output;
        Assert.Equal(ExitCode.Cancelled, process.ExitCode);

        // No folder was named: one beside the user's other files is.
        var said = Regex.Match(error, @"stopped as asked in epoch (?<epoch>\d+), at step \d+; the checkpoint is in data-training\. Go on with: minima resume data-training", RegexOptions.None, TimeSpan.FromMinutes(1));
        Assert.True(said.Success, error[Math.Max(0, error.Length - 400)..]);
        Assert.False(File.Exists(disturbed + ".json"));
        var epochs = (int.Parse(said.Groups["epoch"].Value, CultureInfo.InvariantCulture) + 3).ToString(CultureInfo.InvariantCulture);
        await CliRun.Good("resume", Path.Combine(folder.Path, "data-training"), "--epochs", epochs);
        await CliRun.Good([.. arguments, "--epochs", epochs, "--save", undisturbed]);
        Assert.Equal(await File.ReadAllBytesAsync(undisturbed + ".safetensors", CancellationToken.None), await File.ReadAllBytesAsync(disturbed + ".safetensors", CancellationToken.None));
        Assert.Equal(await File.ReadAllBytesAsync(undisturbed + ".json", CancellationToken.None), await File.ReadAllBytesAsync(disturbed + ".json", CancellationToken.None));
    }

    [Theory]
    [InlineData("adam", "")]
    [InlineData("sgd:momentum=0.9", "plateau:patience=1")]
    [InlineData("rmsprop", "exponential_decay:gamma=0.999")]
    public async Task MoreEpochsAreTheSameAsAllAtOnce(string optimizer, string schedule)
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(80));
        var (run, parts, whole) = (Path.Combine(folder.Path, "run"), Path.Combine(folder.Path, "parts"), Path.Combine(folder.Path, "whole"));
        string[] arguments = ["train", data, "--target", "kind", "--ignore", TrainTables.But("kind"), "--optimizer", optimizer, "--dropout", "0.3", "--normalise", "batch", .. schedule.Length > 0 ? new[] { "--schedule", schedule } : []];
        await CliRun.Good([.. arguments, "--epochs", "3", "--checkpoints", run]);
        await CliRun.Good("resume", run, "--epochs", "7", "--save", parts);
        await CliRun.Good([.. arguments, "--epochs", "7", "--save", whole]);
        Assert.Equal(await File.ReadAllBytesAsync(whole + ".safetensors"), await File.ReadAllBytesAsync(parts + ".safetensors"));
        Assert.Equal(await File.ReadAllBytesAsync(whole + ".json"), await File.ReadAllBytesAsync(parts + ".json"));
    }

    [Fact]
    public async Task ChangedDataAreRefused()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(60));
        var run = Path.Combine(folder.Path, "run");
        await CliRun.Good("train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--epochs", "2", "--checkpoints", run);
        TrainTables.Write(folder, "data.csv", TrainTables.All(61));
        var longer = await CliRun.Of("resume", run, "--epochs", "4");
        TrainTables.Write(folder, "data.csv", TrainTables.All(60).Replace(",red,", ",rot,", StringComparison.Ordinal));
        var other = await CliRun.Of("resume", run, "--epochs", "4");
        File.Delete(data);
        var gone = await CliRun.Of("resume", run, "--epochs", "4");
        Assert.Equal((ExitCode.Data, ExitCode.Data, ExitCode.File), (longer.Code, other.Code, gone.Code));
        Assert.Contains("when the training began", longer.Error, StringComparison.Ordinal);
        Assert.Contains("its contents have changed", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADamagedCheckpointIsPassedOver()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(60));
        var (run, parts, whole) = (Path.Combine(folder.Path, "run"), Path.Combine(folder.Path, "parts"), Path.Combine(folder.Path, "whole"));
        string[] arguments = ["train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--epochs", "5"];
        await CliRun.Good([.. arguments, "--checkpoints", run, "--save", whole]);
        var newest = Directory.GetFiles(run, "*.safetensors").Order(StringComparer.Ordinal).Last();
        await File.WriteAllBytesAsync(newest, (await File.ReadAllBytesAsync(newest))[..^9]);
        var resumed = await CliRun.Good("resume", run, "--save", parts);
        Assert.Contains("is skipped", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("resumed at step", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(whole + ".safetensors"), await File.ReadAllBytesAsync(parts + ".safetensors"));
    }

    /// <summary>A disk of 64 KB in memory: the first checkpoint, without moments and best weights, fits; the next does not.</summary>
    [SlowFact]
    public async Task AFullDiskStopsWithAMessageAndKeepsTheLastCheckpoint()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(60));
        Directory.CreateDirectory(Path.Combine(folder.Path, "disk"));
        if (OperatingSystem.IsWindows() || (await Bash.RunAsync(folder.Path, "unshare -r -m mount -t tmpfs -o size=64k tmpfs disk")).Code != 0) return;
        var options = $"--target y --ignore {TrainTables.But("y")} --epochs 4 --hidden 64,64";
        var (code, _, error) = await Bash.RunAsync(folder.Path, $$"""
            export -f minima
            unshare -r -m bash -c 'mount -t tmpfs -o size=64k tmpfs disk
            minima train data.csv {{options}} --checkpoints disk/run
            code=$?
            ls disk/run > left
            mount -o remount,size=10m disk
            minima resume disk/run --save parts 2> resumed || exit 99
            exit $code'
            """);
        Assert.True(code == ExitCode.File, error);
        Assert.Contains("writing failed (No space left on device", error, StringComparison.Ordinal);
        Assert.Contains("Make room on the disk", error, StringComparison.Ordinal);
        Assert.Contains("The last good checkpoint is in disk/run: minima resume disk/run continues from it.", error, StringComparison.Ordinal);
        Assert.Equal(["checkpoint-000001-step-0.json", "checkpoint-000001-step-0.safetensors"], await File.ReadAllLinesAsync(Path.Combine(folder.Path, "left")), StringComparer.Ordinal);
        Assert.Contains("resumed at step 0, 0 of 4 epochs done", await File.ReadAllTextAsync(Path.Combine(folder.Path, "resumed")), StringComparison.Ordinal);
        await CliRun.Good(["train", data, .. options.Split(' '), "--save", Path.Combine(folder.Path, "whole")]);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(folder.Path, "whole.safetensors")), await File.ReadAllBytesAsync(Path.Combine(folder.Path, "parts.safetensors")));
    }

    /// <summary>Where checkpoints go, a file stands from the third epoch on: as on a full disk nothing can be written there.</summary>
    [Fact]
    public async Task ACheckpointThatCannotBeWrittenStopsTheTraining()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(60));
        var (run, aside) = (Path.Combine(folder.Path, "run"), Path.Combine(folder.Path, "aside"));
        using var output = new StringWriter();
        using var error = new Watcher("epoch 3/", () =>
        {
            Directory.Move(run, aside);
            File.WriteAllText(run, "");
        });
        var code = await CommandLine.RunAsync(["train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--epochs", "5", "--checkpoints", run], output, error);
        Assert.Equal(ExitCode.File, code);
        Assert.Contains("the folder cannot be created", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("epoch 4/", error.ToString(), StringComparison.Ordinal);
        File.Delete(run);
        Directory.Move(aside, run);
        Assert.Contains("resumed at step 4, 2 of 5 epochs done", (await CliRun.Good("resume", run)).Error, StringComparison.Ordinal);
    }

    /// <summary>Does something when a line is said.</summary>
    private sealed class Watcher(string start, Action act) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value?.StartsWith(start, StringComparison.Ordinal) == true) act();
            base.WriteLine(value);
        }
    }

    private static string[] Arguments(string data, int seed) =>
        ["train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--epochs", Epochs.ToString(CultureInfo.InvariantCulture), "--hidden", "8", "--dropout", "0.2", "--seed", seed.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Starts a training in a process of its own, and kills it in a phase.</summary>
    /// <returns>Whether the kill landed there: the training was not done, and of a checkpoint the unfinished file is left.</returns>
    private static async Task<bool> RunAndKill(Phase phase, RandomState random, string run, params string[] arguments)
    {
        using var process = Start(Path.GetTempPath(), arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var begin = phase switch { Phase.End => $"epoch {Epochs}/", Phase.Resume => "resumed at step", _ => "checkpoints in " };
        var lines = await Line(process, begin);
        if (!lines[^1].StartsWith(begin, StringComparison.Ordinal)) throw new InvalidOperationException($"minima {string.Join(' ', arguments)} ended before it printed '{begin}': {string.Join('\n', lines)}");
        if (phase == Phase.Epochs)
        {
            for (var left = random.NextInt(6); left > 0; left--) await process.StandardError.ReadLineAsync().WaitAsync(CliProcess.Patience);
            for (var turns = random.NextInt(200_000); turns > 0; turns--) Thread.SpinWait(1);
        }

        while (phase == Phase.Checkpoint && !process.HasExited && !HasUnfinishedFile(run))
        {
            // A checkpoint comes with every step.
        }

        process.Kill();
        await process.WaitForExitAsync().WaitAsync(CliProcess.Patience);
        await output;
        return process.ExitCode != ExitCode.Ok && (phase != Phase.Checkpoint || HasUnfinishedFile(run));
    }

    private static bool HasUnfinishedFile(string run) => Directory.Exists(run) && Directory.EnumerateFiles(run, "*.tmp", SearchOption.AllDirectories).Any();

    /// <summary>The lines of the process up to one that begins so, or all where it ends before.</summary>
    private static async Task<List<string>> Line(Process process, string start)
    {
        List<string> lines = [""];
        while (!lines[^1].StartsWith(start, StringComparison.Ordinal) && await process.StandardError.ReadLineAsync().WaitAsync(CliProcess.Patience) is { } line) lines.Add(line);
        return lines;
    }

    private static Process Start(string folder, string[] arguments)
    {
        var start = CliProcess.Command(arguments);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = folder;
        return Process.Start(start)!;
    }
}
