using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>What holds of errors whatever the table, and what is refused.</summary>
public sealed class FitErrorLawsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mse", "(p - t)^2", "hc3")]
    [InlineData("mse", "3*(p - t)^2 + t", "model")]
    [InlineData("huber:delta=0.2", "abs(p - t) <= 0.2 ? 0.5*(p - t)^2 : 0.2*(abs(p - t) - 0.1)", "hc2")]
    [InlineData("huber:delta=0.2", "abs(p - t) <= 0.2 ? 0.5*(p - t)^2 : 0.2*(abs(p - t) - 0.1)", "model")]
    [InlineData("pinball:quantile=0.8", "relu(t-p)*4 + relu(p-t)", "hc1")]
    [InlineData("pinball:quantile=0.8", "relu(t-p)*4 + relu(p-t)", "model")]
    public void ATextHasTheErrorsOfTheLossItEquals(string name, string text, string kind)
    {
        var table = MadeTables.Flats(150, 31);
        var (one, two) = (Errors(name, kind, table), Errors(text, kind, table));
        Near(one.Coefficients.Select(c => c.StandardError), two.Coefficients.Select(c => c.StandardError), 1e-6);
    }

    [Theory]
    [InlineData("hc0")]
    [InlineData("model")]
    public void UnitsOfColumnsChangeUnitsOfErrors(string kind)
    {
        var (x, y) = (Numbers(120, 33), Numbers(120, 34));
        var plain = Errors("log_cosh", kind, Table.FromColumns([new("x", x), new("y", y)], "y"));
        var scaled = Errors("log_cosh", kind, Table.FromColumns([new("x", [.. x.Select(v => (1000 * v) + 5e4)]), new("y", y)], "y"));
        Assert.Equal(plain.Coefficients[0].StandardError / 1000, scaled.Coefficients[0].StandardError, 1e-9 * plain.Coefficients[0].StandardError);
        Assert.Equal(plain.Coefficients[0].Z, scaled.Coefficients[0].Z, 1e-6);
    }

    [Fact]
    public void WeightsOfAnySizeGiveTheSameSandwich()
    {
        var (x, y, w) = (Numbers(90, 35), Numbers(90, 36), Numbers(90, 37).Select(v => v + 0.5).ToArray());
        FitErrors Of(double factor) => Errors("huber:delta=0.3", "hc3", Table.FromColumns([new("x", x), new("w", [.. w.Select(v => factor * v)]), new("y", y)], "y"), new FitOptions { Weight = "w" });
        Near(Of(1).Coefficients.Select(c => c.StandardError), Of(250).Coefficients.Select(c => c.StandardError), 1e-9);
    }

    [Fact]
    public void ClustersOfOneRowAreHc1()
    {
        var (x, y) = (Numbers(80, 38), Numbers(80, 39));
        var table = Table.FromColumns([new("x", x), new("y", y), new("row", [.. Enumerable.Range(0, 80).Select(i => $"r{i}")])], "y", new TableOptions { Ignore = ["row"] });
        var (clusters, rows) = (Errors("mse", "cluster=row", table), Errors("mse", "hc1", table));
        Assert.Equal((80, 79.0), (clusters.Clusters, clusters.Degrees));
        Near(rows.Coefficients.Select(c => c.StandardError), clusters.Coefficients.Select(c => c.StandardError), 1e-12);
    }

    /// <summary>The influence of a row is exact for the squared error: the fit without it differs by as much.</summary>
    [Fact]
    public void TheInfluenceOfARowIsWhatTheFitWithoutItLacks()
    {
        var (x, y) = (Numbers(30, 40), Numbers(30, 41));
        var table = Table.FromColumns([new("x", x), new("y", y)], "y");
        var model = LinearModel.Fit(table, "mse", cancellation: Cancellation);
        var row = model.Influence(table, 1, Cancellation)[0];
        var without = LinearModel.Fit(Table.FromColumns([new("x", [.. x.Where((_, i) => i != row.Row)]), new("y", [.. y.Where((_, i) => i != row.Row)])], "y"), "mse", cancellation: Cancellation);
        Assert.Equal(model.Coefficients[0][0] - without.Coefficients[0][0], row.Change[0], 1e-10);
        Assert.Equal(model.Intercepts[0] - without.Intercepts[0], row.Change[1], 1e-10);
    }

    [Fact]
    public void LearnedConstantsHaveErrorsToo()
    {
        var random = new Random(42);
        var (x, y) = (new double[400], new double[400]);
        for (var i = 0; i < 400; i++) (x[i], y[i]) = (random.NextDouble(), random.NextDouble() + random.NextDouble() + random.NextDouble());
        var table = Table.FromColumns([new("x", x), new("y", y)], "y");
        var errors = Errors("gaussian_nll", "hc0", table);
        Assert.Equal(["x", "(intercept)", "variance"], errors.Coefficients.Select(c => c.Name));

        // The slopes of mean and variance do not depend on each other under a symmetric error: OLS, and the error of a variance.
        Near(Errors("mse", "hc0", table).Coefficients.Select(c => c.StandardError), errors.Coefficients.Take(2).Select(c => c.StandardError), 1e-3);
        var variance = errors.Coefficients[2];
        Assert.InRange(variance.StandardError / variance.Estimate, 0.8 * Math.Sqrt(1.4 / 400), 1.2 * Math.Sqrt(1.6 / 400));
    }

    [Theory]
    [InlineData("mae", null)]
    [InlineData("hinge", null)]
    [InlineData("mse", "row")]
    public void ABootstrapIsDecidedByItsSeed(string loss, string? cluster)
    {
        var random = new Random(43);
        var (x, y, row) = (new double[80], new string?[80], new string?[80]);
        for (var i = 0; i < 80; i++) (x[i], y[i], row[i]) = (random.NextDouble(), loss == "hinge" ? random.Next(2) == 0 ? "a" : "b" : $"{random.Next(9)}.5", $"{i / 4}");
        var table = Table.FromColumns([new("x", x), new("y", y), new("row", row)], "y", new TableOptions { Ignore = ["row"] });
        var model = LinearModel.Fit(table, loss, cancellation: Cancellation);
        FitErrors Of(ulong seed) => model.Errors(table, new ErrorOptions { Kind = ErrorKind.Bootstrap, Cluster = cluster, Resamples = 60, Seed = seed }, Cancellation);
        Assert.Equal(Of(1).Coefficients, Of(1).Coefficients);
        Assert.NotEqual(Of(1).Coefficients, Of(2).Coefficients);
        Assert.All(Of(1).Coefficients, one => Assert.True(one.Low <= one.High && one.StandardError >= 0));
    }

    [Fact]
    public void ABootstrapAgreesWithTheSandwich()
    {
        var table = MadeTables.Flats(300, 44);
        var model = LinearModel.Fit(table, "huber:delta=0.3", cancellation: Cancellation);
        var drawn = model.Errors(table, new ErrorOptions { Kind = ErrorKind.Bootstrap, Resamples = 400 }, Cancellation);
        var sandwich = model.Errors(table, new ErrorOptions { Kind = ErrorKind.Hc3 }, Cancellation);
        Near(sandwich.Coefficients.Select(c => c.StandardError), drawn.Coefficients.Select(c => c.StandardError), 0.2);
    }

    /// <summary>Another density of the same errors: it moves all errors by one factor, which is near 1.</summary>
    [Fact]
    public void SparsityIsAnotherDensityOfTheSameErrors()
    {
        var random = new Random(45);
        var y = Enumerable.Range(0, 201).Select(_ => Math.Log(random.NextDouble() / random.NextDouble())).ToArray();
        var table = Table.FromColumns([new("x", [.. y.Select(_ => random.NextDouble())]), new("y", y)], "y");
        var model = LinearModel.Fit(table, "mae", cancellation: Cancellation);
        var errors = model.Errors(table, new ErrorOptions { Kind = ErrorKind.Sparsity }, Cancellation);
        var kernel = model.Errors(table, new ErrorOptions { Kind = ErrorKind.Model }, Cancellation);
        var ratio = errors.Coefficients[0].StandardError / kernel.Coefficients[0].StandardError;
        Assert.All(errors.Coefficients.Zip(kernel.Coefficients), pair => Assert.Equal(ratio, pair.First.StandardError / pair.Second.StandardError, 1e-9));
        Assert.InRange(ratio, 0.7, 1.4);
        Assert.NotEqual(1, ratio, 1e-3);
        Assert.Contains("--errors sparsity", Assert.ThrowsAny<TrainingException>(() => LinearModel.Fit(table, "mse", cancellation: Cancellation).Errors(table, new ErrorOptions { Kind = ErrorKind.Sparsity }, Cancellation)).Message, StringComparison.Ordinal);
    }

    /// <summary>The bound is 4.5 standard errors of a share of 300 wide.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("mse", "model")]
    [Case("mse", "hc3")]
    [Case("poisson_nll", "model")]
    public void IntervalsHoldTheTruth(string loss, string kind)
    {
        var held = 0;
        for (var sample = 0; sample < 60; sample++)
        {
            var random = new Random(500 + sample);
            var (a, b, y) = (new double[100], new double[100], new double[100]);
            for (var i = 0; i < 100; i++)
            {
                (a[i], b[i]) = (random.NextDouble(), random.NextDouble());
                var line = 1 + (0.5 * a[i]) - (0.3 * b[i]);
                y[i] = loss == "mse" ? line + Enumerable.Range(0, 12).Sum(_ => random.NextDouble() - 0.5) : Poisson(random, Math.Exp(line));
            }

            var table = Table.FromColumns([new("a", a), new("b", b), new("y", y)], "y");
            var errors = Errors(loss, kind, table);
            double[] truth = [0.5, -0.3, 1];
            held += errors.Coefficients.Zip(truth).Count(pair => pair.First.Low <= pair.Second && pair.Second <= pair.First.High);
        }

        Assert.InRange(held / 180.0, 0.95 - (4.5 * Math.Sqrt(0.95 * 0.05 / 180)), 1);

        static double Poisson(Random random, double mean)
        {
            var (count, left) = (0, Math.Exp(-mean));
            for (var product = random.NextDouble(); product > left; product *= random.NextDouble()) count++;
            return count;
        }
    }

    [Theory]
    [InlineData("mae", "hc3", "take hc1 or bootstrap")]
    [InlineData("epsilon_insensitive:epsilon=0.1", "hc1", "take --errors bootstrap")]
    [InlineData("abs(p - t)^3 + (p - 2*t)^2*t^2", "model", "no distribution")]
    public void WhatTheCurvatureDoesNotSayIsRefused(string loss, string kind, string remedy)
    {
        Assert.Contains(remedy, Assert.Throws<FitException>(() => Errors(loss, kind, MadeTables.Flats(60, 45))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TablesThatLeaveErrorsOpenAreRefused()
    {
        var (x, y) = (Numbers(40, 46), Numbers(40, 47));
        var table = Table.FromColumns([new("x", x), new("y", y)], "y");
        Refused("a penalty draws", () => LinearModel.Fit(table, "mse", new FitOptions { L2 = 0.1 }, cancellation: Cancellation).Errors(table, cancellation: Cancellation));
        Refused("leave nothing", () => Errors("mse", "hc0", Table.FromColumns([new("x", [1.0, 2]), new("y", [1.0, 3])], "y")));
        Refused("its leverage is 1", () => Errors("mse", "hc3", Table.FromColumns([new("x", x), new("one", [.. x.Select((_, i) => i == 7 ? 1.0 : 0)]), new("y", y)], "y")));
        Refused("not the optimum of this table", () => LinearModel.Fit(table, "mse", cancellation: Cancellation).Errors(Table.FromColumns([new("x", x), new("y", [.. y.Select(v => v * v)])], "y"), cancellation: Cancellation));
        Refused("at least half", () => Errors("mae", "model", Table.FromColumns([new("x", x), new("y", [.. y.Select((_, i) => i < 35 ? 1.0 : 2)])], "y")));
        var one = Table.FromColumns([new("x", x), new("g", [.. x.Select(_ => "a")]), new("y", y)], "y", new TableOptions { Ignore = ["g"] });
        Assert.Contains("the cluster is missing", Assert.Throws<DataException>(() => Errors("mse", "cluster=g", Table.FromColumns([new("x", [1.0, 2, 3, 4, 5, 6]), new("g", new string?[] { "a", "b", null, "a", "b", "a" }), new("y", [1.0, 3, 2, 5, 4, 6])], "y", new TableOptions { Ignore = ["g"] }))).Message, StringComparison.Ordinal);
        Assert.Contains("one cluster", Assert.Throws<DataException>(() => Errors("mse", "cluster=g", one)).Message, StringComparison.Ordinal);
        Assert.Contains("features are", Assert.Throws<DataException>(() => LinearModel.Fit(table, "mse", cancellation: Cancellation).Errors(Table.FromColumns([new("z", x), new("y", y)], "y"), cancellation: Cancellation)).Message, StringComparison.Ordinal);

        static void Refused(string why, Action action) => Assert.Contains(why, Assert.Throws<FitException>(action).Message, StringComparison.Ordinal);
    }

    /// <summary>Of a column and its double each bears half; together they have the error of the one.</summary>
    [Fact]
    public void DependentColumnsShareTheError()
    {
        var (x, y) = (Numbers(40, 46), Numbers(40, 47));
        var one = Errors("mse", "hc3", Table.FromColumns([new("x", x), new("y", y)], "y"));
        var both = Errors("mse", "hc3", Table.FromColumns([new("x", x), new("same", [.. x.Select(v => v + 3)]), new("y", y)], "y"));
        Assert.Contains(both.Notes, note => note.English.Contains("depend on each other", StringComparison.Ordinal));
        Assert.Equal(one.Coefficients[0].StandardError / 2, both.Coefficients[0].StandardError, 1e-9);
        Assert.Equal(one.Coefficients[0].StandardError / 2, both.Coefficients[1].StandardError, 1e-9);
    }

    [Theory]
    [InlineData("hc4")]
    [InlineData("cluster")]
    [InlineData("hc3=x")]
    [InlineData("bootstrap=")]
    public void OtherWordsAreRefused(string text) => Assert.Contains("cluster=COLUMN", Assert.ThrowsAny<TrainingException>(() => ErrorOptions.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void AModelWithErrorsIsReadAsOneWithout()
    {
        var table = MadeTables.Flats(60, 48);
        var model = LinearModel.Fit(table, "mse", cancellation: Cancellation);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, model.ToJson(model.Errors(table, cancellation: Cancellation), model.Influence(table, 3, Cancellation)));
            var read = LinearModel.Load(path);
            Assert.Equal(model.Predict(table, Cancellation), read.Predict(table, Cancellation));

            // A model that was read has errors as well.
            Near(model.Errors(table, cancellation: Cancellation).Coefficients.Select(c => c.StandardError), read.Errors(table, cancellation: Cancellation).Coefficients.Select(c => c.StandardError), 1e-12);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static FitErrors Errors(string loss, string kind, Table table, FitOptions? options = null) =>
        LinearModel.Fit(table, loss, options, cancellation: Cancellation).Errors(table, ErrorOptions.Parse(kind), Cancellation);

    private static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }

    private static void Near(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance)
    {
        foreach (var (one, other) in expected.Zip(actual)) Assert.InRange(other / one, 1 - tolerance, 1 + tolerance);
    }
}
