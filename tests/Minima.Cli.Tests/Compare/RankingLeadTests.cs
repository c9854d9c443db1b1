using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>The lead of a ranking over rows in random order, with twenty rows of the rare class: noise has none beyond luck, a model that ranks well has one.</summary>
public sealed class RankingLeadTests
{
    private const int Rows = 600;
    private const int Positives = 20;
    private const int Folds = 5;
    private const int Repeats = 2;

    private static readonly int Samples = Sweep.Of(thin: 20, wide: 40, full: 600);

    /// <summary>The metrics of a ranking.</summary>
    public static TheoryData<string> Kinds => ["recall=80%", "precision=50%", "alarms=5%", "auc", "average-precision"];

    /// <summary>Scores that know nothing are called better as often as a test at 5 % allows on one side, with a chance of one in a thousand to be above by luck.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void NoiseIsSeldomCalledBetter(string kind)
    {
        var most = (Samples * 0.025) + (3.1 * Math.Sqrt(Samples * 0.025 * 0.975));
        Assert.InRange(Enumerable.Range(1, Samples).Count(seed => Lead(kind, 0, seed).IsClear), 0, (int)Math.Ceiling(most));
    }

    /// <summary>Two standard deviations between the classes are beyond luck with twenty rows of one, though each fold has four.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void AGoodRankingIsCalledBetter(string kind)
    {
        var leads = Enumerable.Range(1, Samples).Select(seed => Lead(kind, 2, seed)).ToArray();
        Assert.InRange(leads.Count(lead => lead.IsClear), (int)(0.9 * Samples), Samples);
        Assert.All(leads, lead => Assert.InRange(lead.Difference, lead.Low, lead.High));
        Assert.All(leads, lead => Assert.Equal(ResampledUnit.Row, lead.Resampled));
    }

    /// <summary>A metric of rows that are counted is that of as many rows.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void ACountedRowIsAsManyRows(string kind)
    {
        var random = new Random(5);
        int[] times = [.. Enumerable.Range(0, 60).Select(_ => random.Next(4))];
        double[] targets = [.. times.Select((_, i) => i % 4 == 0 ? 1.0 : 0)];
        double[] scores = [.. times.Select(_ => Math.Round(4 * random.NextDouble()))];
        double[] Repeated(double[] values) => [.. values.SelectMany((value, i) => Enumerable.Repeat(value, times[i]))];
        var metric = Metric(kind);
        Assert.Equal(metric.Compute(Predictions.OfScores(Repeated(targets), Repeated(scores))), metric.Ranking!(new RankedCounts(scores, targets).Count(times)));
    }

    private static TableMetric Metric(string kind) => kind.Contains('=', StringComparison.Ordinal) ? ThresholdRule.Parse(kind).Metric : TableMetric.Of(kind);

    private static ConstantLead Lead(string kind, double distance, int seed)
    {
        var (random, metric) = (new Random(seed), Metric(kind));
        double[] targets = [.. Enumerable.Range(0, Rows).Select(row => row < Positives ? 1.0 : 0)];
        double[] scores = [.. targets.Select(target => (distance * target) + Normal(random))];
        var units = RowUnits.Of([.. Enumerable.Range(0, Rows)], null, null, 7);
        var (model, constant) = (new UnitSums(units, [metric]), new UnitSums(units, [metric]));
        var (mine, theirs) = (new List<double?>(), new List<double?>());
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            int[] order = [.. Enumerable.Range(0, Positives).OrderBy(_ => random.Next()), .. Enumerable.Range(Positives, Rows - Positives).OrderBy(_ => random.Next())];
            for (var fold = 0; fold < Folds; fold++)
            {
                int[] rows = [.. order.Where((_, place) => place % Folds == fold)];
                Add(model, mine, Predictions.OfScores(Of(targets), [.. rows.Select(row => scores[row] + (0.1 * Normal(random)))]));
                Add(constant, theirs, Predictions.OfScores(Of(targets), new double[rows.Length]));

                double[] Of(double[] values) => [.. rows.Select(row => values[row])];

                void Add(UnitSums sums, List<double?> values, Predictions predictions)
                {
                    sums.Add(predictions, rows);
                    values.Add(metric.Compute(predictions));
                }
            }
        }

        ComparisonRow Row(RowKind kind, string name, UnitSums sums, List<double?> values) => new(kind, name, [], [new MetricValue(metric, values)], []) { Sums = sums };
        return ConstantLead.Of(Row(RowKind.Default, "model", model, mine), Row(RowKind.Constant, "constant", constant, theirs), metric, 0)!;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
