namespace Minima.Tabular;

/// <summary>Linear models that are fitted in a moment: they give the residuals of the target after the features have explained what they can.</summary>
internal static class QuickFit
{
    public const int Folds = 5;

    private const double Ridge = 1e-3;
    private const int RobustSteps = 5;
    private const int NewtonSteps = 12;

    /// <summary>The corner of Huber's weights, in robust standard deviations.</summary>
    private const double Corner = 1.345;

    /// <summary>
    /// The prediction of each row by a fit to the other folds, with Huber's weights: a few extreme targets do not distort it, and no row
    /// affects its own prediction.
    /// </summary>
    public static double[] Held(DesignMatrix design, double[] target)
    {
        var fitted = new double[target.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var weights = Enumerable.Range(0, target.Length).Select(i => i % Folds == fold ? 0.0 : 1).ToArray();
            double[] beta = [];
            for (var step = 0; step < RobustSteps; step++)
            {
                beta = Solve(design, weights, target);
                var residuals = new double[target.Length];
                var inside = new List<double>();
                for (var i = 0; i < residuals.Length; i++)
                {
                    residuals[i] = target[i] - FixedOrder.Dot(design.Row(i), beta);
                    if (i % Folds != fold)
                    {
                        inside.Add(residuals[i]);
                    }
                }

                var bound = Corner * OrderStatistics.SpreadAboutZero([.. inside]);
                for (var i = 0; i < residuals.Length; i++)
                {
                    weights[i] = i % Folds == fold ? 0 : Math.Min(1, bound / Math.Max(bound, Math.Abs(residuals[i])));
                }
            }

            for (var i = fold; i < target.Length; i += Folds)
            {
                fitted[i] = FixedOrder.Dot(design.Row(i), beta);
            }
        }

        return fitted;
    }

    /// <summary>The means of a Poisson model with a log link, fitted to all rows.</summary>
    public static double[] Poisson(DesignMatrix design, double[] target)
    {
        var mean = Math.Max(1e-6, target.Average());
        var eta = Enumerable.Repeat(Math.Log(mean), target.Length).ToArray();
        for (var step = 0; step < NewtonSteps; step++)
        {
            var weights = Array.ConvertAll(eta, Math.Exp);
            var working = eta.Select((e, i) => e + (target[i] - weights[i]) / weights[i]).ToArray();
            var beta = Solve(design, weights, working);
            for (var i = 0; i < eta.Length; i++)
            {
                // The linear predictor may diverge, so it is bounded around the logarithm of the mean count.
                eta[i] = Math.Clamp(FixedOrder.Dot(design.Row(i), beta), Math.Log(mean) - 12, Math.Log(mean) + 12);
            }
        }

        return Array.ConvertAll(eta, Math.Exp);
    }

    /// <summary>The probability of the upper class of each row, by a logistic fit to the other folds.</summary>
    public static double[] HeldProbability(DesignMatrix design, double[] target)
    {
        var fitted = new double[target.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var eta = new double[target.Length];
            double[] beta = [];
            for (var step = 0; step < NewtonSteps; step++)
            {
                var weights = new double[target.Length];
                var working = new double[target.Length];
                for (var i = 0; i < eta.Length; i++)
                {
                    var p = 1 / (1 + Math.Exp(-eta[i]));
                    var slope = Math.Max(1e-4, p * (1 - p));
                    weights[i] = i % Folds == fold ? 0 : slope;
                    working[i] = eta[i] + (target[i] - p) / slope;
                }

                beta = Solve(design, weights, working);
                for (var i = 0; i < eta.Length; i++)
                {
                    eta[i] = Math.Clamp(FixedOrder.Dot(design.Row(i), beta), -15, 15);
                }
            }

            for (var i = fold; i < target.Length; i += Folds)
            {
                fitted[i] = 1 / (1 + Math.Exp(-FixedOrder.Dot(design.Row(i), beta)));
            }
        }

        return fitted;
    }

    /// <summary>Weighted least squares with a small ridge penalty.</summary>
    internal static double[] Solve(DesignMatrix design, double[] weights, double[] target)
    {
        var width = design.Width;
        var gram = new double[width * width];
        var right = new double[width];
        for (var i = 0; i < design.Rows; i++)
        {
            if (weights[i] == 0)
            {
                continue;
            }

            var row = design.Row(i);
            for (var j = 0; j < width; j++)
            {
                var x = weights[i] * row[j];
                if (x == 0)
                {
                    continue;
                }

                right[j] += x * target[i];
                FixedOrder.AddScaled(x, row[..(j + 1)], gram.AsSpan(j * width, j + 1));
            }
        }

        for (var j = 0; j < width; j++)
        {
            for (var k = j + 1; k < width; k++)
            {
                gram[j * width + k] = gram[k * width + j];
            }
        }

        return Cholesky.Factor(gram, width, Ridge) is { } factor ? factor.Solve(right) : new double[width];
    }
}
