using Minima.Tensors.Streams;

namespace Minima.Training.Tests.Streams;

/// <summary>The same window that keeps every item, and the sizes of the buckets beside them: means and variances are taken of the items themselves.</summary>
internal sealed class NaiveWindow(double delta, int clock, int minWindow)
{
    private readonly List<double> _items = [];

    /// <summary>From the oldest.</summary>
    private readonly List<int> _sizes = [];
    private int _seen;

    public IReadOnlyList<double> Items => _items;

    public int BucketCount => _sizes.Count;

    public DriftState Add(double value)
    {
        _items.Add(value);
        _sizes.Add(1);
        for (var size = 1; _sizes.Count(one => one == size) > 5; size *= 2)
        {
            var first = _sizes.IndexOf(size);
            _sizes[first] = 2 * size;
            _sizes.RemoveAt(first + 1);
        }

        var state = DriftState.Stable;
        if (++_seen % clock != 0) return state;
        while (HasCut())
        {
            _items.RemoveRange(0, _sizes[0]);
            _sizes.RemoveAt(0);
            state = DriftState.Drift;
        }

        return state;
    }

    private bool HasCut()
    {
        var n = _items.Count;
        var mean = _items.Average();
        var variance = _items.Average(x => (x - mean) * (x - mean));
        var older = 0;
        foreach (var size in _sizes)
        {
            older += size;
            if (older < minWindow || n - older < minWindow) continue;
            var m = 1 / ((1.0 / older) + (1.0 / (n - older)));
            var log = Math.Log(2 / (delta / Math.Log(n)));
            var least = Math.Sqrt(2 / m * variance * log) + (2 / (3 * m) * log);
            if (Math.Abs(_items.Take(older).Average() - _items.Skip(older).Average()) >= least) return true;
        }

        return false;
    }
}
