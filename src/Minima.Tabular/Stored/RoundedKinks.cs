namespace Minima.Tabular;

/// <summary>Value, derivative and curvature of a loss with smoothed kinks (<see cref="WidenedKinks"/>).</summary>
internal static class RoundedKinks
{
    /// <summary>Moves a prediction on a kink by its last digit: at the kink the loss chooses a derivative, and next to it there is one of the two.</summary>
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
    /// Adds half of the jump of each kink times the excess of the root of d^2 + w^2 over |d|, and its derivatives. With s for the root these are w^2 / (s + |d|), -sign(d) times it over s, and w^2 /
    /// s^3, without differences of large numbers.
    /// </summary>
    /// <param name="kinks">The kinks.</param>
    /// <param name="halves">Half of the jump of each kink in each row.</param>
    /// <param name="target">The target of each row.</param>
    /// <param name="share">The normalised weight of each row.</param>
    /// <param name="prediction">The prediction of each row.</param>
    /// <param name="slopes">The derivative of each row, to which the terms are added.</param>
    /// <param name="curvatures">The second derivative of each row, to which the terms are added.</param>
    /// <returns>The weighted sum of the terms added to the values.</returns>
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
