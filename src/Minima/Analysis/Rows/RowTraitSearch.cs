using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Proves every trait of a row loss, or tests it on rows of a fixed sequence.</summary>
internal sealed class RowTraitSearch(RowFunction function, RowLink link)
{
    private const int Rows = 3000;
    private const int Lines = 24;
    private const int PointsOfLine = 48;
    private const double Slack = 1e-9;

    /// <summary>Values and derivatives beyond this count as unbounded.</summary>
    private const double Boundless = 1e3;

    /// <summary>A quantity that exceeds this before an exponential overflows counts as unbounded.</summary>
    private const double Beyond = 1e9;

    private static readonly double[][] Distances = [[50, 75, 100], [25, 50, 75], [1, 1.5, 2], [5, 10, 15]];
    private static readonly double[] Outwards = [1, 10, 100, 1e3, 1e4];
    private static readonly double[] Inwards = [1e-2, 1e-4, 1e-6, 1e-10, 1e-14];
    private static readonly double[] Spreads = [0.3, 1, 3, 10, 100];

    private readonly RowProof _proof = new(function);

    public IReadOnlyList<RowTraitFinding> Find()
    {
        var findings = new List<RowTraitFinding>
        {
            Judged(RowTrait.Convex, () => _proof.IsConvex, Convex),
            Judged(RowTrait.NonNegative, () => _proof.IsNeverNegative, NonNegative),
            Bounded(RowTrait.BoundedAbove, function.Value, (x, t) => function.Exact(x, t), _proof.IsAtMost),
            Bounded(RowTrait.Lipschitz, Steepest, Steepest, _proof.HasSlopesWithin),
            Judged(RowTrait.ContinuousSlope, () => _proof.IsSmooth, Smooth),
            Judged(RowTrait.ShiftInvariant, () => _proof.IsShiftInvariant, () => Search(RowTrait.ShiftInvariant, s => Same(s, Shifted))),
        };
        if (function.Classes > (function.TakesLabels ? 2 : 1))
        {
            findings.Add(Judged(RowTrait.Symmetric, () => _proof.IsSymmetric, () => Search(RowTrait.Symmetric, s => Same(s, Exchanged))));
        }

        if (function.TakesLabels)
        {
            findings.Add(Judged(RowTrait.FallsInLabel, () => _proof.Falls, () => Search(RowTrait.FallsInLabel, Rises)));
        }

        findings.Add(Judged(RowTrait.Proper, () => _proof.IsLogarithmicScore, Proper));
        if (function.TakesLabels)
        {
            findings.Add(Judged(RowTrait.Calibrated, () => _proof.IsLogarithmicScore, Calibrated));
        }

        return findings;
    }

    private RowTraitFinding Judged(RowTrait trait, Func<bool> proof, Func<RowTraitFinding> search) =>
        proof() ? new() { Trait = trait, Verdict = TraitVerdict.Proved, Trials = 0, IsForAnyClasses = _proof.IsOfLogProbability } : search();

    /// <summary>Looks for rows that contradict a trait, confirmed in double-double arithmetic.</summary>
    private RowTraitFinding Search(RowTrait trait, Func<RowSamples, RowWitness[]?> against)
    {
        var samples = new RowSamples(function, seed: 17 + (int)trait);
        for (var n = 1; n <= Rows; n++)
        {
            if (against(samples) is { } witnesses)
            {
                return new() { Trait = trait, Verdict = TraitVerdict.Refuted, Trials = n, Against = witnesses };
            }
        }

        return new() { Trait = trait, Verdict = TraitVerdict.Unknown, Trials = Rows };
    }

    private Ball Exact(double[] x, RowTarget target) => function.Exact(Array.ConvertAll(x, v => new Ball(v)), target);

    private static double[] Any(RowSamples samples) => samples.Prediction(Spreads[(int)(Spreads.Length * samples.Share())]);

    private RowWitness Witness(double[] x, RowTarget target) => new(x, target.Label, target.Row, function.Value(x, target));

    /// <summary>Tests if the row in the middle of two costs more than their mean. All three have few digits, so that the middle is exact.</summary>
    private RowTraitFinding Convex() => Search(RowTrait.Convex, samples =>
    {
        var (a, b, target) = (Any(samples), Any(samples), samples.Target());
        if (samples.Share() < 0.5)
        {
            // Local kinks show between rows that are close.
            var step = Spreads[(int)(Spreads.Length * samples.Share())] * samples.Share();
            b = [.. a.Zip(samples.Direction(), (x, d) => x + step * d)];
        }

        var unit = Math.ScaleB(1, Math.ILogB(Math.Max(a.Concat(b).Max(Math.Abs), 1e-3)) - 40);
        double Even(double x) => Math.Round(x / (2 * unit)) * 2 * unit;
        (a, b) = (Array.ConvertAll(a, Even), Array.ConvertAll(b, Even));
        var between = a.Zip(b, (x, y) => (x + y) / 2).ToArray();
        if (!function.Contains(a) || !function.Contains(b) || !(function.Value(between, target) > (function.Value(a, target) + function.Value(b, target)) / 2))
        {
            return null;
        }

        var half = new Ball(0.5);
        return (Exact(between, target) - (half * Exact(a, target) + half * Exact(b, target))).IsPositive ? [Witness(a, target), Witness(between, target), Witness(b, target)] : null;
    });

    private RowTraitFinding NonNegative()
    {
        RowWitness[]? Negative(RowSamples samples, Func<double[], double[]> shape)
        {
            var (x, target) = (shape(Any(samples)), samples.Target());
            return function.Value(x, target) < 0 && Exact(x, target).IsNegative ? [Witness(x, target)] : null;
        }

        var finding = Search(RowTrait.NonNegative, s => Negative(s, x => x));
        return finding.Verdict != TraitVerdict.Refuted || !(function.PredictionDomain.IsReal || function.TakesLogProbabilities)
            ? finding
            : finding with { HoldsOnLogProbabilities = Search(RowTrait.NonNegative, s => Negative(s, RowSamples.LogNormalised)).Verdict == TraitVerdict.Unknown };
    }

    /// <summary>A bound of a quantity: a simple, provable number not below anything found. Otherwise rows ever farther out, or ever nearer to an end of the domain, where it grows without end.</summary>
    private RowTraitFinding Bounded(RowTrait trait, Func<double[], RowTarget, double> quantity, Func<Ball[], RowTarget, Ball> exact, Func<double, bool> proof)
    {
        var samples = new RowSamples(function, seed: 17 + (int)trait);
        var isUnbounded = function.IsUnbounded;
        var largest = 0.0;
        for (var n = 0; n < Rows; n++)
        {
            var reach = (isUnbounded ? Outwards : Inwards)[n % Outwards.Length];
            var size = quantity(isUnbounded ? samples.Prediction(reach) : NearAnEnd(samples, reach), samples.Target());
            largest = double.IsNaN(size) ? largest : Math.Max(largest, size);
        }

        foreach (var bound in largest < Boundless ? Simple(largest) : [])
        {
            if (proof(bound))
            {
                return new() { Trait = trait, Verdict = TraitVerdict.Proved, Trials = 0, Constant = bound, IsForAnyClasses = _proof.IsOfLogProbability };
            }
        }

        for (var n = 0; n < Lines * 10; n++)
        {
            var (x, direction, target) = (samples.Prediction(1), samples.Direction(), samples.Target());
            foreach (var exponents in Distances)
            {
                var rows = Array.ConvertAll(exponents, e => isUnbounded ? Array.ConvertAll(direction, d => Outward(d) * Math.Pow(10, e)) : NearTheEnds(x, Math.Pow(10, -e), n));
                var values = Array.ConvertAll(rows, row => exact(Array.ConvertAll(row, v => new Ball(v)), target));
                if (Array.TrueForAll(rows, function.Contains) && Counterexample.Grows(values) && (exponents[0] >= 25 || values[2].High > Beyond))
                {
                    return new() { Trait = trait, Verdict = TraitVerdict.Refuted, Trials = n + 1, Against = [.. rows.Select(row => new RowWitness(row, target.Label, target.Row, quantity(row, target)))] };
                }
            }
        }

        return new() { Trait = trait, Verdict = TraitVerdict.Unknown, Trials = Rows };
    }

    /// <summary>A step of one class towards a side on which the domain has no end.</summary>
    private double Outward(double step) => function.PredictionDomain.IsReal ? step : double.IsInfinity(function.PredictionDomain.Low) ? -Math.Abs(step) : Math.Abs(step);

    /// <summary>The row with one class, or all of them, close to an end of the domain.</summary>
    private double[] NearTheEnds(double[] x, double distance, int turn)
    {
        var domain = function.Loss.DomainOf(0);
        var end = double.IsFinite(domain.Low) && (!double.IsFinite(domain.High) || turn % 2 == 0) ? domain.Low + distance : domain.High - distance;
        return Array.ConvertAll(x, (v) => v) is var row && turn % (row.Length + 1) is var k && k < row.Length ? [.. row[..k], end, .. row[(k + 1)..]] : Array.ConvertAll(x, _ => end);
    }

    /// <summary>Numbers likely to be the bound, from the largest value found upwards: it is accurate to many digits, or still slightly below its limit.</summary>
    private static IEnumerable<double> Simple(double found) =>
        new[] { 1.0, 2, 3, 4, 6 }.SelectMany(n => new[] { Math.Ceiling(found * n * (1 - 1e-9)) / n }).Append(found * (1 + 1e-9)).Where(b => b > 0 && b <= 1.5 * found + 1e-9).Distinct().Order();

    /// <summary>A row with one class at a distance from an end of the domain.</summary>
    private double[] NearAnEnd(RowSamples samples, double distance)
    {
        var domain = function.Loss.DomainOf(0);
        var x = samples.Prediction(1);
        x[(int)(x.Length * samples.Share())] = double.IsFinite(domain.Low) && (!double.IsFinite(domain.High) || samples.Share() < 0.5) ? domain.Low + distance : domain.High - distance;
        return x;
    }

    private Ball Steepest(Ball[] x, RowTarget target)
    {
        var slopes = Enumerable.Range(0, x.Length).Select(k => function.ExactSlope(x, target, [.. Enumerable.Range(0, x.Length).Select(j => j == k ? 1.0 : 0)])).Select(s => s.High < 0 ? -s : s).ToArray();
        return slopes.MaxBy(s => s.IsKnown ? s.High : double.PositiveInfinity);
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
                if (Bends(At(jump), direction, target))
                {
                    return new() { Trait = RowTrait.ContinuousSlope, Verdict = TraitVerdict.Refuted, Trials = line, Against = [Witness(At(jump), target)] };
                }
            }
        }

        return new() { Trait = RowTrait.ContinuousSlope, Verdict = TraitVerdict.Unknown, Trials = Lines };
    }

    /// <summary>The derivatives on both sides differ, and still do a thousand times nearer.</summary>
    private bool Bends(double[] at, double[] direction, RowTarget target)
    {
        Ball Step(double distance)
        {
            Ball Beside(double t) => function.ExactSlope([.. at.Zip(direction, (x, d) => new Ball(x) + new Ball(t) * new Ball(d))], target, direction);
            var step = Beside(distance) - Beside(-distance);
            return step.High < 0 ? -step : step;
        }

        var (far, near) = (Step(1e-6), Step(1e-9));
        return near.IsPositive && (near - new Ball(0.5) * far).IsPositive;
    }

    /// <summary>Points beyond the last one, closer and closer to the end of the domain on the line: a clip may be very near to it.</summary>
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
        return Math.Abs(a - b) > Slack * (10 + Math.Abs(a) + Math.Abs(b)) && Differ(x, target, other.X, other.Target) ? [Witness(x, target), Witness(other.X, other.Target)] : null;
    }

    /// <summary>True if two rows certainly have different losses. A reordered row is exact; a shifted one is shifted again, in exact arithmetic.</summary>
    private bool Differ(double[] x, RowTarget target, double[] other, RowTarget otherTarget)
    {
        var exchanged = x.Order().SequenceEqual(other.Order());
        var shift = new Ball(other[0]) - new Ball(x[0]);
        var apart = Exact(x, target) - function.Exact(exchanged ? Array.ConvertAll(other, v => new Ball(v)) : Array.ConvertAll(x, v => new Ball(v) + shift), otherTarget);
        return apart.IsPositive || apart.IsNegative;
    }

    private (double[] X, RowTarget Target)? Shifted(RowSamples samples, double[] x, RowTarget target)
    {
        var shift = samples.Number(function.IsUnbounded ? 3 : 0.2);
        return (Array.ConvertAll(x, v => v + shift), target);
    }

    /// <summary>Two classes exchanged: neither of them the label; in both rows if the target is one.</summary>
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
        var label = Enumerable.Range(0, x.Length).Select(k => k == target.Label ? 1.0 : 0).ToArray();
        return function.Slope(x, target, target.Label) > 0 && function.ExactSlope(Array.ConvertAll(x, v => new Ball(v)), target, label).IsPositive ? [Witness(x, target)] : null;
    }

    private RowTraitFinding Proper()
    {
        // If the best row, through the link, is not the mean: the row whose link gives the mean costs more.
        var reads = link.IsDerived ? null : link.Optima.FirstOrDefault(o => o.IsFinite && o.Read.Count == o.Mean.Count && link.Name is PredictionLink.Softmax or PredictionLink.Logit or PredictionLink.Identity or PredictionLink.Log && IsBelow(o, [.. o.Mean.Select(Natural)]));
        return new() { Trait = RowTrait.Proper, Verdict = reads is null ? TraitVerdict.Unknown : TraitVerdict.Refuted, Trials = link.Optima.Count, Against = reads is null ? [] : [new RowWitness(reads.Prediction, -1, reads.Mean, double.NaN)] };
    }

    private double Natural(double share) => link.Name switch
    {
        PredictionLink.Softmax or PredictionLink.Log => Math.Log(share),
        PredictionLink.Logit => Math.Log(share / (1 - share)),
        _ => share,
    };

    /// <summary>True if the expected loss of the best row is certainly below that of another row.</summary>
    private bool IsBelow(RowOptimum optimum, double[] other) => (Expected(other, optimum) - Expected([.. optimum.Prediction], optimum)).IsPositive;

    private Ball Expected(double[] x, RowOptimum optimum)
    {
        if (!function.TakesLabels)
        {
            return Exact(x, new RowTarget(-1, [.. optimum.Mean]));
        }

        var sum = new Ball(0);
        for (var k = 0; k < optimum.Mean.Count; k++)
        {
            sum += new Ball(optimum.Mean[k]) * Exact(x, new RowTarget(k, []));
        }

        return sum;
    }

    private RowTraitFinding Calibrated()
    {
        var failing = link.Optima.FirstOrDefault(o => o.IsFinite && o.Mean.Count == o.Prediction.Count && !Leads(o) && IsNoWorse(o));
        return new()
        {
            Trait = RowTrait.Calibrated,
            Verdict = failing is null ? TraitVerdict.Unknown : TraitVerdict.Refuted,
            Trials = link.Optima.Count,
            Against = failing is null ? [] : [new RowWitness(failing.Prediction, -1, failing.Mean, double.NaN)],
        };
    }

    /// <summary>With the score of the most frequent label raised above the others, the expected loss is no lower.</summary>
    private bool IsNoWorse(RowOptimum optimum)
    {
        var first = Enumerable.Range(0, optimum.Mean.Count).MaxBy(k => optimum.Mean[k]);
        var best = Expected([.. optimum.Prediction], optimum);
        return new[] { 1e-4, 0.01, 0.1, 1, 10 }.All(by =>
        {
            double[] raised = [.. optimum.Prediction];
            raised[first] = raised.Max() + by;
            return function.Contains(raised) && best.IsKnown && !(best - Expected(raised, optimum)).IsPositive;
        });
    }

    /// <summary>True if the most frequent label has the largest score, without a tie.</summary>
    private static bool Leads(RowOptimum optimum)
    {
        var first = Enumerable.Range(0, optimum.Mean.Count).MaxBy(k => optimum.Mean[k]);
        return Enumerable.Range(0, optimum.Mean.Count).All(k => k == first || optimum.Prediction[k] < optimum.Prediction[first] - 1e-5);
    }
}
