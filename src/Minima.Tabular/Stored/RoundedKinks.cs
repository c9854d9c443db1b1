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
    /// <returns>The weighted sum of what the values grow by.</returns>
    public static double Add(WidenedKinks kinks, double[] target, double[] share, double[] prediction, double[] slopes, double[] curvatures)
    {
        var (sum, width) = (0.0, kinks.Width);
        for (var i = 0; i < prediction.Length; i++)
        {
            foreach (var rule in kinks.Rules)
            {
                var distance = prediction[i] - (rule.Intercept + (rule.Slope * target[i]));
                var root = Math.Sqrt((distance * distance) + (width * width));
                var beyond = width * (width / (root + Math.Abs(distance)));
                var half = 0.5 * (rule.Jump + (rule.JumpSlope * target[i]));
                sum += share[i] * half * beyond;
                slopes[i] -= half * Math.Sign(distance) * (beyond / root);
                curvatures[i] += half * (width / root) * (width / root) / root;
            }
        }

        return sum;
    }
}
