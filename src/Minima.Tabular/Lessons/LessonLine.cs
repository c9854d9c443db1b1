namespace Minima.Tabular;

/// <summary>The line that a loss of single numbers fits best: that of <see cref="LinearModel.Fit"/>, but with only the code that the exercises use, because the explorer carries it.</summary>
internal static class LessonLine
{
    /// <summary>The coefficients in the order of the columns, then the intercept.</summary>
    public static double[] Fit(Table table, Loss loss, FitOptions options)
    {
        var model = FitRunner.Run(options, loss, FitTable.Read(table, loss, options, default), null, default);
        return [.. model.Coefficients[0], model.Intercepts[0]];
    }
}
