using Minima.Analysis;
using Minima.Reals;

namespace Minima.Execution.Tests;

/// <summary>
/// Formulas over rows to be executed elsewhere: over the log-probability of the label, or over three classes. The answers are those of the
/// engine: its terms, and its gradient with respect to every score.
/// </summary>
internal static class RowCases
{
    private const int Classes = RowExpression.Classes;
    private const int Random = 60;
    private const double LargestExponent = 700;

    /// <summary>Scores that meet: ties, kinks, saturation, overflow of an exponential, impossible classes.</summary>
    private static readonly double[][] Scores =
    [
        [0, 0, 0], [1, 1, 0], [0, 1, 1], [1, 0, 1], [2, 1, 0], [0, 1, 2], [1, 2, 1], [0.5, -0.5, 0.5], [-1, 0, 1],
        [30, 0, -30], [-30, 0, 30], [800, -800, 0], [-800, 800, 0], [1e9, 0, -1e9], [-1e9, 1e9, 1e9], [1e30, -1e30, 1], [-1e30, 1e30, 1e30],
        [1e-8, 0, -1e-8], [1e-300, 0, 0], [0, double.NegativeInfinity, 1], [double.NegativeInfinity, 0, 1], [2, double.NegativeInfinity, double.NegativeInfinity],
    ];

    /// <summary>Rows of probabilities at the ends, and of amounts that do not sum to 1.</summary>
    private static readonly double[][] Shares =
    [
        [1, 0, 0], [0, 1, 0], [0, 0.5, 0.5], [0.5, 0.5, 0], [1.0 / 3, 1.0 / 3, 1.0 / 3], [1e-9, 0.5, 0.5], [1 - 2e-9, 1e-9, 1e-9], [1e-300, 1, 0], [0.2, 0.2, 0.2],
        [1, 1, 1], [1e-7, 0.9, 0.0999999],
    ];

    public static IEnumerable<Case> Of(Loss loss)
    {
        var expression = RowExpression.Of(loss);
        if (expression.Smoothing != 0)
        {
            // Smoothing mixes the formulas of all classes; each of them is the one that is executed without it.
            return [];
        }

        var rows = Rows(loss);
        var answers = rows.ConvertAll(row => Answer(loss, row));
        return expression.IsOfLogProbability ? OfLogProbability(loss, expression, rows, answers) : OfClasses(loss, expression, rows, answers);
    }

    /// <summary>Whether an answer is the engine's: the value everywhere, a derivative where scores are finite and no exponential overflows.</summary>
    public static bool Alike(double got, double expected, double[] row, bool isDerivative)
    {
        if (got.Equals(expected))
        {
            return true;
        }

        // Extremes of a derivative are not promised, as of losses over elements: where a score is infinite or an exponential overflows, a
        // product of 0 and infinity may be written out here and not there.
        var size = row.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        if (isDerivative && (row.Any(double.IsInfinity) || size > LargestExponent) && (double.IsNaN(expected) || !double.IsFinite(got)))
        {
            return true;
        }

        // Terms as large as the scores may cancel.
        var near = Math.Max(1e-12 * Math.Min(1, Math.Max(1e-3, size)), 2e-15 * (size > LargestExponent ? size : 0));
        return Math.Abs(got - expected) <= 1e-9 * Math.Abs(expected) || Math.Abs(got - expected) <= near;
    }

    /// <summary>The formula f on log p of the label: the gradient with respect to its score is f'(log p) (1 - p).</summary>
    private static IEnumerable<Case> OfLogProbability(Loss loss, RowExpression expression, List<double[]> rows, List<(double Value, double[] Gradient)> answers)
    {
        var logarithms = rows.ConvertAll(row => new[] { LogProbability(row) });
        var factor = expression.Factors[0];
        double[] factors = [.. rows.Select(_ => factor)];
        yield return new Case(loss.Entry.Key, loss, null, expression.Inputs, [.. logarithms], [.. answers.Select(a => a.Value)]) { Row = expression, Scales = factors };
        double[] scales = [.. logarithms.Select(l => -factor * Expm1(new F64(l[0])).X)];
        yield return new Case($"{loss.Entry.Key}_derivative_by_{expression.Inputs[0]}", loss, 0, expression.Inputs, [.. logarithms], [.. answers.Select(a => a.Gradient[0])]) { Row = expression, Scales = scales };
    }

    private static IEnumerable<Case> OfClasses(Loss loss, RowExpression expression, List<double[]> rows, List<(double Value, double[] Gradient)> answers)
    {
        var width = expression.Inputs.Count;
        double[][] columns = [.. rows.Select(row => row[..width])];
        yield return new Case(loss.Entry.Key, loss, null, expression.Inputs, columns, [.. answers.Select(a => a.Value)]) { Row = expression };
        for (var k = 0; k < Classes; k++)
        {
            var input = k;
            yield return new Case($"{loss.Entry.Key}_derivative_by_{expression.Inputs[k]}", loss, k, expression.Inputs, columns, [.. answers.Select(a => a.Gradient[input])]) { Row = expression };
        }
    }

    /// <summary>Three predictions and three targets each; of a label the targets are 1, 0, 0.</summary>
    private static List<double[]> Rows(Loss loss)
    {
        var random = new Random(1702);
        var (predictions, targets) = (loss.DomainOf(0), loss.DomainOf(1));
        var takesLabels = TakesLabels(loss) || RowExpression.Of(loss).IsOfLogProbability;
        var rows = new List<double[]>();
        double[][] special = [.. double.IsInfinity(predictions.Low) ? Scores.Where(s => s.All(predictions.Contains)) : Shares.Where(s => s.All(predictions.Contains))];
        for (var n = 0; n < special.Length + Random; n++)
        {
            double[] prediction = n < special.Length ? special[n] : [.. Enumerable.Range(0, Classes).Select(_ => Draw(predictions, random))];
            double[] target = takesLabels ? [1, 0, 0] : targets.IsReal
                ? (n % 4) switch { 0 => prediction, 1 => Scores[random.Next(Scores.Length)], _ => [.. Enumerable.Range(0, Classes).Select(_ => Draw(targets, random))] }
                : targets == Domain.AtMost(0) ? Array.ConvertAll(n % 3 == 0 ? Shares[random.Next(Shares.Length - 2)] : Distribution(random), Math.Log)
                : n % 3 == 0 && Shares[random.Next(Shares.Length - 2)] is var shares && Array.TrueForAll(shares, targets.Contains) ? shares : Distribution(random);
            rows.Add([.. prediction, .. target]);
        }

        return rows;
    }

    private static double Draw(Domain domain, Random random) => domain.IsReal ? (random.Next(2) == 0 ? 4 : 40) * (2 * random.NextDouble() - 1) : domain == Domain.AtMost(0) ? -40 * random.NextDouble() : random.NextDouble();

    private static double[] Distribution(Random random)
    {
        double[] row = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
        return Array.ConvertAll(row, x => x / row.Sum());
    }

    private static bool TakesLabels(Loss loss) => loss.Entry.Inputs[1].Kind != InputKind.Row;

    private static (double Value, double[] Gradient) Answer(Loss loss, double[] row)
    {
        var (value, gradient) = (new double[1], new double[Classes]);
        loss.Evaluate(new LossBatch<double>
        {
            Prediction = row.AsSpan(0, Classes),
            Labels = TakesLabels(loss) ? [0] : [],
            Target = TakesLabels(loss) ? [] : row.AsSpan(Classes, Classes),
            Classes = Classes,
            Gradient = gradient,
            Terms = value,
            Reduction = Reduction.None,
        });
        return (value[0], gradient);
    }

    /// <summary>log softmax of the first score, without cancellation where it dominates.</summary>
    private static double LogProbability(double[] row)
    {
        var (a, b) = (row[1] - row[0], row[2] - row[0]);
        var largest = Math.Max(a, b);
        if (double.IsPositiveInfinity(largest) || double.IsNegativeInfinity(row[0]))
        {
            return double.NegativeInfinity;
        }

        var others = double.IsNegativeInfinity(largest) ? double.NegativeInfinity : largest + Math.Log(Math.Exp(a - largest) + Math.Exp(b - largest));
        return -Softplus(new F64(others)).X;
    }

    private static T Softplus<T>(T x)
        where T : IReal<T> => T.Softplus(x);

    private static T Expm1<T>(T x)
        where T : IReal<T> => T.Expm1(x);
}
