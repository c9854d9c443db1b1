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

    /// <summary>What else the catalogue says of a loss of this shape.</summary>
    public static RowInfo Info { get; } = new(TLoss.TakesClassWeights, TLoss.Mean, TLoss.IgnoreIndex, TLoss.LabelsBeyondScores) { PredictionRule = TLoss.PredictionRule };

    public ILoss Loss => Formula;
}

/// <summary>What the catalogue says of a loss over rows of classes.</summary>
/// <param name="TakesClassWeights">Weights of classes may be given.</param>
/// <param name="Mean">What the mean divides by where they are.</param>
/// <param name="IgnoreIndex">The label that marks a row to be left out unless the caller says otherwise, or null.</param>
/// <param name="LabelsBeyondScores">How many labels there are beyond the scores of a row: 1 where K - 1 thresholds part K ordered classes.</param>
public sealed record RowInfo(bool TakesClassWeights, RowMean Mean, int? IgnoreIndex, int LabelsBeyondScores)
{
    /// <summary>What a row of predictions must be as a whole.</summary>
    public RowRule PredictionRule { get; init; }
}
