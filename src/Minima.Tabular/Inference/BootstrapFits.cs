using System.Globalization;

namespace Minima.Tabular;

/// <summary>Fits on rows, or clusters, drawn with replacement: each row counts as often as it was drawn.</summary>
internal static class BootstrapFits
{
    /// <summary>The name of the column of weights; a table need not have such a column.</summary>
    private const string Drawn = "(drawn)";

    /// <summary>The fraction of the draws whose fit may have no optimum.</summary>
    private const double MostFailures = 0.05;

    /// <summary>The coefficients of each draw, in the order of the report.</summary>
    /// <exception cref="FitException">Too many of the draws have no optimum.</exception>
    public static double[][] Run(FittedRows rows, ErrorOptions options, FitOptions fit, int[]? clusters, int groups, CancellationToken cancellation)
    {
        var shape = rows.OfClasses || rows.OfGrades || rows.Heads is not null || rows.Constants.Length > 0 ? null : rows.Shape();
        var asked = rows.Heads is null ? null : AskedHeads.Of("fit", fit.Heads!, HeadNames.Request(rows.Model, rows.Loss), rows.Targets);
        (AskedHeads, HeadStart)? heads = asked is null ? null : (asked, HeadStart.Of(asked.Plan with { Events = rows.Heads!.Plan.Events }, asked.Loss, rows.Targets, cancellation));
        return Fitted(options, clusters is null ? rows.Rows : groups, times => Coefficients(rows, fit, shape, heads, times, clusters, cancellation), cancellation);
    }

    /// <summary>The coefficients of a fit on each draw.</summary>
    /// <param name="options">The number of draws, and their seed.</param>
    /// <param name="units">The number of rows, or clusters, to draw from.</param>
    /// <param name="fit">The coefficients of a fit in which each unit has the given count; null if it has other coefficients.</param>
    /// <param name="cancellation">Checked between fits.</param>
    /// <exception cref="FitException">Too many of the draws have no optimum.</exception>
    public static double[][] Fitted(ErrorOptions options, int units, Func<int[], double[]?> fit, CancellationToken cancellation)
    {
        var random = new RandomState(options.Seed);
        var draws = new int[options.Resamples][];
        for (var k = 0; k < draws.Length; k++)
        {
            draws[k] = new int[units];
            for (var draw = 0; draw < units; draw++) draws[k][random.NextInt(units)]++;
        }

        var found = new double[draws.Length][];
        Parallel.For(0, draws.Length, new ParallelOptions { CancellationToken = cancellation }, k =>
        {
            try
            {
                found[k] = fit(draws[k]) ?? [];
            }
            catch (TrainingException problem) when (problem is FitException or DataException)
            {
                found[k] = [];
            }
        });
        double[][] fitted = [.. found.Where(coefficients => coefficients.Length > 0)];
        var failed = found.Length - fitted.Length;
        return failed <= MostFailures * found.Length
            ? fitted
            : throw new FitException(FormattableString.Invariant($"fit: --errors bootstrap: {failed} of {found.Length} draws of rows have no optimum (a class is missing or separated, for example); give more rows, or a penalty."));
    }

    private static double[]? Coefficients(FittedRows rows, FitOptions fit, Func<FitData, LossShape>? shape, (AskedHeads Asked, HeadStart Start)? heads, int[] times, int[]? clusters, CancellationToken cancellation)
    {
        var all = new double[rows.Dataset.Rows];
        for (var i = 0; i < rows.Rows; i++) all[rows.Data.Rows[i]] = rows.Weight[i] * times[clusters?[i] ?? i];
        var dataset = new Dataset(rows.Dataset.Name, rows.Dataset.Features, rows.Dataset.Target, rows.Dataset.Lines)
        {
            Events = rows.Dataset.Events,
            EventColumn = rows.Dataset.EventColumn,
            Others = new Dictionary<string, double[]>(rows.Dataset.Others, StringComparer.Ordinal) { [Drawn] = all },
        };
        var options = fit with { Weight = Drawn };
        if (heads is var (asked, start)) return Reported.Estimates(HeadFitRunner.RunKnown(options, asked, start, rows.Model, dataset, cancellation), rows.Model);
        var spec = new LossSpec(rows.Loss.Entry, rows.Model.Parameters.ToDictionary(StringComparer.Ordinal)) { Made = rows.Loss };
        if (rows.OfGrades) return Reported.Estimates(GradeFitRunner.Run(options, spec, dataset, null, cancellation));
        var model = rows.OfClasses
            ? ClassFitRunner.Run(options, spec, dataset, null, cancellation)
            : shape is null ? FitRunner.Run(options, spec, dataset, null, cancellation) : FitRunner.RunKnown(options, spec, dataset, shape, cancellation);
        return model.Coefficients.Length == rows.Outputs ? Reported.Estimates(model) : null;
    }

    /// <summary>The options of the fit itself, starting from its own coefficients, so that of several minima the same one is found.</summary>
    public static FitOptions OptionsOf(LinearModel model) => new()
    {
        L1 = model.L1,
        L2 = model.L2,
        Standardize = model.StandardizedCoefficients is not null,
        Inputs = model.Inputs.Where(input => input.Column is not null).ToDictionary(input => input.Name, input => input.Column!, StringComparer.Ordinal),
        Heads = model.Distribution is null ? null : HeadNames.Asked(model),
        Start = model.Distribution is not null || model.GradeThresholds.Count > 0 ? null : string.Join(',', model.Coefficients.SelectMany((row, k) => row.Append(model.Intercepts[k])).Select(value => value.ToString("R", CultureInfo.InvariantCulture))),
    };
}
