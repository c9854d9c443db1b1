namespace Minima.Tabular;

/// <summary>
/// The mean loss of a model as miscalibration - discrimination + uncertainty (the CORP decomposition of T. Dimitriadis, T. Gneiting and A. Jordan, PNAS 118, 2021; for quantiles and
/// expectiles J. Resin and T. Gneiting, 2022). Predictions are compared with those recalibrated by isotonic regression for the loss's own functional, and with the best constant. A loss
/// whose functional has no name, for example Huber's, is recalibrated by its own derivative. Grades use the ranked probability score, distributions and quantiles the mean pinball loss over
/// their levels, labels the Brier score: sums of <see cref="Terms"/>. For several classes recalibration scales and shifts the score of each class, so that miscalibration is only what this family
/// of maps finds, a lower bound.
/// </summary>
/// <param name="Loss">The loss that the model was trained with; for grades, distributions and labels <c>rps</c>, <c>pinball-mean</c> or <c>brier</c>.</param>
/// <param name="Functional">The functional that its best constant is; <see cref="Analysis.Functional.Other"/> if that has no name.</param>
/// <param name="Level">The level of a quantile or expectile; otherwise null.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="MeanLoss">The mean loss on these rows.</param>
/// <param name="Miscalibration">The saving by recalibration: mean loss minus that of the recalibrated predictions, 0 or more.</param>
/// <param name="Discrimination">The saving by the recalibrated predictions against the best constant, 0 or more.</param>
/// <param name="Uncertainty">The mean loss of the best constant of these rows.</param>
/// <param name="Blocks">The recalibrated predictions, from the lowest: for the mean of two classes the reliability curve; empty for several classes.</param>
public sealed record ScoreDecomposition(
    string Loss, Analysis.Functional Functional, double? Level, int Rows, double MeanLoss, double Miscalibration, double Discrimination, double Uncertainty, IReadOnlyList<CalibrationBlock> Blocks)
{
    /// <summary>The parts for each step between grades, each level or each label, whose mean the whole is; empty if there is one term.</summary>
    public IReadOnlyList<DecompositionTerm> Terms { get; init; } = [];
}

/// <summary>The parts of one of several terms of a score.</summary>
/// <param name="Name">A grade and all below it, the level of a quantile, or a label.</param>
/// <param name="MeanLoss">The mean of the term.</param>
/// <param name="Miscalibration">The saving by recalibration in this term.</param>
/// <param name="Discrimination">The saving by the recalibrated predictions against the best constant.</param>
/// <param name="Uncertainty">The mean at the best constant.</param>
public sealed record DecompositionTerm(string Name, double MeanLoss, double Miscalibration, double Discrimination, double Uncertainty);

/// <summary>Rows whose predictions are recalibrated to one value.</summary>
/// <param name="Low">The lowest prediction in the model's output: a number, or the probability of the later class.</param>
/// <param name="High">The highest prediction.</param>
/// <param name="Recalibrated">The functional of the rows' targets.</param>
/// <param name="Rows">The number of rows.</param>
public sealed record CalibrationBlock(double Low, double High, double Recalibrated, int Rows);

/// <summary>Decompositions of the mean loss of a model.</summary>
public static class ModelDecompositions
{
    /// <summary>Decomposes the mean loss of a model on rows that it was not trained on.</summary>
    /// <param name="predictor">A model of one number, of classes, grades, labels or a distribution.</param>
    /// <param name="table">A table with the model's columns and its target.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="DataException">The table lacks a column, or the target holds a value unknown to the model.</exception>
    /// <exception cref="TrainingException">The loss is not convex, or the model has several outputs that are none of these.</exception>
    public static ScoreDecomposition Decompose(this Predictor predictor, Table table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(table);
        return LossDecomposition.Of(predictor, table, cancellation);
    }

    /// <inheritdoc cref="Decompose(Predictor, Table, CancellationToken)"/>
    public static ScoreDecomposition Decompose(this LinearModel model, Table table, CancellationToken cancellation = default) => Predictor.Of(model).Decompose(table, cancellation);
}
