namespace Minima.Tabular;

/// <summary>The influence of each row in a fit: R. Cook (Technometrics 19, 1977) for the squared error, one Newton step for every loss with a curvature (D. Pregibon, Annals of Statistics 9, 1981).</summary>
internal static class RowInfluence
{
    public static IReadOnlyList<InfluentialRow> Of(FittedRows rows, int top)
    {
        var (equations, bread) = LinearModelErrors.Prepare(rows, ErrorKind.Hc3);
        var sandwich = Sandwich.Of(rows, equations, bread);
        var size = equations.Size;
        var covariance = Covariance(rows, equations, sandwich);
        if (Cholesky.Factor(covariance, size) is not { } spread)
            throw new FitException("fit: --influence: the fit leaves no residuals to measure a change against; give more rows than coefficients.");
        var changes = new double[rows.Rows][];
        var distances = new double[rows.Rows];
        for (var i = 0; i < rows.Rows; i++)
        {
            var terms = equations.Terms(i, sandwich.Without(i));
            var change = equations.Times(sandwich.Inverse, terms);
            for (var j = 0; j < size; j++) change[j] *= -rows.Weight[i];
            changes[i] = change;
            distances[i] = FixedOrder.Dot(change, spread.Solve(change)) / size;
        }

        return
        [
            .. Enumerable.Range(0, rows.Rows).OrderByDescending(i => distances[i]).ThenBy(i => i).Take(top).Select(i => new InfluentialRow(
                rows.Data.Rows[i],
                rows.Dataset.Lines[rows.Data.Rows[i]],
                distances[i],
                Trace(sandwich.Leverage(i), equations.Outputs),
                equations.ReportChange(changes[i]))),
        ];
    }

    /// <summary>The covariance implied by the loss, or the sandwich if it implies no distribution.</summary>
    private static double[] Covariance(FittedRows rows, Equations equations, Sandwich sandwich)
    {
        if (rows is { Heads: null, OfGrades: false } && equations.Constants > 0) return sandwich.Covariance(ErrorKind.Hc0, null, 0);
        try
        {
            return ModelCovariance.Of(rows, equations).Covariance;
        }
        catch (FitException)
        {
            return sandwich.Covariance(ErrorKind.Hc0, null, 0);
        }
    }

    private static double Trace(double[] leverage, int size)
    {
        var sum = 0.0;
        for (var j = 0; j < size; j++) sum += leverage[j * (size + 1)];
        return sum;
    }
}
