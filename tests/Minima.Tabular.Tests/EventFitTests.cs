using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Fits of times of which some are censored, against the likelihood as it is written in textbooks, and where the truth is known.</summary>
public sealed class EventFitTests
{
    private static readonly int Tables = Sweep.Of(thin: 40, wide: 100, full: 400);

    /// <summary>The score of the censored log-likelihood is 0 at the coefficients, and the inverse of its second derivative their covariance.</summary>
    [Theory]
    [InlineData("weibull_nll")]
    [InlineData("aft_nll")]
    public void ACensoredFitIsTheOptimumOfItsLikelihood(string loss)
    {
        var (table, x, times, events) = Made(400, 5, "yes", "no");
        var model = LinearModel.Fit(table, LossSpec.Parse(loss));
        var errors = model.Errors(table, new() { Kind = ErrorKind.Model });
        double[] at = loss == "weibull_nll"
            ? [model.Coefficients[0][0], model.Intercepts[0], model.Intercepts[1]]
            : [model.Coefficients[0][0], model.Intercepts[0], model.Inputs[0].Value!.Value];
        var (slope, curvature) = Derivatives(numbers => Likelihood(loss, numbers, x, times, events), at);
        Assert.All(slope, value => Assert.Equal(0, value, 1e-3));
        var covariance = Inverse(curvature);
        Assert.Equal(Math.Sqrt(covariance[0]), errors.Coefficients[0].StandardError, 1e-4 * errors.Coefficients[0].StandardError);
        Assert.Equal(Math.Sqrt(covariance[4]), errors.Coefficients[1].StandardError, 1e-4 * errors.Coefficients[1].StandardError);
        Assert.Equal("broken", model.FactsColumn);
        Assert.Contains(model.Notes, note => note.English.StartsWith("Column 'broken' marks events and is not a feature: ", StringComparison.Ordinal));
    }

    /// <summary>The same of Cox's partial likelihood, with times that are tied and with times that are not; the optimum is proved.</summary>
    [Theory]
    [InlineData("cox_breslow", false)]
    [InlineData("cox_breslow", true)]
    [InlineData("cox_efron", true)]
    public void ARelativeRiskIsTheOptimumOfItsPartialLikelihood(string loss, bool tied)
    {
        const double Step = 1e-4;
        var (table, x, times, events) = Made(300, 8, "1", "0", tied);
        var model = LinearModel.Fit(table, LossSpec.Parse(loss));
        var slope = model.Coefficients[0][0];
        var (below, here, above) = (Partial(slope - Step), Partial(slope), Partial(slope + Step));
        Assert.Equal(0, (above - below) / (2 * Step), 1e-3);
        var error = Math.Sqrt(Step * Step / (above - (2 * here) + below));
        Assert.Equal(error, model.Errors(table, new() { Kind = ErrorKind.Model }).Coefficients.Single().StandardError, 1e-4 * error);
        Assert.InRange(model.Errors(table, new() { Kind = ErrorKind.Bootstrap, Resamples = 100 }).Coefficients.Single().StandardError / error, 0.7, 1.4);
        Assert.True(model.Certificate is { IsOptimal: true, Gap: < 1e-9 });
        Assert.Equal((PredictionTask.Survival, "broken"), (model.Task, model.FactsColumn));
        Assert.Contains("take --errors hc0, hc1, cluster=COLUMN or bootstrap", Assert.Throws<FitException>(() => model.Errors(table)).Message, StringComparison.Ordinal);

        double Partial(double at)
        {
            var sum = 0.0;
            foreach (var time in times.Where((_, i) => events[i] == 1).Distinct())
            {
                int[] all = [.. Enumerable.Range(0, x.Length)];
                double[] tiedHere = [.. all.Where(i => events[i] == 1 && times[i] == time).Select(i => x[i])];
                var (risk, own) = (all.Where(i => times[i] >= time).Sum(i => Math.Exp(at * x[i])), tiedHere.Sum(value => Math.Exp(at * value)));
                for (var k = 0; k < tiedHere.Length; k++) sum += Math.Log(risk - (loss == "cox_efron" ? own * k / tiedHere.Length : 0)) - (at * tiedHere[k]);
            }

            return sum;
        }
    }

    /// <summary>
    /// The influence of a row is the derivative of the coefficient with respect to the row's weight, where a row of weight w is at risk w times and its event counts w times; the sandwich is the
    /// sum of its squares, over rows or over clusters of them.
    /// </summary>
    [Theory]
    [InlineData("cox_breslow", false)]
    [InlineData("cox_breslow", true)]
    [InlineData("cox_efron", true)]
    public void TheInfluenceOfARowIsTheDerivativeByItsWeight(string loss, bool tied)
    {
        const double Step = 1e-4;
        var (table, x, times, events) = Made(150, 8, "1", "0", tied);
        var model = LinearModel.Fit(table, LossSpec.Parse(loss));
        var influence = model.Influence(table, x.Length);
        var changes = influence.OrderBy(row => row.Row).Select(row => row.Change.Single()).ToArray();
        var largest = changes.Max(Math.Abs);
        for (var row = 0; row < x.Length; row += 5) Assert.Equal((Estimate(row, Step) - Estimate(row, -Step)) / (2 * Step), changes[row], 1e-6 * largest);
        var variance = changes.Sum(change => change * change);
        Assert.Equal(Math.Sqrt(variance), Error(ErrorKind.Hc0), 1e-10);
        Assert.Equal(Math.Sqrt(variance * x.Length / (x.Length - 1)), Error(ErrorKind.Hc1), 1e-10);
        Assert.Equal(0, changes.Sum(), 1e-9 * largest);
        var own = model.Errors(table, new() { Kind = ErrorKind.Model }).Covariance[0][0];
        Assert.Equal(largest * largest / own, influence[0].Distance, 1e-9 * influence[0].Distance);
        Assert.True(double.IsNaN(influence[0].Leverage));
        Assert.Contains("\"leverage\": null", model.ToJson(null, influence), StringComparison.Ordinal);
        Assert.Contains("is for quantiles", Assert.Throws<FitException>(() => Error(ErrorKind.Sparsity)).Message, StringComparison.Ordinal);

        double Error(ErrorKind kind) => model.Errors(table, new() { Kind = kind }).Coefficients.Single().StandardError;

        double Estimate(int row, double by)
        {
            double[] weight = [.. x.Select((_, i) => i == row ? 1 + by : 1)];
            var (low, high) = (model.Coefficients[0][0] - 0.1, model.Coefficients[0][0] + 0.1);
            for (var k = 0; k < 60; k++)
            {
                var middle = (low + high) / 2;
                if (Score(weight, middle) > 0) low = middle;
                else high = middle;
            }

            return (low + high) / 2;
        }

        double Score(double[] weight, double at)
        {
            var sum = 0.0;
            foreach (var time in times.Where((_, i) => events[i] == 1).Distinct())
            {
                int[] risk = [.. Enumerable.Range(0, x.Length).Where(i => times[i] >= time)], met = [.. risk.Where(i => events[i] == 1 && times[i] == time)];
                sum += met.Sum(i => weight[i] * x[i]);
                for (var k = 0; k < met.Length; k++)
                {
                    var part = loss == "cox_efron" ? (double)k / met.Length : 0;
                    sum -= met.Sum(i => weight[i]) / met.Length * (Moment(risk, true) - (part * Moment(met, true))) / (Moment(risk, false) - (part * Moment(met, false)));
                }
            }

            return sum;

            double Moment(int[] rows, bool first) => rows.Sum(i => weight[i] * Math.Exp(at * x[i]) * (first ? x[i] : 1));
        }
    }

    /// <summary>95 % intervals of a hazard ratio hold the one that made the times: of a Weibull time it is minus its slope times its shape.</summary>
    [SlowFact]
    public void TheIntervalHoldsTheHazardRatio()
    {
        var held = 0;
        for (var seed = 1; seed <= Tables; seed++)
        {
            var (table, _, _, _) = Made(300, 1000 + seed, "1", "0");
            var one = LinearModel.Fit(table, LossSpec.Parse("cox_breslow")).Errors(table, new() { Kind = ErrorKind.Model }).Coefficients.Single();
            if (one.Low <= -0.8 * 1.5 && -0.8 * 1.5 <= one.High) held++;
        }

        Assert.InRange(held, (int)((0.95 * Tables) - (3.1 * Math.Sqrt(0.95 * 0.05 * Tables)) - 1), Tables);
    }

    /// <summary>A column that orders the events by itself has no finite coefficient; a penalty gives it one.</summary>
    [Fact]
    public void AColumnThatOrdersTheEventsHasNoOptimum()
    {
        double[] times = [.. Enumerable.Range(1, 30).Select(i => (double)i)];
        var table = Table.FromColumns([new("x", times), new("time", times), new("broken", [.. times.Select(_ => 1.0)])], "time", new() { Event = "broken" });
        Assert.Contains("one column alone orders the events", Assert.Throws<FitException>(() => LinearModel.Fit(table, LossSpec.Parse("cox_breslow"))).Message, StringComparison.Ordinal);
        Assert.True(LinearModel.Fit(table, LossSpec.Parse("cox_breslow"), new() { L2 = 0.1 }).Coefficients[0][0] < 0);
    }

    /// <summary>95 % intervals hold the slope that made the times, by the likelihood, by the sandwich and by drawn rows.</summary>
    [SlowTheory]
    [InlineData(ErrorKind.Model)]
    [InlineData(ErrorKind.Hc3)]
    public void TheIntervalHoldsTheSlope(ErrorKind kind)
    {
        var held = 0;
        for (var seed = 1; seed <= Tables; seed++)
        {
            var (table, _, _, _) = Made(300, seed, "1", "0");
            var errors = LinearModel.Fit(table, LossSpec.Parse("weibull_nll")).Errors(table, new() { Kind = kind });
            if (errors.Coefficients[0].Low <= 0.8 && 0.8 <= errors.Coefficients[0].High) held++;
        }

        // Below by luck in one of a thousand runs.
        Assert.InRange(held, (int)((0.95 * Tables) - (3.1 * Math.Sqrt(0.95 * 0.05 * Tables)) - 1), Tables);
    }

    [Fact]
    public void DrawnRowsGiveMuchTheSameErrors()
    {
        var (table, _, _, _) = Made(300, 3, "1", "0");
        var model = LinearModel.Fit(table, LossSpec.Parse("weibull_nll"));
        var (one, other) = (model.Errors(table, new() { Kind = ErrorKind.Model }).Coefficients[0].StandardError, model.Errors(table, new() { Kind = ErrorKind.Bootstrap, Resamples = 100 }).Coefficients[0].StandardError);
        Assert.InRange(other / one, 0.7, 1.4);
    }

    /// <summary>The probability of being without the event is the one that the likelihood reads of a censored row.</summary>
    [Fact]
    public void TheProbabilityOfBeingWithoutTheEventIsPredicted()
    {
        var (table, x, _, _) = Made(200, 4, "1", "0");
        var model = LinearModel.Fit(table, LossSpec.Parse("weibull_nll"));
        var predicted = Predictor.Of(model).Predict(table, [0.5, 2]);
        Assert.Equal(["survival_0.5", "survival_2"], predicted.Further);
        for (var i = 0; i < x.Length; i++)
        {
            var scale = Math.Exp(model.Intercepts[0] + (model.Coefficients[0][0] * x[i]));
            Assert.Equal(Math.Exp(-Math.Pow(2 / scale, Math.Exp(model.Intercepts[1]))), predicted.Values[(3 * i) + 2], 1e-6);
        }
    }

    [Fact]
    public void ASavedModelKnowsItsEventsAndPredicts()
    {
        var (table, _, times, _) = Made(200, 2, "1", "0");
        var model = LinearModel.Fit(table, LossSpec.Parse("weibull_nll"));
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");
        try
        {
            model.Save(path);
            var read = LinearModel.Load(path);
            Assert.Equal("broken", read.FactsColumn);
            Assert.Equal(model.Predict(table), read.Predict(table));
            Assert.Equal(model.Errors(table).Coefficients.Select(coefficient => coefficient.StandardError), read.Errors(table).Coefficients.Select(coefficient => coefficient.StandardError));
            Assert.Equal(times.Length, read.Predict(table).Length);
            Assert.Contains("minima compare", Assert.Throws<UsageException>(() => Predictor.Of(read).Score(table)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("mse", "--event is for losses of times until an event")]
    [InlineData("logistic_hazard", "has a number for each interval of time")]
    public void OtherLossesHaveNoEvents(string loss, string message)
    {
        var (table, _, _, _) = Made(60, 1, "1", "0");
        Assert.Contains(message, Assert.Throws<UsageException>(() => LinearModel.Fit(table, LossSpec.Parse(loss))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("maybe", "0", "1 (the event happened at this time) or 0")]
    [InlineData("0", "0", "no row has an event")]
    public void EventsAreTwoWords(string yes, string no, string message)
    {
        var (table, _, _, _) = Made(60, 1, yes, no);
        Assert.Contains(message, Assert.Throws<DataException>(() => LinearModel.Fit(table, LossSpec.Parse("weibull_nll"))).Message, StringComparison.Ordinal);
    }

    /// <summary>Times of a Weibull distribution whose logarithm moves by 0.8 with x; about a third are cut off at random times.</summary>
    private static (Table Table, double[] X, double[] Times, double[] Events) Made(int rows, int seed, string yes, string no, bool tied = false)
    {
        var random = new Random(seed);
        var (x, times, events) = (new double[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            x[i] = (2 * random.NextDouble()) - 1;
            var time = Math.Exp(1 + (0.8 * x[i])) * Math.Pow(-Math.Log(1 - random.NextDouble()), 1 / 1.5);
            var end = 6 * random.NextDouble();
            (times[i], events[i]) = (tied ? Math.Ceiling(4 * Math.Min(time, end)) : Math.Min(time, end) + 1e-3, time <= end ? 1 : 0);
        }

        Column[] columns = [new("x", x), new("time", times), new("broken", [.. events.Select(happened => happened == 1 ? yes : no)])];
        return (Table.FromColumns(columns, "time", new() { Event = "broken" }), x, times, events);
    }

    /// <summary>Minus the log-likelihood of slope, intercept, and logarithm of the shape (Weibull) or scale (log-normal).</summary>
    private static double Likelihood(string loss, double[] at, double[] x, double[] times, double[] events)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var place = at[1] + (at[0] * x[i]);
            if (loss == "weibull_nll")
            {
                var (shape, scale) = (Math.Exp(at[2]), Math.Exp(place));
                sum -= events[i] * (Math.Log(shape / scale) + ((shape - 1) * Math.Log(times[i] / scale)));
                sum += Math.Pow(times[i] / scale, shape);
                continue;
            }

            var z = (Math.Log(times[i]) - place) / at[2];
            sum -= events[i] == 1 ? (-z * z / 2) - Math.Log(at[2] * Math.Sqrt(2 * Math.PI)) : Math.Log(Upper(z));
        }

        return sum;

        // The upper tail of the normal distribution by its integral (Simpson).
        static double Upper(double z)
        {
            const int Pieces = 2000;
            var (end, total) = (z + 12, 0.0);
            var width = (end - z) / Pieces;
            for (var k = 0; k <= Pieces; k++) total += (k is 0 or Pieces ? 1 : k % 2 == 1 ? 4 : 2) * Math.Exp(-(z + (k * width)) * (z + (k * width)) / 2);
            return total * width / 3 / Math.Sqrt(2 * Math.PI);
        }
    }

    private static (double[] Slope, double[] Curvature) Derivatives(Func<double[], double> of, double[] at)
    {
        const double Step = 1e-4;
        var (slope, curvature) = (new double[3], new double[9]);
        double At(int a, double first, int b, double second)
        {
            var moved = (double[])at.Clone();
            moved[a] += first;
            moved[b] += second;
            return of(moved);
        }

        for (var a = 0; a < 3; a++)
        {
            slope[a] = (At(a, Step, a, 0) - At(a, -Step, a, 0)) / (2 * Step);
            for (var b = 0; b < 3; b++) curvature[(3 * a) + b] = (At(a, Step, b, Step) - At(a, Step, b, -Step) - At(a, -Step, b, Step) + At(a, -Step, b, -Step)) / (4 * Step * Step);
        }

        return (slope, curvature);
    }

    private static double[] Inverse(double[] m)
    {
        double Minor(int i, int j)
        {
            int[] rows = [.. Enumerable.Range(0, 3).Where(r => r != i)], columns = [.. Enumerable.Range(0, 3).Where(c => c != j)];
            return (m[(3 * rows[0]) + columns[0]] * m[(3 * rows[1]) + columns[1]]) - (m[(3 * rows[0]) + columns[1]] * m[(3 * rows[1]) + columns[0]]);
        }

        var determinant = (m[0] * Minor(0, 0)) - (m[1] * Minor(0, 1)) + (m[2] * Minor(0, 2));
        return [.. Enumerable.Range(0, 9).Select(k => ((k / 3) + (k % 3)) % 2 == 0 ? Minor(k % 3, k / 3) / determinant : -Minor(k % 3, k / 3) / determinant)];
    }
}
