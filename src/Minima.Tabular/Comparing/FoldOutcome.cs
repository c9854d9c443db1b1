namespace Minima.Tabular;

/// <summary>What is kept of one candidate or constant on one outer fold.</summary>
/// <param name="Values">Every metric: over the test rows, or for each of their parts.</param>
/// <param name="Whole">Every metric over all test rows, where these are measured in parts; else empty.</param>
/// <param name="Sample">The predictions of the rows that the result shows.</param>
/// <param name="SampleLosses">The losses of the same rows; empty for constants.</param>
/// <param name="Trained">What training gave; null for constants.</param>
internal sealed record FoldOutcome(double?[][] Values, double?[] Whole, Predictions? Sample, double[] SampleLosses, FoldTraining? Trained)
{
    /// <summary>The reading by the plain sigmoid of the scores of two classes; null where it is the link.</summary>
    public Recalibration.PlainSums? Plain { get; init; }

    /// <summary>The predictions of all test rows where a saving or decisions are added up, until they are; else null.</summary>
    public Predictions? Tested { get; init; }
}

/// <summary>What training one candidate on one outer fold gave, without predictions and weights.</summary>
internal sealed record FoldTraining(
    double L2, IReadOnlyList<double> Learned, IReadOnlyList<object?> Parameters, Localized? Problem, bool IsConstant, double? Tuned, double Seconds)
{
    /// <summary>The epochs that an inner fold chose; null for a linear model.</summary>
    public int? Epochs { get; init; }

    /// <summary>The settings of boosted trees that the inner folds chose; null for other models.</summary>
    public TreeSetting? Trees { get; init; }

    /// <summary>See <see cref="Predictions.AreCertain"/>.</summary>
    public bool IsCertain { get; init; }

    /// <summary>The best penalty was the strongest or the weakest that may be tried.</summary>
    public bool PenaltyAtLimit { get; init; }

    /// <summary>The trained models of this fold as numbers: equal ones predict the same.</summary>
    public double[] Model { get; init; } = [];

    /// <summary>Of every label where there are several; else of the one target.</summary>
    public IReadOnlyList<Solutions> Solutions { get; init; } = [];
}
