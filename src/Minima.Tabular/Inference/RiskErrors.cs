namespace Minima.Tabular;

/// <summary>
/// Standard errors of a fit of a loss that compares the risks of rows: of a partial likelihood the inverse of its information (D. R. Cox, 1972), or those of fits on drawn rows. The terms of
/// such a loss depend on each other, so that there is no sandwich of single rows.
/// </summary>
internal static class RiskErrors
{
    /// <summary>A Newton step longer than this share of a standard error is no rounding: the model is not the optimum of the table.</summary>
    private const double FarStep = 1e-3;

    /// <summary>Of this share of the draws a fit may have no optimum.</summary>
    private const double MostFailures = 0.05;

    /// <exception cref="FitException">The kind of error is none that such a fit has, or the model is no optimum of the table.</exception>
    public static FitErrors Of(LinearModel model, Table table, ErrorOptions options, CancellationToken cancellation)
    {
        if (options.Kind is not (ErrorKind.Model or ErrorKind.Bootstrap))
            throw new FitException($"fit: --errors {ErrorOptions.Word(options.Kind)}: {model.Loss} compares rows with each other, so that no row has a term of its own; take --errors model or bootstrap.");
        var spec = (LossSpec)ModelLoss.Of(model);
        var fit = new FitOptions { L2 = model.L2, Standardize = model.StandardizedCoefficients is not null };
        table = table.With(table.Target ?? model.Target, table.Options with { Event = model.FactsColumn });
        var dataset = FitTable.Read(table, spec, fit, cancellation);
        var runner = RiskFitRunner.Of(fit, spec, dataset, cancellation) ?? throw new FitException($"fit: --errors: {model.Loss} has no errors on times until an event; minima compare judges it.");
        if (options.Kind == ErrorKind.Model) return OfModel(model, runner, options, cancellation);
        if (options.Cluster is not { } column) return Bootstrap(model, dataset, (fit, spec), options, null, dataset.Rows, cancellation);
        var (clusters, groups) = ClusterCells.Read(table, column, [.. Enumerable.Range(0, dataset.Rows)], cancellation);
        return Bootstrap(model, dataset, (fit, spec), options, clusters, groups, cancellation) with { Clusters = groups };
    }

    /// <summary>The inverse of the information of a partial likelihood.</summary>
    /// <param name="model">The model.</param>
    /// <param name="runner">The fit of its rows.</param>
    /// <param name="options">The level.</param>
    /// <param name="cancellation">Asked between evaluations.</param>
    public static FitErrors OfModel(LinearModel model, RiskFitRunner runner, ErrorOptions options, CancellationToken cancellation)
    {
        var point = runner.PointOf(model);
        if (!runner.Objective.IsPartialLikelihood(point)) throw new FitException($"fit: --errors model: {model.Loss} is no likelihood of the order of events; take --errors bootstrap.");
        var size = runner.Objective.Size;
        var information = Cholesky.Factor([.. runner.Objective.Curvature(point, cancellation).Select(value => value * runner.Objective.Events)], size)
            ?? throw new FitException("fit: --errors: columns depend on each other on these rows; leave one of them out (--ignore).");
        var map = runner.Map();
        var half = Array.ConvertAll(map, line => information.Solve(line));
        var covariance = Array.ConvertAll(map, line => Array.ConvertAll(half, other => FixedOrder.Dot(line, other)));
        var errors = Report(model, options, model.Rows, covariance);
        var gradient = new double[size];
        runner.Objective.ValueAndGradient(point, gradient);
        for (var j = 0; j < map.Length; j++)
        {
            if (Math.Abs(FixedOrder.Dot(half[j], gradient) * runner.Objective.Events) > FarStep * errors.Coefficients[j].StandardError)
                throw new FitException($"fit: --errors: the coefficients are not the optimum of this table (a Newton step moves the coefficient of {DataException.Quote(errors.Coefficients[j].Name)} by more than a thousandth of its standard error); fit the model on this table first.");
        }

        return errors;
    }

    private static FitErrors Report(LinearModel model, ErrorOptions options, int rows, double[][] covariance)
    {
        var reach = Normal.Quantile(1 - ((1 - options.Level) / 2));
        CoefficientError[] coefficients =
        [
            .. model.Features.Select((name, j) =>
            {
                var (estimate, error) = (model.Coefficients[0][j], Math.Sqrt(covariance[j][j]));
                return new CoefficientError(name, null, estimate, error, estimate / error, Normal.TwoSided(estimate / error), estimate - (reach * error), estimate + (reach * error));
            }),
        ];
        return new() { Kind = options.Kind, Level = options.Level, Rows = rows, Coefficients = coefficients, Covariance = covariance };
    }

    /// <summary>Fits on rows, or clusters, drawn with replacement; a row that is drawn twice is there twice.</summary>
    private static FitErrors Bootstrap(LinearModel model, Dataset dataset, (FitOptions Options, LossSpec Loss) fit, ErrorOptions options, int[]? clusters, int units, CancellationToken cancellation)
    {
        var random = new RandomState(options.Seed);
        var draws = Enumerable.Range(0, options.Resamples).Select(_ => Enumerable.Range(0, units).Select(_ => random.NextInt(units)).ToArray()).ToArray();
        var members = clusters is null ? null : Enumerable.Range(0, dataset.Rows).ToLookup(row => clusters[row]);
        var found = new double[draws.Length][];
        Parallel.For(0, draws.Length, new ParallelOptions { CancellationToken = cancellation }, k =>
        {
            int[] rows = members is null ? draws[k] : [.. draws[k].SelectMany(unit => members[unit])];
            try
            {
                found[k] = RiskFitRunner.Of(fit.Options, fit.Loss, dataset.Take(rows), cancellation)!.Run(null).Coefficients[0];
            }
            catch (FitException)
            {
                found[k] = [];
            }
        });
        double[][] fitted = [.. found.Where(coefficients => coefficients.Length > 0)];
        var failed = found.Length - fitted.Length;
        if (failed > MostFailures * found.Length)
            throw new FitException(FormattableString.Invariant($"fit: --errors bootstrap: {failed} of {found.Length} draws of rows have no optimum (a class is missing or separated, for example); give more rows, or a penalty."));
        var count = model.Features.Count;
        double[] means = [.. Enumerable.Range(0, count).Select(j => fitted.Average(draw => draw[j]))];
        double[][] covariance = [.. Enumerable.Range(0, count).Select(j => Enumerable.Range(0, count).Select(k => fitted.Sum(draw => (draw[j] - means[j]) * (draw[k] - means[k])) / (fitted.Length - 1)).ToArray())];
        var (errors, miss) = (Report(model, options, dataset.Rows, covariance), (1 - options.Level) / 2);
        return errors with
        {
            Coefficients = [.. errors.Coefficients.Select((one, j) =>
            {
                double[] sorted = [.. fitted.Select(draw => draw[j]).Order()];
                return one with { Low = RobustScale.QuantileOfSorted(sorted, miss), High = RobustScale.QuantileOfSorted(sorted, 1 - miss) };
            })],
        };
    }
}
