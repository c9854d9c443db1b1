namespace Minima.Tabular;

/// <summary>The result of training with one loss on one outer fold.</summary>
internal sealed record TrainedFold(
    Predictions Predictions,
    double L2,
    IReadOnlyList<double> Learned,
    IReadOnlyList<object?> Parameters,
    Localized? Problem,
    bool IsConstant,
    Solutions Solutions)
{
    /// <summary>The loss of each test row.</summary>
    public double[] Losses { get; init; } = [];

    /// <summary>The learned parameters: weights of the standardised features, intercept, and learned inputs on the scale of the search.</summary>
    public double[] Weights { get; init; } = [];

    /// <summary>The conversion from the model's output to raw predictions.</summary>
    public OutputScale OutputScale { get; init; } = new(0, 1);

    /// <summary>The basis of survival curves; null if the target is not a time.</summary>
    public SurvivalBasis? Survival { get; init; }

    /// <summary>The epochs that an inner fold chose; null for a linear model.</summary>
    public int? Epochs { get; init; }

    /// <summary>The settings of boosted trees that the inner folds chose; null for other models.</summary>
    public TreeSetting? Trees { get; init; }

    /// <summary>The boosted trees themselves.</summary>
    public GrownTrees? Boosted { get; init; }

    /// <summary>The best penalty was the strongest or the weakest of those allowed.</summary>
    public bool PenaltyAtLimit { get; init; }

    /// <summary>The value of the tuned parameter; null if none is tuned.</summary>
    public double? Tuned { get; init; }
}
