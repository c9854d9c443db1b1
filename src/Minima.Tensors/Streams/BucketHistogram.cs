using System.Numerics;

namespace Minima.Tensors.Streams;

/// <summary>An exponential histogram: level i holds at most five buckets of 2^i items, older ones on higher levels.</summary>
internal sealed class BucketHistogram
{
    private const int MostOfASize = 5;

    /// <summary>The buckets of each level, from the oldest; the newest items are on level 0.</summary>
    private readonly List<List<Bucket>> _levels = [];
    private bool _isStale = true;

    /// <summary>The number of buckets.</summary>
    public int Count => _levels.Sum(level => level.Count);

    /// <summary>All buckets merged.</summary>
    public Bucket Total
    {
        get
        {
            if (!_isStale) return field;
            var total = default(Bucket);
            foreach (var bucket in OldestFirst()) total = total.With(bucket);
            _isStale = false;
            return field = total;
        }
    }

    /// <summary>True if a histogram can hold these buckets, from the oldest to the newest.</summary>
    public static bool IsPossible(IReadOnlyList<Bucket> buckets)
    {
        var alike = 0;
        for (var i = 0; i < buckets.Count; i++)
        {
            var bucket = buckets[i];
            if (bucket.Count < 1 || !BitOperations.IsPow2(bucket.Count) || !double.IsFinite(bucket.Mean) || !(bucket.Squares >= 0)) return false;
            alike = i > 0 && buckets[i - 1].Count == bucket.Count ? alike + 1 : 1;
            if (alike > MostOfASize || (i > 0 && buckets[i - 1].Count < bucket.Count)) return false;
        }

        return true;
    }

    public void Add(double value)
    {
        _isStale = true;
        LevelAt(0).Add(new Bucket(1, value, 0));
        for (var i = 0; _levels[i].Count > MostOfASize; i++)
        {
            var level = _levels[i];
            LevelAt(i + 1).Add(level[0].With(level[1]));
            level.RemoveRange(0, 2);
        }
    }

    public void DropOldest()
    {
        _isStale = true;
        var last = _levels.FindLastIndex(level => level.Count > 0);
        _levels[last].RemoveAt(0);
        if (_levels[last].Count == 0) _levels.RemoveRange(last, _levels.Count - last);
    }

    public void Clear()
    {
        _isStale = true;
        _levels.Clear();
    }

    public void Fill(IReadOnlyList<Bucket> oldestFirst)
    {
        Clear();
        foreach (var bucket in oldestFirst) LevelAt(BitOperations.Log2((ulong)bucket.Count)).Add(bucket);
    }

    public IEnumerable<Bucket> OldestFirst()
    {
        for (var i = _levels.Count - 1; i >= 0; i--)
        {
            foreach (var bucket in _levels[i]) yield return bucket;
        }
    }

    private List<Bucket> LevelAt(int index)
    {
        while (_levels.Count <= index) _levels.Add(new List<Bucket>(MostOfASize + 1));
        return _levels[index];
    }
}
