using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>A functional of samples that are joined one after the other.</summary>
internal sealed class Pooling
{
    private const int MostSteps = 200;

    private readonly Functional _kind;
    private readonly double _level;

    private Pooling(Functional kind, double level) => (_kind, _level) = (kind, level);

    /// <summary>The one of a loss, or null where it is none that can be pooled.</summary>
    public static Pooling? Of(ElicitedFunctional functional) => functional.Kind switch
    {
        Functional.Mean => new(Functional.Mean, 0.5),
        Functional.Median => new(Functional.Quantile, 0.5),
        Functional.Quantile when functional.Level is { } level => new(Functional.Quantile, level.Value),
        Functional.Expectile when functional.Level is { } level => new(Functional.Expectile, level.Value),
        _ => null,
    };

    /// <summary>A sample as the others take it: in order for quantiles, its sum and size for means.</summary>
    public List<double> Sorted(IEnumerable<double> values)
    {
        if (_kind != Functional.Mean) return [.. values.Order()];
        var (sum, count) = (0.0, 0);
        foreach (var value in values) (sum, count) = (sum + value, count + 1);
        return [sum, count];
    }

    /// <summary>Two samples as one; the first may be changed.</summary>
    public List<double> Joined(List<double> first, List<double> second)
    {
        if (_kind == Functional.Mean) return [first[0] + second[0], first[1] + second[1]];
        var (large, small) = first.Count >= second.Count ? (first, second) : (second, first);
        foreach (var value in small)
        {
            var at = large.BinarySearch(value);
            large.Insert(at < 0 ? ~at : at, value);
        }

        return large;
    }

    /// <summary>The functional of a sample.</summary>
    public double Value(List<double> sample) => _kind switch
    {
        Functional.Mean => sample[0] / sample[1],
        Functional.Quantile => sample[Math.Clamp((int)Math.Ceiling(_level * sample.Count) - 1, 0, sample.Count - 1)],
        _ => Expectile(sample),
    };

    /// <summary>The root of level · sum of what lies above = (1 - level) · sum of what lies below, by Newton's steps from the mean, which end after finitely many.</summary>
    private double Expectile(List<double> sample)
    {
        var value = sample.Average();
        for (var step = 0; step < MostSteps; step++)
        {
            var (sum, weight) = (0.0, 0.0);
            foreach (var one in sample)
            {
                var share = one > value ? _level : 1 - _level;
                (sum, weight) = (sum + (share * one), weight + share);
            }

            var next = sum / weight;
            if (next.Equals(value)) break;
            value = next;
        }

        return value;
    }
}
