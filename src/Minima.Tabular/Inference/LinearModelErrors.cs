namespace Minima.Tabular;

/// <summary>Standard errors and intervals of a fit, and the rows that it depends on.</summary>
/// <remarks>
/// <para>A fit is a root of the sum of w l'(score) x over the rows. With the bread H = sum w l'' x xᵀ and the meat M = sum (w l')² x xᵀ, the covariance of the coefficients is H⁻¹ M H⁻¹
/// (P. Huber, 1967; H. White, 1980), for every loss with a curvature, named or written as text; of several classes, and of learned constants, for all unknowns together. Weights are
/// precisions, as in weighted least squares.</para>
/// <para>Equal to statsmodels 0.13.5 to 1e-8 for OLS, WLS, GLM, RLM, QuantReg, MNLogit and PHReg.</para>
/// </remarks>
public static class LinearModelErrors
{
    /// <summary>A Newton step longer than this share of a standard error is no rounding: the model is not the optimum of the table.</summary>
    private const double FarStep = 1e-3;

    /// <summary>With fewer clusters than this their sandwich is known to be too narrow.</summary>
    private const int FewClusters = 40;

    /// <summary>Standard errors and intervals of the coefficients.</summary>
    /// <param name="model">A model without a penalty (but for a bootstrap), at the optimum of the table.</param>
    /// <param name="table">The table that it was fitted on.</param>
    /// <param name="options">Which errors; null for <see cref="ErrorKind.Hc3"/> and 95 %.</param>
    /// <param name="cancellation">Asked between rows and fits.</param>
    /// <exception cref="FitException">The loss, a penalty or the rows leave errors open; the message says what to take instead.</exception>
    /// <exception cref="DataException">The table is not the one that the model was fitted on, or cannot be read.</exception>
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

    /// <summary>The errors on rows that are read already.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="options">Which errors.</param>
    /// <param name="clusters">For each row the number of its cluster, or null.</param>
    /// <param name="groups">How many clusters there are.</param>
    /// <param name="cancellation">Asked between fits.</param>
    internal static FitErrors Of(FittedRows rows, ErrorOptions options, int[]? clusters, int groups, CancellationToken cancellation)
    {
        var errors = options.Kind switch
        {
            ErrorKind.Bootstrap => Bootstrap(rows, options, clusters, groups, cancellation),
            ErrorKind.Model or ErrorKind.Sparsity => OfModel(rows, options),
            _ => OfRows(rows, options, clusters, groups),
        };
        return errors with { Clusters = clusters is null ? null : groups, Notes = Notes(rows.Model, options, groups) };
    }

    /// <summary>The rows on which the coefficients depend most, the first by <see cref="InfluentialRow.Distance"/>.</summary>
    /// <param name="model">A model without a penalty, at the optimum of the table.</param>
    /// <param name="table">The table that it was fitted on.</param>
    /// <param name="top">How many rows, at least 1.</param>
    /// <param name="cancellation">Asked between rows.</param>
    /// <exception cref="FitException">The loss, a penalty or the rows leave it open; the message says why.</exception>
    /// <exception cref="DataException">The table is not the one that the model was fitted on, or cannot be read.</exception>
    public static IReadOnlyList<InfluentialRow> Influence(this LinearModel model, Table table, int top = 10, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        RefuseOpen(model);
        if (model.Survival is not null) throw new FitException($"fit: --influence: {model.Loss} compares rows with each other, so that no row has a term of its own; leave it out.");
        return RowInfluence.Of(FittedRows.Read(model, table, cancellation), top);
    }

    /// <summary>The model as <see cref="LinearModel.ToJson"/> writes it, with <c>errors</c> and <c>influence</c> at its end; <see cref="LinearModel.Load"/> reads it too.</summary>
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
        RefuseFew(rows, equations);
        var sandwich = Sandwich.Of(rows, equations, bread);
        var covariance = equations.Report(sandwich.Covariance(options.Kind, clusters, groups));
        var errors = Report(rows, options, covariance, clusters is null ? null : groups - 1);
        RefuseFar(rows, equations, sandwich, errors);
        return errors;
    }

    /// <summary>The equations, and their derivative: curvatures, or of quantiles densities.</summary>
    internal static (Equations Equations, double[] Bread) Prepare(FittedRows rows, ErrorKind kind)
    {
        if (!rows.Bends)
        {
            var smooth = Equations.Of(rows, withConstants: true);
            return (smooth, smooth.Bread());
        }

        var density = QuantileDensity.Of(rows, kind);
        if (kind is ErrorKind.Hc2 or ErrorKind.Hc3)
            throw new FitException($"fit: --errors {ErrorOptions.Word(kind)}: the leverage of a row depends on curvature, which {rows.Loss.Entry.Key} has in none; take hc1 or bootstrap.");
        var equations = Equations.Of(rows, withConstants: false).With(density.Slope);
        return (equations, density.Bread(rows, equations));
    }

    private static FitErrors OfModel(FittedRows rows, ErrorOptions options)
    {
        if (rows is { Heads: not null, Bends: true }) throw QuantileDensity.Other(rows);
        var equations = Equations.Of(rows, withConstants: false);
        RefuseFew(rows, equations);
        var found = ModelCovariance.Of(rows, equations, options.Kind);
        var errors = Report(rows, options, equations.Report(found.Covariance), found.Degrees) with { Dispersion = found.Dispersion };
        if (rows.Bends) return errors;
        RefuseFar(rows, equations, Sandwich.Of(rows, equations, equations.Bread()), errors);
        return errors;
    }

    private static FitErrors Bootstrap(FittedRows rows, ErrorOptions options, int[]? clusters, int groups, CancellationToken cancellation)
    {
        var draws = BootstrapFits.Run(rows, options, BootstrapFits.OptionsOf(rows.Model), clusters, groups, cancellation);
        var count = draws[0].Length;
        var means = Enumerable.Range(0, count).Select(j => draws.Average(draw => draw[j])).ToArray();
        var covariance = new double[count][];
        for (var j = 0; j < count; j++)
        {
            covariance[j] = new double[count];
            for (var k = 0; k < count; k++) covariance[j][k] = draws.Sum(draw => (draw[j] - means[j]) * (draw[k] - means[k])) / (draws.Length - 1);
        }

        var errors = Report(rows, options, covariance, null);
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

    private static FitErrors Report(FittedRows rows, ErrorOptions options, double[][] covariance, double? degrees)
    {
        var estimates = Reported.Estimates(rows.Model);
        var names = Reported.Names(rows.Model);
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

        return new() { Kind = options.Kind, Level = options.Level, Rows = rows.Rows, Degrees = degrees, Coefficients = coefficients, Covariance = covariance };
    }

    private static List<Localized> Notes(LinearModel model, ErrorOptions options, int groups)
    {
        var notes = new List<Localized>();
        if (options.Kind == ErrorKind.Bootstrap && (model.L1 > 0 || model.L2 > 0))
            notes.Add(new("The intervals are about the coefficients under the penalty, which draws them towards 0.", "这些区间针对带惩罚的系数，而惩罚会把系数拉向 0。"));
        if (!model.Certificate.IsUnique)
            notes.Add(new("Columns depend on each other: the coefficients are the minimum-norm solution, and the standard errors are those of this solution.", "列之间线性相关：系数取众多解中范数最小的一组，标准误针对这组系数。"));
        if (model.Certificate is { IsOptimal: false, Method: FitMethod.Local } && model.Certificate != Certificate.None)
            notes.Add(new("The loss is not convex: the standard errors are those of this local minimum.", "该损失不是凸的：这些标准误针对此局部极小值。"));
        if (options.Kind == ErrorKind.Cluster && groups < FewClusters)
            notes.Add(new(FormattableString.Invariant($"With {groups} clusters only, intervals are too short; take --errors bootstrap={options.Cluster} as well."), FormattableString.Invariant($"只有 {groups} 个簇，区间会偏短；请同时参看 --errors bootstrap={options.Cluster}。")));
        if (options.Kind == ErrorKind.Model && model.Distribution is null && model.Inputs.Any(input => input.Value is not null))
            notes.Add(new("Learned constants have standard errors with hc0, hc1, hc3, cluster and bootstrap only.", "学得的常数只在 hc0、hc1、hc3、cluster 与 bootstrap 下有标准误。"));
        return notes;
    }

    private static void RefuseOpen(LinearModel model)
    {
        if (model.L1 <= 0 && model.L2 <= 0) return;
        throw new FitException("fit: --errors: a penalty draws the coefficients towards 0, and no formula here corrects for that; fit without --l1 and --l2, or take --errors bootstrap.");
    }

    private static void RefuseFew(FittedRows rows, Equations equations)
    {
        if (rows.Rows > equations.Size) return;
        throw new FitException(FormattableString.Invariant($"fit: --errors: {rows.Rows} rows for {equations.Size} coefficients leave nothing to estimate errors from; give more rows, or leave columns out (--ignore)."));
    }

    /// <summary>Errors of a fit that is none of this table would be about nothing.</summary>
    private static void RefuseFar(FittedRows rows, Equations equations, Sandwich sandwich, FitErrors errors)
    {
        if (equations.Curvature.Length == 0) return;
        var gradient = new double[equations.Size];
        for (var i = 0; i < rows.Rows; i++)
            FixedOrder.AddScaled(rows.Weight[i], equations.Terms(i, equations.Slope.AsSpan(i * equations.Outputs, equations.Outputs)), gradient);
        var step = equations.ReportChange(equations.Times(sandwich.Inverse, gradient));
        for (var j = 0; j < step.Length; j++)
        {
            if (Math.Abs(step[j]) <= FarStep * errors.Coefficients[j].StandardError) continue;
            throw new FitException($"fit: --errors: the coefficients are not the optimum of this table (a Newton step moves the coefficient of {DataException.Quote(errors.Coefficients[j].Name)} by more than a thousandth of its standard error); fit the model on this table first.");
        }
    }
}
