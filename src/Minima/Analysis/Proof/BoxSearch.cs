namespace Minima.Analysis;

/// <summary>Proves a statement about every point of a box: tries it on the whole box and, if interval arithmetic is too coarse, on halves, quarters and so on (branch and bound).</summary>
internal static class BoxSearch
{
    /// <summary>A box narrower than this, in the scale on which boxes are halved, is not halved again: it is a crack at a kink.</summary>
    private const double Narrow = 1e-12;

    /// <summary>True if the statement is proved everywhere.</summary>
    /// <param name="box">The box.</param>
    /// <param name="holds">The statement on a box; false if it cannot be decided there.</param>
    /// <param name="atCrack">The statement on a box too narrow to be halved; null if there must be no such box.</param>
    /// <param name="budget">The largest number of boxes to examine.</param>
    /// <param name="simplex">The start and count of each group of inputs that sum to 1; the statement need only hold on them. Empty if there are none.</param>
    public static bool Holds(Interval[] box, Func<Interval[], bool> holds, Func<Interval[], bool>? atCrack, int budget, params (int First, int Count)[] simplex)
    {
        var open = new Stack<Interval[]>();
        open.Push(box);
        while (open.TryPop(out var wide))
        {
            if (OnSimplex(wide, simplex) is not { } next || holds(next))
            {
                continue;
            }

            // A statement that is undecided at a single point is undecided on every box around it.
            if (--budget < 0 || (atCrack is null && budget % 8 == 0 && PointOf(next, simplex) is { } point && !holds(point)))
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

    private static Interval[]? PointOf(Interval[] box, (int First, int Count)[] simplex)
    {
        var point = Array.ConvertAll(box, x => Middle(x) is { } middle ? Interval.Point(middle) : Interval.Point(x.Low));
        foreach (var (first, count) in simplex)
        {
            var parts = box.AsSpan(first, count).ToArray();
            var (rest, width) = (1 - parts.Sum(x => x.Low), parts.Sum(x => x.High - x.Low));
            for (var i = 0; i < count; i++)
            {
                point[first + i] = Interval.Point(width > 0 ? parts[i].Low + rest * ((parts[i].High - parts[i].Low) / width) : parts[i].Low);
            }
        }

        return point;
    }

    /// <summary>The part of a box in which inputs that sum to 1 can be, or null if there is none.</summary>
    private static Interval[]? OnSimplex(Interval[] box, (int First, int Count)[] simplex)
    {
        if (simplex.Length == 0)
        {
            return box;
        }

        // Sums of a few numbers near 1 are accurate to this.
        const double Slack = 1e-14;
        var part = (Interval[])box.Clone();
        foreach (var (first, count) in simplex)
        {
            for (var i = first; i < first + count; i++)
            {
                var (lows, highs) = (0.0, 0.0);
                for (var j = first; j < first + count; j++)
                {
                    (lows, highs) = j == i ? (lows, highs) : (lows + part[j].Low, highs + part[j].High);
                }

                var (low, high) = (Math.Max(part[i].Low, 1 - highs - Slack), Math.Min(part[i].High, 1 - lows + Slack));
                if (low > high)
                {
                    return null;
                }

                part[i] = new(low, high);
            }
        }

        return part;
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

    /// <summary>Even near 0, logarithmic far out: the largest double maps to some hundreds.</summary>
    private static double Scaled(double x) => Math.CopySign(Math.Log(1 + Math.Abs(x) * 1e3), x);

    private static double Unscaled(double y) => Math.CopySign((Math.Exp(Math.Abs(y)) - 1) / 1e3, y);
}
