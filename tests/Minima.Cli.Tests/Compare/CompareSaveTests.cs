using System.Globalization;
using System.Text;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>The winner is kept as a model, with what was done to columns.</summary>
public sealed class CompareSaveTests
{
    [Theory]
    [InlineData("y")]
    [InlineData("late")]
    [InlineData("kind")]
    public async Task ASavedModelPredictsTheTableItIsFrom(string target)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Table());
        var model = Path.Combine(folder.Path, "model.json");
        string[] others = ["y", "late", "kind"];
        var ignored = others.Where(name => name != target).SelectMany(name => new[] { "--ignore", name });
        var loss = target == "y" ? "huber" : target == "late" ? "logistic" : "sparsemax";
        var run = await CompareRun.Of([path, "--target", target, "--loss", loss, "--repeats", "1", "--save", model, .. ignored]);
        Assert.Equal(0, run.Code);
        Assert.Contains("fitted on 240 rows, in ", run.Text, StringComparison.Ordinal);
        Assert.Contains("\"fill\"", await File.ReadAllTextAsync(model, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(["predict", model, path], output, error));
        var lines = output.ToString().ReplaceLineEndings("\n").Trim().Split('\n')[1..];
        var table = Encoding.UTF8.GetString(Table()).Trim().Split('\n')[1..].Select(line => line.Split(',')).ToArray();
        Assert.Equal(table.Length, lines.Length);
        if (target == "y")
        {
            var error2 = lines.Zip(table, (line, cells) => Math.Abs(double.Parse(line, CultureInfo.InvariantCulture) - double.Parse(cells[4], CultureInfo.InvariantCulture))).Average();
            Assert.InRange(error2, 0, 0.3);
            return;
        }

        var right = lines.Zip(table, (line, cells) => line.Split(',')[^1] == cells[target == "late" ? 5 : 6]).Count(hit => hit);
        Assert.InRange(right, 200, 240);

        // Texts that no row had, and none at all, are welcome.
        var fresh = folder.Write("new.csv", Encoding.UTF8.GetBytes("x,colour,day,z\n0.5,unheard,2024-03-01,\n0.1,,2024-04-01,3\n"));
        using var again = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(["predict", model, fresh], again, error));
        Assert.DoesNotContain("NaN", again.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatAModelCannotHoldIsRefusedBeforeAnythingIsTrained()
    {
        var run = await CompareRun.Of("--data", "breast-cancer", "--loss", "(p - t)^2", "--save", "m.json");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("--save cannot keep '(p - t)^2'", run.Error, StringComparison.Ordinal);
    }

    /// <summary>No model that does not beat the best constant is kept; the table is printed all the same.</summary>
    [Fact]
    public async Task NothingIsSavedWhereNothingBeatsTheConstant()
    {
        using var folder = new TemporaryFolder();
        var random = new RandomState(31);
        var text = new StringBuilder("a,b,y\n");
        for (var i = 0; i < 120; i++) text.Append(CultureInfo.InvariantCulture, $"{random.NextDouble()},{random.NextDouble()},{random.NextDouble()}\n");
        var model = Path.Combine(folder.Path, "model.json");
        var run = await CompareRun.Of(folder.Write("t.csv", Encoding.UTF8.GetBytes(text.ToString())), "--target", "y", "--loss", "huber", "--repeats", "1", "--save", model);
        Assert.Equal(ExitCode.Data, run.Code);
        Assert.False(File.Exists(model));
        Assert.Contains("There is no winner", run.Text, StringComparison.Ordinal);
        Assert.Contains("no model was shown to beat constant (mean) beyond luck", run.Text, StringComparison.Ordinal);
    }

    private static byte[] Table()
    {
        var random = new RandomState(8);
        var text = new StringBuilder("x,colour,day,z,y,late,kind\n");
        string[] colours = ["red", "green", "blue"];
        for (var i = 0; i < 240; i++)
        {
            var (x, z, colour) = (random.NextDouble(), random.NextDouble(), random.NextInt(3));
            var y = (2 * x) + colour + z + (0.1 * random.NextDouble());
            var missing = i % 10 == 3;
            text.Append(CultureInfo.InvariantCulture, $"{x:0.0000},{(i % 17 == 5 ? "" : colours[colour])},{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{(missing ? "" : z.ToString("0.0000", CultureInfo.InvariantCulture))},{y:0.0000},{(y > 2.5 ? "yes" : "no")},{(y < 2 ? "small" : y < 3 ? "middle" : "large")}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
