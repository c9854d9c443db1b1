using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>The covariance of a fit under the distribution implied by its loss.</summary>
/// <param name="Covariance">The covariance of the unknowns of the equations.</param>
/// <param name="Dispersion">The variance in units of the implied one, if it is estimated.</param>
/// <param name="Degrees">Degrees of freedom of t, or null for the normal distribution.</param>
internal sealed record ModelCovariance(double[] Covariance, double? Dispersion, double? Degrees)
{
    /// <summary>Relative tolerance for numbers that are equal up to rounding.</summary>
    private const double Same = 1e-8;

    /// <summary>The number of predictions, around those of the rows, at which a variance function is read.</summary>
    private const int Places = 5;

    /// <exception cref="FitException">The loss implies no distribution.</exception>
    public static ModelCovariance Of(FittedRows rows, Equations equations, ErrorKind kind = ErrorKind.Model)
    {
        if (kind == ErrorKind.Sparsity && !rows.Bends) throw new FitException($"fit: --errors sparsity is for losses of quantiles (mae, pinball), and {rows.Loss.Entry.Key} is differentiable everywhere; take --errors model.");
        if (rows.OfClasses) return OfClasses(rows, equations) ?? throw None(rows);
        if (rows.OfGrades) return new(Sandwich.Of(rows, equations, equations.Bread()).Inverse, null, null);
        if (rows.Heads is { } heads) return heads.IsLikelihood ? new(Sandwich.Of(rows, equations, equations.Bread()).Inverse, null, null) : throw None(rows);
        if (rows.Bends)
        {
            var density = QuantileDensity.Of(rows, kind);
            return new(density.IndependentErrors(rows, equations), null, rows.Rows - equations.Size);
        }

        if (rows.Dataset.Target.Kind == TargetKind.Binary || OfProbabilities(rows)) return Bernoulli(rows, equations) ?? throw None(rows);
        return QuasiLikelihood(rows, equations) ?? OfResiduals(rows, equations) ?? throw None(rows);
    }

    private static FitException None(FittedRows rows) =>
        new($"fit: --errors model: no distribution of the target follows from {rows.Loss.Entry.Key}; take --errors hc3, which needs none.");

    /// <summary>The loss is for probabilities, with targets between 0 and 1.</summary>
    private static bool OfProbabilities(FittedRows rows) => LossAnalysis.Of(rows.Loss).Link.OfProbability && rows.Loss.DomainOf(1) is { Low: 0, High: 1 };

    /// <summary>
    /// Two classes whose probability is the one at which the loss's expected derivative is 0: the information is the expected curvature, the meat the expected square of the derivative. Both are
    /// p (1 - p) for the logistic loss.
    /// </summary>
    private static ModelCovariance? Bernoulli(FittedRows rows, Equations equations)
    {
        var (low, high) = (rows.Model.Mapping.Count == 2 ? rows.Model.Mapping[0].Value : 0, rows.Model.Mapping.Count == 2 ? rows.Model.Mapping[1].Value : 1);
        var (zero, one) = (Of(low), Of(high));
        var (bread, meat) = (new double[rows.Rows], new double[rows.Rows]);
        for (var i = 0; i < rows.Rows; i++)
        {
            var (down, up) = (zero.Slope[i], one.Slope[i]);
            if (down < 0 || up > 0) return null;
            if (down == 0 && up == 0) continue;
            var chance = down / (down - up);
            bread[i] = rows.Weight[i] * ((chance * one.Curvature[i]) + ((1 - chance) * zero.Curvature[i]));
            meat[i] = rows.Weight[i] * ((chance * up * up) + ((1 - chance) * down * down));
        }

        var sandwich = Sandwich.Of(rows, equations, equations.Products((i, _, _) => bread[i]));
        return new(sandwich.Around(equations.Products((i, _, _) => meat[i])), null, null);

        (double[] Slope, double[] Curvature) Of(double target) => rows.At(rows.Predictions, [.. Enumerable.Repeat(target, rows.Rows)]);
    }

    /// <summary>
    /// R. Wedderburn's quasi-likelihood (1974): if the derivative is linear in the target, its root is the mean, and its steepness is the mean's derivative over the variance.
    /// The squared error, Poisson, gamma and Tweedie losses have this form, and formulas that equal them.
    /// </summary>
    private static ModelCovariance? QuasiLikelihood(FittedRows rows, Equations equations)
    {
        var (low, high) = (rows.Targets.Min(), rows.Targets.Max());
        var line = SlopeLine.Of(rows, rows.Predictions, low, high);
        var own = equations.Outputs == 1 ? equations.Slope : rows.At(rows.Predictions, rows.Targets).Slope;
        if (line is null || !line.Holds(rows.Targets, own)) return null;
        var middle = rows.At(rows.Predictions, [.. Enumerable.Repeat(low + ((high - low) / 2), rows.Rows)]);
        if (!line.Holds([.. Enumerable.Repeat(low + ((high - low) / 2), rows.Rows)], middle.Slope)) return null;
        var (n, k) = (rows.Rows, equations.Size);
        var information = line.Information;
        var inverse = Sandwich.Of(rows, equations, equations.Products((i, _, _) => rows.Weight[i] * information[i])).Inverse;
        var variance = VarianceAtPlaces(rows, low, high);
        if (variance is { CountScale: { } scale }) return new(Array.ConvertAll(inverse, value => scale * value), null, null);
        var pearson = 0.0;
        for (var i = 0; i < n; i++) pearson += rows.Weight[i] * own[i] * own[i] / information[i];
        var dispersion = pearson / (n - k);
        var constant = variance.Constant;
        return new(Array.ConvertAll(inverse, value => dispersion * value), dispersion * (constant ?? 1), constant is null ? null : n - k);
    }

    /// <summary>The variance as a function of the mean: a constant; that of a count, proportional to mean + alpha mean² (its factor is then known); or another.</summary>
    private static (double? Constant, double? CountScale) VarianceAtPlaces(FittedRows rows, double low, double high)
    {
        var (from, to) = (rows.Predictions.Min() - 0.5, rows.Predictions.Max() + 0.5);
        var places = new double[rows.Rows];
        for (var i = 0; i < places.Length; i++) places[i] = from + ((to - from) * (i % Places) / (Places - 1));
        if (places.Length < Places || SlopeLine.Of(rows, places, low, high) is not { } line) return (null, null);
        var mean = line.Root.AsSpan(0, Places).ToArray();
        var variance = line.Variance.AsSpan(0, Places).ToArray();
        if (Array.TrueForAll(variance, value => Near(value, variance[0], variance[0]))) return (variance[0], null);
        if (!Array.TrueForAll(mean, value => value > 0)) return (null, null);
        var ratio = variance.Zip(mean, (v, m) => v / m).ToArray();
        var slope = (ratio[^1] - ratio[0]) / (mean[^1] - mean[0]);
        var start = ratio[0] - (slope * mean[0]);
        var straight = mean.Zip(ratio).All(pair => Near(pair.Second, start + (slope * pair.First), ratio[^1]));
        return straight && start > 1e-6 * ratio[0] && slope >= -Same * ratio[0] ? (null, 1 / start) : (null, null);
    }

    private static bool Near(double a, double b, double size) => Math.Abs(a - b) <= Same * Math.Abs(size);

    /// <summary>
    /// P. Huber's errors of an M-estimator (Annals of Statistics 1, 1973), for residuals with a density that does not depend on the columns; the first of his three forms, H1 in statsmodels.
    /// </summary>
    private static ModelCovariance? OfResiduals(FittedRows rows, Equations equations)
    {
        if (LossAnalysis.Of(rows.Loss).Coordinate != LossCoordinate.Residual || rows.Model.Inputs.Any(input => input.Column is not null)) return null;
        var (slope, curvature) = rows.At(rows.Predictions, rows.Targets);
        var (n, k) = ((double)rows.Rows, (double)equations.Size);
        var total = rows.Weight.Sum();
        var (mean, squares, slopes) = (0.0, 0.0, 0.0);
        for (var i = 0; i < slope.Length; i++)
        {
            mean += rows.Weight[i] * curvature[i] / total;
            squares += rows.Weight[i] * curvature[i] * curvature[i] / total;
            slopes += rows.Weight[i] * slope[i] * slope[i];
        }

        if (!(mean > 0)) return null;
        var correction = 1 + (k / n * (squares - (mean * mean)) / (mean * mean));
        var factor = correction * correction * slopes / (n - k) / (mean * mean);
        var inverse = Sandwich.Of(rows, equations, equations.Products((i, _, _) => rows.Weight[i])).Inverse;
        return new(Array.ConvertAll(inverse, value => factor * value), null, null);
    }

    /// <summary>Several classes whose probabilities are the softmax of their scores, at which the expected derivatives are 0.</summary>
    private static ModelCovariance? OfClasses(FittedRows rows, Equations equations)
    {
        if (rows.Model.Link != PredictionLink.Softmax) return null;
        var (classes, outputs) = (rows.Outputs, equations.Outputs);
        var chances = (double[])rows.Predictions.Clone();
        for (var i = 0; i < rows.Rows; i++) RowLink.Softmax(chances.AsSpan(i * classes, classes));
        var (slope, bread, meat) = (new double[rows.Rows * outputs], new double[rows.Rows * outputs * outputs], new double[rows.Rows * outputs * outputs]);
        var typical = 0.0;
        for (var label = 0; label < classes; label++)
        {
            var (bySlope, byCurvature) = rows.OfLabels([.. Enumerable.Repeat(label, rows.Rows)]);
            var (slopes, curvatures) = (equations.Contrast(bySlope, 1), equations.Contrast(byCurvature, 2));
            for (var i = 0; i < rows.Rows; i++)
            {
                var chance = chances[(i * classes) + label];
                for (var a = 0; a < outputs; a++)
                {
                    slope[(i * outputs) + a] += chance * slopes[(i * outputs) + a];
                    typical = Math.Max(typical, Math.Abs(slopes[(i * outputs) + a]));
                    for (var b = 0; b < outputs; b++)
                    {
                        var at = (((i * outputs) + a) * outputs) + b;
                        bread[at] += chance * curvatures[at];
                        meat[at] += chance * slopes[(i * outputs) + a] * slopes[(i * outputs) + b];
                    }
                }
            }
        }

        if (Array.Exists(slope, value => Math.Abs(value) > Same * typical)) return null;
        var sandwich = Sandwich.Of(rows, equations, equations.Products((i, a, b) => rows.Weight[i] * bread[(((i * outputs) + a) * outputs) + b]));
        return new(sandwich.Around(equations.Products((i, a, b) => rows.Weight[i] * meat[(((i * outputs) + a) * outputs) + b])), null, null);
    }

    /// <summary>Derivatives as linear functions of the target, one for each score, from two of its values.</summary>
    /// <param name="Low">One value of the target.</param>
    /// <param name="High">The other value.</param>
    /// <param name="SlopeLow">The derivatives at the low value.</param>
    /// <param name="SlopeHigh">The derivatives at the high value.</param>
    /// <param name="Root">The target at which the derivative is 0: the mean.</param>
    /// <param name="Information">The curvature there.</param>
    /// <param name="Variance">The implied variance: the information over the square of the line's steepness.</param>
    private sealed record SlopeLine(double Low, double High, double[] SlopeLow, double[] SlopeHigh, double[] Root, double[] Information, double[] Variance)
    {
        public static SlopeLine? Of(FittedRows rows, double[] scores, double low, double high)
        {
            var (below, above) = (rows.At(scores, [.. Enumerable.Repeat(low, scores.Length)]), rows.At(scores, [.. Enumerable.Repeat(high, scores.Length)]));
            var (root, information, variance) = (new double[scores.Length], new double[scores.Length], new double[scores.Length]);
            for (var i = 0; i < scores.Length; i++)
            {
                var steepness = (below.Slope[i] - above.Slope[i]) / (high - low);
                root[i] = low + (below.Slope[i] / steepness);
                information[i] = below.Curvature[i] + ((root[i] - low) / (high - low) * (above.Curvature[i] - below.Curvature[i]));
                variance[i] = information[i] / (steepness * steepness);
                if (!(steepness > 0) || !(information[i] > 0) || !double.IsFinite(variance[i])) return null;
            }

            return new(low, high, below.Slope, above.Slope, root, information, variance);
        }

        public bool Holds(double[] targets, double[] slopes)
        {
            for (var i = 0; i < slopes.Length; i++)
            {
                var share = (targets[i] - Low) / (High - Low);
                var expected = SlopeLow[i] + (share * (SlopeHigh[i] - SlopeLow[i]));
                if (!Near(slopes[i], expected, Math.Abs(SlopeLow[i]) + Math.Abs(SlopeHigh[i]))) return false;
            }

            return true;
        }
    }
}
