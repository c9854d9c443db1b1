using Sum = Minima.Analysis.ConstantObjective.Sum;

namespace Minima.Analysis;

/// <summary>
/// The lowest point of a sum of losses along a line: for convex sums from the sign of the derivative alone, for others the deepest of many valleys.
/// It finds kinks exactly, measures flat bottoms, and distinguishes an optimum at infinity from one that is merely far away.
/// </summary>
internal sealed partial class ScalarMinimizer(ConstantObjective objective, Domain domain, double[] sortedTargets, IReadOnlyList<Kink> kinks, bool convex)
{
    private const int Valleys = 12;

    /// <summary>The lowest point and the interval of equally good ones.</summary>
    internal readonly record struct Bottom(double Value, double Low, double High, double Sum, OptimumKind Kind);

    /// <summary>Finds the lowest point: of equally low valleys the one nearest to <paramref name="centre"/>.</summary>
    public Bottom Find(double centre)
    {
        var points = Candidates(centre).Select(objective.At).Where(s => !double.IsNaN(s.Value) || !double.IsNaN(s.Slope)).ToArray();
        points = WithoutIsolated(points);
        if (points.Length == 0)
        {
            return new Bottom(double.NaN, double.NaN, double.NaN, double.NaN, OptimumKind.None);
        }

        // Far out, the values of lines that cancel are rounding; the derivatives are not.
        var calm = points.Where(p => Math.Abs(p.At) <= 1e6).ToArray();
        if (calm.Length > 0 && points.All(p => p.Direction == 0) && calm.All(p => Math.Abs(p.Value - calm[0].Value) <= 1e-9 * Math.Max(1e-3, Math.Abs(calm[0].Value))))
        {
            var any = domain.Contains(0) ? 0 : points.MinBy(p => Math.Abs(p.At)).At;
            return new Bottom(any, domain.Low, domain.High, calm[0].Value, OptimumKind.Any);
        }

        if (convex)
        {
            return InConvex(points);
        }

        // Valleys: points no higher than both neighbours, the deepest first; of equally deep ones the nearest to the centre.
        var valleys = Enumerable.Range(0, points.Length)
            .Where(i => (i == 0 || points[i].Height <= points[i - 1].Height) && (i == points.Length - 1 || points[i].Height <= points[i + 1].Height))
            .OrderBy(i => points[i].Height)
            .ThenBy(i => Math.Abs(points[i].At - centre))
            .Take(Valleys)
            .Select(i => InValley(points, i))
            .ToArray();
        var lowest = valleys.Min(v => v.Sum);
        var tolerance = 1e-12 * Math.Max(Math.Abs(lowest), 1e-300);
        return valleys.Where(v => !(v.Sum > lowest + tolerance)).MinBy(v => Math.Abs(v.Value - centre));
    }

    /// <summary>Removes single points below both sides of a jump, such as a score of exactly 0: they are no useful optimum.</summary>
    private Sum[] WithoutIsolated(Sum[] points)
    {
        if (!kinks.Any(k => k.Order == KinkOrder.Value))
        {
            return points;
        }

        bool IsIsolated(Sum p)
        {
            var step = 1e-12 * Math.Max(1e-3, Math.Abs(p.At));
            var slack = 1e-6 * Math.Max(1e-3, Math.Abs(p.Height));
            return objective.At(p.At - step).Height > p.Height + slack && objective.At(p.At + step).Height > p.Height + slack;
        }

        return [.. points.Where(p => !IsIsolated(p))];
    }

    private Bottom InConvex(Sum[] points)
    {
        var last = Array.FindLastIndex(points, p => p.Direction < 0);
        var first = Array.FindIndex(points, p => p.Direction > 0);
        if (last < 0 && first < 0)
        {
            return InValley(points, points.Select((p, i) => (p.Height, i)).Min().i);
        }

        if (first < 0)
        {
            return AtEnd(points, last, +1);
        }

        if (last < 0)
        {
            return AtEnd(points, first, -1);
        }

        return last < first ? Between(points[last], points[first]) : InValley(points, points.Select((p, i) => (p.Height, i)).Min().i);
    }

    private Bottom InValley(Sum[] points, int at)
    {
        // The nearest points on either side at which the sum falls into the valley and rises out of it.
        var left = at;
        while (left >= 0 && points[left].Direction >= 0)
        {
            left--;
        }

        var right = at;
        while (right < points.Length && points[right].Direction <= 0)
        {
            right++;
        }

        if (left >= 0 && right < points.Length)
        {
            var bottom = Between(points[left], points[right]);
            return bottom.Sum <= points[at].Height ? bottom : Point(points[at]);
        }

        return left < 0 && right >= points.Length ? Plateau(points, at)
            : right >= points.Length ? AtEnd(points, left, +1)
            : AtEnd(points, right, -1);
    }

    /// <summary>A loss of steps has no derivative to follow: the step is as wide as the interval of equal value.</summary>
    private Bottom Plateau(Sum[] points, int at)
    {
        var height = points[at].Height;
        bool IsLevel(Sum p) => Math.Abs(p.Height - height) <= 1e-14 * Math.Abs(height);
        var (first, last) = (at, at);
        while (first > 0 && IsLevel(points[first - 1]))
        {
            first--;
        }

        while (last < points.Length - 1 && IsLevel(points[last + 1]))
        {
            last++;
        }

        double Step(double outside, double inside)
        {
            while (outside + (inside - outside) / 2 is var middle && middle != outside && middle != inside && Math.Abs(inside - outside) > 1e-24)
            {
                (outside, inside) = IsLevel(objective.At(middle)) ? (outside, middle) : (middle, inside);
            }

            return inside;
        }

        var low = first == 0 ? domain.Low : Step(points[first - 1].At, points[first].At);
        var high = last == points.Length - 1 ? domain.High : Step(points[last + 1].At, points[last].At);
        return (double.IsFinite(low), double.IsFinite(high)) switch
        {
            (true, true) when low < high => new Bottom(low + (high - low) / 2, low, high, height, OptimumKind.Interval),
            (true, true) => Point(points[at]),
            (true, false) => new Bottom(low, low, high, height, OptimumKind.HalfLine),
            (false, true) => new Bottom(high, low, high, height, OptimumKind.HalfLine),
            _ => Point(points[at]),
        };
    }

    private static Bottom Point(Sum point) => new(point.At, point.At, point.At, point.Value, OptimumKind.Unique);

    /// <summary>The sum falls towards an end of the domain and never rises again.</summary>
    private Bottom AtEnd(Sum[] points, int last, int direction)
    {
        var end = direction > 0 ? domain.High : domain.Low;
        var flat = direction > 0 ? points[(last + 1)..] : points[..last];
        if (flat.Length > 0 && flat.All(p => p.Direction == 0))
        {
            // The sum has stopped falling: at a kink, or gradually below the smallest double? A derivative that fades passes through every size.
            var edge = Edge(points[last], flat[direction > 0 ? 0 : ^1]);
            var before = objective.At(edge - direction * 0.02 * Math.Max(Math.Abs(edge), 1e-3));
            if (!(Math.Abs(before.Slope) < 1e-100) || double.IsFinite(end))
            {
                var low = direction > 0 ? edge : domain.Low;
                var high = direction > 0 ? domain.High : edge;
                var bounded = double.IsFinite(low) && double.IsFinite(high);
                var value = bounded ? low + (high - low) / 2 : edge;
                return new Bottom(value, low, high, objective.At(value).Value, bounded && low < high ? OptimumKind.Interval : bounded ? OptimumKind.Unique : OptimumKind.HalfLine);
            }
        }

        // The end itself, if the domain has it; a finite end that the domain excludes is approached and never reached.
        var value2 = objective.At(domain.Contains(end) && double.IsFinite(end) ? end : points[direction > 0 ? ^1 : 0].At).Value;
        return new Bottom(end, end, end, value2, double.IsFinite(end) && domain.Contains(end) ? OptimumKind.Unique : OptimumKind.None);
    }

    /// <summary>The minimum between a point where the sum falls and one where it rises.</summary>
    private Bottom Between(Sum falling, Sum rising)
    {
        var (low, high) = (falling, rising);
        var (lowWeight, highWeight) = (1.0, 1.0);
        var side = 0;
        var width = high.At - low.At;
        for (var step = 0; step < 300; step++)
        {
            var middle = low.At + (high.At - low.At) / 2;
            var size = Math.Max(Math.Abs(low.At), Math.Abs(high.At));
            if (!(low.At < middle && middle < high.At) || high.At - low.At <= Math.Max(2e-16 * size, 1e-24 * Math.Min(1, Scale)))
            {
                return Kinked(low, high);
            }

            // The chord's root while it halves the bracket quickly enough, otherwise the middle.
            var guess = middle;
            if (step % 3 != 2 && double.IsFinite(low.Slope) && double.IsFinite(high.Slope))
            {
                var (a, b) = (low.Slope * lowWeight, high.Slope * highWeight);
                var chord = low.At - a * ((high.At - low.At) / (b - a));
                guess = chord > low.At && chord < high.At ? chord : middle;
            }

            var next = objective.At(guess);
            switch (next.Direction)
            {
                case 0 when double.IsNaN(next.Slope):
                    return Kinked(low, high);
                case 0:
                    return Flat(low, next, high);
                case < 0:
                    highWeight = side < 0 ? highWeight / 2 : 1;
                    (low, lowWeight, side) = (next, 1, -1);
                    break;
                default:
                    lowWeight = side > 0 ? lowWeight / 2 : 1;
                    (high, highWeight, side) = (next, 1, 1);
                    break;
            }

            width = high.At - low.At;
        }

        return Kinked(low, high);
    }

    /// <summary>The derivative changes its sign without passing 0: at a kink, whose exact place is a target or a function of one.</summary>
    private Bottom Kinked(Sum low, Sum high)
    {
        var best = low.Height <= high.Height ? low : high;
        foreach (var anchor in Near(low.At, high.At))
        {
            var there = objective.At(anchor);
            if (there.Height <= best.Height + 1e-15 * Math.Abs(best.Height))
            {
                best = there;
            }
        }

        return Point(best);
    }

    /// <summary>The derivative at <paramref name="middle"/> is within the noise: a curved minimum, or a flat bottom with two edges.</summary>
    private Bottom Flat(Sum low, Sum middle, Sum high)
    {
        if (objective.Bend(middle.At) > 0)
        {
            // A curved minimum: the noise covers an interval, and its middle is the best estimate.
            var step = Math.Max(4e-16 * Math.Abs(middle.At), 1e-16 * Math.Min(1, Scale));
            var (down, up) = (Reach(middle, low, -step), Reach(middle, high, step));
            var centre = down + (up - down) / 2;
            foreach (var anchor in Near(centre - 2 * step, centre + 2 * step))
            {
                centre = anchor;
            }

            return new Bottom(centre, centre, centre, objective.At(centre).Value, OptimumKind.Unique);
        }

        var left = Snap(Edge(low, middle));
        var right = Snap(Edge(high, middle));
        if (!(right - left > 1e-12 * Math.Max(Math.Abs(left), Math.Abs(right))))
        {
            return Kinked(objective.At(left), objective.At(right));
        }

        var value = left + (right - left) / 2;
        return new Bottom(value, left, right, objective.At(value).Value, OptimumKind.Interval);
    }

    /// <summary>The distance from <paramref name="middle"/> within which the derivative stays within the noise.</summary>
    private double Reach(Sum middle, Sum limit, double step)
    {
        var reached = middle.At;
        for (var k = 0; k < 40; k++, step *= 2)
        {
            var next = middle.At + step;
            if (step > 0 ? next >= limit.At : next <= limit.At)
            {
                break;
            }

            if (objective.At(next).Direction != 0)
            {
                break;
            }

            reached = next;
        }

        return reached;
    }

    /// <summary>The last place, seen from <paramref name="flat"/>, at which the derivative is 0.</summary>
    private double Edge(Sum sloped, Sum flat)
    {
        var (outside, inside) = (sloped.At, flat.At);
        for (var step = 0; step < 1100; step++)
        {
            var middle = outside + (inside - outside) / 2;
            if (middle == outside || middle == inside || Math.Abs(inside - outside) <= 1e-24 * Math.Min(1, Scale))
            {
                break;
            }

            if (objective.At(middle).Direction == 0)
            {
                inside = middle;
            }
            else
            {
                outside = middle;
            }
        }

        return inside;
    }
}
