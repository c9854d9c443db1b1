using System.Globalization;
using Minima.Tabular;

namespace Minima.Truth;

/// <summary>A family of noise whose truth is known, and the question that is asked of its tables.</summary>
/// <param name="Name">What the noise is.</param>
/// <param name="Asked">The functional that is asked for.</param>
/// <param name="Options">The question as advise is asked.</param>
/// <param name="Target">Draws a target for three features, of which the last says nothing.</param>
internal sealed record Family(string Name, string Asked, AdviceOptions Options, Func<Draw, double[], double> Target)
{
    /// <summary>Draws when a row is cut, where some are; else null.</summary>
    public Func<Draw, double[], double>? Limit { get; init; }

    /// <summary>The families, each with its question.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        new("gamma, shape 2, log link", "mean", Want(Wanted.Mean), (r, x) => Amount(x) * r.Gamma(2)),
        new("log-normal, sigma 0.7", "mean", Want(Wanted.Mean), (r, x) => Amount(x) * Math.Exp(0.7 * r.Normal())),
        new("log-normal, sigma 0.7", "median", Want(Wanted.Median), (r, x) => Amount(x) * Math.Exp(0.7 * r.Normal())),
        new("claims: Poisson sums of gamma", "mean", Want(Wanted.Mean), (r, x) => Sum(r, r.Poisson(Math.Exp(-0.9 + 0.4 * x[0])), () => 4 * Math.Exp(0.3 * x[1]) * r.Gamma(1.5))),
        new("Poisson", "mean", Want(Wanted.Mean), (r, x) => r.Poisson(Count(x))),
        new("negative binomial, shape 1.2", "mean", Want(Wanted.Mean), (r, x) => r.Poisson(Count(x) * r.Gamma(1.2))),
        new("Laplace", "median", Want(Wanted.Median), (r, x) => Line(x) + r.Laplace()),
        new("Student t, 3 degrees", "mean", Want(Wanted.Mean), (r, x) => Line(x) + r.Student(3)),
        new("normal, 5 % ten times wider", "mean", Want(Wanted.Mean), (r, x) => Line(x) + (r.Chance(0.05) ? 10 : 1) * r.Normal()),
        new("normal, spread grows with a", "mean", Want(Wanted.Mean), (r, x) => Line(x) + Math.Exp(0.6 * x[0]) * r.Normal()),
        new("normal, spread grows with a", "quantile 0.9", Want(Wanted.Quantile(0.9)), (r, x) => Line(x) + Math.Exp(0.4 * x[0]) * r.Normal()),
        new("skewed: line + gamma, shape 1", "cost over 1, under 4", new AdviceOptions { Cost = new(1, 4) }, (r, x) => Line(x) + 2 * r.Gamma(1)),
        new("log-normal times, a third cut", "median of the time", new AdviceOptions { Event = "event" }, (r, x) => Amount(x) * Math.Exp(0.6 * r.Normal())) { Limit = (r, _) => 5 * Math.Exp(0.8 * r.Normal()) },
        new("two classes, balanced", "probability", Want(Wanted.Probability), (r, x) => Score(x) + r.Logistic() > 0 ? 1 : 0),
        new("two classes, 4 % positive", "the rare class (balanced accuracy)", new AdviceOptions { RareClassMatters = true }, (r, x) => 1.2 * Score(x) - 4.2 + r.Logistic() > 0 ? 1 : 0),
        new("two classes, 20 % of labels flipped", "class", Want(Wanted.Class), (r, x) => (2 * Score(x) + r.Logistic() > 0) != r.Chance(0.2) ? 1 : 0),
        new("two classes, 40 % of the positives labelled 0", "probability", Want(Wanted.Probability), (r, x) => 2 * Score(x) + r.Logistic() > 0 && !r.Chance(0.4) ? 1 : 0),
        new("four classes", "probability", Want(Wanted.Probability), Class),
        new("grades 1 to 5, logistic", "order (rank)", Want(Wanted.Order), (r, x) => Math.Clamp(Math.Floor(3.5 + Score(x) + 0.6 * r.Logistic()), 1, 5)),
        new("proportions, beta", "mean", Want(Wanted.Mean), (r, x) => 1 / (1 + Math.Exp(-0.8 * Score(x))) is var m ? r.Beta(6 * m, 6 * (1 - m)) : 0),
    ];

    /// <summary>Rows of features, targets as they are read, targets as they are in truth, and which of them were cut.</summary>
    public (double[][] Features, double[] Seen, double[] Truth, bool[] Cut) Rows(ulong seed, int rows)
    {
        var random = new Draw(seed);
        var features = new double[rows][];
        var (seen, truth, cut) = (new double[rows], new double[rows], new bool[rows]);
        for (var i = 0; i < rows; i++)
        {
            features[i] = [random.Normal(), random.Normal(), random.Normal()];
            truth[i] = Target(random, features[i]);
            var limit = Limit?.Invoke(random, features[i]) ?? double.PositiveInfinity;
            cut[i] = truth[i] > limit;
            seen[i] = Math.Min(truth[i], limit);
        }

        return (features, seen, truth, cut);
    }

    private static AdviceOptions Want(Wanted wanted) => new() { Wanted = wanted };

    private static double Line(double[] x) => 3 + 1.5 * x[0] - x[1];

    private static double Score(double[] x) => 1.5 * x[0] - x[1];

    private static double Amount(double[] x) => Math.Exp(1 + 0.5 * x[0] - 0.3 * x[1]);

    private static double Count(double[] x) => Math.Exp(0.8 + 0.4 * x[0] - 0.2 * x[1]);

    private static double Sum(Draw random, int count, Func<double> one) => Enumerable.Range(0, count).Sum(_ => one());

    private static double Class(Draw random, double[] x)
    {
        double[] scores = [0, 1.5 * x[0], -1.2 * x[0] + x[1], 0.5 - 1.5 * x[1]];
        var best = 0;
        var highest = double.NegativeInfinity;
        for (var k = 0; k < scores.Length; k++)
        {
            // The largest of scores with Gumbel noise is drawn with the softmax of the scores.
            var noisy = scores[k] - Math.Log(-Math.Log(1 - random.Uniform()));
            if (noisy > highest) (highest, best) = (noisy, k);
        }

        return best + 1;
    }
}
