using System.ComponentModel;

namespace Minima;

/// <summary>A row loss as the engine sees it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RowFormula<TLoss>(TLoss Formula) : ILossFormula
    where TLoss : struct, IRowLoss
{
    public static int Arity => 2;

    public static InputSet Differentiated => TLoss.Differentiated;

    public static Type LossType => typeof(TLoss);

    /// <summary>The inputs of the loss, for its row of the catalogue.</summary>
    public static IReadOnlyList<InputInfo> Inputs { get; } =
    [
        new("prediction", TLoss.PredictionDomain, (TLoss.Differentiated & Minima.InputSet.First) != 0) { Kind = InputKind.Row },
        new("target", TLoss.TargetDomain, (TLoss.Differentiated & Minima.InputSet.Second) != 0)
        {
            Kind = TLoss.Targets switch
            {
                RowTargets.Labels => InputKind.Label,
                RowTargets.Rows => InputKind.Row,
                _ => InputKind.LabelOrRow,
            },
        },
    ];

    /// <summary>The facts of the catalogue that only this shape has.</summary>
    public static RowInfo Info { get; } = new(TLoss.TakesClassWeights, TLoss.Mean, TLoss.IgnoreIndex, TLoss.LabelsBeyondScores) { PredictionRule = TLoss.PredictionRule };

    public ILoss Loss => Formula;
}

/// <summary>The facts of the catalogue about a loss over rows of classes.</summary>
/// <param name="TakesClassWeights">True if class weights may be given.</param>
/// <param name="Mean">The denominator of the mean if they are given.</param>
/// <param name="IgnoreIndex">The label whose rows are left out by default, or null.</param>
/// <param name="LabelsBeyondScores">The number of labels minus the number of scores of a row: 1 if K - 1 thresholds separate K ordered classes.</param>
public sealed record RowInfo(bool TakesClassWeights, RowMean Mean, int? IgnoreIndex, int LabelsBeyondScores)
{
    /// <summary>The condition on a row of predictions as a whole.</summary>
    public RowRule PredictionRule { get; init; }
}
