namespace Minima.Trees.Tests;

/// <summary>Columns of many categories: more of them than a byte has codes, and those that say nothing.</summary>
public sealed class CategoryTests
{
    private static readonly Loss Squared = Loss.Create("mse");

    /// <summary>The target is a number of its category and a line, with noise of size 1. A model that knew the numbers would err by 1.</summary>
    [SlowTheory]
    [InlineData(200, 1.05)]
    [InlineData(300, 1.05)]
    [InlineData(1000, 1.1)]
    [InlineData(3000, 1.25)]
    public void EveryCategoryIsLearned(int categories, double most)
    {
        var data = Made(categories, spread: 3);
        Assert.InRange(Best(data), 0.9, most);
    }

    /// <summary>Without the column the same rows err as much: what chance gives is not taken for a gain.</summary>
    [SlowTheory]
    [InlineData(20)]
    [InlineData(200)]
    [InlineData(300)]
    [InlineData(3000)]
    [InlineData(20000)]
    public void CategoriesWithoutMeaningHarmNothing(int categories)
    {
        var data = Made(categories, spread: 0);
        Assert.InRange(Best(data) / Best(data with { Columns = [data.Columns[1]] }), 0.99, 1.01);
    }

    /// <summary>A tree of one split over 300 categories gains as much as the best of all first parts in the order of their means.</summary>
    [Fact]
    public void TheSplitOfGroupsIsThatOfCategories()
    {
        var data = Made(300, spread: 3);
        data = data with { Columns = [data.Columns[0]] };
        var model = TreeBooster.Fit(data, Loss.Create("half_mse"), new BoostOptions { Rounds = 1, Depth = 1, Rate = 1, MinRows = 1, RowShare = 1 });
        var mean = data.Target.Average();
        var (sum, count, best) = (0.0, 0, 0.0);
        foreach (var category in Enumerable.Range(0, data.Rows).GroupBy(row => data.Columns[0].Values[row], row => data.Target[row] - mean).OrderBy(rows => rows.Average()))
        {
            (sum, count) = (sum + category.Sum(), count + category.Count());
            best = Math.Max(best, sum * sum / count + (count == data.Rows ? 0 : sum * sum / (data.Rows - count)));
        }

        Assert.InRange(model.Trees[0][0].Gains[0], 0.999 * best, (1 + 1e-6) * best);
    }

    /// <summary>Where ten categories differ much, their order is right and a set pays nothing for luck: the greater gain wins, whichever column it is of.</summary>
    [Fact]
    public void CategoriesThatDifferPayNothingForLuck()
    {
        var wins = new int[2];
        for (var seed = 1; seed <= 100; seed++)
        {
            var random = new Random(seed);
            double[] codes = [.. Enumerable.Range(0, 1000).Select(_ => (double)random.Next(10))];
            double[] line = [.. codes.Select(_ => random.NextDouble())];
            double[] target = [.. codes.Select((code, row) => (code * 3 % 10 / 10) + line[row] + (2 * random.NextDouble()))];
            TreeColumn[] columns = [new("kind", codes) { IsCategory = true }, new("x", line)];
            RegressionTree First(params TreeColumn[] of) => TreeBooster.Fit(new TreeData(of, target), Loss.Create("half_mse"), new BoostOptions { Rounds = 1, Depth = 1, Rate = 1, RowShare = 1 }).Trees[0][0];
            var greater = First(columns[0]).Gains[0] > First(columns[1]).Gains[0] ? 0 : 1;
            wins[greater]++;
            Assert.Equal(greater, First(columns).Nodes[0].Column);
        }

        Assert.All(wins, count => Assert.InRange(count, 20, 80));
    }

    /// <summary>The model sends every row where the training sent it, at any number of threads: rows that a tree did not draw, categories it has not seen, gaps.</summary>
    [Theory]
    [SampledCases]
    [Case("mse", 0)]
    [Case("cross_entropy", 3)]
    public void TheModelIsWhatWasTrained(string loss, int classes)
    {
        var data = Made(700, spread: 1);
        for (var row = 0; row < data.Rows; row += 50) data.Columns[0].Values[row] = double.NaN;
        if (classes > 0) data = data with { Classes = classes, Target = Array.ConvertAll(data.Target, value => value < -1 ? 0.0 : value < 1 ? 1 : 2) };
        data = data with { HeldOut = [.. Enumerable.Range(0, data.Rows).Select(row => data.Columns[0].Values[row] % 10 == 0)] };
        var options = new BoostOptions { Rounds = 8, RowShare = 0.6, ColumnShare = 0.9, Seed = 5, MinRows = 5 };
        var models = Array.ConvertAll((int[])[1, 2, 3], threads => TreeBooster.Fit(data, Loss.Create(loss), options with { Threads = threads }));
        Assert.All(models, model => Assert.Equal(models[0].ToJson(), model.ToJson()));
        var loaded = TreeModel.Parse(models[0].ToJson());
        var predicted = loaded.PredictRaw(data.Columns);
        var rows = Enumerable.Range(0, data.Rows).Where(row => data.HeldOut![row]).ToArray();
        var errors = rows.Select(row => classes == 0 ? Math.Pow(predicted[row] - data.Target[row], 2) : LogSum(predicted.AsSpan(row * classes, classes)) - predicted[(row * classes) + (int)data.Target[row]]);
        Assert.Equal(models[0].HeldOutLoss[^1], errors.Average(), 1e-9);
    }

    private static double LogSum(ReadOnlySpan<double> scores)
    {
        var sum = 0.0;
        foreach (var score in scores) sum += Math.Exp(score);
        return Math.Log(sum);
    }

    private static double Best(TreeData data) => TreeBooster.Fit(data, Squared, new BoostOptions { Rounds = 200, EarlyStop = 10, HeldOut = 0.2, Seed = 1 }).HeldOutLoss.Min();

    private static TreeData Made(int categories, double spread)
    {
        var (rows, random) = (40000, new Random(7));
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[] effects = [.. Enumerable.Range(0, categories).Select(_ => spread * Normal())];
        double[] codes = [.. Enumerable.Range(0, rows).Select(_ => (double)random.Next(categories))];
        double[] line = [.. codes.Select(_ => Normal())];
        return new TreeData([new TreeColumn("k", codes) { IsCategory = true }, new TreeColumn("x", line)], [.. codes.Select((code, row) => effects[(int)code] + line[row] + Normal())]);
    }
}
