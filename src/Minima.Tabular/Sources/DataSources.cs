namespace Minima.Tabular;

/// <summary>Operations on a table that stays where it is.</summary>
public static class DataSources
{
    /// <summary>
    /// Fits a linear model at the optimum of a smooth loss over the rows of a source. Each step is one query for each part of the source, which gives the sums of value, slope and curvature; the steps are made
    /// here. The model is that of <see cref="LinearModel.Fit"/> on the same rows.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="loss">A smooth loss of the prediction and the target.</param>
    /// <param name="options">The quadratic penalty, weights, further inputs, a start; null for none.</param>
    /// <param name="table">Columns to leave out, the positive class; null for none.</param>
    /// <param name="progress">Hears of every step.</param>
    /// <param name="cancellation">Asked before every query.</param>
    /// <exception cref="TrainingException">The source, the loss or the options do not go together: a <see cref="DataException"/> where the data are at fault, a <see cref="FitException"/> where there is no finite optimum.</exception>
    /// <exception cref="LossException">The loss is unknown, or a parameter is refused.</exception>
    public static LinearModel Fit(
        this IDataSource source, string target, LossSpec loss, FitOptions? options = null, TableOptions? table = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new();
        FitOptions.Check(options);
        if (loss.Tuned is not null) loss = LossSpec.Parse(loss.ToString());
        return new SourceFit(source, target, loss, options, table ?? new(), progress, cancellation).Run();
    }
}
