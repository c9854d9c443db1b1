namespace Minima.Analysis;

/// <summary>
/// Compares the derivative that Minima takes with extrapolated differences of the value (Ridders 1982). Tests cover the built-in primitives,
/// so a mismatch means a user's own primitive with a wrong derivative, or a path that stops the gradient.
/// </summary>
internal static class SlopeCheck
{
    private const int Steps = 8;

    public static IEnumerable<LossFinding> Find(CheckContext context)
    {
        var function = context.Function;
        var domain = function.DomainOf(0);
        double[]? worst = null;
        var (worstGap, taken, right) = (0.0, 0.0, 0.0);
        var seen = 0;
        foreach (var x in context.Points.Where((_, i) => i % 5 == 0))
        {
            var step = 1e-2 * Math.Max(0.1, Math.Min(1, Math.Abs(x[0])));
            if (!domain.Contains(x[0] - step) || !domain.Contains(x[0] + step))
            {
                continue;
            }

            var (slope, error) = Slope(p => function.Value([p, .. x.AsSpan(1)]), x[0], step);
            var own = function.Slope(x);
            if (!double.IsFinite(slope) || !double.IsFinite(own) || error > 1e-4 * Math.Max(1e-3, Math.Abs(slope)))
            {
                // A kink within the step: differences are inconclusive here.
                continue;
            }

            seen++;
            var gap = (Math.Abs(slope - own) - 20 * error) / Math.Max(1e-3, Math.Max(Math.Abs(slope), Math.Abs(own)));
            if (gap > 1e-4 && gap > worstGap)
            {
                (worst, worstGap, taken, right) = (x, gap, own, slope);
            }
        }

        if (worst is null)
        {
            yield break;
        }

        var stops = context.Loss.Entry.StopsGradient;
        yield return new LossFinding
        {
            Kind = LossCheckKind.Slope,
            Status = stops ? LossCheckStatus.Note : LossCheckStatus.Wrong,
            English = $"the derivative that the formula hands on is not that of its value: at {context.Show(worst)} it is {Digits(taken)}, differences of the value give {Digits(right)}. {(stops ? "This loss declares that it stops the gradient." : "Look for a primitive with a wrong slope, or a StraightThrough.")}",
            Chinese = $"公式传递的导数不是其函数值的导数：在 {context.Show(worst)} 处为 {Digits(taken)}，而函数值的差分给出 {Digits(right)}。{(stops ? "该损失已声明会截断梯度。" : "请检查自定义基元的斜率是否写错，或是否使用了 StraightThrough。")}",
            Places = [new("p", CheckContext.Round(worst[0]), CheckContext.Round(worst[0]), context.Function.Target > 0 ? CheckContext.Round(worst[context.Function.Target]) : null)],
        };
    }

    /// <summary>The derivative and an estimate of its error: central differences of shrinking steps, extrapolated to step 0.</summary>
    internal static (double Slope, double Error) Slope(Func<double, double> of, double x, double step)
    {
        var table = new double[Steps, Steps];
        var (best, error) = (double.NaN, double.PositiveInfinity);
        for (var i = 0; i < Steps; i++)
        {
            var h = step * Math.Pow(0.5, i);
            var (above, below) = (x + h, x - h);
            table[0, i] = (of(above) - of(below)) / (above - below);
            for (var j = 1; j <= i; j++)
            {
                var factor = Math.Pow(4, j);
                table[j, i] = (table[j - 1, i] * factor - table[j - 1, i - 1]) / (factor - 1);
                var here = Math.Max(Math.Abs(table[j, i] - table[j - 1, i]), Math.Abs(table[j, i] - table[j - 1, i - 1]));
                if (here < error)
                {
                    (best, error) = (table[j, i], here);
                }
            }
        }

        return (best, error);
    }

    private static string Digits(double x) => Quantity.Digits(CheckContext.Round(x));
}
