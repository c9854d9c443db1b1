namespace Minima.Analysis;

/// <summary>A loss under examination: its analysis on the domains in force, and the points at which the checks evaluate it.</summary>
internal sealed class CheckContext
{
    private const int PointsInRange = 36;
    private const int PointsNearTarget = 24;

    private CheckContext(LossAnalysis analysis, bool assumed, LossCheckOptions options)
    {
        Analysis = analysis;
        IsAssumed = assumed;
        (Low, High) = Inside(Function.DomainOf(0), options.Low, options.High);
        var random = new Random(40961);
        Targets = TargetsOf(random, options);
        Points = [.. Draw(random)];
    }

    public LossAnalysis Analysis { get; }

    public PointFunction Function => Analysis.Function;

    public Loss Loss => Analysis.Loss;

    /// <summary>True if the domains were found by trial.</summary>
    public bool IsAssumed { get; }

    /// <summary>The lower end of the ordinary predictions, within the domain.</summary>
    public double Low { get; }

    /// <summary>The upper end of the ordinary predictions, within the domain.</summary>
    public double High { get; }

    /// <summary>Targets of ordinary size; a single 0 for a penalty.</summary>
    public double[] Targets { get; }

    /// <summary>Random points of ordinary size inside the domains: random so that none is at a kink.</summary>
    public IReadOnlyList<double[]> Points { get; }

    public static CheckContext Of(Loss loss, LossCheckOptions options)
    {
        if (options.Prediction is null && options.Target is null && !loss.Entry.IsText)
        {
            return new CheckContext(LossAnalysis.Of(loss), false, options);
        }

        var guess = loss.Entry.IsText && (options.Prediction is null || options.Target is null);
        var domains = guess ? DomainGuess.Of(loss, options.Prediction, options.Target) : DomainGuess.Place(loss, options.Prediction, options.Target);
        return new CheckContext(LossAnalysis.Within(loss, domains), guess && domains.Any(d => d is { IsReal: false }), options);
    }

    /// <summary>Equidistant predictions over the ordinary range, inside the domain.</summary>
    public double[] Grid(int count)
    {
        var grid = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var x = Low + (High - Low) * (i + 0.5) / count;
            if (Function.DomainOf(0).Contains(x))
            {
                grid.Add(x);
            }
        }

        return [.. grid];
    }

    /// <summary>The point with the extras of the setting.</summary>
    public double[] Point(double prediction, double target) => Function.Point(prediction, target, Analysis.Setting.Extras);

    /// <summary>A point as text: <c>p = 1, t = 2</c>.</summary>
    public string Show(ReadOnlySpan<double> x)
    {
        var text = $"p = {Quantity.Digits(Round(x[0]))}";
        if (Function.Target > 0)
        {
            text += $", t = {Quantity.Digits(Round(x[Function.Target]))}";
        }

        foreach (var i in Function.Extras)
        {
            text += $", {Loss.Entry.Inputs[i].Name} = {Quantity.Digits(Round(x[i]))}";
        }

        return text;
    }

    /// <summary>A number rounded to four digits, to show a place.</summary>
    public static double Round(double x) => double.IsFinite(x) && x != 0 ? double.Parse(x.ToString("G4", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture) : x;

    /// <summary>The part of a range inside a domain; a domain that does not meet the range gives a range of its own.</summary>
    private static (double Low, double High) Inside(Domain domain, double low, double high)
    {
        if (domain.Kind != DomainKind.Interval)
        {
            return (low, high);
        }

        var (from, to) = (Math.Max(low, domain.Low), Math.Min(high, domain.High));
        return from < to ? (from, to)
            : double.IsFinite(domain.Low) ? (domain.Low, Math.Min(domain.High, domain.Low + high - low))
            : (Math.Max(domain.Low, domain.High - (high - low)), domain.High);
    }

    private double[] TargetsOf(Random random, LossCheckOptions options)
    {
        if (Function.Target < 0)
        {
            return [0];
        }

        var domain = Function.DomainOf(Function.Target);
        if (domain.Kind == DomainKind.Labels)
        {
            return [domain.Low, domain.High];
        }

        var (low, high) = Inside(domain, options.Low, options.High);
        var targets = new List<double> { low, 0, 1, high };
        for (var i = 0; i < 6; i++)
        {
            targets.Add(low + (high - low) * (i + random.NextDouble()) / 6);
        }

        // Of ordinary size even if the range is wide.
        targets.Add(low + Math.Min(1, high - low) * random.NextDouble());
        targets.Add(-0.4);
        return [.. targets.Where(t => domain.Contains(t) && t >= low && t <= high).Distinct().Order()];
    }

    private IEnumerable<double[]> Draw(Random random)
    {
        var domain = Function.DomainOf(0);
        var own = Analysis.Setting.Extras;
        double[][] extras = own.Length == 0 ? [own] : [own, Scaled(own, 2.7), Scaled(own, 0.6)];
        foreach (var target in Targets)
        {
            foreach (var extra in extras)
            {
                for (var i = 0; i < PointsInRange + PointsNearTarget; i++)
                {
                    var near = Math.Pow(10, -2 + (2 + Math.Log10(High - Low)) * random.NextDouble()) * (i % 2 == 0 ? 1 : -1);
                    var p = i < PointsInRange ? Low + (High - Low) * (i + random.NextDouble()) / PointsInRange : target + near;
                    if (p > Low && p < High && domain.Contains(p) && p != target)
                    {
                        yield return Function.Point(p, target, extra);
                    }
                }
            }
        }
    }

    private double[] Scaled(double[] extras, double factor) =>
        [.. extras.Select((e, i) => Function.DomainOf(Function.Extras[i]).Contains(e * factor) ? e * factor : e)];
}
