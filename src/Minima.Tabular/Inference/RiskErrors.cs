namespace Minima.Tabular;

/// <summary>
/// Standard errors of a fit of a loss that compares the risks of rows, and the influence of each row. For a partial likelihood they come from the inverse of its information (D. R. Cox, 1972), or the sandwich
/// of its score residuals (D. Y. Lin and L. J. Wei, 1989), which assumes no model of the hazard; for any such loss from fits on drawn rows.
/// </summary>
internal static class RiskErrors
{
    /// <exception cref="FitException">The kind of error is not available for such a fit, or the model is not the optimum of the table.</exception>
    public static FitErrors Of(LinearModel model, Table table, ErrorOptions options, CancellationToken cancellation)
    {
        RefuseKind(model, options.Kind);
        var (dataset, fit, spec) = Read(model, table, cancellation);
        var (clusters, groups) = options.Cluster is { } column ? ClusterCells.Read(table, column, [.. Enumerable.Range(0, dataset.Rows)], cancellation) : (null, 0);
        var runner = Runner(model, dataset, fit, spec, cancellation);
        return options.Kind == ErrorKind.Bootstrap
            ? Ended(ErrorReport.OfDraws(model, options, dataset.Rows, Draws(dataset, fit, spec, options, clusters, groups, cancellation)), model, options, clusters, groups)
            : Of(model, runner, options, clusters, groups, cancellation);
    }

    /// <summary>The errors of a partial likelihood on rows that have been read already.</summary>
    /// <param name="model">The model.</param>
    /// <param name="runner">The fit of its rows.</param>
    /// <param name="options">The options of the errors, other than a bootstrap.</param>
    /// <param name="clusters">The number of the cluster of each row, or null.</param>
    /// <param name="groups">The number of clusters.</param>
    /// <param name="cancellation">Checked between evaluations.</param>
    public static FitErrors Of(LinearModel model, RiskFitRunner runner, ErrorOptions options, int[]? clusters, int groups, CancellationToken cancellation)
    {
        ErrorReport.RefuseFew(runner.Rows, runner.Objective.Size);
        var scores = RiskScores.Of(model, runner, $"--errors {ErrorOptions.Word(options.Kind)}", cancellation);
        var covariance = options.Kind == ErrorKind.Model
            ? scores.InverseInformation()
            : scores.Sandwich(clusters, Sandwich.Correction(options.Kind, runner.Rows, runner.Objective.Size, groups));
        var errors = ErrorReport.Of(model, options, runner.Rows, covariance, clusters is null ? null : groups - 1);
        ErrorReport.RefuseFar(errors, scores.Step());
        return Ended(errors, model, options, clusters, groups);
    }

    /// <summary>The most influential rows.</summary>
    /// <exception cref="FitException">The loss is not a partial likelihood.</exception>
    public static IReadOnlyList<InfluentialRow> Influence(LinearModel model, Table table, int top, CancellationToken cancellation)
    {
        var (dataset, fit, spec) = Read(model, table, cancellation);
        return RiskScores.Of(model, Runner(model, dataset, fit, spec, cancellation), "--influence", cancellation).Influence(dataset, top);
    }

    private static void RefuseKind(LinearModel model, ErrorKind kind)
    {
        if (kind is ErrorKind.Hc2 or ErrorKind.Hc3)
            throw new FitException($"fit: --errors {ErrorOptions.Word(kind)}: {model.Loss} compares rows with each other, so no row has a leverage of its own; take --errors hc0, hc1, cluster=COLUMN or bootstrap.");
        if (kind == ErrorKind.Sparsity)
            throw new FitException($"fit: --errors sparsity is for quantiles, and {model.Loss} compares the risks of rows; take --errors model or hc0.");
    }

    private static (Dataset Dataset, FitOptions Fit, LossSpec Spec) Read(LinearModel model, Table table, CancellationToken cancellation)
    {
        var spec = (LossSpec)ModelLoss.Of(model);
        var fit = new FitOptions { L2 = model.L2, Standardize = model.StandardizedCoefficients is not null };
        var dataset = FitTable.Read(table.With(table.Target ?? model.Target, table.Options with { Event = model.FactsColumn }), spec, fit, cancellation);
        FittedRows.RefuseOther(model, dataset);
        return (dataset, fit, spec);
    }

    private static RiskFitRunner Runner(LinearModel model, Dataset dataset, FitOptions fit, LossSpec spec, CancellationToken cancellation) =>
        RiskFitRunner.Of(fit, spec, dataset, cancellation) ?? throw new FitException($"fit: --errors: {model.Loss} has no standard errors for times until an event; minima compare judges it.");

    /// <summary>The coefficients of fits on rows, or clusters, drawn with replacement; a row drawn twice occurs twice.</summary>
    private static double[][] Draws(Dataset dataset, FitOptions fit, LossSpec spec, ErrorOptions options, int[]? clusters, int groups, CancellationToken cancellation) => BootstrapFits.Fitted(
        options,
        clusters is null ? dataset.Rows : groups,
        times =>
        {
            int[] rows = [.. Enumerable.Range(0, dataset.Rows).SelectMany(row => Enumerable.Repeat(row, times[clusters?[row] ?? row]))];
            return RiskFitRunner.Of(fit, spec, dataset.Take(rows), cancellation)!.Run(null).Coefficients[0];
        },
        cancellation);

    private static FitErrors Ended(FitErrors errors, LinearModel model, ErrorOptions options, int[]? clusters, int groups) =>
        errors with { Clusters = clusters is null ? null : groups, Notes = ErrorReport.Notes(model, options, groups) };
}
