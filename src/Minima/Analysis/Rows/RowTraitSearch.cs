namespace Minima.Analysis;

/// <summary>Tries every trait of a row loss on rows of a fixed sequence.</summary>
internal sealed class RowTraitSearch(RowFunction function, RowLink link)
{
    private const int Rows = 3000;
    private const int Lines = 24;
    private const int PointsOfLine = 48;
    private const double Slack = 1e-9;

    /// <summary>Values and slopes beyond this are taken to have no bound.</summary>
    private const double Boundless = 1e3;

    private static readonly double[] Outwards = [1, 10, 100, 1e3, 1e4];
    private static readonly double[] Inwards = [1e-2, 1e-4, 1e-6, 1e-10, 1e-14];
    private static readonly double[] Spreads = [0.3, 1, 3, 10, 100];

    public IReadOnlyList<RowTraitFinding> Find()
    {
        var findings = new List<RowTraitFinding> { Convex(), NonNegative(), Bounded(RowTrait.BoundedAbove, function.Value), Bounded(RowTrait.Lipschitz, Steepest), Smooth() };
        findings.Add(Search(RowTrait.ShiftInvariant, s => Same(s, Shifted)));
        if (function.Classes > (function.TakesLabels ? 2 : 1))
        {
            findings.Add(Search(RowTrait.Symmetric, s => Same(s, Exchanged)));
        }

        if (function.TakesLabels)
        {
            findings.Add(Search(RowTrait.FallsInLabel, Rises));
        }

        findings.Add(Proper());
        if (function.TakesLabels)
        {
            findings.Add(Calibrated());
        }

        return findings;
    }

    private RowTraitFinding Search(RowTrait trait, Func<RowSamples, RowWitness[]?> against)
    {
        var samples = new RowSamples(function, seed: 17 + (int)trait);
        for (var n = 1; n <= Rows; n++)
        {
            if (against(samples) is { } witnesses)
            {
                return new() { Trait = trait, Holds = false, Trials = n, Against = witnesses };
            }
        }

        return new() { Trait = trait, Holds = true, Trials = Rows };
    }

    private static double[] Any(RowSamples samples) => samples.Prediction(Spreads[(int)(Spreads.Length * samples.Share())]);

    private RowWitness Witness(double[] x, RowTarget target) => new(x, target.Label, target.Row, function.Value(x, target));

    private RowTraitFinding Convex() => Search(RowTrait.Convex, samples =>
    {
        var (a, b, target, share) = (Any(samples), Any(samples), samples.Target(), samples.Share());
        var between = a.Zip(b, (x, y) => (1 - share) * x + share * y).ToArray();
        var (low, middle, high) = (function.Value(a, target), function.Value(between, target), function.Value(b, target));
        var chord = (1 - share) * low + share * high;
        return middle > chord + Slack * (Math.Abs(low) + Math.Abs(high)) + 1e-12 ? [Witness(a, target), Witness(between, target), Witness(b, target)] : null;
    });

    private RowTraitFinding NonNegative()
    {
        RowWitness[]? Negative(RowSamples samples, Func<double[], double[]> shape)
        {
            var (x, target) = (shape(Any(samples)), samples.Target());
            return function.Value(x, target) < -1e-12 ? [Witness(x, target)] : null;
        }

        var finding = Search(RowTrait.NonNegative, s => Negative(s, x => x));
        return finding.Holds || !function.Loss.DomainOf(0).IsReal
            ? finding
            : finding with { HoldsOnLogProbabilities = Search(RowTrait.NonNegative, s => Negative(s, RowSamples.LogNormalised)).Holds };
    }

    /// <summary>The largest size of a quantity, on rows further and further out or nearer and nearer to an end of the domain: bounded where the last steps find nothing larger.</summary>
    private RowTraitFinding Bounded(RowTrait trait, Func<double[], RowTarget, double> quantity)
    {
        var samples = new RowSamples(function, seed: 17 + (int)trait);
        var isReal = function.Loss.DomainOf(0).IsReal;
        var reaches = isReal ? Outwards : Inwards;
        var largest = new double[reaches.Length];
        Array.Fill(largest, double.NegativeInfinity);
        var where = default(RowWitness);
        var diverges = false;
        var each = Rows / reaches.Length;
        for (var n = 0; n < each * reaches.Length; n++)
        {
            var reach = n % reaches.Length;
            var (x, target) = (isReal ? samples.Prediction(reaches[reach]) : NearAnEnd(samples, reaches[reach]), samples.Target());
            var size = quantity(x, target);
            diverges |= !double.IsFinite(size);
            if (size > largest[reach] && double.IsFinite(size))
            {
                largest[reach] = size;
                where = where is null || size > where.Value ? new RowWitness(x, target.Label, target.Row, size) : where;
            }
        }

        var holds = !diverges && largest[^1] <= 1.2 * largest[..^1].Max() + Slack && largest.Max() < Boundless;
        return holds
            ? new() { Trait = trait, Holds = true, Trials = each * reaches.Length, Constant = largest.Max() }
            : new() { Trait = trait, Holds = false, Trials = each * reaches.Length, Against = where is null ? [] : [where] };
    }

    /// <summary>A row with one class at a distance from an end of the domain.</summary>
    private double[] NearAnEnd(RowSamples samples, double distance)
    {
        var domain = function.Loss.DomainOf(0);
        var x = samples.Prediction(1);
        x[(int)(x.Length * samples.Share())] = double.IsFinite(domain.Low) && (!double.IsFinite(domain.High) || samples.Share() < 0.5) ? domain.Low + distance : domain.High - distance;
        return x;
    }

    private double Steepest(double[] x, RowTarget target) => Enumerable.Range(0, x.Length).Max(k => Math.Abs(function.Slope(x, target, k)));

    private RowTraitFinding Smooth()
    {
        var samples = new RowSamples(function, seed: 29);
        for (var line = 1; line <= Lines; line++)
        {
            var (start, direction, target) = (samples.Prediction(1), samples.Direction(), samples.Target());
            double[] At(double t) => [.. start.Zip(direction, (x, d) => x + t * d)];
            var points = Enumerable.Range(0, PointsOfLine).Select(i => 4 * (2.0 * i / (PointsOfLine - 1) - 1)).Where(t => function.Contains(At(t))).ToArray();
            if (points.Length < 2)
            {
                continue;
            }

            foreach (var jump in RowKinkFinder.Jumps(t => function.Slope(At(t), target, direction), [.. points, .. TowardsTheEnd(points[^1], t => function.Contains(At(t)))]))
            {
                return new() { Trait = RowTrait.ContinuousSlope, Holds = false, Trials = line, Against = [Witness(At(jump), target)] };
            }
        }

        return new() { Trait = RowTrait.ContinuousSlope, Holds = true, Trials = Lines };
    }

    /// <summary>Points beyond the last one, closer and closer to where the line leaves the domain: a clip may lie very near to its end.</summary>
    private static IEnumerable<double> TowardsTheEnd(double last, Func<double, bool> contains)
    {
        var (inside, outside) = (last, 8.0);
        if (contains(outside))
        {
            return [];
        }

        for (var n = 0; n < 60; n++)
        {
            var middle = (inside + outside) / 2;
            (inside, outside) = contains(middle) ? (middle, outside) : (inside, middle);
        }

        return Enumerable.Range(1, 10).Select(e => inside - (inside - last) * Math.Pow(0.1, e));
    }

    private RowWitness[]? Same(RowSamples samples, Func<RowSamples, double[], RowTarget, (double[] X, RowTarget Target)?> change)
    {
        var (x, target) = (samples.Prediction(3), samples.Target());
        if (change(samples, x, target) is not { } other || !function.Contains(other.X))
        {
            return null;
        }

        var (a, b) = (function.Value(x, target), function.Value(other.X, other.Target));
        return Math.Abs(a - b) > Slack * (10 + Math.Abs(a) + Math.Abs(b)) ? [Witness(x, target), Witness(other.X, other.Target)] : null;
    }

    private (double[] X, RowTarget Target)? Shifted(RowSamples samples, double[] x, RowTarget target)
    {
        var shift = samples.Number(function.Loss.DomainOf(0).IsReal ? 3 : 0.2);
        return (Array.ConvertAll(x, v => v + shift), target);
    }

    /// <summary>Two classes exchanged: neither of them the label; in both rows where the target is one.</summary>
    private (double[] X, RowTarget Target)? Exchanged(RowSamples samples, double[] x, RowTarget target)
    {
        var classes = Enumerable.Range(0, x.Length).Where(k => !target.IsLabel || k != target.Label).ToArray();
        var (a, b) = (classes[(int)(classes.Length * samples.Share())], classes[(int)(classes.Length * samples.Share())]);
        double[] Swapped(double[] row)
        {
            var other = (double[])row.Clone();
            (other[a], other[b]) = (row[b], row[a]);
            return other;
        }

        return (Swapped(x), target.IsLabel ? target : target with { Row = Swapped(target.Row) });
    }

    private RowWitness[]? Rises(RowSamples samples)
    {
        var (x, target) = (Any(samples), samples.Target());
        return function.Slope(x, target, target.Label) > 1e-12 ? [Witness(x, target)] : null;
    }

    private RowTraitFinding Proper() => new() { Trait = RowTrait.Proper, Holds = link.IsDerived, Trials = link.Optima.Count };

    private RowTraitFinding Calibrated()
    {
        var failing = link.Optima.FirstOrDefault(o => !o.IsFinite || !Leads(o));
        return new()
        {
            Trait = RowTrait.Calibrated,
            Holds = failing is null,
            Trials = link.Optima.Count,
            Against = failing is null ? [] : [new RowWitness(failing.Prediction, -1, failing.Mean, double.NaN)],
        };
    }

    /// <summary>The most frequent label has the largest score, and not by a tie.</summary>
    private static bool Leads(RowOptimum optimum)
    {
        var first = Enumerable.Range(0, optimum.Mean.Count).MaxBy(k => optimum.Mean[k]);
        return Enumerable.Range(0, optimum.Mean.Count).All(k => k == first || optimum.Prediction[k] < optimum.Prediction[first] - 1e-5);
    }
}
