namespace Minima.Tabular;

/// <summary>The line that a loss about single numbers fits best. It is the one of <see cref="LinearModel.Fit"/>, which can do much more: the explorer carries the exercises, and only what they name.</summary>
internal static class LessonLine
{
    /// <summary>The coefficients in the order of the columns, then the intercept.</summary>
    public static double[] Fit(Table table, Loss loss, FitOptions options)
    {
        var model = FitRunner.Run(options, loss, FitTable.Read(table, loss, options, default), null, default);
        return [.. model.Coefficients[0], model.Intercepts[0]];
    }
}
