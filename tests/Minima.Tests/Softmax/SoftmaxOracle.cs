namespace Minima.Tests.Softmax;

/// <summary>One row by the formulas of the catalogue in double-double, one class after the other. Finite logits, or -infinity.</summary>
internal static class SoftmaxOracle
{
    /// <summary>-log p of a class and 1 - p, without cancellation; and all probabilities.</summary>
    public static (DoubleDouble MinusLog, DoubleDouble Others, DoubleDouble[] Probability) Of(double[] logits, int label)
    {
        var largest = logits.Max();
        var exponentials = Array.ConvertAll(logits, x => double.IsNegativeInfinity(x) ? 0 : DoubleDouble.Exp((DoubleDouble)x - largest));
        DoubleDouble rest = 0;
        for (var k = 0; k < logits.Length; k++)
        {
            rest += k == label ? 0 : exponentials[k];
        }

        var total = rest + exponentials[label];
        var ratio = exponentials[label].High > 1e-250 ? rest / exponentials[label] : double.PositiveInfinity;
        var minus = double.IsNegativeInfinity(logits[label]) ? double.PositiveInfinity
            : ratio.High < 1e200 ? DoubleDouble.Log1p(ratio)
            : DoubleDouble.Log(rest) + ((DoubleDouble)largest - logits[label]);
        return (minus, rest / total, Array.ConvertAll(exponentials, e => e / total));
    }

    /// <summary>sum mass_k (-log p_k) and its gradient (sum mass) p - mass.</summary>
    public static (double Value, double[] Gradient, double[] Size) Soft(double[] logits, double[] mass)
    {
        DoubleDouble value = 0, all = 0;
        var held = Array.IndexOf(logits, logits.Max());
        var (minus, rest, probability) = Of(logits, held);
        for (var k = 0; k < logits.Length; k++)
        {
            all += mass[k];
            value += mass[k] == 0 ? 0 : double.IsNegativeInfinity(logits[k]) ? double.PositiveInfinity : mass[k] * (minus + ((DoubleDouble)logits[held] - logits[k]));
        }

        var gradient = new double[logits.Length];
        for (var k = 0; k < logits.Length; k++)
        {
            gradient[k] = k == held ? (double)(all - mass[k] - (all * rest)) : (double)((all * probability[k]) - mass[k]);
        }

        return (double.IsPositiveInfinity(value.High) || double.IsNaN(value.High) ? double.PositiveInfinity : (double)value, gradient, [.. probability.Select((p, k) => (double)all * (double)p + mass[k])]);
    }
}
