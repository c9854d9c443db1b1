using System.Globalization;
using System.Text;
using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>The unit of a target: a model of numbers is measured in the one that it learned.</summary>
public sealed class TargetUnitTests
{
    private const int Rows = 120;

    private static readonly string[] Forms = ["", " %", " $", " EUR"];

    static TargetUnitTests() => TensorCatalogue.Join();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Whatever measures a model on known targets refuses another unit than it learned from, also of a model from a file: an error of 5 means nothing there. A currency may be left out, and 0 needs no mark.</summary>
    [SlowTheory]
    [InlineData("linear")]
    [InlineData("heads")]
    [InlineData("several")]
    [InlineData("times")]
    [InlineData("order")]
    [InlineData("trees")]
    [InlineData("compared trees")]
    [InlineData("trees of heads")]
    [InlineData("trees of times")]
    [InlineData("trees of order")]
    [InlineData("network")]
    public void TargetsOfAnotherUnitAreRefused(string kind)
    {
        foreach (var learned in Forms)
        {
            foreach (var model in Models(kind, Made(kind, learned)))
            {
                foreach (var given in Forms)
                {
                    var table = Made(kind, given);
                    var isOne = learned == given || (learned != " %" && given != " %" && (learned.Length == 0 || given.Length == 0));
                    foreach (var measure in Measures(kind))
                    {
                        if (isOne) measure(model, table);
                        else Assert.Contains("Convert the values", Assert.Throws<DataException>(() => measure(model, table)).Message, StringComparison.Ordinal);
                    }
                }

                // 0 has every unit, and is no time.
                if (kind is not ("times" or "trees of times")) continue;
                Assert.Contains("a time above 0", Assert.Throws<DataException>(() => model.Score(Made(kind, "", _ => 0), Cancellation)).Message, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>0 is 0 in every unit.</summary>
    [Fact]
    public void ZeroNeedsNoMark()
    {
        var table = Made("linear", " %");
        foreach (var model in (Predictor[])[Predictor.Of(LinearModel.Fit(table, "mse")), Predictor.Of(BoostedTrees.Fit(table, "mse", Few))]) Assert.Equal(Rows, model.Score(Made("linear", "", _ => 0), Cancellation).Rows);
    }

    /// <summary>A file names the mark of its target, and where there is none it is that of older programs.</summary>
    [Fact]
    public void AFileHasAMarkWhereTheTargetHasOne()
    {
        var (plain, marked) = (Made("linear", ""), Made("linear", " %"));
        Assert.DoesNotContain("\"mark", LinearModel.Fit(plain, "mse").ToJson() + BoostedTrees.Fit(plain, "mse", Few).ToJson(), StringComparison.Ordinal);
        const string mark = "  \"mark\": \"%\",\n";
        foreach (var json in (string[])[LinearModel.Fit(marked, "mse").ToJson(), BoostedTrees.Fit(marked, "mse", Few).ToJson()])
        {
            Assert.Contains(mark, json, StringComparison.Ordinal);
            var older = TableTests.Saved(path => File.WriteAllText(path, json.Replace(mark, "", StringComparison.Ordinal)));
            Assert.Equal(Rows, older.Score(plain, Cancellation).Rows);
        }
    }

    /// <summary>Classes that are numbers with a mark are known again.</summary>
    [Fact]
    public void ClassesWithAMarkAreScored()
    {
        var table = Made("linear", " %", value => value > 5 ? 20 : 10);
        foreach (var model in (Predictor[])[Predictor.Of(LinearModel.Fit(table, "bce_with_logits")), Predictor.Of(BoostedTrees.Fit(table, "bce_with_logits", Few))])
            Assert.Equal(Rows, model.Score(table, Cancellation).Rows);
    }

    /// <summary>A fit by passes over columns in a file keeps the units that one in memory keeps.</summary>
    [Fact]
    public void AFitByPassesKeepsUnits()
    {
        var csv = "x,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 11} %,{(2 * (i % 11)) + (i % 3)} EUR\n")));
        var json = LargeFits.Fit(Table.FromStream(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "rates.csv", "y", new() { Memory = 256L << 20 }), "mse", cancellation: Cancellation).ToJson();
        Assert.All((string[])["%", "EUR"], mark => Assert.Contains($"\"mark\": \"{mark}\"", json, StringComparison.Ordinal));
    }

    /// <summary>A file with another number of marks than targets is damaged.</summary>
    [Theory]
    [InlineData("\"marks\": [ \"%\" ]")]
    [InlineData("\"mark\": \"%\"")]
    public void MarksOfOtherTargetsAreRefused(string marks)
    {
        var json = Models("several", Made("several", " %")).First().Linear!.ToJson();
        var (from, to) = (json.IndexOf("\"marks\"", StringComparison.Ordinal), json.IndexOf(']', json.IndexOf("\"marks\"", StringComparison.Ordinal)));
        var refused = Assert.Throws<DataException>(() => TableTests.Saved(path => File.WriteAllText(path, json[..from] + marks + json[(to + 1)..])));
        Assert.Contains("\"marks\"", refused.Message, StringComparison.Ordinal);
    }

    private static BoostedTreesOptions Few => new() { Trees = new() { Rounds = 5, Seed = 1, Threads = 1 } };

    /// <summary>A model of a kind, as it was made and as its file has it.</summary>
    private static IEnumerable<Predictor> Models(string kind, Table table)
    {
        switch (kind)
        {
            case "network":
                var network = NetworkTraining.Train(table, new() { Loss = "mse", Epochs = 1, Hidden = [2] }, cancellation: Cancellation);
                return [network.Predictor, TableTests.Saved(network.Save)];
            case "linear" or "heads" or "several" or "times" or "order":
                var linear = kind switch
                {
                    "linear" => LinearModel.Fit(table, "mse"),
                    "heads" => LinearModel.Fit(table, "gaussian_nll", new() { Heads = ["all"] }),
                    _ => Compared(ComparedModel.Linear).Refit(table, Cancellation),
                };
                return [Predictor.Of(linear), TableTests.Saved(linear.Save)];
            default:
                var trees = kind switch
                {
                    "compared trees" => Compared(ComparedModel.Trees).RefitTrees(table, Cancellation),
                    "trees of heads" => BoostedTrees.Fit(table, "gaussian_nll", Few with { Heads = ["all"] }),
                    "trees" => BoostedTrees.Fit(table, "mse", Few),
                    _ => BoostedTrees.Fit(table, null, Few),
                };
                return [Predictor.Of(trees), TableTests.Saved(trees.Save)];
        }

        BestModel Compared(ComparedModel model)
        {
            var result = Comparison.Run(table, new() { Losses = [kind switch { "times" => "weibull_nll", "order" => "listnet", _ => "mse" }], Models = [model], Repeats = 1, Folds = 2 }, null, Cancellation);
            return result.ModelOf(result.Default);
        }
    }

    /// <summary>All that measures a model of a kind on a table.</summary>
    private static IEnumerable<Action<Predictor, Table>> Measures(string kind)
    {
        yield return (model, table) => Assert.True(model.Score(table, Cancellation).Rows > 0);
        if (kind is "linear" or "heads" or "trees" or "network") yield return (model, table) => Assert.Equal(Rows, ConformalPredictor.Calibrate(model, table, 0.9, Cancellation).Rows);
        if (kind is "linear" or "heads" or "trees" or "trees of heads" or "network") yield return (model, table) => Assert.NotNull(model.Decompose(table, Cancellation));
        if (kind is "linear") yield return (model, table) => Assert.NotEmpty(model.Linear!.Errors(table, null, Cancellation).Coefficients);
    }

    /// <summary>A number above 0 that grows with x, written in a form, for a model of a kind.</summary>
    private static Table Made(string kind, string form, Func<double, double>? of = null)
    {
        var random = new Random(8);
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => Math.Round(4 * random.NextDouble(), 2))];
        double[] y = [.. x.Select(value => Math.Round(1 + (2 * value) + random.NextDouble(), 2))];
        string[] cells = [.. y.Select(value => string.Create(CultureInfo.InvariantCulture, $"{of?.Invoke(value) ?? value}{form}"))];
        var (hasEvents, hasQueries) = (kind.EndsWith("times", StringComparison.Ordinal), kind.EndsWith("order", StringComparison.Ordinal));
        return Table.FromColumns(
            [new("x", x), new("seen", [.. x.Select((_, i) => i % 3 == 0 ? 0.0 : 1)]), new("query", [.. x.Select((_, i) => $"q{i / 6}")]), new("z", [.. x.Select(value => 3 - value)]), new("y", cells)],
            kind == "several" ? "y,z" : "y",
            new() { Event = hasEvents ? "seen" : null, Query = hasQueries ? "query" : null, Ignore = [.. hasEvents ? [] : (string[])["seen"], .. hasQueries ? [] : (string[])["query"], .. kind == "several" ? [] : (string[])["z"]] });
    }
}
