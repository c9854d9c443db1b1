namespace Minima.Training.Losses;

/// <summary>The items with the largest or the smallest losses: both ends of one stable ascending order, in which NaN counts as the largest, so that it is told.</summary>
internal static class Selection
{
    /// <summary>The share of n items, rounded up or down, at least one: computed in decimals, where 0.07 of 100 is 7.</summary>
    public static int Count(double share, int n, bool up)
    {
        var exact = (decimal)share * n;
        return Math.Clamp((int)(up ? Math.Ceiling(exact) : Math.Floor(exact)), Math.Min(1, n), n);
    }

    /// <summary>Where the largest stand; of equal ones the last.</summary>
    public static Tensor Largest(Tensor values, int count) => Tensor.Of([.. Ascending(values).TakeLast(count)], [count]);

    /// <summary>Where the smallest stand; of equal ones the first.</summary>
    public static Tensor Smallest(Tensor values, int count) => Tensor.Of([.. Ascending(values).Take(count)], [count]);

    private static IOrderedEnumerable<int> Ascending(Tensor values)
    {
        var numbers = values.ToArray();
        return Enumerable.Range(0, numbers.Length).OrderBy(i => double.IsNaN(numbers[i]) ? double.PositiveInfinity : numbers[i]);
    }
}
