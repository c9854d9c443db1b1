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
    /// <param name="simplex">Where a row of inputs begins that sum to 1, how many they are; no more is asked than that it holds on them. Nothing where there are none.</param>
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

            // What cannot be told at a single point cannot be told on any box around it.
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

    /// <summary>The part of a box in which inputs that sum to 1 can lie, or null where there is none.</summary>
    private static Interval[]? OnSimplex(Interval[] box, (int First, int Count)[] simplex)
    {
        if (simplex.Length == 0)
        {
            return box;
        }

        // Sums of a few numbers near 1 are right to this.
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

    /// <summary>Even near 0, logarithmic far out: a double of any size is some hundreds away.</summary>
    private static double Scaled(double x) => Math.CopySign(Math.Log(1 + Math.Abs(x) * 1e3), x);

    private static double Unscaled(double y) => Math.CopySign((Math.Exp(Math.Abs(y)) - 1) / 1e3, y);
}
