namespace Minima.Tabular;

/// <summary>Standard errors and intervals of a fit, and its most influential rows.</summary>
/// <remarks>
/// <para>A fit is a root of the sum of w l'(score) x over the rows. With the bread H = sum w l'' x xᵀ and the meat M = sum (w l')² x xᵀ, the covariance of the coefficients is H⁻¹ M H⁻¹
/// (P. Huber, 1967; H. White, 1980), for every loss with a curvature, named or written as text; for several classes, and for learned constants, over all unknowns together. Weights are
/// precisions, as in weighted least squares.</para>
/// <para>For ordered grades the thresholds are unknowns like the coefficients. A partial likelihood has no terms of single rows: its score residuals take their place (D. Lin and L. Wei, 1989).</para>
/// <para>Equal to statsmodels 0.13.5 to 1e-8 for OLS, WLS, GLM, RLM, QuantReg, MNLogit and PHReg, and to OrderedModel to the accuracy of its differences.</para>
/// </remarks>
public static class LinearModelErrors
{
    /// <summary>Standard errors and intervals of the coefficients.</summary>
    /// <param name="model">A model without a penalty (except for a bootstrap), at the optimum of the table.</param>
    /// <param name="table">The table on which it was fitted.</param>
    /// <param name="options">The kind and the level; null for <see cref="ErrorKind.Hc3"/> and 95 %.</param>
    /// <param name="cancellation">Checked between rows and fits.</param>
    /// <exception cref="FitException">The loss, a penalty or the rows do not determine the errors; the message suggests an alternative.</exception>
    /// <exception cref="DataException">The table is not the one on which the model was fitted, or cannot be read.</exception>
    /// <exception cref="ArgumentException">The options do not go together.</exception>
    public static FitErrors Errors(this LinearModel model, Table table, ErrorOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        options ??= new();
        ErrorOptions.Check(options);
        if (options.Kind != ErrorKind.Bootstrap) RefuseOpen(model);
        if (model.Survival is not null) return RiskErrors.Of(model, table, options, cancellation);
        var rows = FittedRows.Read(model, table, cancellation);
        var (clusters, groups) = options.Cluster is { } column ? ClusterCells.Read(table, column, rows.Data.Rows, cancellation) : (null, 0);
        return Of(rows, options, clusters, groups, cancellation);
    }

    /// <summary>The errors on rows that have been read already.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="options">The options of the errors.</param>
    /// <param name="clusters">The number of the cluster of each row, or null.</param>
    /// <param name="groups">The number of clusters.</param>
    /// <param name="cancellation">Checked between fits.</param>
    internal static FitErrors Of(FittedRows rows, ErrorOptions options, int[]? clusters, int groups, CancellationToken cancellation)
    {
        var errors = options.Kind switch
        {
            ErrorKind.Bootstrap => ErrorReport.OfDraws(rows.Model, options, rows.Rows, BootstrapFits.Run(rows, options, BootstrapFits.OptionsOf(rows.Model), clusters, groups, cancellation)),
            ErrorKind.Model or ErrorKind.Sparsity => OfModel(rows, options),
            _ => OfRows(rows, options, clusters, groups),
        };
        return errors with { Clusters = clusters is null ? null : groups, Notes = ErrorReport.Notes(rows.Model, options, groups) };
    }

    /// <summary>The most influential rows, by decreasing <see cref="InfluentialRow.Distance"/>.</summary>
    /// <param name="model">A model without a penalty, at the optimum of the table.</param>
    /// <param name="table">The table on which it was fitted.</param>
    /// <param name="top">The number of rows, at least 1.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="FitException">The loss, a penalty or the rows do not determine the influence; the message gives the reason.</exception>
    /// <exception cref="DataException">The table is not the one on which the model was fitted, or cannot be read.</exception>
    public static IReadOnlyList<InfluentialRow> Influence(this LinearModel model, Table table, int top = 10, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        RefuseOpen(model);
        if (model.Survival is not null) return RiskErrors.Influence(model, table, top, cancellation);
        return RowInfluence.Of(FittedRows.Read(model, table, cancellation), top);
    }

    /// <summary>The model in the format of <see cref="LinearModel.ToJson"/>, with <c>errors</c> and <c>influence</c> at its end; <see cref="LinearModel.Load"/> reads it too.</summary>
    /// <param name="model">The model.</param>
    /// <param name="errors">Its errors; null to leave them out.</param>
    /// <param name="influence">Its most influential rows; null to leave them out.</param>
    public static string ToJson(this LinearModel model, FitErrors? errors, IReadOnlyList<InfluentialRow>? influence = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return FitModelWriter.Write(model, json => ErrorsJson.Write(json, model, errors, influence));
    }

    private static FitErrors OfRows(FittedRows rows, ErrorOptions options, int[]? clusters, int groups)
    {
        var (equations, bread) = Prepare(rows, options.Kind);
        ErrorReport.RefuseFew(rows.Rows, equations.Size);
        var sandwich = Sandwich.Of(rows, equations, bread);
        var covariance = equations.Report(sandwich.Covariance(options.Kind, clusters, groups));
        var errors = ErrorReport.Of(rows.Model, options, rows.Rows, covariance, clusters is null ? null : groups - 1);
        RefuseFar(rows, equations, sandwich, errors);
        return errors;
    }

    /// <summary>The equations, and their derivative: curvatures, or densities for quantiles.</summary>
    internal static (Equations Equations, double[] Bread) Prepare(FittedRows rows, ErrorKind kind)
    {
        if (!rows.Bends)
        {
            var smooth = Equations.Of(rows, withConstants: true);
            return (smooth, smooth.Bread());
        }

        var density = QuantileDensity.Of(rows, kind);
        if (kind is ErrorKind.Hc2 or ErrorKind.Hc3)
            throw new FitException($"fit: --errors {ErrorOptions.Word(kind)}: the leverage of a row depends on curvature, and {rows.Loss.Entry.Key} has none in any row; take hc1 or bootstrap.");
        var equations = Equations.Of(rows, withConstants: false).With(density.Slope);
        return (equations, density.Bread(rows, equations));
    }

    private static FitErrors OfModel(FittedRows rows, ErrorOptions options)
    {
        if (rows is { Heads: not null, Bends: true }) throw QuantileDensity.Other(rows);
        var equations = Equations.Of(rows, withConstants: false);
        ErrorReport.RefuseFew(rows.Rows, equations.Size);
        var found = ModelCovariance.Of(rows, equations, options.Kind);
        var errors = ErrorReport.Of(rows.Model, options, rows.Rows, equations.Report(found.Covariance), found.Degrees) with { Dispersion = found.Dispersion };
        if (rows.Bends) return errors;
        RefuseFar(rows, equations, Sandwich.Of(rows, equations, equations.Bread()), errors);
        return errors;
    }

    private static void RefuseOpen(LinearModel model)
    {
        if (model.L1 <= 0 && model.L2 <= 0) return;
        throw new FitException("fit: --errors: a penalty draws the coefficients towards 0, and no formula here corrects for that; fit without --l1 and --l2, or take --errors bootstrap.");
    }

    /// <summary>Refuses a fit that is not of this table, because its errors would be meaningless.</summary>
    private static void RefuseFar(FittedRows rows, Equations equations, Sandwich sandwich, FitErrors errors)
    {
        if (equations.Curvature.Length == 0) return;
        var gradient = new double[equations.Size];
        for (var i = 0; i < rows.Rows; i++)
            FixedOrder.AddScaled(rows.Weight[i], equations.Terms(i, equations.Slope.AsSpan(i * equations.Outputs, equations.Outputs)), gradient);
        ErrorReport.RefuseFar(errors, equations.ReportChange(equations.Times(sandwich.Inverse, gradient)));
    }
}
