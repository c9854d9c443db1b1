using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>What a target is taken for, and that every task is compared.</summary>
public sealed class CompareTaskTests
{
    [Theory]
    [InlineData("binary", 0)]
    [InlineData("regression", 1)]
    [InlineData("positive", 2)]
    [InlineData("count", 3)]
    [InlineData("ordinal", 4)]
    [InlineData("multiclass", 5)]
    [InlineData("regression", 6)]
    [InlineData("regression", 7)]
    [InlineData("count", 8)]
    public void TheTargetDecides(string expected, int made)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var random = new RandomState(seed);
            var values = new double[400];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = made switch
                {
                    0 => random.NextInt(2),
                    1 => Normal(random),
                    2 => Math.Exp(Normal(random)),
                    3 => Poisson(random, 2),
                    4 => 1 + Math.Min(4, random.NextInt(5)),
                    5 => random.NextInt(4),
                    6 => 100 + (10 * Normal(random)),
                    7 => 50 + random.NextInt(300),
                    _ => Poisson(random, 0.7),
                };
            }

            var found = TaskFinder.OfNumbers("y", values);
            Assert.Equal(PredictionTasks.Find(expected), found.Task);
            Assert.False(found.Asked);
            Assert.InRange(found.Why.English.Length, 1, 200);
        }
    }

    [Theory]
    [InlineData("count", "poisson_nll (default)", "deviance")]
    [InlineData("positive", "gamma_nll (default)", "deviance")]
    [InlineData("ordinal", "mse (default)", "kappa")]
    [InlineData("regression", "mse (default)", "mae")]
    [InlineData("multiclass", "cross_entropy (default)", "log-loss")]
    public async Task EveryTaskIsComparedWithItsDefault(string task, string control, string metric)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Table(200));
        var run = await CompareRun.Of(path, "--target", "grade", "--task", task, "--ignore", "a", "--ignore", "b", "--loss", task == "multiclass" ? "sparsemax" : "huber", "--repeats", "1");
        Assert.Equal(0, run.Code);
        Assert.True(double.IsFinite(run.Value(control, metric)));
    }

    [Fact]
    public async Task GradesAreComparedAsNumbersAndAsClasses()
    {
        using var folder = new TemporaryFolder();
        var run = await CompareRun.Of(folder.Write("t.csv", Table(300)), "--target", "grade", "--ignore", "a", "--ignore", "b", "--loss", "mae", "--loss", "sparsemax", "--json", "--repeats", "1");
        Assert.Equal(0, run.Code);
        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal("ordinal", document.RootElement.GetProperty("data").GetProperty("task").GetString());
        var rows = document.RootElement.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal([false, false, false, false, true], rows.Select(row => row.GetProperty("as_classes").GetBoolean()).Order().ToArray());
        foreach (var row in rows.Where(row => row.GetProperty("kind").GetString() != "constant"))
            Assert.InRange(row.GetProperty("metrics").GetProperty("kappa").GetProperty("mean").GetDouble(), 0.5, 1);
    }

    [Fact]
    public async Task SeveralLabelsAreComparedTogether()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Table(300));
        var run = await CompareRun.Of(path, "--target", "a,b", "--ignore", "grade", "--loss", "hinge", "--loss", "logistic", "--repeats", "1");
        Assert.Equal(0, run.Code);
        Assert.Contains("Task: 2 labels, because --target names 2 columns", run.Text, StringComparison.Ordinal);

        // The same loss for labels of -1 and +1.
        Assert.InRange(run.Value("bce_with_logits = logistic (default)", "hamming"), 0.05, 0.3);
        Assert.Equal("-", run.Row("hinge")["log-loss"]);
        Assert.True(run.Value("constant (base rates)", "subset-accuracy") < run.Value("bce_with_logits = logistic (default)", "subset-accuracy"));
        var one = await CompareRun.Of(path, "--target", "a,grade");
        Assert.Contains("each of several labels is expected as 0 or 1", one.Error, StringComparison.Ordinal);
        var asked = await CompareRun.Of(path, "--target", "a,b", "--task", "binary");
        Assert.Equal(ExitCode.Usage, asked.Code);
    }

    [Theory]
    [InlineData("count", "-1", "whole numbers of at least 0")]
    [InlineData("count", "0.5", "whole numbers of at least 0")]
    [InlineData("positive", "0", "numbers above 0")]
    [InlineData("ordinal", "1.5", "whole numbers are expected")]
    public async Task ATaskThatTheTargetDoesNotSuitIsRefused(string task, string value, string message)
    {
        using var folder = new TemporaryFolder();
        var rows = string.Concat(Enumerable.Range(1, 30).Select(i => $"{i % 7},{i % 5}.0\n"));
        var run = await CompareRun.Of(folder.Write("t.csv", Encoding.UTF8.GetBytes($"x,y\n3,{value}\n{rows.Replace("0.0", "2.0", StringComparison.Ordinal)}")), "--target", "y", "--task", task);
        Assert.Equal(ExitCode.Data, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static byte[] Table(int rows)
    {
        var random = new RandomState(2);
        var text = new StringBuilder("x,z,grade,a,b\n");
        for (var i = 0; i < rows; i++)
        {
            var (x, z) = (random.NextDouble(), random.NextDouble());
            var grade = 1 + Math.Clamp((int)((3 * x) + (2 * z) + (0.5 * Normal(random))), 0, 4);
            text.Append(CultureInfo.InvariantCulture, $"{x:0.000},{z:0.000},{grade},{(x + (0.3 * Normal(random)) > 0.5 ? 1 : 0)},{(z + (0.3 * Normal(random)) > 0.5 ? 1 : 0)}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static double Normal(RandomState random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Poisson(RandomState random, double mean)
    {
        var (count, product) = (0, random.NextDouble());
        for (; product > Math.Exp(-mean); count++) product *= random.NextDouble();
        return count;
    }
}
