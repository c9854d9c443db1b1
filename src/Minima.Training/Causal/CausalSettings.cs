using System.Collections.Immutable;

namespace Minima.Training.Causal;

/// <summary>Sizes and training settings of the networks of effect learners. Covariates and outcomes are standardised first.</summary>
public sealed record CausalSettings
{
    /// <summary>The widths of hidden layers.</summary>
    public ImmutableArray<int> Hidden { get; init; } = [32, 32];

    /// <summary>The number of epochs.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int Epochs
    {
        get;
        init => field = value >= 1 ? value : throw new TrainingException($"Cannot train networks for {value} epochs; at least 1 is needed.");
    } = 40;

    /// <summary>The number of units in a batch.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int BatchSize
    {
        get;
        init => field = value >= 1 ? value : throw new TrainingException($"Cannot use batches of {value} units; at least 1 is needed.");
    } = 128;

    /// <summary>The initial learning rate of AdamW; it decays to 0 along a cosine.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>The decoupled weight decay of AdamW. Large, because effects are small compared with outcomes: networks that fit the noise of outcomes report noise as effects.</summary>
    public double WeightDecay { get; init; } = 1;

    /// <summary>Estimated propensities are clipped to [this, 1 - this].</summary>
    /// <exception cref="TrainingException">Outside (0, 0.5).</exception>
    public double LeastPropensity
    {
        get;
        init => field = value is > 0 and < 0.5 ? value : throw new TrainingException($"Cannot clip propensities to [{value}, {1 - value}]; the bound must lie between 0 and 0.5.");
    } = 0.02;

    /// <summary>The number of folds of cross-fitting.</summary>
    /// <exception cref="TrainingException">Below 2.</exception>
    public int Folds
    {
        get;
        init => field = value >= 2 ? value : throw new TrainingException($"Cannot cross-fit over {value} folds; at least 2 are needed.");
    } = 5;

    /// <summary>The seed of weights, batches and folds.</summary>
    public ulong Seed { get; init; }

    /// <summary>The propensity of a logit, clipped to its bounds.</summary>
    internal double Propensity(double logit) => Math.Clamp(1 / (1 + Math.Exp(-logit)), LeastPropensity, 1 - LeastPropensity);
}
