namespace Minima.Tensors.Streams;

/// <summary>The mean and the variance of recent losses: weights fall by a constant factor with each item.</summary>
/// <remarks>
/// <para>Formula: mean = sum_i g^(n - i) l_i / sum_i g^(n - i), and the variance around it with the same weights, item by item: d = l - mean, mean += d / W, M = g M + d (l - mean), W = 1 + g W.</para>
/// <para>It raises no alarm of its own: its state is always stable.</para>
/// <para>Numerics: sums of squares are never subtracted, so that the variance stays accurate if the mean is large.</para>
/// <para>Source: West 1979, Commun. ACM 22(9), 532-535, doi:10.1145/359146.359153.</para>
/// </remarks>
public sealed class ExponentiallyWeightedLoss : IDriftDetector
{
    private const string Who = nameof(ExponentiallyWeightedLoss);
    private double _weight;
    private double _squares;

    /// <summary>Creates a monitor without items.</summary>
    /// <param name="gamma">The factor by which the weight of an item falls with each later item: above 0, at most 1.</param>
    /// <exception cref="TrainingException">Outside (0, 1].</exception>
    public ExponentiallyWeightedLoss(double gamma = 0.99) => Gamma = StreamRules.Check(Who, nameof(gamma), gamma, gamma is > 0 and <= 1, "above 0 and at most 1");

    /// <summary>The factor by which the weight of an item falls with each later item.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    public long Count { get; private set; }

    /// <summary>The weighted mean; 0 without items.</summary>
    public double Value { get; private set; }

    /// <summary>The weighted variance; 0 without items.</summary>
    public double Variance => Count == 0 ? 0 : _squares / _weight;

    /// <summary>Always stable.</summary>
    public DriftState State => DriftState.Stable;

    /// <inheritdoc/>
    public DriftState Add(double value)
    {
        StreamRules.CheckItem(Who, value, Count);
        _weight = 1 + (Gamma * _weight);
        var deviation = value - Value;
        Value += deviation / _weight;
        _squares = (Gamma * _squares) + (deviation * (value - Value));
        Count++;
        return State;
    }

    /// <inheritdoc/>
    public void Reset() => (_weight, _squares, Value, Count) = (0, 0, 0, 0);

    /// <summary>Returns the state, as numbers.</summary>
    public ExponentiallyWeightedState Save() => new(Count, Value, _weight, _squares);

    /// <summary>Continues a stream from a saved state.</summary>
    /// <exception cref="TrainingException">The state is not one that <see cref="Save"/> returns.</exception>
    public void Restore(ExponentiallyWeightedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        StreamRules.CheckState(Who, state.Count >= 0 && double.IsFinite(state.Mean) && state.Squares >= 0 && double.IsFinite(state.Weight) && (state.Count == 0 ? state.Weight == 0 : state.Weight >= 1), "counts must be at least 0, sums finite, and the weight at least 1");
        (Count, Value, _weight, _squares) = (state.Count, state.Mean, state.Weight, state.Squares);
    }
}

/// <summary>The state of an <see cref="ExponentiallyWeightedLoss"/>.</summary>
/// <param name="Count">The number of items.</param>
/// <param name="Mean">Their weighted mean.</param>
/// <param name="Weight">The sum of their weights.</param>
/// <param name="Squares">The weighted sum of squared deviations.</param>
public sealed record ExponentiallyWeightedState(long Count, double Mean, double Weight, double Squares);
