namespace Minima.Tabular;

/// <summary>
/// The parts of the mean loss of a model of several classes. Recalibration scales and shifts the score of each class to minimise the mean loss on the rows (the vector scaling
/// of C. Guo, G. Pleiss, Y. Sun and K. Weinberger, ICML 2017). Factors of 0 give the best constant and factors of 1 the model itself, so that no part is below 0.
/// </summary>
internal static class ClassDecomposition
{
    private static readonly MinimizerOptions Search = new() { MaximumIterations = 1000, GradientTolerance = 1e-10, DecreaseTolerance = 1e-15 };

    /// <param name="loss">A loss over rows of classes.</param>
    /// <param name="target">The class of each row, from 0.</param>
    /// <param name="raw">The scores of each class, row after row.</param>
    /// <param name="cancellation">Checked before every step.</param>
    public static (double MeanLoss, double Recalibrated, double Constant) Of(Loss loss, double[] target, double[] raw, CancellationToken cancellation)
    {
        var (rows, classes) = (target.Length, raw.Length / target.Length);
        var terms = new ClassTerms(loss, Array.ConvertAll(target, value => (int)value), classes, [.. target.Select(_ => 1.0 / rows)]);
        var own = terms.Evaluate(raw, [], []);
        double[] shifted = [.. Enumerable.Range(0, classes).Select(k => Math.Log((target.Count(value => (int)value == k) + 0.5) / rows))];
        var flat = Minimizer.Minimize((at, gradient) => Scaled([.. new double[classes], .. at], gradient, isFlat: true), shifted, Search, cancellation);
        var constant = Math.Min(flat.Value, Scaled([.. new double[classes], .. shifted], new double[classes], isFlat: true));
        var lowest = Math.Min(own, constant);
        foreach (var start in (double[][])[[.. Enumerable.Repeat(1.0, classes), .. new double[classes]], [.. new double[classes], .. flat.Parameters]])
        {
            var found = Minimizer.Minimize((at, gradient) => Scaled(at.ToArray(), gradient, isFlat: false), start, Search, cancellation);
            if (found.Value < lowest) lowest = found.Value;
        }

        return (own, lowest, constant);

        double Scaled(double[] at, Span<double> gradient, bool isFlat)
        {
            var (scores, slopes) = (new double[raw.Length], new double[raw.Length]);
            for (var i = 0; i < raw.Length; i++) scores[i] = (at[i % classes] * raw[i]) + at[classes + (i % classes)];
            var value = terms.Evaluate(scores, slopes, []);
            gradient.Clear();
            for (var i = 0; i < raw.Length; i++)
            {
                var slope = slopes[i] / rows;
                gradient[isFlat ? i % classes : classes + (i % classes)] += slope;
                if (!isFlat) gradient[i % classes] += slope * raw[i];
            }

            return value;
        }
    }
}
