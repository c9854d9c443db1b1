using Minima.Reals;

namespace Minima;

/// <summary>The kinds of target of a row.</summary>
[Flags]
public enum RowTargets
{
    /// <summary>One label for each row: the index of its class.</summary>
    Labels = 1,

    /// <summary>One number for each class: a distribution, scores of a teacher, flags of many labels.</summary>
    Rows = 2,
}

/// <summary>The denominator of the mean of a row loss if class weights are given.</summary>
public enum RowMean
{
    /// <summary>The number of rows, or the sum of their sample weights.</summary>
    Rows,

    /// <summary>The weights of the rows' labels (times their sample weights), as PyTorch's cross-entropy does.</summary>
    ClassWeights,

    /// <summary>The scores up to and including the label's position (times the sample weights): the binary questions put to a row of ordered classes in turn, until one is answered with no.</summary>
    ScoresToLabel,
}

/// <summary>A condition on a row of predictions as a whole.</summary>
public enum RowRule
{
    /// <summary>No condition.</summary>
    None,

    /// <summary>At least one element above 0: the formula divides by their sum.</summary>
    PositiveSum,
}

/// <summary>
/// A row of scores, one for each class, and a label or a target row: cross-entropy, multi-class margins, divergences. The formula computes
/// one number for a row; rows are reduced by the engine.
/// </summary>
/// <remarks>Sample weights, masks and ignored labels belong to the reduction and never reach the formula; class weights do (<see cref="Row{T}.ClassWeight"/>).</remarks>
public interface IRowLoss : ILoss
{
    /// <summary>The allowed kinds of target.</summary>
    static virtual RowTargets Targets => RowTargets.Labels;

    /// <summary>The inputs that have a gradient: <see cref="InputSet.First"/> is the prediction, <see cref="InputSet.Second"/> a target row.</summary>
    static virtual InputSet Differentiated => InputSet.First;

    /// <summary>The denominator of the mean.</summary>
    static virtual RowMean Mean => RowMean.Rows;

    /// <summary>True if the formula uses class weights; if false, they are refused.</summary>
    static virtual bool TakesClassWeights => true;

    /// <summary>The label whose rows are left out by default; null if there is none.</summary>
    static virtual int? IgnoreIndex => null;

    /// <summary>The number of labels minus the number of scores of a row: 1 if K - 1 thresholds separate K ordered classes.</summary>
    static virtual int LabelsBeyondScores => 0;

    /// <summary>The domain of a prediction.</summary>
    static virtual Domain PredictionDomain => Domain.Real;

    /// <summary>The domain of an element of a target row.</summary>
    static virtual Domain TargetDomain => Domain.Unit;

    /// <summary>The condition on a row of predictions as a whole.</summary>
    static virtual RowRule PredictionRule => RowRule.None;

    /// <summary>True if the formula passes its row unchanged to a loss that has a fused kernel (<see cref="Row{T}.OfLogProbabilities{TLoss}(in TLoss, PerClass)"/>).</summary>
    static virtual bool HandsRowOn => false;

    /// <summary>The number of rows of scratch that the formula needs (<see cref="Row{T}.Scratch"/>).</summary>
    static virtual int ScratchRows => 0;

    /// <summary>The formula.</summary>
    T Of<T>(in Row<T> row)
        where T : IReal<T>;
}
