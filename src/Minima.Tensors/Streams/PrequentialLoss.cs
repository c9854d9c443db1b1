namespace Minima.Tensors.Streams;

/// <summary>The loss of a model that is tested on every item before it learns from it, with decaying weights of old items.</summary>
/// <remarks>
/// <para>Formula: P = S / N, with S = l + a S and N = 1 + a N for each loss l; a = 1 is the running mean.</para>
/// <para>It raises no alarm of its own: its state is always stable. Give its value to a detector, or plot it.</para>
/// <para>Source: Dawid 1984, J. R. Stat. Soc. A 147(2), 278-292, doi:10.2307/2981683; Gama, Sebastiao and Rodrigues 2013, Mach. Learn. 90, 317-346, doi:10.1007/s10994-012-5320-9.</para>
/// </remarks>
public sealed class PrequentialLoss : IDriftDetector
{
    private const string Who = nameof(PrequentialLoss);
    private double _sum;
    private double _weight;

    /// <summary>Creates a monitor without items.</summary>
    /// <param name="forgetting">The factor by which the weight of an item falls with each later item: above 0, at most 1.</param>
    /// <exception cref="TrainingException">Outside (0, 1].</exception>
    public PrequentialLoss(double forgetting = 0.999) => Forgetting = StreamRules.Check(Who, nameof(forgetting), forgetting, forgetting is > 0 and <= 1, "above 0 and at most 1");

    /// <summary>The factor by which the weight of an item falls with each later item.</summary>
    public double Forgetting { get; }

    /// <inheritdoc/>
    public long Count { get; private set; }

    /// <summary>The loss; 0 without items.</summary>
    public double Value => Count == 0 ? 0 : _sum / _weight;

    /// <summary>Always stable.</summary>
    public DriftState State => DriftState.Stable;

    /// <inheritdoc/>
    public DriftState Add(double value)
    {
        StreamRules.CheckItem(Who, value, Count);
        _sum = value + (Forgetting * _sum);
        _weight = 1 + (Forgetting * _weight);
        Count++;
        return State;
    }

    /// <inheritdoc/>
    public void Reset() => (_sum, _weight, Count) = (0, 0, 0);

    /// <summary>Returns the state, as numbers.</summary>
    public PrequentialState Save() => new(Count, _sum, _weight);

    /// <summary>Continues a stream from a saved state.</summary>
    /// <exception cref="TrainingException">The state is not one that <see cref="Save"/> returns.</exception>
    public void Restore(PrequentialState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        StreamRules.CheckState(Who, state.Count >= 0 && double.IsFinite(state.Sum) && double.IsFinite(state.Weight) && (state.Count == 0 ? state.Weight == 0 : state.Weight >= 1), "counts must be at least 0, sums finite, and the weight at least 1");
        (Count, _sum, _weight) = (state.Count, state.Sum, state.Weight);
    }
}

/// <summary>The state of a <see cref="PrequentialLoss"/>.</summary>
/// <param name="Count">The number of items.</param>
/// <param name="Sum">The weighted sum of their losses.</param>
/// <param name="Weight">The sum of their weights.</param>
public sealed record PrequentialState(long Count, double Sum, double Weight);
