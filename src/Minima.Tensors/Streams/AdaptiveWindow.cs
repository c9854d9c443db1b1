namespace Minima.Tensors.Streams;

/// <summary>ADWIN: a window that grows while the stream is stationary, and drops its older part as soon as the means of two parts differ.</summary>
/// <remarks>
/// <para>Formula: cut where |m0 - m1| &gt;= sqrt(2 v L / m) + 2 L / (3 m), L = ln(2 ln(n) / delta), m = 1 / (1 / n0 + 1 / n1), v the variance of the window, at any boundary of buckets that leaves min_window items on both sides.</para>
/// <para>Memory: O(log n): an exponential histogram of buckets of 1, 2, 4, ... items, at most five of a size, each with its mean and squared deviations.</para>
/// <para>Time: O(1) for an item on average, O(log n) for a check of the boundaries, every clock items.</para>
/// <para>Convention: the bound of the paper with the variance. River has 1 / m = 1 / (n0 - 4) + 1 / (n1 - 4) and checks windows of more than 10 items.</para>
/// <para>Source: Bifet and Gavalda 2007, SDM, doi:10.1137/1.9781611972771.42.</para>
/// </remarks>
public sealed class AdaptiveWindow : IDriftDetector
{
    private const string Who = nameof(AdaptiveWindow);
    private readonly BucketHistogram _buckets = new();

    /// <summary>Creates a detector without items.</summary>
    /// <param name="delta">The probability bound of a false alarm at one check: between 0 and 1.</param>
    /// <param name="clock">The number of items between checks of the boundaries: at least 1.</param>
    /// <param name="minWindow">The least number of items of both parts: at least 1.</param>
    /// <exception cref="TrainingException">A parameter outside its range.</exception>
    public AdaptiveWindow(double delta = 0.002, int clock = 32, int minWindow = 5)
    {
        Delta = StreamRules.Check(Who, nameof(delta), delta, delta is > 0 and < 1, "above 0 and below 1");
        Clock = (int)StreamRules.Check(Who, nameof(clock), clock, clock >= 1, "at least 1");
        MinWindow = (int)StreamRules.Check(Who, nameof(minWindow), minWindow, minWindow >= 1, "at least 1");
    }

    /// <summary>The probability bound of a false alarm at one check.</summary>
    public double Delta { get; }

    /// <summary>The number of items between checks of the boundaries.</summary>
    public int Clock { get; }

    /// <summary>The least number of items of both parts.</summary>
    public int MinWindow { get; }

    /// <inheritdoc/>
    public long Count { get; private set; }

    /// <summary>The number of items in the window.</summary>
    public long Width => _buckets.Total.Count;

    /// <summary>The mean of the window; 0 if it is empty.</summary>
    public double Value => _buckets.Total.Mean;

    /// <summary>The variance of the window; 0 if it is empty.</summary>
    public double Variance => _buckets.Total is { Count: > 0 } total ? total.Squares / total.Count : 0;

    /// <summary>The number of its buckets: at most five for each doubling of the width.</summary>
    public int BucketCount => _buckets.Count;

    /// <inheritdoc/>
    public DriftState State { get; private set; }

    /// <summary>The difference between the means of two parts at which the window is cut.</summary>
    /// <param name="older">The number of items of the older part.</param>
    /// <param name="newer">The number of items of the newer part.</param>
    /// <param name="variance">The variance of both together.</param>
    /// <param name="delta">The probability bound of a false alarm.</param>
    public static double CutThreshold(double older, double newer, double variance, double delta)
    {
        var inverse = (1 / older) + (1 / newer);
        var log = Math.Log(2 * Math.Log(older + newer) / delta);
        return Math.Sqrt(2 * inverse * variance * log) + (2.0 / 3 * inverse * log);
    }

    /// <inheritdoc/>
    public DriftState Add(double value)
    {
        StreamRules.CheckItem(Who, value, Count);
        _buckets.Add(value);
        Count++;
        State = DriftState.Stable;
        if (Count % Clock == 0)
        {
            while (HasCut())
            {
                _buckets.DropOldest();
                State = DriftState.Drift;
            }
        }

        return State;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _buckets.Clear();
        (Count, State) = (0, DriftState.Stable);
    }

    /// <summary>Returns the state, as numbers.</summary>
    public AdaptiveWindowState Save() => new(Count, State, [.. _buckets.OldestFirst()]);

    /// <summary>Continues a stream from a saved state.</summary>
    /// <exception cref="TrainingException">The state is not one that <see cref="Save"/> returns.</exception>
    public void Restore(AdaptiveWindowState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(state.Buckets, nameof(state));
        StreamRules.CheckState(Who, BucketHistogram.IsPossible(state.Buckets), "the buckets must go from the oldest to the newest, each with a power of two of items, none larger than one before it, at most five of each size");
        StreamRules.CheckState(Who, state.Buckets.Sum(bucket => bucket.Count) <= state.Count, "the window must not have more items than the stream");
        _buckets.Fill(state.Buckets);
        (Count, State) = (state.Count, state.State);
    }

    /// <summary>True if the window is to be cut at a boundary of its buckets.</summary>
    private bool HasCut()
    {
        var total = _buckets.Total;
        var variance = total.Count == 0 ? 0 : total.Squares / total.Count;
        var older = default(Bucket);
        foreach (var bucket in _buckets.OldestFirst())
        {
            older = older.With(bucket);
            var newer = total.Count - older.Count;
            if (newer < MinWindow) return false;
            if (older.Count < MinWindow) continue;

            // m0 - m1 from the deviation of the older part from the whole, which is exact if both means are large.
            var difference = (older.Mean - total.Mean) * total.Count / newer;
            if (Math.Abs(difference) >= CutThreshold(older.Count, newer, variance, Delta)) return true;
        }

        return false;
    }
}

/// <summary>The state of an <see cref="AdaptiveWindow"/>.</summary>
/// <param name="Count">The number of items of the stream.</param>
/// <param name="State">The state after the last item.</param>
/// <param name="Buckets">The window, from the oldest to the newest.</param>
public sealed record AdaptiveWindowState(long Count, DriftState State, IReadOnlyList<Bucket> Buckets);
