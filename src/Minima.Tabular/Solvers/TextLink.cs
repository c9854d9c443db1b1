namespace Minima.Tabular;

/// <summary>
/// The probability of class 1 that a formula's prediction implies. If p is the best constant for rows with a proportion q of class 1, the
/// derivatives balance: q l'(p, 1) + (1 - q) l'(p, 0) = 0. So each prediction implies q = g0 / (g0 - g1), with g1 and g0 its derivatives for a
/// target of 1 and of 0. If that does not rise with p (derivatives that jump, as for absolute errors), there is no probability, and the
/// predicted class is the one that costs less.
/// </summary>
internal static class TextLink
{
    private const int Points = 401;
    private const double Reach = 8;

    public static Predictions Apply(Loss loss, (int Index, double[] Values)[] inputs, double[] target, double[] raw)
    {
        if (!Array.TrueForAll(raw, double.IsFinite)) return Predictions.OfScores(target, raw);
        var threshold = Threshold(loss, inputs);
        return Rises(loss, inputs)
            ? Predictions.OfScores(target, raw, Probabilities(loss, inputs, raw), threshold)
            : Predictions.OfScores(target, raw, null, threshold);
    }

    private static double[] Probabilities(Loss loss, (int Index, double[] Values)[] inputs, double[] raw)
    {
        var (one, zero) = (Evaluate(loss, inputs, raw, 1).Slopes, Evaluate(loss, inputs, raw, 0).Slopes);
        var probability = new double[raw.Length];

        // A prediction that is best for no proportion (a squared error beyond 0 or 1) implies the nearer end.
        for (var i = 0; i < raw.Length; i++) probability[i] = zero[i] <= 0 ? 0 : one[i] >= 0 ? 1 : zero[i] / (zero[i] - one[i]);
        return probability;
    }

    /// <summary>Checks if the implied probability rises over the middle of the range of predictions, and not by jumps alone.</summary>
    private static bool Rises(Loss loss, (int Index, double[] Values)[] inputs)
    {
        if (inputs.Length > 0) return false;
        var grid = Grid();
        var share = Probabilities(loss, inputs, grid);
        var between = share.Where(q => q is > 0 and < 1).ToArray();
        if (between.Length < 3) return false;
        for (var i = 1; i < share.Length; i++)
        {
            if (!(share[i] >= share[i - 1])) return false;
        }

        return between.Distinct().Count() == between.Length;
    }

    /// <summary>The middle of the predictions at which both classes cost the same; a half without any.</summary>
    private static double Threshold(Loss loss, (int Index, double[] Values)[] inputs)
    {
        if (inputs.Length > 0) return 0.5;
        var grid = Grid();
        var (one, zero) = (Evaluate(loss, inputs, grid, 1).Terms, Evaluate(loss, inputs, grid, 0).Terms);
        for (var i = 1; i < grid.Length; i++)
        {
            var (before, here) = (one[i - 1] - zero[i - 1], one[i] - zero[i]);
            if (before > 0 && here <= 0) return here == 0 ? grid[i] : grid[i - 1] + ((grid[i] - grid[i - 1]) * before / (before - here));
        }

        return 0.5;
    }

    private static double[] Grid()
    {
        var grid = new double[Points];
        for (var i = 0; i < Points; i++) grid[i] = Reach * ((2.0 * i / (Points - 1)) - 1);
        return grid;
    }

    private static (double[] Terms, double[] Slopes) Evaluate(Loss loss, (int Index, double[] Values)[] inputs, double[] raw, double target)
    {
        var targets = new double[raw.Length];
        Array.Fill(targets, target);
        var (terms, slopes) = (new double[raw.Length], new double[raw.Length]);
        var batch = new LossBatch<double> { Prediction = raw, Target = targets, Terms = terms, Gradient = slopes, Reduction = Reduction.None, Threads = 1 };
        foreach (var (index, values) in inputs) batch.SetInput(index, values);
        loss.Evaluate(batch);
        return (terms, slopes);
    }
}
