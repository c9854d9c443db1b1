namespace Minima.Tabular;

/// <summary>Value, slope and curvature of a loss whose kinks are rounded off, as <see cref="WidenedKinks"/> says.</summary>
internal static class RoundedKinks
{
    /// <summary>Moves a prediction that lies on a kink by its last digit: there the loss has a slope of its choice, and beside it one of the two.</summary>
    public static void StepAside(WidenedKinks kinks, double[] target, double[] prediction)
    {
        for (var i = 0; i < prediction.Length; i++)
        {
            foreach (var rule in kinks.Rules)
            {
                if (prediction[i].Equals(rule.Intercept + (rule.Slope * target[i]))) prediction[i] += (Math.Abs(prediction[i]) * 2.5e-16) + 1e-300;
            }
        }
    }

    /// <summary>
    /// Adds half of the jump of each kink times what the root of d^2 + w^2 has beyond |d|, and its derivatives. With s for the root these are w^2 / (s + |d|), -sign(d) times it over s, and w^2 / s^3: no difference of large
    /// numbers.
    /// </summary>
    /// <param name="kinks">The kinks.</param>
    /// <param name="halves">Half of the jump of each kink in each row.</param>
    /// <param name="target">The target of each row.</param>
    /// <param name="share">The share of each row.</param>
    /// <param name="prediction">The prediction of each row.</param>
    /// <param name="slopes">The derivative of each row, which is added to.</param>
    /// <param name="curvatures">The second derivative of each row, which is added to.</param>
    /// <returns>The weighted sum of what the values grow by.</returns>
    public static double Add(WidenedKinks kinks, double[][] halves, double[] target, double[] share, double[] prediction, double[] slopes, double[] curvatures)
    {
        var (sum, width) = (0.0, kinks.Width);
        for (var i = 0; i < prediction.Length; i++)
        {
            for (var k = 0; k < kinks.Rules.Count; k++)
            {
                var rule = kinks.Rules[k];
                var distance = prediction[i] - (rule.Intercept + (rule.Slope * target[i]));
                var root = Math.Sqrt((distance * distance) + (width * width));
                var beyond = width * (width / (root + Math.Abs(distance)));
                var half = halves[k][i];
                sum += share[i] * half * beyond;
                slopes[i] -= half * Math.Sign(distance) * (beyond / root);
                curvatures[i] += half * (width / root) * (width / root) / root;
            }
        }

        return sum;
    }

    /// <summary>Half of the jump of each kink in each row.</summary>
    /// <param name="kinks">The kinks.</param>
    /// <param name="terms">The loss on the rows.</param>
    public static double[][] Halves(WidenedKinks kinks, PointTerms terms)
    {
        return [.. kinks.Rules.Select(rule => rule.Jump is { } jump ? Array.ConvertAll(terms.Target, target => 0.5 * jump.At(target)) : Read(rule))];

        double[] Read(KinkRule rule)
        {
            var (below, above) = (Slopes(rule, -1), Slopes(rule, 1));
            return [.. above.Zip(below, (right, left) => 0.5 * (right - left))];
        }

        double[] Slopes(KinkRule rule, int side)
        {
            var slopes = new double[terms.Target.Length];
            terms.Evaluate(Array.ConvertAll(terms.Target, target => Beside(rule.Intercept + (rule.Slope * target), side)), slopes, []);
            return slopes;
        }

        double Beside(double place, int side) => place + (side * WidenedKinks.Aside * (Math.Abs(place) + kinks.Reach));
    }
}
