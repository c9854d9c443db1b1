namespace Minima.Tabular;

/// <summary>Objective and gradient recomputed from the given columns and the reported coefficients.</summary>
/// <param name="Objective">The objective.</param>
/// <param name="GradientNorm">The norm of the gradient, or of the certificate's subgradient, in the penalty's units.</param>
internal sealed record FitCheck(double Objective, double GradientNorm)
{
    public static FitCheck Of(FitObjective objective, Solution solution, ModelBasis basis, double[][] columns, FitOptions options)
    {
        var (weights, intercept) = basis.ToModel(solution.Parameters);
        var deviations = basis.Deviations;
        var means = basis.Means;
        var prediction = new double[objective.Rows];
        for (var i = 0; i < prediction.Length; i++)
        {
            var sum = intercept;
            for (var j = 0; j < weights.Length; j++) sum += weights[j] * columns[j][i];
            prediction[i] = sum;
        }

        // A prediction at a kink stays there: the multiplier gives its derivative, not the side on which rounding puts it.
        var inside = objective.Predict(solution.Parameters);
        var slopes = new double[prediction.Length];
        objective.SmoothSlopes(objective.Kinks.Count > 0 ? inside : prediction, slopes, []);
        for (var i = 0; i < slopes.Length; i++) slopes[i] *= objective.Share[i];
        var gradient = new double[weights.Length];
        for (var m = 0; m < objective.Kinks.Count; m++)
        {
            var kink = objective.Kinks.Items[m];
            if (kink.Row >= 0)
            {
                slopes[kink.Row] += solution.Multipliers[m];
            }
            else
            {
                var j = -1 - kink.Row;
                gradient[j] += (solution.Multipliers[m] - (kink.Jump / 2)) * (options.Standardize ? 1 : deviations[j]);
            }
        }

        var total = 0.0;
        foreach (var slope in slopes) total += slope;
        for (var j = 0; j < weights.Length; j++)
        {
            var unit = options.Standardize ? deviations[j] : 1;
            var sum = 0.0;
            var column = columns[j];
            for (var i = 0; i < slopes.Length; i++) sum += slopes[i] * (column[i] - means[j]);
            if (!options.Standardize) sum += means[j] * total;
            gradient[j] += (sum / unit) + (options.L2 * weights[j] * unit);
        }

        var value = objective.MeanLoss(prediction);
        for (var j = 0; j < weights.Length; j++)
        {
            var weight = weights[j] * (options.Standardize ? deviations[j] : 1);
            value += (0.5 * options.L2 * weight * weight) + (options.L1 * Math.Abs(weight));
        }

        return new FitCheck(value, Math.Sqrt(FixedOrder.Dot(gradient, gradient) + (total * total)));
    }
}
