using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Train;
using Xunit;

namespace Minima.Cli.Tests.Boost;

/// <summary>Models of trees across kills and machines: processes of the command.</summary>
public sealed partial class BoostSafetyTests
{
    private static readonly int Kills = Sweep.Of(thin: 2, wide: 4, full: 12);

    /// <summary>The name of the file that is being written.</summary>
    private const string Unfinished = "trees.json.tmp";

    /// <summary>However the kill falls, the model's file is the old one, the whole new one, or not there, and the next command reads it.</summary>
    [SlowFact]
    public async Task AKilledCommandLeavesAWholeModelOrTheOldOne()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "trees.json");
        string[] arguments = ["boost", "--data", "diabetes", "--rounds", "400", "--min-rows", "1", "--threads", "1", "--save", path];
        using (var whole = Start(folder.Path, [], arguments)) await Ended(whole);
        var fresh = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var old = (await CliRun.Good("boost", "--data", "diabetes", "--rounds", "1", "--json")).Output;
        var random = new RandomState(19);
        var (found, unfinished) = (new List<string>(), 0);
        for (var i = 0; i < Kills; i++)
        {
            File.Delete(path);
            if (i % 2 == 0) await File.WriteAllTextAsync(path, old, TestContext.Current.CancellationToken);
            using var process = Start(folder.Path, [], arguments);
            using var ending = CliProcess.EndOf(process);
            var temporary = Path.Combine(folder.Path, Unfinished);
            File.Delete(temporary);
            using var watcher = new FileSystemWatcher(folder.Path, Unfinished) { EnableRaisingEvents = true };
            while (!process.HasExited && !(new FileInfo(temporary) is { Exists: true, Length: > 0 } file && file.Length != 4096))
            {
                // The file that tries the disk before the fit has one block; the model has more.
                if (!File.Exists(temporary)) watcher.WaitForChanged(WatcherChangeTypes.Created, 20);
            }

            for (var turns = random.NextInt(40_000) * (i / 2); turns > 0; turns--) Thread.SpinWait(1);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(CliProcess.Patience, TestContext.Current.CancellationToken);
            if (File.Exists(temporary)) unfinished++;
            var left = File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : null;
            found.Add(left is null ? "none" : left == old ? "old" : left.AsSpan().SequenceEqual(Encoding.UTF8.GetString(fresh)) ? "new" : "damaged");
            if (left is not null) await CliRun.Good("explain", path);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join(", ", found)}; {unfinished} with an unfinished file");
        Assert.DoesNotContain("damaged", found, StringComparer.Ordinal);

        // What a kill left over is in nobody's way.
        using (var again = Start(folder.Path, [], arguments)) await Ended(again);
        Assert.Equal(fresh, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal([path], Directory.GetFiles(folder.Path), StringComparer.Ordinal);
    }

    /// <summary>The bytes of a model depend neither on the width of the machine's vectors (512, 256 and 128 bits) nor on threads. Without fused multiply-add the trees are the same, and values differ in their last digits at most.</summary>
    [SlowTheory]
    [SampledCases(Wide = 0.34)]
    [Case("log(1 + ((p - t)/20)^2)", "diabetes", "4")]
    [Case("poisson", "diabetes", "4")]
    [Case("cross_entropy", "digits", "1")]
    public async Task AModelHasTheSameBytesAtEachWidth(string loss, string data, string rounds)
    {
        string[] arguments = ["boost", "--data", data, "--loss", loss, "--rounds", rounds, "--depth", "4", "--row-share", "0.7", "--seed", "3", "--json", "--threads"];
        async Task<string> Model(string threads, params string[] settings)
        {
            using var process = Start(Path.GetTempPath(), settings, [.. arguments, threads]);
            return await Ended(process);
        }

        var model = await Model("1");
        Assert.Equal(model, await Model("2", "DOTNET_EnableAVX512=0"));
        Assert.Equal(model, await Model("1", "DOTNET_PreferredVectorBitWidth=128"));
        foreach (var unfused in new[] { await Model("1", "DOTNET_EnableAVX2=0"), await Model("2", "DOTNET_EnableHWIntrinsic=0") })
        {
            Assert.Equal(Number().Replace(model, "#"), Number().Replace(unfused, "#"));
            foreach (var (one, other) in Number().Matches(model).Zip(Number().Matches(unfused)))
            {
                var value = double.Parse(one.Value, CultureInfo.InvariantCulture);
                Assert.Equal(value, double.Parse(other.Value, CultureInfo.InvariantCulture), 1e-12 * Math.Max(1, Math.Abs(value)));
            }
        }
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][-+]?\d+)?")]
    private static partial Regex Number();

    private static Process Start(string folder, string[] settings, string[] arguments)
    {
        var start = CliProcess.Command(arguments);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var setting in settings.Select(setting => setting.Split('='))) start.Environment[setting[0]] = setting[1];
        return Process.Start(start)!;
    }

    private static async Task<string> Ended(Process process)
    {
        using var ending = CliProcess.EndOf(process);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(CliProcess.Patience);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(CliProcess.Patience, TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == ExitCode.Ok, await error);
        return output;
    }
}
