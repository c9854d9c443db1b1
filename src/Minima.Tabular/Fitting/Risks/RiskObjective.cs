namespace Minima.Tabular;

/// <summary>
/// The objective of a fit of a loss that compares the risks of rows, as Cox's partial likelihood does: the mean of the loss, and the quadratic penalty, in the parameters of the
/// search. There is no intercept, because the same number added to all risks changes nothing.
/// </summary>
internal sealed class RiskObjective
{
    /// <summary>The step of differences, in risks: columns of the search have a mean square of 1.</summary>
    private const double Step = 1.0 / 64;

    private const double Same = 1e-9;

    private readonly BatchLoss _loss;
    private readonly ModelBasis _basis;
    private readonly FitData _data;
    private readonly double[] _events;
    private readonly double[] _ridge;

    /// <param name="candidate">The loss with its plan.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="data">The rows.</param>
    /// <param name="basis">The columns of the search.</param>
    /// <param name="l2">The strength of the penalty.</param>
    /// <param name="standardize">The penalty applies to the coefficients of standardised columns.</param>
    public RiskObjective(Candidate candidate, Loss loss, FitData data, ModelBasis basis, double l2, bool standardize)
    {
        (_data, _basis) = (data, basis);
        _events = Array.ConvertAll(data.Rows, row => data.Dataset.Events![row]);
        Units = BatchUnits.Of(candidate.Batch!, data.Target, _events);
        _loss = new(candidate, loss, new(data.Target, _events, null), Units);
        _ridge = basis.Ridge(l2, standardize);
    }

    /// <summary>The number of parameters.</summary>
    public int Size => _basis.Columns - 1;

    /// <summary>The number of events: the loss is a mean over them.</summary>
    public double Events => _events.Sum();

    /// <summary>The unit of times.</summary>
    public BatchUnits Units { get; }

    /// <summary>The events of the rows.</summary>
    public double[] OfRows => _events;

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

    /// <summary>The second derivative, by differences of gradients, accurate to eleven digits.</summary>
    public double[] Curvature(double[] point, CancellationToken cancellation)
    {
        var (size, matrix, gradient) = (Size, new double[Size * Size], new double[Size]);
        for (var j = 0; j < size; j++)
        {
            foreach (var (distance, weight) in SixthOrder.Slope)
            {
                cancellation.ThrowIfCancellationRequested();
                var moved = (double[])point.Clone();
                moved[j] += distance * Step;
                ValueAndGradient(moved, gradient);
                FixedOrder.AddScaled(weight / Step, gradient, matrix.AsSpan(j * size, size));
            }
        }

        for (var j = 0; j < size; j++)
        {
            for (var k = 0; k < j; k++) matrix[(j * size) + k] = matrix[(k * size) + j] = (matrix[(j * size) + k] + matrix[(k * size) + j]) / 2;
        }

        return matrix;
    }

    /// <summary>
    /// The partial likelihood that, divided by the number of events, equals the loss on these rows, at a point and for risks of 0; null if the loss is not one.
    /// </summary>
    public RiskLikelihood? LikelihoodAt(double[] point)
    {
        double[][] places = [Risks(point), new double[_data.Rows.Length]];
        var values = Array.ConvertAll(places, risks => _loss.Evaluate(risks, [], [], []) * Events);
        RiskLikelihood[] known = [new(_data.Target, _events, sharesTies: false), new(_data.Target, _events, sharesTies: true)];
        return Array.Find(known, one => places.Zip(values).All(pair => Math.Abs(one.Value(pair.First) - pair.Second) <= Same * Math.Max(1, Math.Abs(pair.Second))));
    }

    /// <summary>The score residuals of a partial likelihood at a point, in the parameters of the search.</summary>
    public double[][] Residuals(RiskLikelihood likelihood, double[] point) => likelihood.Residuals(Risks(point), _basis.Design, _basis.Columns, Size);
}
