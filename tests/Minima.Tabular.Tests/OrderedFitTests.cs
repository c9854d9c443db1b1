using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Fits of grades in order against statsmodels, against the likelihood as it is written in textbooks, and against fits of other rows.</summary>
public sealed class OrderedFitTests
{
    private static readonly string[] Grades = ["low", "fair", "good", "high"];

    private static LossSpec Loss => Spec("cumulative_link");

    /// <summary>
    /// Coefficients, thresholds and errors of statsmodels 0.13.5, OrderedModel(grade, x, distr="logit"), on the rows of <see cref="Made"/>; errors of thresholds by the derivatives of
    /// transform_threshold_params. Its second derivatives are differences, good to about six digits.
    /// </summary>
    [Theory]
    [InlineData("model", new[] { 0.32404001845851754, 0.08739606862700128, 0.20107403233405924, 0.19400127833531275, 0.21484855696968178 })]
    [InlineData("hc0", new[] { 0.3229613593526286, 0.08688537786776813, 0.20640912128938307, 0.19462901658876638, 0.21192972138725916 })]
    [InlineData("cluster=group", new[] { 0.2706955820608662, 0.07928314091561427, 0.1840613688581545, 0.16903517230792528, 0.21460905773089642 })]
    public void AFitAndItsErrorsAreThoseOfStatsmodels(string kind, double[] errors)
    {
        double[] expected = [1.468084104254118, -0.8100604338633235, -0.9865189709529666, 0.420611287401203, 1.9931107949060434];
        var (table, _, _) = Made();
        var model = LinearModel.Fit(table, Loss);
        var found = model.Errors(table, ErrorOptions.Parse(kind)).Coefficients;
        Assert.Equal(["x1", "x2", "low|fair", "fair|good", "good|high"], found.Select(one => one.Name));
        for (var j = 0; j < expected.Length; j++)
        {
            Assert.Equal(expected[j], found[j].Estimate, 1e-7);
            Assert.Equal(errors[j], found[j].StandardError, 2e-6 * errors[j]);
        }

        Assert.Equal(model.GradeThresholds.Select(step => step.Threshold), found.Skip(2).Select(one => one.Estimate));
        Assert.True(model.Certificate is { IsOptimal: true, IsUnique: true, GradientNorm: < 1e-11, Gap: < 1e-10 });
    }

    /// <summary>The slope of the log-likelihood is 0, its second derivative is the inverse of the covariance, and the sum of squares of the rows' slopes is the meat of the sandwich.</summary>
    [Fact]
    public void TheErrorsAreThoseOfTheLikelihood()
    {
        const double Step = 1e-4;
        var (table, x, grades) = Made();
        var model = LinearModel.Fit(table, Loss);
        double[] at = [.. model.Coefficients[0], .. model.GradeThresholds.Select(step => step.Threshold)];
        var rows = Enumerable.Range(0, grades.Length).Select(i => Enumerable.Range(0, at.Length).Select(j => (Chance(i, Moved((j, Step))) - Chance(i, Moved((j, -Step)))) / (2 * Step)).ToArray()).ToArray();
        for (var j = 0; j < at.Length; j++) Assert.Equal(0, rows.Sum(row => row[j]), 1e-5);
        var own = model.Errors(table, new() { Kind = ErrorKind.Model }).Covariance;
        var sandwich = model.Errors(table, new() { Kind = ErrorKind.Hc0 }).Covariance;
        for (var j = 0; j < at.Length; j++)
        {
            for (var k = 0; k < at.Length; k++)
            {
                Assert.Equal(j == k ? 1 : 0, Enumerable.Range(0, at.Length).Sum(m => Curvature(j, m) * own[m][k]), 1e-5);
                var meat = Enumerable.Range(0, at.Length).Sum(a => Enumerable.Range(0, at.Length).Sum(b => own[j][a] * rows.Sum(row => row[a] * row[b]) * own[b][k]));
                Assert.Equal(meat, sandwich[j][k], 1e-7);
            }
        }

        double Curvature(int j, int k) => -(All((j, Step), (k, Step)) - All((j, Step), (k, -Step)) - All((j, -Step), (k, Step)) + All((j, -Step), (k, -Step))) / (4 * Step * Step);

        double All(params (int Place, double By)[] moves) => Enumerable.Range(0, grades.Length).Sum(i => Chance(i, Moved(moves)));

        double[] Moved(params (int Place, double By)[] moves) => [.. at.Select((value, j) => value + moves.Where(move => move.Place == j).Sum(move => move.By))];

        double Chance(int i, double[] place)
        {
            var score = (place[0] * x[i].First) + (place[1] * x[i].Second);
            double Below(int cut) => cut < 0 ? 0 : cut == Grades.Length - 1 ? 1 : 1 / (1 + Math.Exp(score - place[2 + cut]));
            return Math.Log(Below(grades[i]) - Below(grades[i] - 1));
        }
    }

    /// <summary>The other order has the other signs, and a row of weight 2 is two rows.</summary>
    [Fact]
    public void TheOrderAndTheWeightsCount()
    {
        var (table, _, grades) = Made();
        var model = LinearModel.Fit(table, Loss);
        var turned = LinearModel.Fit(Made([.. Grades.Reverse()]).Table, Loss);
        Assert.Equal(model.Coefficients[0].Select(value => -value), turned.Coefficients[0], (one, other) => Math.Abs(one - other) < 1e-10);
        Assert.Equal(model.GradeThresholds.Reverse().Select(step => -step.Threshold), turned.GradeThresholds.Select(step => step.Threshold), (one, other) => Math.Abs(one - other) < 1e-10);
        Assert.Equal(["high|good", "good|fair", "fair|low"], turned.GradeThresholds.Select(step => step.Step));
        var weighted = LinearModel.Fit(table.With("grade", table.Options with { Ignore = ["group"] }), Loss, new() { Weight = "twice" });
        var repeated = LinearModel.Fit(Made(repeats: true).Table, Loss);
        Assert.Equal(repeated.Coefficients[0], weighted.Coefficients[0], (one, other) => Math.Abs(one - other) < 1e-10);
        Assert.True(grades.Length > 0 && Math.Abs(weighted.Coefficients[0][0] - model.Coefficients[0][0]) > 1e-4);
    }

    /// <summary>The change that the influence names is the one of a fit without the row, and a jackknife is what hc3 is close to.</summary>
    [Fact]
    public void TheInfluenceOfARowIsTheFitWithoutIt()
    {
        var (table, _, _) = Made();
        var model = LinearModel.Fit(table, Loss);
        var row = model.Influence(table, 1)[0];
        var without = LinearModel.Fit(Made(leaveOut: row.Row).Table, Loss);
        for (var j = 0; j < 2; j++) Assert.Equal(model.Coefficients[0][j] - without.Coefficients[0][j], row.Change[j], 0.05 * row.Change.Max(Math.Abs));
        Assert.InRange(row.Leverage, 0, 1);
        var (own, safe, drawn) = (Error(ErrorKind.Model), Error(ErrorKind.Hc3), Error(ErrorKind.Bootstrap));
        Assert.InRange(safe / own, 0.95, 1.1);
        Assert.InRange(drawn / own, 0.75, 1.3);

        double Error(ErrorKind kind) => model.Errors(table, new() { Kind = kind, Resamples = 100 }).Coefficients[0].StandardError;
    }

    [Fact]
    public void ASavedModelPredictsAndHasItsErrors()
    {
        var (table, x, _) = Made();
        var model = LinearModel.Fit(table, Loss, new() { Standardize = true });
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");
        try
        {
            model.Save(path);
            var read = LinearModel.Load(path);
            Assert.Equal(Grades, read.Classes);
            Assert.Equal(model.GradeThresholds, read.GradeThresholds);
            var predicted = read.Predict(table);
            Assert.Equal(model.Predict(table), predicted);
            for (var i = 0; i < x.Length; i++)
            {
                var score = (read.Coefficients[0][0] * x[i].First) + (read.Coefficients[0][1] * x[i].Second);
                Assert.Equal(1 / (1 + Math.Exp(score - read.GradeThresholds[0].Threshold)), predicted[4 * i], 1e-12);
                Assert.Equal(1, predicted.Skip(4 * i).Take(4).Sum(), 1e-12);
            }

            Assert.Equal(model.Errors(table).Coefficients.Select(one => one.StandardError), read.Errors(table).Coefficients.Select(one => one.StandardError), (one, other) => Math.Abs(one - other) < 1e-12);
            Assert.Contains(Predictor.Of(read).Score(table).Metrics, metric => metric.Key == "log-loss");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A penalty gives coefficients where a column tells the grades apart; without one there are none.</summary>
    [Fact]
    public void AColumnThatTellsGradesApartHasNoOptimum()
    {
        double[] x = [.. Enumerable.Range(0, 30).Select(i => (double)i)];
        var table = Table.FromColumns([new("x", x), new("grade", [.. x.Select(value => Grades[(int)value / 8])])], "grade", new() { Order = Grades });
        Assert.Contains("one column alone separates the grades", Assert.Throws<FitException>(() => LinearModel.Fit(table, Loss)).Message, StringComparison.Ordinal);
        Assert.True(LinearModel.Fit(table, Loss, new() { L2 = 0.1 }).Coefficients[0][0] > 0);
    }

    [Theory]
    [InlineData("cross_entropy", "is for losses of grades with one score")]
    [InlineData("coral_ordinal", "is for losses of grades with one score")]
    [InlineData("mse", "is for losses of grades with one score")]
    public void OtherLossesHaveNoOrder(string loss, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => LinearModel.Fit(Made().Table, Spec(loss))).Message, StringComparison.Ordinal);

    [Fact]
    public void AnOrderNamesTheGradesOfTheColumn()
    {
        Assert.Contains("name them with --order", Assert.Throws<UsageException>(() => LinearModel.Fit(Made([]).Table, Loss)).Message, StringComparison.Ordinal);
        Assert.Contains("it has 'high', which --order 'low,fair,good' lacks", Assert.Throws<DataException>(() => LinearModel.Fit(Made(Grades[..3]).Table, Loss)).Message, StringComparison.Ordinal);
        Assert.Contains("no row has 'best'", Assert.Throws<DataException>(() => LinearModel.Fit(Made([.. Grades, "best"]).Table, Loss)).Message, StringComparison.Ordinal);
        Assert.Contains("three or more different grades", Assert.Throws<UsageException>(() => LinearModel.Fit(Made(["low", "high"]).Table, Loss)).Message, StringComparison.Ordinal);
        Assert.Contains("--l1 does not go with --order", Assert.Throws<UsageException>(() => LinearModel.Fit(Made().Table, Loss, new() { L1 = 0.1 })).Message, StringComparison.Ordinal);
    }

    private static LossSpec Spec(string loss)
    {
        TensorCatalogue.Join();
        return LossSpec.Parse(loss);
    }

    /// <summary>Rows that any language makes alike, so that statsmodels has the same: grades of 1.5 x1 - 0.8 x2 and a logistic error.</summary>
    private static (Table Table, (double First, double Second)[] X, int[] Grades) Made(string[]? order = null, int leaveOut = -1, bool repeats = false)
    {
        int[] rows = [.. Enumerable.Range(0, 400).Where(i => i != leaveOut).SelectMany(i => Enumerable.Repeat(i, repeats && i % 3 == 0 ? 2 : 1))];
        (double First, double Second)[] x = [.. rows.Select(i => (i * 37 % 101 / 100.0, ((i * 53 % 97) - 48) / 24.0))];
        int[] grades = [.. rows.Select((i, at) =>
        {
            var share = ((i * 7919 % 1000) + 0.5) / 1000;
            var height = (1.5 * x[at].First) - (0.8 * x[at].Second) + Math.Log(share / (1 - share));
            return (height > -1 ? 1 : 0) + (height > 0.5 ? 1 : 0) + (height > 2 ? 1 : 0);
        })];
        Column[] columns =
        [
            new("x1", [.. x.Select(row => row.First)]), new("x2", [.. x.Select(row => row.Second)]), new("group", [.. rows.Select(i => (double)(i / 8))]),
            new("twice", [.. rows.Select(i => i % 3 == 0 ? 2.0 : 1)]), new("grade", [.. grades.Select(grade => Grades[grade])]),
        ];
        return (Table.FromColumns(columns, "grade", new() { Order = order ?? Grades, Ignore = ["group", "twice"] }), x, grades);
    }
}
