namespace Minima.Tabular;

/// <summary>The number of rows of each class that are present, predicted, and correctly predicted.</summary>
internal sealed class ClassCounts(int classes)
{
    private readonly long[] _right = new long[classes];
    private readonly long[] _there = new long[classes];
    private readonly long[] _predicted = new long[classes];

    public static ClassCounts Of(double[] targets, double[] predicted, int classes)
    {
        var counts = new ClassCounts(classes);
        for (var i = 0; i < targets.Length; i++) counts.Add((int)targets[i], (int)predicted[i]);
        return counts;
    }

    /// <summary>Creates the counts from known ones: for each class the rows of it, the rows predicted as it, and the rows that are both.</summary>
    public static ClassCounts Of(IReadOnlyList<(long Rows, long Predicted, long Right)> known)
    {
        var counts = new ClassCounts(known.Count);
        for (var k = 0; k < known.Count; k++) (counts._there[k], counts._predicted[k], counts._right[k]) = known[k];
        return counts;
    }

    public static ClassCounts Of(double[] scores, int[] targets, double[] summands) =>
        Of(Array.ConvertAll(targets, target => (double)target), TunedClasses.Predicted(scores, summands), summands.Length);

    public void Add(int target, int predicted)
    {
        _there[target]++;
        _predicted[predicted]++;
        if (target == predicted) _right[target]++;
    }

    /// <summary>Changes the predicted class of a row.</summary>
    public void Move(int target, int from, int to)
    {
        _predicted[from]--;
        _predicted[to]++;
        if (target == from) _right[target]--;
        if (target == to) _right[target]++;
    }

    public double Accuracy => (double)_right.Sum() / _there.Sum();

    /// <summary>The number of classes that are present.</summary>
    public int Present => _there.Count(count => count > 0);

    /// <summary>The mean recall over the classes that are present.</summary>
    public static double BalancedAccuracy(ClassCounts counts)
    {
        var (sum, present) = (0.0, 0);
        for (var k = 0; k < counts._there.Length; k++)
        {
            if (counts._there[k] == 0) continue;
            sum += (double)counts._right[k] / counts._there[k];
            present++;
        }

        return sum / present;
    }

    /// <summary>The mean of the F1 of each class against the rest, over the classes that are present or predicted.</summary>
    public static double MacroF1(ClassCounts counts)
    {
        var (sum, seen) = (0.0, 0);
        for (var k = 0; k < counts._there.Length; k++)
        {
            if (counts._there[k] + counts._predicted[k] == 0) continue;
            sum += 2.0 * counts._right[k] / (counts._there[k] + counts._predicted[k]);
            seen++;
        }

        return sum / seen;
    }
}
