using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Minima.Distributed.Tests;

/// <summary>What becomes of a training whose ranks die, hang, or cannot begin.</summary>
public sealed class FailureTests(ITestOutputHelper notes, Slurm slurm) : IDisposable
{
    /// <summary>The others have ended so long after a rank.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-kills-").FullName;

    /// <summary>A random rank is killed at a random step. Of three launchers mpirun ends the others by itself, and mpirun and srun leave that to Minima.</summary>
    [Fact]
    public void AKilledRankEndsAllAndTheTrainingGoesOn()
    {
        var data = Rows.Write(_folder, 600);
        var undisturbed = Path.Combine(_folder, "undisturbed");
        string[] train = ["dotnet", Launched.Minima, "train", data, "--target", "y", "--hidden", "16", "--batch", "32", "--epochs", "60", "--stop-early", "0", "--checkpoint-every", "5"];
        Launched.Run(0, [.. train[..^2], "--slices", "8", "--save", undisturbed]);
        var expected = SameBitsTests.Checksum(undisturbed);
        var kills = Sweep.Of(3, 3, 100);
        var longest = TimeSpan.Zero;
        for (var kill = 0; kill < kills; kill++)
        {
            var random = new Random(kill);
            var (folder, model) = (Path.Combine(_folder, FormattableString.Invariant($"run{kill}")), Path.Combine(_folder, FormattableString.Invariant($"model{kill}")));
            var ranks = random.Next(2, 5);
            var victim = random.Next(ranks);
            int newest;
            string[] command = [.. train, "--checkpoints", folder, "--save", model, "--distributed"];
            using (var launched = kill % 3 == 0 ? slurm.Start(ranks, ["--kill-on-bad-exit=0"], command) : Launched.StartWith(ranks, kill % 3 == 1 ? ["--enable-recovery"] : [], new Dictionary<string, string>(), command))
            {
                var moment = random.Next(5, 200);
                launched.Until(() => Newest(folder) >= moment);
                var processes = launched.Ranks();
                Assert.Equal(ranks, processes.Count);
                var begun = Stopwatch.GetTimestamp();
                processes[victim].Kill();
                foreach (var (rank, process) in processes) Assert.True(process.WaitForExit(Limit), $"rank {rank} is alive {Limit.TotalSeconds} s after rank {victim} of {ranks} was killed (kill {kill})\n{launched.Error}");
                longest = Stopwatch.GetElapsedTime(begun) > longest ? Stopwatch.GetElapsedTime(begun) : longest;
                launched.Wait();
                Assert.True(
                    System.Text.RegularExpressions.Regex.IsMatch(launched.Error, $@"Rank {victim} \(host {System.Text.RegularExpressions.Regex.Escape(Environment.MachineName)}\) has ended without an error message at step [0-9]+"),
                    $"nobody named rank {victim} of {ranks} (kill {kill})\n{launched.Error}");
                newest = Newest(folder);
            }

            using var resumed = Launched.Start(random.Next(1, 5), "dotnet", Launched.Minima, "resume", folder, "--distributed");
            resumed.Wait();
            Assert.True(resumed.ExitCode == 0, resumed.Error);
            var at = int.Parse(System.Text.RegularExpressions.Regex.Match(resumed.Error, "resumed at step ([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);
            Assert.InRange(at, newest - 5, newest);
            Assert.Equal(expected, SameBitsTests.Checksum(model));
        }

        notes.WriteLine(FormattableString.Invariant($"{kills} kills; all ranks had ended after {longest.TotalSeconds:0.0} s at most"));
    }

    /// <summary>A launcher that has lost a rank ends the others by SIGTERM at once: here the signal comes before they can know why.</summary>
    [Fact]
    public void ARankThatTheLauncherEndsStillNamesTheOneThatWasKilled()
    {
        var data = Rows.Write(_folder, 600);
        var folder = Path.Combine(_folder, "run");
        using var launched = Launched.StartWith(3, ["--enable-recovery"], new Dictionary<string, string>(), ["dotnet", Launched.Minima, "train", data, "--target", "y", "--epochs", "100000", "--stop-early", "0", "--checkpoints", folder, "--distributed"]);
        launched.Until(() => Newest(folder) > 0);
        var processes = launched.Ranks();
        Process.Start("sh", ["-c", FormattableString.Invariant($"kill -TERM {processes[0].Id} {processes[1].Id}; sleep 0.1; kill -KILL {processes[2].Id}")])!.WaitForExit();
        launched.Wait();
        Assert.Matches("Rank 2 \\(host .*\\) has ended without an error message at step [0-9]+", launched.Error);
    }

    [Fact]
    public void ARankThatHangsEndsAll()
    {
        var data = Rows.Write(_folder, 600);
        var folder = Path.Combine(_folder, "run");
        using var launched = Launched.Start(3, "dotnet", Launched.Minima, "train", data, "--target", "y", "--epochs", "100000", "--stop-early", "0", "--checkpoints", folder, "--distributed");
        launched.Until(() => Newest(folder) > 0);
        var processes = launched.Ranks();
        Process.Start("kill", ["-STOP", processes[1].Id.ToString(CultureInfo.InvariantCulture)])!.WaitForExit();
        foreach (var rank in new[] { 0, 2 }) Assert.True(processes[rank].WaitForExit(Launched.Patience), $"rank {rank} is alive\n{launched.Error}");
        launched.Until(() => launched.Error.Contains("has not answered for 5 s; it was at step", StringComparison.Ordinal) || launched.HasExited);
        Assert.Contains("Rank 1 (host", launched.Error, StringComparison.Ordinal);
        processes[1].Kill();
    }

    /// <summary>Without PMIx Open MPI would print what its builder should do, and end the process.</summary>
    [Fact]
    public void AStartBySrunWithoutPmixIsRefused()
    {
        var data = Rows.Write(_folder, 50);
        using var launched = slurm.Start(2, ["--mpi=none"], ["dotnet", Launched.Minima, "train", data, "--target", "y", "--distributed"]);
        launched.Wait();
        Assert.Equal(69, launched.ExitCode);
        Assert.Contains("srun started this process without PMIx", launched.Error, StringComparison.Ordinal);
    }

    /// <summary>MPICH's launcher tells its processes their number by a variable that Open MPI does not read.</summary>
    [Fact]
    public void AStartByAnotherLauncherIsRefused()
    {
        var data = Rows.Write(_folder, 50);
        using var launched = Launched.StartWith(0, [], new Dictionary<string, string> { ["PMI_SIZE"] = "4" }, ["dotnet", Launched.Minima, "train", data, "--target", "y", "--distributed"]);
        launched.Wait();
        Assert.Equal(69, launched.ExitCode);
        Assert.Contains("The launcher started 4 processes, and each finds itself alone", launched.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreRanksThanSlicesAreRefused() => Refused(4, ["--slices", "2"], 2, "4 processes, and its steps have 2 slices");

    /// <summary>
    /// All ranks fail alike, and rank 0 cannot write why for two seconds, as on a busy machine: its stderr is a pipe that is full. mpirun ends all a second after
    /// the first has ended.
    /// </summary>
    [Fact]
    public void ALateFirstRankStillSaysWhyAllEnd()
    {
        var data = Rows.Write(_folder, 200);
        using var pipe = FullPipe();
        using var launched = Launched.Start(3, "sh", "-c", $"if [ $OMPI_COMM_WORLD_RANK = 0 ]; then exec 2>'{pipe.Name}'; fi; exec dotnet '{Launched.Minima}' train '{data}' --target y --distributed --slices 2");

        // Rank 0 writes what it trains when it has heard all others; then each finds that they are too many.
        launched.Until(() => launched.Output.Length > 0 || launched.HasExited);
        Assert.False(launched.EndsWithin(TimeSpan.FromSeconds(2)), $"The others did not wait. {launched.Error}");
        Assert.Contains("3 processes, and its steps have 2 slices", Rest(pipe, launched), StringComparison.Ordinal);
        Assert.Equal(2, launched.ExitCode);
    }

    /// <summary>The others hear of a rank's error at once, and have other exit codes; that of the rank which failed counts, also where it takes its time.</summary>
    [Fact]
    public void TheExitCodeIsThatOfTheRankThatFailed()
    {
        Rows.Write(_folder, 200, seed: 1, "rows0.csv");
        Rows.Write(_folder, 200, seed: 1, "rows2.csv");
        using var pipe = FullPipe();
        using var launched = Launched.Start(3, "sh", "-c", $"if [ $OMPI_COMM_WORLD_RANK = 1 ]; then exec 2>'{pipe.Name}'; fi; exec dotnet '{Launched.Minima}' train '{_folder}'/rows$OMPI_COMM_WORLD_RANK.csv --target y --distributed");
        launched.Until(() => launched.Error.Contains("Rank 1 (host", StringComparison.Ordinal) || launched.HasExited);
        Assert.False(launched.EndsWithin(TimeSpan.FromSeconds(0.5)), $"The others did not wait. {launched.Error}");
        Assert.Contains("rows1.csv", Rest(pipe, launched), StringComparison.Ordinal);
        Assert.Contains("rows1.csv", launched.Error, StringComparison.Ordinal);
        Assert.Equal(5, launched.ExitCode);
    }

    [Fact]
    public void RanksWithOtherDataAreRefused()
    {
        Rows.Write(_folder, 200, seed: 1, "rows0.csv");
        Rows.Write(_folder, 200, seed: 2, "rows1.csv");
        using var launched = Launched.Start(2, "sh", "-c", $"exec dotnet '{Launched.Minima}' train '{_folder}'/rows$OMPI_COMM_WORLD_RANK.csv --target y --distributed");
        launched.Wait();
        Assert.NotEqual(0, launched.ExitCode);
        Assert.Contains("differ in the data files", launched.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ARankWithoutItsFileEndsAllAndSaysWhy()
    {
        Rows.Write(_folder, 200, seed: 1, "rows0.csv");
        using var launched = Launched.Start(2, "sh", "-c", $"exec dotnet '{Launched.Minima}' train '{_folder}'/rows$OMPI_COMM_WORLD_RANK.csv --target y --distributed");
        launched.Wait();
        Assert.NotEqual(0, launched.ExitCode);
        Assert.Contains("rows1.csv", launched.Error, StringComparison.Ordinal);
    }

    /// <summary>A file may not grow beyond a kilobyte: the first checkpoint of rank 0 cannot be written. (The double mapping of compiled code would be such a file too.)</summary>
    [Fact]
    public void AFullDiskOfTheFirstRankEndsAll()
    {
        var data = Rows.Write(_folder, 200);
        using var launched = Launched.Start(2, "sh", "-c", $"trap '' XFSZ; if [ $OMPI_COMM_WORLD_RANK = 0 ]; then ulimit -f 1; fi; export DOTNET_EnableWriteXorExecute=0; exec dotnet '{Launched.Minima}' train '{data}' --target y --checkpoints '{_folder}/run' --distributed");
        launched.Wait();
        Assert.NotEqual(0, launched.ExitCode);
        Assert.Contains("minima: ", launched.Error, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "run"), launched.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/libmpi.so", "cannot be loaded")]
    [InlineData("libmpich.so.12", "is MPICH Version")]
    public void AnotherLibraryIsRefusedByName(string library, string message)
    {
        var data = Rows.Write(_folder, 50);
        foreach (var (language, words) in new[] { ("en", message), ("zh", "Open MPI") })
        {
            using var launched = Launched.StartWith(0, [], new Dictionary<string, string> { ["MINIMA_MPI"] = library }, ["dotnet", Launched.Minima, "train", data, "--target", "y", "--distributed", "--language", language]);
            launched.Wait();
            Assert.Equal(69, launched.ExitCode);
            Assert.Contains(words, launched.Error, StringComparison.Ordinal);
            Assert.Equal(language == "zh", launched.Error.Contains("进程", StringComparison.Ordinal) || launched.Error.Contains("句柄", StringComparison.Ordinal));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Refused(int ranks, IReadOnlyList<string> options, int code, string message)
    {
        var data = Rows.Write(_folder, 200);
        using var launched = Launched.Start(ranks, ["dotnet", Launched.Minima, "train", data, "--target", "y", "--distributed", .. options]);
        launched.Wait();
        Assert.Equal(code, launched.ExitCode);
        Assert.Contains(message, launched.Error, StringComparison.Ordinal);
    }

    /// <summary>A named pipe to which nobody can write until it is read.</summary>
    private FileStream FullPipe()
    {
        var path = Path.Combine(_folder, "pipe");
        Process.Start("mkfifo", [path])!.WaitForExit();

        // Opened for both, so that nobody waits for the other side.
        var pipe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        Process.Start("sh", ["-c", $"dd if=/dev/zero of='{path}' bs=4096 oflag=nonblock 2>/dev/null"])!.WaitForExit();
        return pipe;
    }

    /// <summary>What was written to the pipe, when the program has ended.</summary>
    private static string Rest(FileStream pipe, Launched launched)
    {
        const byte end = 4;
        var read = Task.Run(() =>
        {
            var bytes = new List<byte>();
            var piece = new byte[4096];
            while (bytes.Count == 0 || bytes[^1] != end)
            {
                var count = pipe.Read(piece);
                bytes.AddRange(piece.AsSpan(0, count));
            }

            return System.Text.Encoding.UTF8.GetString([.. bytes.Where(one => one != 0)]);
        });
        launched.Wait();
        pipe.WriteByte(end);
        return read.GetAwaiter().GetResult();
    }

    /// <summary>The step of the newest checkpoint; 0 where there is none but that of the beginning.</summary>
    private static int Newest(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFileSystemEntries(folder).Select(path => System.Text.RegularExpressions.Regex.Match(Path.GetFileName(path), "step-?0*([0-9]+)")).Where(match => match.Success).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max()
        : 0;
}
