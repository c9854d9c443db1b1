namespace Minima.Tensors.Streams;

/// <summary>DDM: the error rate of a learning model falls; a rate well above its minimum indicates that the stream has changed.</summary>
/// <remarks>
/// <para>Formula: p the error rate, s = sqrt(p (1 - p) / n); the lowest p_min, s_min is taken where p + s &lt;= p_min + s_min and n is at least min_instances; warning where p + s &gt; p_min + 2 s_min, drift where p + s &gt; p_min + 3 s_min.</para>
/// <para>After a drift the detector restarts with the next item. A stretch without errors has s_min = 0, so that the next error is a drift: use a large min_instances if errors are rare.</para>
/// <para>Source: Gama, Medas, Castillo and Rodrigues 2004, SBIA, doi:10.1007/978-3-540-28645-5_29.</para>
/// </remarks>
public sealed class DriftDetectionMethod : IDriftDetector
{
    private const string Who = nameof(DriftDetectionMethod);
    private DriftDetectionState _now = Start;

    /// <summary>Creates a detector without items.</summary>
    /// <param name="minInstances">The number of items before the first minimum, hence before an alarm: at least 1.</param>
    /// <param name="warning">The number of deviations above the minimum for a warning: at least 0; infinity for none.</param>
    /// <param name="drift">The number of deviations above the minimum for a drift: at least warning; infinity for none.</param>
    /// <exception cref="TrainingException">A parameter outside its range.</exception>
    public DriftDetectionMethod(int minInstances = 30, double warning = 2, double drift = 3)
    {
        MinInstances = (int)StreamRules.Check(Who, nameof(minInstances), minInstances, minInstances >= 1, "at least 1");
        WarningLevel = StreamRules.Check(Who, nameof(warning), warning, warning >= 0, "at least 0");
        DriftLevel = StreamRules.Check(Who, nameof(drift), drift, drift >= warning, "at least the warning level");
    }

    /// <summary>The number of items before the first minimum.</summary>
    public int MinInstances { get; }

    /// <summary>The number of deviations above the minimum for a warning.</summary>
    public double WarningLevel { get; }

    /// <summary>The number of deviations above the minimum for a drift.</summary>
    public double DriftLevel { get; }

    /// <summary>The number of items in the error rate; it restarts after a drift.</summary>
    public long Count => _now.Count;

    /// <summary>The error rate; 0 without items.</summary>
    public double Value => _now.Rate;

    /// <summary>The standard deviation of the error rate; 0 without items.</summary>
    public double Deviation => Count == 0 ? 0 : Math.Sqrt(Value * (1 - Value) / Count);

    /// <summary>The lowest error rate; null before enough items.</summary>
    public double? LowestRate => _now.LowestRate;

    /// <summary>The standard deviation at that minimum; null before enough items.</summary>
    public double? LowestDeviation => _now.LowestDeviation;

    /// <inheritdoc/>
    public DriftState State => _now.State;

    private static DriftDetectionState Start => new(0, 0, null, null, DriftState.Stable);

    /// <summary>Adds an item: 1 for an error, 0 for none, or a fraction between.</summary>
    /// <returns>The state of the stream after the item.</returns>
    /// <exception cref="TrainingException">The item is outside [0, 1] or NaN; the state is unchanged.</exception>
    public DriftState Add(double value)
    {
        StreamRules.CheckItem(Who, value, Count);
        if (value is < 0 or > 1) throw new TrainingException($"{Who}: item {Count + 1} of the stream is {value}; it must be 1 (an error) or 0 (no error). For losses with another range use {nameof(PageHinkley)} or {nameof(AdaptiveWindow)}.");
        if (State == DriftState.Drift) Reset();
        var count = Count + 1;
        _now = _now with { Count = count, Rate = Value + ((value - Value) / count) };
        var level = Value + Deviation;
        if (count >= MinInstances && !(level > LowestRate + LowestDeviation)) _now = _now with { LowestRate = Value, LowestDeviation = Deviation };
        _now = _now with { State = level > LowestRate + (DriftLevel * LowestDeviation) ? DriftState.Drift : level > LowestRate + (WarningLevel * LowestDeviation) ? DriftState.Warning : DriftState.Stable };
        return State;
    }

    /// <inheritdoc/>
    public void Reset() => _now = Start;

    /// <summary>Returns the state, as numbers.</summary>
    public DriftDetectionState Save() => _now;

    /// <summary>Continues a stream from a saved state.</summary>
    /// <exception cref="TrainingException">The state is not one that <see cref="Save"/> returns.</exception>
    public void Restore(DriftDetectionState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        StreamRules.CheckState(Who, state.Count >= 0 && state.Rate is >= 0 and <= 1 && state.LowestRate is null or (>= 0 and <= 1) && state.LowestRate.HasValue == state.LowestDeviation.HasValue && state.LowestDeviation is null or >= 0, "counts must be at least 0, rates from 0 to 1, and the lowest rate needs its deviation");
        _now = state;
    }
}

/// <summary>The state of a <see cref="DriftDetectionMethod"/>.</summary>
/// <param name="Count">The number of items.</param>
/// <param name="Rate">The error rate.</param>
/// <param name="LowestRate">The lowest error rate; null before enough items.</param>
/// <param name="LowestDeviation">The standard deviation at that minimum.</param>
/// <param name="State">The state after the last item.</param>
public sealed record DriftDetectionState(long Count, double Rate, double? LowestRate, double? LowestDeviation, DriftState State);
