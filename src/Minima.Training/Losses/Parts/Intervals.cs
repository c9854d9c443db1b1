namespace Minima.Training.Losses;

/// <summary>Intervals of time as masks: which of them a row has passed.</summary>
internal static class Intervals
{
    /// <summary>1 in the intervals up to and with that of each row, 0 behind: [N] to [N, n].</summary>
    public static Tensor UpTo(Tensor target, int n, ElementType type) => Flags(target, n, type, static (k, last) => k <= last);

    /// <summary>1 in the intervals before that of each row, 0 from it on: [N] to [N, n].</summary>
    public static Tensor Before(Tensor target, int n, ElementType type) => Flags(target, n, type, static (k, last) => k < last);

    private static Tensor Flags(Tensor target, int n, ElementType type, Func<int, int, bool> holds)
    {
        var last = target.Contiguous().Read<int>();
        var flags = new double[last.Length * n];
        for (var i = 0; i < flags.Length; i++) flags[i] = holds(i % n, last[i / n]) ? 1 : 0;
        return Tensor.Of(flags, [last.Length, n]).To(type);
    }
}
