using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Minima.Distributed.Tests;

/// <summary>One training for every number of ranks, bit for bit.</summary>
public sealed class SameBitsTests(Slurm slurm) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-ranks-").FullName;

    [Fact]
    public void TenNetsAreTheSameOnEveryNumberOfRanks()
    {
        var alone = Launched.Run(0, "dotnet", Launched.Worker, "alone", "3");
        Assert.Equal(10, alone.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count());
        foreach (var ranks in new[] { 1, 2, 3, 4, 8 }) Assert.Equal(alone, Launched.Run(ranks, "dotnet", Launched.Worker, "nets", "3"));
    }

    [Fact]
    public void TenNetsGoOnWithAnotherNumberOfRanks()
    {
        var alone = Launched.Run(0, "dotnet", Launched.Worker, "alone", "3");
        Launched.Run(4, "dotnet", Launched.Worker, "nets", "1", _folder);
        Launched.Run(2, "dotnet", Launched.Worker, "nets", "2", _folder);
        Assert.Equal(alone, Launched.Run(1, "dotnet", Launched.Worker, "nets", "3", _folder));
    }

    [Fact]
    public void TheFilesOfTheCommandAreEqual()
    {
        var data = Rows.Write(_folder, 400);
        var expected = Trained(0, "alone", "--slices", "8");
        foreach (var ranks in new[] { 1, 2, 4, 8 }) Assert.Equal(expected, Trained(ranks, $"ranks{ranks}", "--distributed"));
        foreach (var ranks in new[] { 2, 3 }) Assert.Equal(expected, TrainedBy(command => slurm.Start(ranks, [], command), $"srun{ranks}", "--distributed"));
        Assert.NotEqual(expected, Trained(0, "whole"));

        string Trained(int ranks, string name, params string[] more) => TrainedBy(command => Launched.Start(ranks, command), name, more);

        string TrainedBy(Func<string[], Launched> launch, string name, params string[] more)
        {
            var model = Path.Combine(_folder, name);
            using var launched = launch(["dotnet", Launched.Minima, "train", data, "--target", "y", "--hidden", "16", "--dropout", "0.1", "--epochs", "4", "--batch", "64", "--save", model, .. more]);
            launched.End();
            return Checksum(model);
        }
    }

    /// <summary>What a training does beside its steps: early stopping on the validation loss, a clipped gradient, several targets that share a step, the doctor's remarks.</summary>
    [Theory]
    [InlineData("--target", "y", "--stop-early", "2", "--lr", "0.05", "--clip", "0.5")]
    [InlineData("--target", "y,c", "--balance", "pcgrad", "--stop-early", "3")]
    [InlineData("--target", "y", "--optimizer", "sgd", "--lr", "1e-9", "--accumulate", "2")]
    public void ACommandReportsWhatOneProcessReports(params string[] options)
    {
        var data = Rows.Write(_folder, 400);
        var (expected, report) = Trained(0, "alone", "--slices", "8");
        foreach (var ranks in new[] { 2, 4 }) Assert.Equal((expected, report), Trained(ranks, $"ranks{ranks}", "--distributed"));

        (string Checksum, string Report) Trained(int ranks, string name, params string[] more)
        {
            var model = Path.Combine(_folder, name);
            var output = Launched.Run(ranks, ["dotnet", Launched.Minima, "train", data, "--hidden", "16", "--epochs", "12", "--batch", "64", "--save", model, .. options, .. more]);
            return (Checksum(model), string.Join('\n', output.Split('\n').Where(line => !line.Contains(name, StringComparison.Ordinal) && !line.Contains(" took ", StringComparison.Ordinal))));
        }
    }

    [Fact]
    public void OnlyTheFirstRankReports()
    {
        var data = Rows.Write(_folder, 200);
        var output = Launched.Run(4, "dotnet", Launched.Minima, "train", data, "--target", "y", "--epochs", "2", "--distributed", "--json");
        Assert.Single(output.Split("\"best_epoch\"")[1..]);
    }

    /// <summary>MPI's handlers of signals do not stand before those of .NET.</summary>
    [Fact]
    public void ExceptionsOfNetStayExceptions() => Assert.Contains("a null reference is an exception", Launched.Run(2, "dotnet", Launched.Worker, "faults"), StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal static string Checksum(string model) => string.Join(' ', new[] { ".json", ".safetensors" }.Select(ending => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(model + ending)))));
}

/// <summary>A seeded table to train on.</summary>
internal static class Rows
{
    public static string Write(string folder, int rows, int seed = 1, string name = "rows.csv")
    {
        var random = new Random(seed);
        var text = new StringBuilder("a,b,c,y\n");
        for (var i = 0; i < rows; i++)
        {
            var (a, b, c) = (random.NextDouble(), random.NextDouble(), random.NextDouble());
            text.Append(FormattableString.Invariant($"{a:f4},{b:f4},{c:f4},{(3 * a) - b + (a * c) + (0.1 * random.NextDouble()):f4}\n"));
        }

        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
