namespace Minima.Tabular;

/// <summary>Standard errors, intervals and remarks from a covariance, or from fits on drawn rows.</summary>
internal static class ErrorReport
{
    /// <summary>A Newton step longer than this fraction of a standard error is not rounding: the model is not the optimum of the table.</summary>
    private const double FarStep = 1e-3;

    /// <summary>With fewer clusters than this their intervals are known to be too narrow.</summary>
    private const int FewClusters = 40;

    /// <summary>The errors from a covariance of the reported coefficients.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The options of the errors.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="covariance">A line for each coefficient.</param>
    /// <param name="degrees">The degrees of freedom of the t distribution; null for the normal distribution.</param>
    public static FitErrors Of(LinearModel model, ErrorOptions options, int rows, double[][] covariance, double? degrees)
    {
        var estimates = Reported.Estimates(model);
        var names = Reported.Names(model);
        var miss = 1 - options.Level;
        var reach = degrees is { } d ? StudentT.Quantile(miss, d) : Normal.Quantile(1 - (miss / 2));
        var coefficients = new CoefficientError[covariance.Length];
        for (var j = 0; j < coefficients.Length; j++)
        {
            var error = Math.Sqrt(covariance[j][j]);
            var z = estimates[j] / error;
            var p = degrees is { } degreesOfT ? StudentT.TwoSided(z, degreesOfT) : Normal.TwoSided(z);
            coefficients[j] = new(names[j].Name, names[j].Class, estimates[j], error, z, p, estimates[j] - (reach * error), estimates[j] + (reach * error)) { Head = names[j].Head };
        }

        return new() { Kind = options.Kind, Level = options.Level, Rows = rows, Degrees = degrees, Coefficients = coefficients, Covariance = covariance };
    }

    /// <summary>The errors from the coefficients of fits on drawn rows: their covariance, and intervals between their quantiles.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The options of the errors.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="draws">The coefficients of each fit, in the order of the report.</param>
    public static FitErrors OfDraws(LinearModel model, ErrorOptions options, int rows, double[][] draws)
    {
        var count = draws[0].Length;
        var means = Enumerable.Range(0, count).Select(j => draws.Average(draw => draw[j])).ToArray();
        var covariance = new double[count][];
        for (var j = 0; j < count; j++)
        {
            covariance[j] = new double[count];
            for (var k = 0; k < count; k++) covariance[j][k] = draws.Sum(draw => (draw[j] - means[j]) * (draw[k] - means[k])) / (draws.Length - 1);
        }

        var errors = Of(model, options, rows, covariance, null);
        var miss = (1 - options.Level) / 2;
        return errors with
        {
            Coefficients = [.. errors.Coefficients.Select((one, j) =>
            {
                var sorted = draws.Select(draw => draw[j]).Order().ToArray();
                return one with { Low = RobustScale.QuantileOfSorted(sorted, miss), High = RobustScale.QuantileOfSorted(sorted, 1 - miss) };
            })],
        };
    }

    /// <summary>Remarks on the errors.</summary>
    public static List<Localized> Notes(LinearModel model, ErrorOptions options, int? clusters)
    {
        var notes = new List<Localized>();
        if (options.Kind == ErrorKind.Bootstrap && (model.L1 > 0 || model.L2 > 0))
            notes.Add(new("The intervals are about the coefficients under the penalty, which draws them towards 0.", "这些区间针对带惩罚的系数，而惩罚会把系数拉向 0。"));
        if (!model.Certificate.IsUnique)
            notes.Add(new("Columns depend on each other: the coefficients are the minimum-norm solution, and the standard errors are those of this solution.", "列之间线性相关：系数取众多解中范数最小的一组，标准误针对这组系数。"));
        if (model.Certificate is { IsOptimal: false, Method: FitMethod.Local } && model.Certificate != Certificate.None)
            notes.Add(new("The loss is not convex: the standard errors are those of this local minimum.", "该损失不是凸的：这些标准误针对此局部极小值。"));
        if (options.Kind == ErrorKind.Cluster && clusters < FewClusters)
            notes.Add(new(FormattableString.Invariant($"With {clusters} clusters only, intervals are too short; take --errors bootstrap={options.Cluster} as well."), FormattableString.Invariant($"只有 {clusters} 个簇，区间会偏短；请同时参看 --errors bootstrap={options.Cluster}。")));
        if (options.Kind == ErrorKind.Model && model.Distribution is null && model.Inputs.Any(input => input.Value is not null))
            notes.Add(new("Learned constants have standard errors with hc0, hc1, hc3, cluster and bootstrap only.", "学得的常数只在 hc0、hc1、hc3、cluster 与 bootstrap 下有标准误。"));
        return notes;
    }

    /// <exception cref="FitException">There are not more rows than unknowns.</exception>
    public static void RefuseFew(int rows, int unknowns)
    {
        if (rows > unknowns) return;
        throw new FitException(FormattableString.Invariant($"fit: --errors: {rows} rows for {unknowns} coefficients leave nothing to estimate errors from; give more rows, or leave columns out (--ignore)."));
    }

    /// <summary>Refuses a fit that is not of this table, because its errors would be meaningless.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="step">The change of each coefficient by one Newton step.</param>
    /// <exception cref="FitException">A step is longer than rounding explains.</exception>
    public static void RefuseFar(FitErrors errors, double[] step)
    {
        for (var j = 0; j < step.Length; j++)
        {
            if (Math.Abs(step[j]) <= FarStep * errors.Coefficients[j].StandardError) continue;
            throw new FitException($"fit: --errors: the coefficients are not the optimum of this table (a Newton step moves the coefficient of {DataException.Quote(errors.Coefficients[j].Name)} by more than a thousandth of its standard error); fit the model on this table first.");
        }
    }
}
