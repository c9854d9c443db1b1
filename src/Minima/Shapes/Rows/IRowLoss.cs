using Minima.Reals;

namespace Minima;

/// <summary>What the target of a row may be.</summary>
[Flags]
public enum RowTargets
{
    /// <summary>One label for each row: the index of its class.</summary>
    Labels = 1,

    /// <summary>One number for each class: a distribution, scores of a teacher, flags of many labels.</summary>
    Rows = 2,
}

/// <summary>What the mean of a row loss divides by, where class weights are given.</summary>
public enum RowMean
{
    /// <summary>The rows, or their sample weights.</summary>
    Rows,

    /// <summary>The weights of the rows' labels (times their sample weights), as PyTorch's cross-entropy does.</summary>
    ClassWeights,

    /// <summary>The scores up to and with the label's place (times the rows' sample weights): the questions that a row of ordered classes is asked one after the other, until one is answered with no.</summary>
    ScoresToLabel,
}

/// <summary>What a row of predictions must be besides its single elements.</summary>
public enum RowRule
{
    /// <summary>Anything.</summary>
    None,

    /// <summary>At least one element above 0: the formula divides by their sum.</summary>
    PositiveSum,
}

/// <summary>
/// A row of scores, one for each class, and a label or a target row: cross-entropy, multi-class margins, divergences. The formula gives
/// one number for a row; rows are reduced by the engine.
/// </summary>
/// <remarks>Sample weights, masks and ignored labels belong to the reduction and never reach the formula; class weights do (<see cref="Row{T}.ClassWeight"/>).</remarks>
public interface IRowLoss : ILoss
{
    /// <summary>What the target may be.</summary>
    static virtual RowTargets Targets => RowTargets.Labels;

    /// <summary>The inputs that have a gradient: <see cref="InputSet.First"/> is the prediction, <see cref="InputSet.Second"/> a target row.</summary>
    static virtual InputSet Differentiated => InputSet.First;

    /// <summary>What the mean divides by.</summary>
    static virtual RowMean Mean => RowMean.Rows;

    /// <summary>Whether weights of classes mean anything to the formula; where they do not, they are refused.</summary>
    static virtual bool TakesClassWeights => true;

    /// <summary>The label that marks a row to be left out unless the caller says otherwise; null where there is none.</summary>
    static virtual int? IgnoreIndex => null;

    /// <summary>How many labels there are beyond the scores of a row: 1 where K - 1 thresholds part K ordered classes.</summary>
    static virtual int LabelsBeyondScores => 0;

    /// <summary>The domain of a prediction.</summary>
    static virtual Domain PredictionDomain => Domain.Real;

    /// <summary>The domain of an element of a target row.</summary>
    static virtual Domain TargetDomain => Domain.Unit;

    /// <summary>What a row of predictions must be as a whole.</summary>
    static virtual RowRule PredictionRule => RowRule.None;

    /// <summary>The formula hands its row, as it is, to a loss that has a fused kernel (<see cref="Row{T}.OfLogProbabilities{TLoss}(in TLoss, PerClass)"/>).</summary>
    static virtual bool HandsRowOn => false;

    /// <summary>How many rows of scratch the formula asks for (<see cref="Row{T}.Scratch"/>).</summary>
    static virtual int ScratchRows => 0;

    /// <summary>The formula.</summary>
    T Of<T>(in Row<T> row)
        where T : IReal<T>;
}
