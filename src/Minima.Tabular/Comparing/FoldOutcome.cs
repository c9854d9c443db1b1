namespace Minima.Tabular;

/// <summary>The stored results of one candidate or constant on one outer fold.</summary>
/// <param name="Values">Every metric: over the test rows, or for each of their parts.</param>
/// <param name="Whole">Every metric over all test rows, if these are measured in parts; otherwise empty.</param>
/// <param name="Sample">The predictions of the shown rows.</param>
/// <param name="SampleLosses">The losses of the same rows; empty for constants.</param>
/// <param name="Trained">The result of training; null for constants.</param>
internal sealed record FoldOutcome(double?[][] Values, double?[] Whole, Predictions? Sample, double[] SampleLosses, FoldTraining? Trained)
{
    /// <summary>The probabilities of two classes by the plain sigmoid of the scores; null if the sigmoid is the link.</summary>
    public Recalibration.PlainSums? Plain { get; init; }

    /// <summary>The predictions of all test rows, kept until a saving or decisions are added up from them; otherwise null.</summary>
    public Predictions? Tested { get; init; }
}

/// <summary>The result of training one candidate on one outer fold, without predictions and weights.</summary>
internal sealed record FoldTraining(
    double L2, IReadOnlyList<double> Learned, IReadOnlyList<object?> Parameters, Localized? Problem, bool IsConstant, double? Tuned, double Seconds)
{
    /// <summary>The epochs that an inner fold chose; null for a linear model.</summary>
    public int? Epochs { get; init; }

    /// <summary>The settings of boosted trees that the inner folds chose; null for other models.</summary>
    public TreeSetting? Trees { get; init; }

    /// <summary>See <see cref="Predictions.AreCertain"/>.</summary>
    public bool IsCertain { get; init; }

    /// <summary>The best penalty was the strongest or the weakest of those allowed.</summary>
    public bool PenaltyAtLimit { get; init; }

    /// <summary>The trained models of this fold as numbers: equal ones predict the same.</summary>
    public double[] Model { get; init; } = [];

    /// <summary>The solutions for every label if there are several, or else for the one target.</summary>
    public IReadOnlyList<Solutions> Solutions { get; init; } = [];
}
