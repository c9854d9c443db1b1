using Minima.Analysis;

namespace Minima.Trees.Tests;

/// <summary>Slopes and curvatures with respect to the raw score, as trees get them, against differences of the objective: with weights, links, classes, several numbers.</summary>
public sealed class SlopeTests
{
    private const int Rows = 300;
    private const double Step = 1e-5;

    /// <summary>Losses of one number, with weights and links.</summary>
    public static TheoryData<string> Elements => [.. OneNumber.Where(IsReached).Select(entry => entry.Key)];

    /// <summary>Losses over classes by label.</summary>
    public static TheoryData<string> Classes => [.. Catalogue.All.Where(entry => entry.Row is not null && IsReached(entry) && entry.Parameters.All(parameter => !parameter.IsRequired) && Made(entry) is not null).Select(entry => entry.Key)];

    private static IEnumerable<LossEntry> OneNumber => Catalogue.All.Where(entry => entry.IsPoint && LossAnalysis.CanAnalyse(entry.CreateExample()) && !Learns(entry));

    /// <summary>A loss of predictions that no map of scores reaches is refused before a tree grows.</summary>
    [Fact]
    public void OfOtherDomainsNone()
    {
        LossEntry[] others = [.. OneNumber.Where(entry => !IsReached(entry))];
        Assert.NotEmpty(others);
        foreach (var entry in others)
        {
            var loss = entry.CreateExample();
            Assert.Throws<BoostException>(() => new PointObjective(loss, MadeRows.Suiting(loss, Rows, 21), Curvature.Constant, Collective.Alone));
        }
    }

    [Theory]
    [SampledData(nameof(Elements))]
    public void OfOneNumber(string key)
    {
        var loss = Catalogue.Find(key).CreateExample();
        var data = MadeRows.Suiting(loss, Rows, 21) with { Weight = MadeRows.Weights(Rows, 22) };
        Agree(new PointObjective(loss, data, Curvature.Constant, Collective.Alone), Curvature.Exact, key);
    }

    /// <summary>A formula, with a column that it reads and a link.</summary>
    [SlowTheory]
    [InlineData("price*(exp(p) - t*p)")]
    [InlineData("price*log_cosh(p - t)")]
    [InlineData("softplus(p) - (0.8*t + 0.1)*p*price")]
    public void OfAFormula(string text)
    {
        var data = MadeRows.Of(Rows, 2, 23, (truth, _) => Math.Tanh(truth / 8)) with { Weight = MadeRows.Weights(Rows, 24), Inputs = new Dictionary<string, double[]>(StringComparer.Ordinal) { ["price"] = MadeRows.Weights(Rows, 25) } };
        Agree(new PointObjective(Loss.Parse(text), data, Curvature.Constant, Collective.Alone), Curvature.Exact, text);
    }

    [Theory]
    [SampledData(nameof(Classes))]
    public void OfClasses(string key) => Agree(Made(Catalogue.Find(key))!, Curvature.Exact, key);

    /// <summary>A fault in a slope is seen: the law refuses another loss's slopes.</summary>
    [Fact]
    public void AWrongSlopeIsSeen()
    {
        var data = MadeRows.Of(Rows, 2, 26);
        var (right, other) = (new PointObjective(Loss.Create("log_cosh"), data, null, Collective.Alone), new PointObjective(Loss.Create("pseudo_huber"), data, null, Collective.Alone));
        Assert.Throws<Xunit.Sdk.TrueException>(() => Agree(new Mixed(right, other), Curvature.Exact, "mixed"));
    }

    private static bool Learns(LossEntry entry) => entry.Inputs.Skip(1).Any(input => input is { Differentiated: true, BoundTo: null } && input.Name != "target");

    private static bool IsReached(LossEntry entry) => entry.Inputs[0].Domain is { IsReal: true } or { Kind: DomainKind.Interval, Low: 0 };

    private static ClassObjective? Made(LossEntry entry)
    {
        try
        {
            var objective = new ClassObjective(Loss.Create(entry.Key), MadeRows.Of(Rows, 2, 27, (truth, _) => truth < 2 ? 0 : truth < 8 ? 1 : 2) with { Weight = MadeRows.Weights(Rows, 28), Classes = 3 }, null, Collective.Alone);
            _ = Values(objective, new double[3 * Rows], 0, Curvature.Exact);
            return objective;
        }
        catch (Exception exception) when (exception is LossException or BoostException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Every slope is the difference of values, and every curvature that of slopes, but for rows within a step of a bend: of these there are few.</summary>
    private static void Agree(IBoostObjective objective, Curvature curvature, string name)
    {
        var random = new Random(29);
        double[] start = objective is PointObjective { Map: ScoreMap.Identity } ? [.. objective.Targets.Select(target => target + (3 * random.NextDouble()) - 1.5)] : [.. Enumerable.Range(0, objective.Outputs * Rows).Select(_ => (3 * random.NextDouble()) - 1.5)];
        for (var output = 0; output < objective.Outputs; output++)
        {
            double[] Moved(double step) => [.. start.Select((score, i) => i / Rows == output ? score + step : score)];
            var (here, above, below) = (Values(objective, start, output, curvature), Values(objective, Moved(Step), output, curvature), Values(objective, Moved(-Step), output, curvature));
            var bent = 0;
            for (var row = 0; row < Rows; row++)
            {
                // A slope that changes by more than its curvature says, and unlike on both sides, has jumped.
                var (up, down) = (above.Slopes[row] - here.Slopes[row], here.Slopes[row] - below.Slopes[row]);
                if (Math.Abs(up - down) > 1e-3 * (Math.Abs(up) + Math.Abs(down)) + 1e-9 * (1 + Math.Abs(here.Slopes[row])))
                {
                    bent++;
                    continue;
                }

                var slope = (above.Values[row] - below.Values[row]) / (2 * Step);
                var size = 1 + Math.Abs(here.Values[row]) + Math.Abs(slope);
                Assert.True(Math.Abs(slope - here.Slopes[row]) <= 1e-6 * size, $"{name}, row {row}: the slope is {here.Slopes[row]:R}, the difference {slope:R}");
                var change = (above.Slopes[row] - below.Slopes[row]) / (2 * Step);
                Assert.True(Math.Abs(change - here.Curvatures[row]) <= 1e-4 * (1 + Math.Abs(change) + Math.Abs(here.Slopes[row])), $"{name}, row {row}: the curvature is {here.Curvatures[row]:R}, the difference {change:R}");
            }

            Assert.True(bent <= Rows / 10, $"{name}: {bent} rows are at a bend");
        }
    }

    private static (double[] Values, double[] Slopes, double[] Curvatures) Values(IBoostObjective objective, double[] scores, int output, Curvature curvature)
    {
        var (values, slopes, curvatures) = (new double[Rows], new double[Rows], new double[Rows]);
        objective.Evaluate(new RowBlock(0, [], Rows), scores, output, curvature, values, slopes, curvatures);
        return (values, slopes, curvatures);
    }

    /// <summary>The values of one loss and the slopes of another.</summary>
    private sealed class Mixed(IBoostObjective values, IBoostObjective slopes) : IBoostObjective
    {
        public int Outputs => 1;

        public bool IsParabola => false;

        public bool IsConvex => false;

        public IReadOnlyList<(double Factor, double Offset)> Bends => [];

        public double[] Targets => values.Targets;

        public Curvature Curvature => Curvature.Exact;

        public string CurvatureReason => "";

        public bool GuessIsBest => true;

        public double[] Guess(double[] targets, double[]? weights, bool areAll) => [0];

        public void Evaluate(in RowBlock rows, ReadOnlySpan<double> scores, int output, Curvature curvature, Span<double> found, Span<double> derivatives, Span<double> curvatures)
        {
            var spare = new double[rows.Count];
            values.Evaluate(rows, scores, output, curvature, found, spare, curvatures);
            slopes.Evaluate(rows, scores, output, curvature, spare, derivatives, curvatures);
        }
    }
}
