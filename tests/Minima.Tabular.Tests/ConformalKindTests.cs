using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Conformal intervals and sets of every kind of target: the share of fresh rows inside, and the form of a set.</summary>
public sealed class ConformalKindTests
{
    private const double Level = 0.9;

    private static readonly ComparisonOptions Quick = new() { Repeats = 1, Folds = 2, Seed = 3 };

    private static readonly BoostedTreesOptions Trees = new() { Trees = new() { Rounds = 30, Rate = 0.2, Depth = 2, Seed = 1, Threads = 1 } };

    static ConformalKindTests() => TensorCatalogue.Join();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [SlowTheory]
    [SampledCases]
    [Case("cumulative_link", false)]
    [Case("corn_ordinal", false)]
    [Case("mse", false)]
    [Case("cumulative_link", true)]
    [Case("mse", true)]
    public void ASetOfGradesHasNoGap(string loss, bool areTrees)
    {
        string[] order = ["E", "D", "C", "B", "A"];
        var train = Letters(MadeTables.GradeColumns(300, 1));
        var predictor = areTrees ? Predictor.Of(BoostedTrees.Fit(train, loss, Trees, null, Cancellation)) : Compared(train, loss);
        var conformal = ConformalPredictor.Calibrate(predictor, Letters(MadeTables.GradeColumns(499, 2)), Level, Cancellation);
        var fresh = MadeTables.GradeColumns(1500, 3);
        var predicted = conformal.Predict(Letters(fresh), Cancellation);
        var truth = fresh.Grade.Select(grade => order[(int)grade - 1]).ToArray();
        IsInside(predicted.Sets.Zip(truth, (set, grade) => set.Contains(grade)), orMore: true);
        Assert.All(predicted.Sets, set => Assert.Equal(set, set.Length == 0 ? [] : order.Skip(Array.IndexOf(order, set[0])).Take(set.Length)));
        Assert.InRange(predicted.Sets.Average(set => set.Length), 0.9, 3);
        if (loss != "mse") Assert.Empty(predicted.Lower);
        else IsInside(predicted.Lower.Zip(predicted.Upper, fresh.Grade).Select(row => row.First <= row.Third && row.Third <= row.Second), orMore: true);

        Table Letters((double[] A, double[] B, double[] Grade) made) =>
            Table.FromColumns([new("a", made.A), new("b", made.B), new("grade", [.. made.Grade.Select(grade => order[(int)grade - 1])])], "grade", new() { Order = order });
    }

    /// <summary>Without probabilities a class is inside if its score is not far below the largest: the predicted class always is.</summary>
    [Theory]
    [InlineData("hinge", 2)]
    [InlineData("crammer_singer", 3)]
    public void ScoresOfClassesGiveSetsToo(string loss, int classes)
    {
        var model = Predictor.Of(LinearModel.Fit(ConformalTests.Classes(300, 1, classes), loss, new FitOptions { L2 = 0.01 }, cancellation: Cancellation));
        var predicted = ConformalPredictor.Calibrate(model, ConformalTests.Classes(499, 2, classes), Level, Cancellation).Predict(ConformalTests.Classes(2000, 3, classes), Cancellation);
        Assert.Equal("score", predicted.Prediction.Quantity);
        IsInside(predicted.Sets.Zip(ConformalTests.ClassCells(2000, 3, classes).Y, (set, name) => set.Contains(name)));
        Assert.All(predicted.Sets.Zip(predicted.Prediction.Classes[0]), row => Assert.Contains(row.Second, row.First));
        Assert.Contains(predicted.Sets, set => set.Length == 1);
    }

    /// <summary>In the wanted share of rows every certain label is set, and every label that is set is possible.</summary>
    [SlowTheory]
    [InlineData("bce_with_logits")]
    [InlineData("multilabel_margin")]
    public void LabelsAreCertainOrPossible(string loss)
    {
        var predictor = Compared(Labels(300, 1).Table, loss);
        var conformal = ConformalPredictor.Calibrate(predictor, Labels(499, 2).Table, Level, Cancellation);
        var (table, truth) = Labels(2000, 3);
        var predicted = conformal.Predict(table, Cancellation);
        IsInside(truth.Select((labels, row) => predicted.Certain[row].All(labels.Contains) && labels.All(predicted.Possible[row].Contains)));
        Assert.All(predicted.Certain.Zip(predicted.Possible), row => Assert.Subset(row.Second.ToHashSet(), row.First.ToHashSet()));
        Assert.Contains(predicted.Certain, labels => labels.Length > 0);
        Assert.Contains(predicted.Possible, labels => labels.Length < 3);
        Assert.Empty(predicted.Sets);
    }

    [Fact]
    public void EachOfSeveralNumbersHasItsInterval()
    {
        var predictor = Compared(Numbers(300, 1).Table, "mse");
        var conformal = ConformalPredictor.Calibrate(predictor, Numbers(499, 2).Table, Level, Cancellation);
        Assert.Equal(2, conformal.Thresholds.Count);
        var (table, u, v) = Numbers(2000, 3);
        var predicted = conformal.Predict(table, Cancellation);
        IsInside(u.Select((value, row) => predicted.Lower[2 * row] <= value && value <= predicted.Upper[2 * row]));
        IsInside(v.Select((value, row) => predicted.Lower[(2 * row) + 1] <= value && value <= predicted.Upper[(2 * row) + 1]));
        Assert.InRange(conformal.Thresholds[1] / conformal.Thresholds[0], 8, 12);
    }

    /// <summary>Distributions that trees predict are widened until they hold their share, though here they are too narrow.</summary>
    [SlowFact]
    public void DistributionsOfTreesHoldTheirShare()
    {
        var trees = BoostedTrees.Fit(Spread(400, 1).Table, "gaussian_nll", Trees with { Heads = ["all"], Trees = Trees.Trees with { Rounds = 150, Depth = 5 } }, cancellation: Cancellation);
        var (table, y) = Spread(2000, 3);
        var narrow = Predictor.Of(trees).Distributions(table, Cancellation).Zip(y, (distribution, value) => distribution.Interval(Level) is var (low, high) && low <= value && value <= high).Count(isInside => isInside) / 2000.0;
        Assert.True(narrow < Level - 0.1);
        var predicted = ConformalPredictor.Calibrate(Predictor.Of(trees), Spread(499, 2).Table, Level, Cancellation).Predict(table, Cancellation);
        IsInside(y.Select((value, row) => predicted.Lower[row] <= value && value <= predicted.Upper[row]));
    }

    /// <summary>By the true curves, the event falls inside with the chance of the level, though many rows are censored: of right models, and of one whose spread is wrong.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("weibull_nll", false)]
    [Case("cox_efron", false)]
    [Case("pc_hazard", false)]
    [Case("aft_nll:distribution=normal,scale=0.2", false)]
    [Case("cox_efron", true)]
    public void TimesFallInside(string loss, bool areTrees)
    {
        var predictor = areTrees ? Predictor.Of(BoostedTrees.Fit(MadeTables.Lifetimes(600, 1), loss, Trees, null, Cancellation)) : Compared(MadeTables.Lifetimes(600, 1), loss);
        const double level = 0.6;
        var conformal = ConformalPredictor.Calibrate(predictor, MadeTables.Lifetimes(1999, 2), level, Cancellation);
        Assert.Equal((1999, 2), (conformal.Rows, conformal.Thresholds.Count));
        double[] age = [.. Enumerable.Range(0, 500).Select(row => ((row + 0.5) / 250) - 1)], drug = [.. Enumerable.Range(0, 500).Select(row => row % 2)];
        var predicted = conformal.Predict(Table.FromColumns([new("age", age), new("drug", drug)]), Cancellation);
        double Survived(int row, double time) => double.IsFinite(time) ? MadeTables.Survival(age[row], drug[row], time) : 0;
        var inside = age.Select((_, row) => Survived(row, predicted.Lower[row]) - Survived(row, predicted.Upper[row])).Average();
        // Curves that end with the rows of the training leave some ends open, and so hold more.
        Assert.InRange(inside, level - 0.05, level + (loss is "weibull_nll" || loss.StartsWith("aft", StringComparison.Ordinal) ? 0.05 : 0.1));
        Assert.All(predicted.Lower.Zip(predicted.Upper), row => Assert.True(row.First >= 0 && row.First < row.Second));

        // The hazard grows with age and falls with the drug.
        Assert.True(predicted.Lower[1] > predicted.Lower[498]);
    }

    /// <summary>Nobody knows when the event is where half of the rows are last seen before it; too few rows are refused.</summary>
    [Fact]
    public void TimesThatNobodySawAreOpen()
    {
        var predictor = Compared(MadeTables.Lifetimes(300, 1), "weibull_nll");
        var columns = MadeTables.LifetimeColumns(399, 2, spoil: (days, died) =>
        {
            for (var i = 0; i < days.Length; i++) (days[i], died[i]) = days[i] > 5 ? (5, 0) : (days[i], died[i]);
        });
        var predicted = ConformalPredictor.Calibrate(predictor, Table.FromColumns(columns), Level, Cancellation).Predict(MadeTables.Lifetimes(20, 3), Cancellation);
        Assert.All(predicted.Upper, upper => Assert.Equal(double.PositiveInfinity, upper));
        Assert.All(predicted.Lower, lower => Assert.InRange(lower, 0.01, 60));
        Assert.Contains("at least 99", Assert.Throws<DataException>(() => ConformalPredictor.Calibrate(predictor, MadeTables.Lifetimes(98, 2), 0.98, Cancellation)).Message, StringComparison.Ordinal);
    }

    /// <summary>Without censoring the ends are the first and the last of 39 predicted probabilities, as the ranks of 95 % say.</summary>
    [Fact]
    public void WithoutCensoringTheEndsAreRanks()
    {
        var predictor = Compared(MadeTables.Lifetimes(300, 1), "weibull_nll");
        var random = new Random(7);
        double[] age = [.. Enumerable.Range(0, 39).Select(_ => (2 * random.NextDouble()) - 1)], drug = [.. age.Select((_, row) => row % 2.0)], days = [.. age.Select(_ => 1 + (50 * random.NextDouble()))];
        var conformal = ConformalPredictor.Calibrate(predictor, Table.FromColumns([new("age", age), new("drug", drug), new("days", days), new("died", [.. days.Select(_ => 1.0)])]), 0.95, Cancellation);
        double[] happened = [.. age.Select((_, row) => 1 - predictor.Predict(Table.FromColumns([new("age", [age[row]]), new("drug", [drug[row]])]), [days[row]], Cancellation).Values[1])];
        Assert.Equal(happened.Min(), conformal.Thresholds[0], 1e-12);
    }

    /// <summary>A risk so low that the curve never reaches the lower probability: the event comes after the last one that was seen.</summary>
    [Fact]
    public void ALowRiskIsLaterThanTheCurve()
    {
        var predictor = Compared(MadeTables.Lifetimes(300, 1), "cox_efron");
        var conformal = ConformalPredictor.Calibrate(predictor, MadeTables.Lifetimes(199, 2), Level, Cancellation);
        var predicted = conformal.Predict(Table.FromColumns([new("age", [-9.0, 0]), new("drug", [1.0, 0])]), Cancellation);
        Assert.All(predicted.Lower, lower => Assert.InRange(lower, 0.01, 80));
        Assert.Equal(double.PositiveInfinity, predicted.Upper[0]);
    }

    /// <summary>Scores of a text are cut where it decides, at a half here: the predicted class is in every set.</summary>
    [Fact]
    public void TheCutOfATextIsItsOwn()
    {
        var predictor = Predictor.Of(BoostedTrees.Fit(Binary(300, 1), "abs(t - p)", Trees, null, Cancellation));
        var predicted = ConformalPredictor.Calibrate(predictor, Binary(499, 2), Level, Cancellation).Predict(Binary(1000, 3), Cancellation);
        Assert.Equal("score", predicted.Prediction.Quantity);
        Assert.All(predicted.Sets.Zip(predicted.Prediction.Classes[0]), row => Assert.Contains(row.Second, row.First));

        static Table Binary(int rows, int seed)
        {
            var (x, y) = ConformalTests.ClassCells(rows, seed, 2);
            return Table.FromColumns([new("x", x), new("y", [.. y.Select(name => name == "b" ? 1.0 : 0)])], "y", new() { Task = PredictionTask.Binary });
        }
    }

    /// <summary>Networks: a single label, and grades whose loss reads a variance beside the number.</summary>
    [SlowFact]
    public void NetworksGiveSetsOfLabelsAndGrades()
    {
        var options = new NetworkOptions { Loss = "gaussian_nll", Hidden = [8], Epochs = 20, Seed = 3 };
        var predictor = NetworkTraining.Train(MadeTables.Grades(400, 1, new() { Task = PredictionTask.Ordinal }), options, null, Cancellation).Predictor;
        var predicted = ConformalPredictor.Calibrate(predictor, MadeTables.Grades(499, 2), Level, Cancellation).Predict(MadeTables.Grades(1000, 3), Cancellation);
        Assert.Equal(2, predicted.Prediction.Width);
        var grade = MadeTables.GradeColumns(1000, 3).Grade;
        IsInside(predicted.Sets.Select((set, row) => set.Contains(grade[row].ToString(System.Globalization.CultureInfo.InvariantCulture))), orMore: true);
        var score = predictor.Score(MadeTables.Grades(1000, 3), Cancellation).Of(TableMetric.Of("rank-mae"))!.Value;
        Assert.Equal(predicted.Prediction.Values.Chunk(2).Zip(grade, (row, truth) => Math.Abs(Math.Clamp(Math.Ceiling(row[0] - 0.5), 1, 5) - truth)).Average(), score, 1e-9);

        var truth = Labels(400, 1).Truth;
        var one = Table.FromColumns([new("a", [.. Enumerable.Range(0, 400).Select(row => row / 200.0)]), new("u", [.. truth.Select(labels => labels.Contains("u") ? 1.0 : 0)])], "u", new() { Task = PredictionTask.MultiLabel });
        var label = ConformalPredictor.Calibrate(NetworkTraining.Train(one, options with { Loss = "bce_with_logits" }, null, Cancellation).Predictor, one, Level, Cancellation).Predict(one, Cancellation);
        Assert.Empty(label.Sets);
        IsInside(truth.Select((labels, row) => label.Certain[row].All(labels.Contains) && (!labels.Contains("u") || label.Possible[row].Contains("u"))), orMore: true);
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1 - 1e-16)]
    [InlineData(double.NaN)]
    public void ALevelThatIsNoShareIsRefused(double level)
    {
        var model = Predictor.Of(LinearModel.Fit(Spread(60, 1).Table, "mse", cancellation: Cancellation));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConformalPredictor.Calibrate(model, Spread(60, 2).Table, level, Cancellation));
        Assert.Contains("at least 9999999999", Assert.Throws<DataException>(() => ConformalPredictor.Calibrate(model, Spread(60, 2).Table, 1 - 1e-10, Cancellation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOrderHasNoInterval()
    {
        var predictor = Compared(MadeTables.Queries(30, 1), "ranknet");
        Assert.Contains("orders the rows of a query", Assert.Throws<UsageException>(() => ConformalPredictor.Calibrate(predictor, MadeTables.Queries(30, 2), Level, Cancellation)).Message, StringComparison.Ordinal);
    }

    private static Predictor Compared(Table table, string loss)
    {
        var result = Comparison.Run(table, Quick with { Losses = [loss] }, null, Cancellation);
        return Predictor.Of(result.ModelOf(result.Rows.Single(row => row.Name == loss.Split(':')[0])).Refit(table, Cancellation));
    }

    /// <summary>About the level of a few hundred rows of calibration; what has few values may have more inside.</summary>
    private static void IsInside(IEnumerable<bool> rows, bool orMore = false) => Assert.InRange(rows.Average(isInside => isInside ? 1.0 : 0), Level - 0.05, orMore ? 1 : Level + 0.05);

    private static (Table Table, string[][] Truth) Labels(int rows, int seed)
    {
        var random = new Random(seed);
        string[] names = ["u", "v", "w"];
        var (a, b, labels) = (new double[rows], new double[rows], names.Select(_ => new double[rows]).ToArray());
        for (var i = 0; i < rows; i++)
        {
            (a[i], b[i]) = ((4 * random.NextDouble()) - 2, (4 * random.NextDouble()) - 2);
            double[] logits = [3 * a[i], 3 * b[i], (2 * (a[i] + b[i])) - 2];
            for (var k = 0; k < names.Length; k++) labels[k][i] = random.NextDouble() < 1 / (1 + Math.Exp(-logits[k])) ? 1 : 0;
        }

        return (Table.FromColumns([new("a", a), new("b", b), .. names.Select((name, k) => new Column(name, labels[k]))], "u,v,w"), [.. Enumerable.Range(0, rows).Select(row => names.Where((_, k) => labels[k][row] == 1).ToArray())]);
    }

    private static (Table Table, double[] U, double[] V) Numbers(int rows, int seed)
    {
        var random = new Random(seed);
        double[] a = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        var (u, v) = (Array.ConvertAll(a, x => x + random.NextDouble()), Array.ConvertAll(a, x => 20 - (3 * x) + (10 * random.NextDouble())));
        return (Table.FromColumns([new("a", a), new("u", u), new("v", v)], "u,v"), u, v);
    }

    private static (Table Table, double[] Y) Spread(int rows, int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        var y = Array.ConvertAll(x, value => value + ((0.1 + value) * Enumerable.Range(0, 6).Sum(_ => random.NextDouble() - 0.5)));
        return (Table.FromColumns([new("x", x), new("z", [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())]), new("y", y)], "y"), y);
    }
}
