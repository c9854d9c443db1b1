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

    /// <summary>
    /// Measures a linear model on the rows of a source that have a target: every metric of its task and the mean loss, with constants beside it, as <see cref="ModelScores.Score(LinearModel, Table, CancellationToken)"/>
    /// does on the same rows. The source adds up, counts and finds ranks; no row leaves it.
    /// </summary>
    /// <param name="source">Has the model's columns and its target by name.</param>
    /// <param name="predictor">A linear model of one number or of two classes.</param>
    /// <param name="cancellation">Asked before every query.</param>
    /// <exception cref="TrainingException">The source lacks a column or holds what the model does not know (a <see cref="DataException"/>), or the model has several outputs.</exception>
    public static ScoreSheet Score(this IDataSource source, Predictor predictor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predictor);
        return SourceScore.Of(source, SourceModel.Require(predictor, "score"), cancellation);
    }
}
