using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>The best constant of samples that are joined one after the other.</summary>
internal abstract class Pooling
{
    /// <summary>The pooling for a loss whose best constant is a mean, quantile or expectile; null for another.</summary>
    public static Pooling? Of(ElicitedFunctional functional) => functional.Kind switch
    {
        Functional.Mean => new MeanPooling(),
        Functional.Median => Quantile(0.5),
        Functional.Quantile when functional.Level is { } level => Quantile(level.Value),
        Functional.Expectile when functional.Level is { } level => new ExpectilePooling(level.Value),
        _ => null,
    };

    /// <summary>The pooling for quantiles of a level.</summary>
    public static Pooling Quantile(double level) => new QuantilePooling(level);

    /// <summary>A sample in the representation of the other methods.</summary>
    public abstract List<double> Sample(IEnumerable<double> targets);

    /// <summary>Joins two samples; the first may be changed.</summary>
    public abstract List<double> Joined(List<double> first, List<double> second);

    /// <summary>The best constant of a sample.</summary>
    public abstract double Value(List<double> sample);

    /// <summary>The best constant of a joined sample, which lies between those of its two parts.</summary>
    /// <param name="sample">The joined sample.</param>
    /// <param name="low">The best constant of one part.</param>
    /// <param name="high">The best constant of the other part, not below.</param>
    public virtual double Between(List<double> sample, double low, double high) => Value(sample);

    /// <summary>The mean: a sample is stored as its sum and its size.</summary>
    private sealed class MeanPooling : Pooling
    {
        public override List<double> Sample(IEnumerable<double> targets)
        {
            var (sum, count) = (0.0, 0);
            foreach (var target in targets) (sum, count) = (sum + target, count + 1);
            return [sum, count];
        }

        public override List<double> Joined(List<double> first, List<double> second) => [first[0] + second[0], first[1] + second[1]];

        public override double Value(List<double> sample) => sample[0] / sample[1];
    }

    /// <summary>The lower quantile: a sample is stored in order.</summary>
    private sealed class QuantilePooling(double level) : Pooling
    {
        public override List<double> Sample(IEnumerable<double> targets) => [.. targets.Order()];

        public override List<double> Joined(List<double> first, List<double> second)
        {
            var (large, small) = first.Count >= second.Count ? (first, second) : (second, first);
            foreach (var value in small)
            {
                var at = large.BinarySearch(value);
                large.Insert(at < 0 ? ~at : at, value);
            }

            return large;
        }

        public override double Value(List<double> sample) => sample[Math.Clamp((int)Math.Ceiling(level * sample.Count) - 1, 0, sample.Count - 1)];
    }

    /// <summary>The expectile.</summary>
    private sealed class ExpectilePooling(double level) : Pooling
    {
        private const int MostSteps = 200;

        public override List<double> Sample(IEnumerable<double> targets) => [.. targets];

        public override List<double> Joined(List<double> first, List<double> second) => [.. first, .. second];

        /// <summary>The root of level · sum of the distances above = (1 - level) · sum of the distances below, by Newton's steps from the mean, which end after finitely many.</summary>
        public override double Value(List<double> sample)
        {
            var value = sample.Average();
            for (var step = 0; step < MostSteps; step++)
            {
                var (sum, weight) = (0.0, 0.0);
                foreach (var one in sample)
                {
                    var share = one > value ? level : 1 - level;
                    (sum, weight) = (sum + (share * one), weight + share);
                }

                var next = sum / weight;
                if (next.Equals(value)) break;
                value = next;
            }

            return value;
        }
    }
}
