namespace Minima.Analysis;

/// <summary>Proves a statement about every point of a box: tries it on the whole, and where interval arithmetic is too coarse on halves, quarters and so on (branch and bound).</summary>
internal static class BoxSearch
{
    /// <summary>Below this width, in units of the scale that boxes are halved on, a box is not halved any more: it is a crack at a kink.</summary>
    private const double Narrow = 1e-12;

    /// <summary>Whether the statement is true everywhere.</summary>
    /// <param name="box">Where.</param>
    /// <param name="holds">Whether it is true all over a box; false where that cannot be told.</param>
    /// <param name="atCrack">The same for a box that is too narrow to be halved; null where there must be none.</param>
    /// <param name="budget">How many boxes may be looked at.</param>
    public static bool Holds(Interval[] box, Func<Interval[], bool> holds, Func<Interval[], bool>? atCrack, int budget)
    {
        var open = new Stack<Interval[]>();
        open.Push(box);
        while (open.TryPop(out var next))
        {
            if (holds(next))
            {
                continue;
            }

            if (--budget < 0)
            {
                return false;
            }

            var widest = Enumerable.Range(0, next.Length).MaxBy(i => Width(next[i]));
            if (Width(next[widest]) < Narrow || Middle(next[widest]) is not { } middle)
            {
                if (atCrack is null || !atCrack(next))
                {
                    return false;
                }

                continue;
            }

            var (low, high) = ((Interval[])next.Clone(), (Interval[])next.Clone());
            low[widest] = new(next[widest].Low, middle);
            high[widest] = new(middle, next[widest].High);
            open.Push(high);
            open.Push(low);
        }

        return true;
    }

    private static double Width(Interval x) => x.IsPoint ? 0 : Scaled(x.High) - Scaled(x.Low);

    private static double? Middle(Interval x)
    {
        var middle = x.Low < 0 && x.High > 0 ? 0 : Unscaled((Scaled(x.Low) + Scaled(x.High)) / 2);
        if (!(x.Low < middle && middle < x.High))
        {
            middle = x.Low + (x.High - x.Low) / 2;
        }

        return x.Low < middle && middle < x.High ? middle : null;
    }

    /// <summary>Even near 0, logarithmic far out: a double of any size is some hundreds away.</summary>
    private static double Scaled(double x) => Math.CopySign(Math.Log(1 + Math.Abs(x) * 1e3), x);

    private static double Unscaled(double y) => Math.CopySign((Math.Exp(Math.Abs(y)) - 1) / 1e3, y);
}
