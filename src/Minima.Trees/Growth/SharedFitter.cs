namespace Minima.Trees;

/// <summary>Line searches of the leaves of a loss whose rows share terms. Every trial evaluates the loss over all training rows.</summary>
/// <param name="objective">The objective of the loss.</param>
/// <param name="loss">The loss over the training rows.</param>
/// <param name="l2">The penalty on squared leaf values.</param>
internal sealed class SharedFitter(SharedObjective objective, TableLoss loss, double l2)
{
    private const double Step = 1e-3;
    private const int MostHalvings = 30;

    /// <summary>
    /// The values of the leaves. If rows are separate, each leaf has its own search. If rows share terms, the values by gradients and curvatures are scaled by the best common factor. The loss never rises.
    /// </summary>
    /// <param name="leaves">The leaves.</param>
    /// <param name="leafOf">For each training row, the index of its leaf.</param>
    /// <param name="scores">Raw scores of the training rows, output after output.</param>
    /// <param name="output">The output that the tree moves.</param>
    /// <param name="cancellation">Checked before every evaluation.</param>
    public double[] Fit(GrowingNode[] leaves, int[] leafOf, double[] scores, int output, CancellationToken cancellation)
    {
        double[] guess = [.. leaves.Select(leaf => double.IsFinite(leaf.Value) ? leaf.Value : 0)];
        var walk = new Walk(loss, leafOf, scores, output * leafOf.Length, cancellation);
        double[] values = objective.Objective.HasSeparateRows ? [.. Each(walk, guess).Select((value, i) => Math.Clamp(value, leaves[i].Low, leaves[i].High))] : Together(walk, guess);

        // Clamped values, or those of a loss that is not convex, may be worse than 0. One factor for all values keeps their order.
        var before = walk.At(new double[values.Length]);
        for (var k = 0; k < MostHalvings; k++)
        {
            if (walk.At(values) + Penalty(values) <= before) return values;
            for (var i = 0; i < values.Length; i++) values[i] /= 2;
        }

        return new double[values.Length];
    }

    private double Penalty(double[] values) => l2 / 2 * values.Sum(value => value * value);

    /// <summary>The guess times its best factor.</summary>
    private double[] Together(Walk walk, double[] guess)
    {
        var square = guess.Sum(value => value * value);
        if (square == 0) return guess;
        var search = new LeafSearch(1, l2 * square, bends: false, convex: false);
        while (!search.IsDone)
        {
            var (value, slope) = walk.Along(guess, search.Trial);
            var curvature = (walk.Along(guess, search.Trial + Step).Slope - walk.Along(guess, search.Trial - Step).Slope) / (2 * Step);
            search.Take(LeafSum.Nothing with { Value = value, Slope = slope, Curvature = Math.Max(0, curvature) });
        }

        return Array.ConvertAll(guess, value => value * search.Trial);
    }

    /// <summary>The best value of each leaf; all searches share every evaluation. Rows have no losses of their own here, so that gradients alone guide the searches.</summary>
    private double[] Each(Walk walk, double[] guess)
    {
        var searches = Array.ConvertAll(guess, value => new LeafSearch(value, l2, bends: false, convex: true));
        while (searches.Any(search => !search.IsDone))
        {
            double[] trials = [.. searches.Select(search => search.Trial)];
            var slopes = walk.Slopes(trials);
            var (above, below) = (walk.Slopes(Array.ConvertAll(trials, trial => trial + Step)), walk.Slopes(Array.ConvertAll(trials, trial => trial - Step)));
            for (var i = 0; i < searches.Length; i++)
            {
                if (!searches[i].IsDone) searches[i].Take(LeafSum.Nothing with { Slope = slopes[i], Curvature = Math.Max(0, (above[i] - below[i]) / (2 * Step)) });
            }
        }

        return [.. searches.Select(search => search.Trial)];
    }

    /// <summary>The loss as a function of the leaf values.</summary>
    private sealed class Walk(TableLoss loss, int[] leafOf, double[] scores, int first, CancellationToken cancellation)
    {
        private readonly double[] _moved = new double[scores.Length];
        private readonly double[] _slopes = new double[scores.Length];

        public double At(double[] values) => Evaluate(values, 1, []);

        /// <summary>The loss at these values times a factor, and its derivative with respect to the factor.</summary>
        public (double Value, double Slope) Along(double[] values, double factor)
        {
            var (value, slope) = (Evaluate(values, factor, _slopes), 0.0);
            for (var i = 0; i < leafOf.Length; i++) slope += _slopes[first + i] * values[leafOf[i]];
            return (value, slope);
        }

        /// <summary>The derivatives with respect to the value of each leaf.</summary>
        public double[] Slopes(double[] values)
        {
            Evaluate(values, 1, _slopes);
            var sums = new double[values.Length];
            for (var i = 0; i < leafOf.Length; i++) sums[leafOf[i]] += _slopes[first + i];
            return sums;
        }

        private double Evaluate(double[] values, double factor, Span<double> slopes)
        {
            cancellation.ThrowIfCancellationRequested();
            scores.CopyTo(_moved, 0);
            for (var i = 0; i < leafOf.Length; i++) _moved[first + i] += factor * values[leafOf[i]];
            return loss.Evaluate(_moved, slopes);
        }
    }
}
