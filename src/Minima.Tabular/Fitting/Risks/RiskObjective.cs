namespace Minima.Tabular;

/// <summary>
/// The objective of a fit of a loss that compares the risks of rows, as Cox's partial likelihood does: the mean of the loss, and the quadratic penalty, in the parameters of the
/// search. There is no intercept: the same number added to all risks changes nothing.
/// </summary>
internal sealed class RiskObjective
{
    /// <summary>Central differences of order six.</summary>
    private static readonly double[] Weights = [3.0 / 4, -3.0 / 20, 1.0 / 60];

    /// <summary>In risks: columns of the search have a mean square of 1.</summary>
    private const double Step = 1.0 / 64;

    private const double Same = 1e-9;

    private readonly BatchLoss _loss;
    private readonly ModelBasis _basis;
    private readonly FitData _data;
    private readonly double[] _events;
    private readonly double[] _ridge;

    /// <param name="candidate">The loss with its plan.</param>
    /// <param name="loss">With its parameters.</param>
    /// <param name="data">The rows.</param>
    /// <param name="basis">The columns of the search.</param>
    /// <param name="l2">The strength of the penalty.</param>
    /// <param name="standardize">It is on the coefficients of standardised columns.</param>
    public RiskObjective(Candidate candidate, Loss loss, FitData data, ModelBasis basis, double l2, bool standardize)
    {
        (_data, _basis) = (data, basis);
        _events = Array.ConvertAll(data.Rows, row => data.Dataset.Events![row]);
        Units = BatchUnits.Of(candidate.Batch!, data.Target, _events);
        _loss = new(candidate, loss, new(data.Target, _events, null), Units);
        var (size, width) = (Size, basis.Columns);
        _ridge = new double[size * size];
        if (!(l2 > 0)) return;
        var penalty = basis.Penalty(l2, standardize);
        for (var j = 0; j < size; j++)
        {
            for (var k = 0; k < size; k++) _ridge[(j * size) + k] = penalty.Length > width ? penalty[(j * width) + k] : j == k ? penalty[j] : 0;
        }
    }

    /// <summary>The number of parameters.</summary>
    public int Size => _basis.Columns - 1;

    /// <summary>The number of events: the loss is a mean over them.</summary>
    public double Events => _events.Sum();

    /// <summary>The unit of times.</summary>
    public BatchUnits Units { get; }

    /// <summary>The events of the rows.</summary>
    public double[] OfRows => _events;

    /// <summary>The risk of each row.</summary>
    public double[] Risks(ReadOnlySpan<double> point)
    {
        var (risks, width) = (new double[_data.Rows.Length], _basis.Columns);
        for (var i = 0; i < risks.Length; i++) risks[i] = FixedOrder.Dot(_basis.Design.AsSpan(i * width, Size), point);
        return risks;
    }

    /// <summary>The value, and its gradient.</summary>
    public double ValueAndGradient(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var (slopes, width) = (new double[_data.Rows.Length], _basis.Columns);
        var value = _loss.Evaluate(Risks(point), [], slopes, []);
        gradient.Clear();
        for (var i = 0; i < slopes.Length; i++) FixedOrder.AddScaled(slopes[i], _basis.Design.AsSpan(i * width, Size), gradient);
        for (var j = 0; j < Size; j++)
        {
            var pull = FixedOrder.Dot(_ridge.AsSpan(j * Size, Size), point);
            gradient[j] += pull;
            value += pull * point[j] / 2;
        }

        return value;
    }

    /// <summary>The second derivative, by differences of gradients that are good to eleven digits.</summary>
    public double[] Curvature(double[] point, CancellationToken cancellation)
    {
        var (size, matrix, gradient) = (Size, new double[Size * Size], new double[Size]);
        for (var j = 0; j < size; j++)
        {
            foreach (var side in (double[])[1, -1])
            {
                for (var k = 0; k < Weights.Length; k++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var moved = (double[])point.Clone();
                    moved[j] += side * (k + 1) * Step;
                    ValueAndGradient(moved, gradient);
                    FixedOrder.AddScaled(side * Weights[k] / Step, gradient, matrix.AsSpan(j * size, size));
                }
            }
        }

        for (var j = 0; j < size; j++)
        {
            for (var k = 0; k < j; k++) matrix[(j * size) + k] = matrix[(k * size) + j] = (matrix[(j * size) + k] + matrix[(k * size) + j]) / 2;
        }

        return matrix;
    }

    /// <summary>
    /// The loss is minus the logarithm of a partial likelihood, over the number of events (D. R. Cox, 1975): on these rows it has the value that the definition gives, where tied events
    /// are compared with all rows at risk (N. Breslow, 1974) or each with a part of those that are tied (B. Efron, 1977). It is convex then, as logarithms of sums of exponentials are.
    /// </summary>
    public bool IsPartialLikelihood(double[] point)
    {
        return Array.TrueForAll<double[]>([point, new double[Size]], here =>
        {
            var risks = Risks(here);
            var value = _loss.Evaluate(risks, [], [], []) * Events;
            return Array.Exists<bool>([false, true], shares => Math.Abs(Defined(risks, shares) - value) <= Same * Math.Max(1, Math.Abs(value)));
        });
    }

    /// <summary>The definition: over the times of events from the last to the first, with what is at risk.</summary>
    private double Defined(double[] risks, bool sharesTies)
    {
        int[] order = [.. Enumerable.Range(0, risks.Length).OrderByDescending(i => _data.Target[i])];
        var (highest, sum, atRisk) = (risks.Max(), 0.0, 0.0);
        for (var from = 0; from < order.Length;)
        {
            var (until, happened, tied) = (from, 0, 0.0);
            for (; until < order.Length && _data.Target[order[until]].Equals(_data.Target[order[from]]); until++)
            {
                var share = Math.Exp(risks[order[until]] - highest);
                atRisk += share;
                if (_events[order[until]] != 1) continue;
                sum -= risks[order[until]] - highest;
                tied += share;
                happened++;
            }

            for (var k = 0; k < happened; k++) sum += Math.Log(atRisk - (sharesTies ? tied * k / happened : 0));
            from = until;
        }

        return sum;
    }
}
