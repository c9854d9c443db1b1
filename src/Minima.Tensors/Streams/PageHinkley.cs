namespace Minima.Tensors.Streams;

/// <summary>The test of Page and Hinkley: deviations from the running mean are summed; a sum far above its minimum (or far below its maximum) is a drift.</summary>
/// <remarks>
/// <para>Formula: S = alpha S + (x - mean - delta), m = min(m, S), up = S - m; D = alpha D + (x - mean + delta), M = max(M, D), down = M - D; the mean includes x. Drift: the value is above the threshold and n is at least min_instances.</para>
/// <para>After a drift the next item starts a new test. Page 1954 is alpha = 1, direction up.</para>
/// <para>Source: Page 1954, Biometrika 41, 100-115, doi:10.1093/biomet/41.1-2.100; Hinkley 1971, Biometrika 58(3), 509-523, doi:10.1093/biomet/58.3.509.</para>
/// </remarks>
public sealed class PageHinkley : IDriftDetector
{
    private const string Who = nameof(PageHinkley);
    private PageHinkleyState _now = Start;

    /// <summary>Creates a detector without items.</summary>
    /// <param name="delta">The tolerated change: at least 0.</param>
    /// <param name="threshold">The value above which there is an alarm: at least 0; infinity for none.</param>
    /// <param name="alpha">The factor by which the sums decay: above 0, at most 1.</param>
    /// <param name="minInstances">The number of items before the first alarm: at least 1.</param>
    /// <param name="direction">The changes that count.</param>
    /// <exception cref="TrainingException">A parameter outside its range.</exception>
    public PageHinkley(double delta = 0.005, double threshold = 50, double alpha = 0.9999, int minInstances = 30, DriftDirection direction = DriftDirection.Both)
    {
        Delta = StreamRules.Check(Who, nameof(delta), delta, delta >= 0 && double.IsFinite(delta), "at least 0");
        Threshold = StreamRules.Check(Who, nameof(threshold), threshold, threshold >= 0, "at least 0");
        Alpha = StreamRules.Check(Who, nameof(alpha), alpha, alpha is > 0 and <= 1, "above 0 and at most 1");
        MinInstances = (int)StreamRules.Check(Who, nameof(minInstances), minInstances, minInstances >= 1, "at least 1");
        Direction = Enum.IsDefined(direction) ? direction : throw new TrainingException($"{Who}: direction is {direction}; it must be one of {string.Join(", ", Enum.GetNames<DriftDirection>())}.");
    }

    /// <summary>The tolerated change.</summary>
    public double Delta { get; }

    /// <summary>The value above which there is an alarm.</summary>
    public double Threshold { get; }

    /// <summary>The factor by which the sums decay.</summary>
    public double Alpha { get; }

    /// <summary>The number of items before the first alarm.</summary>
    public int MinInstances { get; }

    /// <summary>The changes that count.</summary>
    public DriftDirection Direction { get; }

    /// <summary>The number of items in the test; it restarts after a drift.</summary>
    public long Count => _now.Count;

    /// <summary>The distance of the sum from its extreme: up, down, or the larger of both. 0 without items.</summary>
    public double Value => Count == 0 ? 0 : Direction switch
    {
        DriftDirection.Up => Up,
        DriftDirection.Down => Down,
        _ => Math.Max(Up, Down),
    };

    /// <inheritdoc/>
    public DriftState State => _now.State;

    private static PageHinkleyState Start => new(0, 0, 0, 0, 0, 0, DriftState.Stable);

    private double Up => _now.Rise - _now.LowestRise;

    private double Down => _now.HighestFall - _now.Fall;

    /// <inheritdoc/>
    public DriftState Add(double value)
    {
        StreamRules.CheckItem(Who, value, Count);
        if (State == DriftState.Drift) Reset();
        var isFirst = Count == 0;
        var count = Count + 1;
        var mean = _now.Mean + ((value - _now.Mean) / count);
        var rise = (Alpha * _now.Rise) + (value - mean - Delta);
        var fall = (Alpha * _now.Fall) + (value - mean + Delta);
        _now = new PageHinkleyState(count, mean, rise, isFirst ? rise : Math.Min(_now.LowestRise, rise), fall, isFirst ? fall : Math.Max(_now.HighestFall, fall), DriftState.Stable);
        if (count >= MinInstances && Value > Threshold) _now = _now with { State = DriftState.Drift };
        return State;
    }

    /// <inheritdoc/>
    public void Reset() => _now = Start;

    /// <summary>Returns the state, as numbers.</summary>
    public PageHinkleyState Save() => _now;

    /// <summary>Continues a stream from a saved state.</summary>
    /// <exception cref="TrainingException">The state is not one that <see cref="Save"/> returns.</exception>
    public void Restore(PageHinkleyState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        StreamRules.CheckState(Who, state.Count >= 0 && double.IsFinite(state.Mean) && state.LowestRise <= state.Rise && state.HighestFall >= state.Fall, "counts must be at least 0, the mean finite, the lowest rise at most the rise, and the highest fall at least the fall");
        _now = state;
    }
}

/// <summary>The state of a <see cref="PageHinkley"/>.</summary>
/// <param name="Count">The number of items.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Rise">The sum of deviations minus delta.</param>
/// <param name="LowestRise">Its lowest point.</param>
/// <param name="Fall">The sum of deviations plus delta.</param>
/// <param name="HighestFall">Its highest point.</param>
/// <param name="State">The state after the last item.</param>
public sealed record PageHinkleyState(long Count, double Mean, double Rise, double LowestRise, double Fall, double HighestFall, DriftState State);
