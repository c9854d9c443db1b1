namespace Minima.Tensors.Streams;

/// <summary>ADWIN: a window that grows while the stream stays as it is, and drops its older part as soon as the means of two parts differ.</summary>
/// <remarks>
/// <para>Formula: cut where |m0 - m1| &gt;= sqrt(2 v L / m) + 2 L / (3 m), L = ln(2 ln(n) / delta), m = 1 / (1 / n0 + 1 / n1), v the variance of the window, at any boundary of buckets that leaves min_window items on both sides.</para>
/// <para>Memory: O(log n): an exponential histogram of buckets of 1, 2, 4, ... items, at most five of a size, each with its mean and squared deviations.</para>
/// <para>Time: O(1) for an item on average, O(log n) for a look at the boundaries, every clock items.</para>
/// <para>Convention: the bound of the paper with the variance. River has 1 / m = 1 / (n0 - 4) + 1 / (n1 - 4) and looks at windows of more than 10 items.</para>
/// <para>Source: Bifet and Gavalda 2007, SDM, doi:10.1137/1.9781611972771.42.</para>
/// </remarks>
public sealed class AdaptiveWindow : IDriftDetector
{
    private const string Who = nameof(AdaptiveWindow);
    private readonly BucketHistogram _buckets = new();

    /// <summary>A detector that has seen nothing.</summary>
    /// <param name="delta">How likely a false alarm may be at one look: between 0 and 1.</param>
    /// <param name="clock">Looks at the boundaries every so many items: at least 1.</param>
    /// <param name="minWindow">Both parts have at least so many items: at least 1.</param>
    /// <exception cref="TrainingException">A parameter outside its range.</exception>
    public AdaptiveWindow(double delta = 0.002, int clock = 32, int minWindow = 5)
    {
        Delta = StreamRules.Check(Who, nameof(delta), delta, delta is > 0 and < 1, "above 0 and below 1");
        Clock = (int)StreamRules.Check(Who, nameof(clock), clock, clock >= 1, "at least 1");
        MinWindow = (int)StreamRules.Check(Who, nameof(minWindow), minWindow, minWindow >= 1, "at least 1");
    }

    /// <summary>How likely a false alarm may be at one look.</summary>
    public double Delta { get; }

    /// <summary>Looks at the boundaries every so many items.</summary>
    public int Clock { get; }

    /// <summary>Both parts have at least so many items.</summary>
    public int MinWindow { get; }

    /// <inheritdoc/>
    public long Count { get; private set; }

    /// <summary>How many items the window has.</summary>
    public long Width => _buckets.Total.Count;

    /// <summary>The mean of the window; 0 of nothing.</summary>
    public double Value => _buckets.Total.Mean;

    /// <summary>The variance of the window; 0 of nothing.</summary>
    public double Variance => _buckets.Total is { Count: > 0 } total ? total.Squares / total.Count : 0;

    /// <summary>How many buckets hold it: at most five for each doubling of the width.</summary>
    public int BucketCount => _buckets.Count;

    /// <inheritdoc/>
    public DriftState State { get; private set; }

    /// <summary>By how much the means of two parts must differ for a cut.</summary>
    /// <param name="older">Items of the older part.</param>
    /// <param name="newer">Items of the newer part.</param>
    /// <param name="variance">The variance of both together.</param>
    /// <param name="delta">How likely a false alarm may be.</param>
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

    /// <summary>The state, as numbers.</summary>
    public AdaptiveWindowState Save() => new(Count, State, [.. _buckets.OldestFirst()]);

    /// <summary>Takes up a stream where it was saved.</summary>
    /// <exception cref="TrainingException">No state that <see cref="Save"/> gives.</exception>
    public void Restore(AdaptiveWindowState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(state.Buckets, nameof(state));
        StreamRules.CheckState(Who, BucketHistogram.IsPossible(state.Buckets), "buckets from the oldest to the newest, each of a power of two items, none larger than one before it, at most five of a size");
        StreamRules.CheckState(Who, state.Buckets.Sum(bucket => bucket.Count) <= state.Count, "a window of no more items than the stream");
        _buckets.Fill(state.Buckets);
        (Count, State) = (state.Count, state.State);
    }

    /// <summary>Whether the window falls apart at a boundary of its buckets.</summary>
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

            // m0 - m1 by what the older part lies off the whole, which is exact where both are large.
            var difference = (older.Mean - total.Mean) * total.Count / newer;
            if (Math.Abs(difference) >= CutThreshold(older.Count, newer, variance, Delta)) return true;
        }

        return false;
    }
}

/// <summary>What an <see cref="AdaptiveWindow"/> knows.</summary>
/// <param name="Count">How many items the stream had.</param>
/// <param name="State">What was said of the last item.</param>
/// <param name="Buckets">The window, from the oldest to the newest.</param>
public sealed record AdaptiveWindowState(long Count, DriftState State, IReadOnlyList<Bucket> Buckets);
