using System.Globalization;
using System.Text;
using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Terminal;

/// <summary>A budget of memory is kept, as the kernel counts it, by commands that take more without one.</summary>
public sealed class MemoryTests : IDisposable
{
    private const int Rows = 900_000;

    private const long Budget = 256L << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-memory-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What a command takes without a budget lies far above it, so that nothing passes for want of rows.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("fit", "--loss", "pseudo_huber:delta=2")]
    [Case("boost", "--loss", "mse", "--rounds", "2", "--threads", "2")]
    [Case("compare", "--loss", "mse", "--loss", "pseudo_huber:delta=2", "--folds", "2")]
    public void ABudgetIsKept(params string[] words)
    {
        if (!OperatingSystem.IsLinux()) return;
        var table = Written();
        var free = MemoryPeak.Of([words[0], table, "--target", "y", .. words[1..]]);
        Assert.True(free.Bytes > Budget + (Budget / 10), $"{words[0]} took {free.Bytes >> 20} MB without a budget");
        var kept = MemoryPeak.Of([words[0], table, "--target", "y", .. words[1..], "--memory", "256MB", "--scratch", _folder]);
        Assert.True(kept.Bytes <= Budget, $"{words[0]} took {kept.Bytes >> 20} MB of {Budget >> 20} MB\n{kept.Error}");
        Assert.Contains("MB of memory at the peak, of 256 MB", kept.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [SlowFact]
    public void ATrainingKeepsItsBudget()
    {
        if (!OperatingSystem.IsLinux()) return;
        var kept = MemoryPeak.Of("train", Written(), "--target", "y", "--loss", "huber:delta=2", "--epochs", "1", "--batch", "4096", "--hidden", "8", "--memory", "256MB", "--scratch", _folder);
        Assert.True(kept.Bytes <= Budget, $"train took {kept.Bytes >> 20} MB of {Budget >> 20} MB\n{kept.Error}");
        Assert.Contains("MB of memory at the peak, of 256 MB", kept.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100MB", "it must be at least 256MB")]
    [InlineData("much", "it must be at least 256MB")]
    [InlineData("1KB", "it must be at least 256MB")]
    public async Task ASizeThatIsNoneIsRefused(string size, string expected)
    {
        foreach (var command in (string[])["fit", "boost", "train", "compare"])
        {
            var table = Path.Combine(_folder, "few.csv");
            File.WriteAllText(table, "x,y\n1,2\n2,3\n3,5\n4,4\n");
            using StringWriter output = new(), error = new();
            var code = await CommandLine.RunAsync([command, table, "--target", "y", "--loss", "mse", "--memory", size], output, error, TestContext.Current.CancellationToken);
            Assert.Equal(ExitCode.Usage, code);
            Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>The collector's limit is the process's: one that a command set would starve whatever else runs beside it.</summary>
    [Fact]
    public async Task AProcessThatCallsTheCommandKeepsItsOwnLimit()
    {
        var table = Path.Combine(_folder, "few.csv");
        File.WriteAllText(table, "x,y\n1,2\n2,3\n3,5\n4,4\n");
        foreach (var command in (string[])["fit", "boost", "train", "compare"])
        {
            using StringWriter output = new(), error = new();
            await CommandLine.RunAsync([command, table, "--target", "y", "--loss", "mse", "--memory", "256MB"], output, error, TestContext.Current.CancellationToken);
            Assert.True(AppContext.GetData("GCHeapHardLimit") is null, command);
        }
    }

    private string Written()
    {
        var path = Path.Combine(_folder, "table.csv");
        var random = new Random(11);
        using var file = File.CreateText(path);
        file.WriteLine("a,b,c,d,e,f,g,town,gaps,y");
        var text = new StringBuilder();
        for (var row = 0; row < Rows; row++)
        {
            text.Clear();
            var sum = 0.0;
            for (var k = 0; k < 7; k++)
            {
                var cell = random.NextDouble();
                sum += k * cell;
                text.Append(CultureInfo.InvariantCulture, $"{cell:0.0000},");
            }

            text.Append(CultureInfo.InvariantCulture, $"{"nsew"[random.Next(4)]},{(random.Next(10) == 0 ? "" : "1.5")},{sum + random.NextDouble():0.000}");
            file.WriteLine(text);
        }

        return path;
    }
}
