namespace Minima.Tabular;

/// <summary>
/// The influence of each row in a fit of a partial likelihood: the inverse of the information applied to the row's score residual (D. Y. Lin and L. J. Wei, Journal of the American Statistical
/// Association 84, 1989; the dfbeta of T. Therneau and P. Grambsch, 2000). It is the derivative of the coefficients with respect to the weight of the row.
/// </summary>
internal sealed class RiskScores
{
    private readonly Cholesky _information;
    private readonly double[][] _map;
    private readonly double[][] _residuals;
    private readonly double[][] _parts;

    private RiskScores(Cholesky information, double[][] map, double[][] residuals)
    {
        (_information, _map, _residuals) = (information, map, residuals);
        _parts = Array.ConvertAll(residuals, residual => information.Solve(residual));
    }

    /// <param name="model">The model.</param>
    /// <param name="runner">The fit of its rows.</param>
    /// <param name="option">The option that needs it.</param>
    /// <param name="cancellation">Checked between evaluations.</param>
    /// <exception cref="FitException">The loss is not a partial likelihood, or columns depend on each other.</exception>
    public static RiskScores Of(LinearModel model, RiskFitRunner runner, string option, CancellationToken cancellation)
    {
        var (point, objective) = (runner.PointOf(model), runner.Objective);
        var likelihood = objective.LikelihoodAt(point) ?? throw new FitException($"fit: {option}: {model.Loss} is not a likelihood of the order of events; leave it out, or take --errors bootstrap.");
        var information = Cholesky.Factor([.. objective.Curvature(point, cancellation).Select(value => value * objective.Events)], objective.Size)
            ?? throw new FitException("fit: --errors: columns depend on each other on these rows; leave one of them out (--ignore).");
        return new(information, runner.Map(), objective.Residuals(likelihood, point));
    }

    /// <summary>The covariance of the coefficients if the hazards are proportional.</summary>
    public double[][] InverseInformation()
    {
        var half = Array.ConvertAll(_map, line => _information.Solve(line));
        return Array.ConvertAll(_map, line => Array.ConvertAll(half, other => FixedOrder.Dot(line, other)));
    }

    /// <summary>The empirical covariance from the rows, or clusters of them: the sum of the outer products of their parts.</summary>
    /// <param name="clusters">The number of the cluster of each row; null for rows.</param>
    /// <param name="factor">The factor of the sum.</param>
    public double[][] Sandwich(int[]? clusters, double factor)
    {
        var sums = clusters is null
            ? Enumerable.Range(0, _parts.Length).Select(Change)
            : Enumerable.Range(0, _parts.Length).GroupBy(row => clusters[row]).Select(rows => Sum(rows.Select(Change)));
        var covariance = Array.ConvertAll(_map, _ => new double[_map.Length]);
        foreach (var sum in sums)
        {
            for (var j = 0; j < sum.Length; j++) FixedOrder.AddScaled(factor * sum[j], sum, covariance[j]);
        }

        return covariance;
    }

    /// <summary>One Newton step for each coefficient: 0 up to rounding at the optimum.</summary>
    public double[] Step() => Sum(Enumerable.Range(0, _parts.Length).Select(Change));

    /// <summary>The most influential rows, by the distance of R. Cook (1977) with the covariance of <see cref="InverseInformation"/>.</summary>
    /// <param name="dataset">The rows.</param>
    /// <param name="top">The number of rows.</param>
    public IReadOnlyList<InfluentialRow> Influence(Dataset dataset, int top)
    {
        var distances = _parts.Select((part, row) => FixedOrder.Dot(part, _residuals[row]) / part.Length).ToArray();
        return
        [
            .. Enumerable.Range(0, distances.Length).OrderByDescending(row => distances[row]).ThenBy(row => row).Take(top)
                .Select(row => new InfluentialRow(row, dataset.Lines[row], distances[row], double.NaN, Change(row))),
        ];
    }

    /// <summary>The increase of each coefficient because of a row.</summary>
    private double[] Change(int row) => Array.ConvertAll(_map, line => FixedOrder.Dot(line, _parts[row]));

    private static double[] Sum(IEnumerable<double[]> changes)
    {
        double[]? sum = null;
        foreach (var change in changes)
        {
            if (sum is null) sum = (double[])change.Clone();
            else FixedOrder.AddScaled(1, change, sum);
        }

        return sum ?? [];
    }
}
