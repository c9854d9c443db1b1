namespace Minima.Tensors.Losses;

/// <summary>Weights of tasks, common to several methods: points of the simplex, and fair weights.</summary>
internal static class TaskWeights
{
    private const int MostSteps = 500;

    /// <summary>Even weights that sum to 1.</summary>
    public static double[] Even(int tasks) => [.. Enumerable.Repeat(1.0 / tasks, tasks)];

    /// <summary>Weights of a batch, one for each task.</summary>
    /// <exception cref="LossException">The number of weights is not the number of tasks.</exception>
    public static double[] Of(string key, string input, Tensor weights, int tasks)
    {
        var given = weights.ToArray();
        return given.Length == tasks ? given : throw new LossException(LossError.Shape, $"{key}: '{input}' {weights.Shape} has {given.Length} elements for {tasks} tasks; give one for each task.");
    }

    /// <summary>The softmax.</summary>
    public static double[] Softmax(double[] logits)
    {
        var largest = logits.Max();
        var exponentials = Array.ConvertAll(logits, x => Math.Exp(x - largest));
        var sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, x => x / sum);
    }

    /// <summary>The nearest point of the simplex.</summary>
    public static double[] Projected(double[] point)
    {
        var sorted = point.OrderDescending().ToArray();
        double sum = 0, shift = 0;
        for (var k = 0; k < sorted.Length; k++)
        {
            sum += sorted[k];
            var candidate = (sum - 1) / (k + 1);
            if (sorted[k] > candidate) shift = candidate;
        }

        return Array.ConvertAll(point, x => Math.Max(x - shift, 0));
    }

    /// <summary>The weights of the shortest combination: no direction serves all tasks if its length is 0.</summary>
    public static double[] OfShortest(double[,] gram) => SmallQuadratic.Solve(gram, new double[gram.GetLength(0)], sumsToOne: true);

    /// <summary>The w > 0 with gram w = w^(-1 / alpha), by Newton's method on the convex function whose gradient is gram w - w^(-1 / alpha).</summary>
    /// <exception cref="LossException">There is none: some combination of the gradients is 0.</exception>
    public static double[] Fair(string key, double[,] gram, double alpha)
    {
        var tasks = gram.GetLength(0);
        var largest = Enumerable.Range(0, tasks).Max(t => gram[t, t]);
        var shortest = OfShortest(gram);
        if (!(Quadratic(gram, shortest) > 1e-14 * largest))
        {
            throw new LossException(LossError.Domain, $"{key}: the tasks' gradients, combined with the weights {string.Join(", ", shortest.Select(w => w.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)))}, sum to 0. The shared parameters are Pareto stationary: no direction improves all tasks, and the method has no solution. Stop, or continue training with mgda.");
        }

        var power = -1 / alpha;
        var weights = Enumerable.Range(0, tasks).Select(_ => Math.Pow(largest, -alpha / (alpha + 1))).ToArray();
        for (var step = 0; step < MostSteps; step++)
        {
            WorkBudget.Check();
            var slope = new double[tasks];
            var curvature = (double[,])gram.Clone();
            for (var t = 0; t < tasks; t++)
            {
                slope[t] = Enumerable.Range(0, tasks).Sum(s => gram[t, s] * weights[s]) - Math.Pow(weights[t], power);
                curvature[t, t] -= power * Math.Pow(weights[t], power - 1);
            }

            var move = SmallLinear.Solve(curvature, Array.ConvertAll(slope, x => -x));
            var share = 1.0;
            for (var t = 0; t < tasks; t++)
            {
                // A weight stays above 0.
                if (move[t] < 0) share = Math.Min(share, -0.9 * weights[t] / move[t]);
            }

            // Shorter while the function would rise; if only rounding is left, the step is accepted.
            var now = Fairness(gram, weights, power);
            for (var half = 0; half < 40 && Fairness(gram, Moved(weights, move, share), power) > now + (1e-14 * Math.Abs(now)); half++) share /= 2;
            weights = Moved(weights, move, share);
            if (share == 1 && Enumerable.Range(0, tasks).All(t => Math.Abs(move[t]) <= 1e-15 * weights[t])) break;
        }

        return weights;
    }

    /// <summary>The inner product of a combination of the gradients with one of them.</summary>
    public static double Along(double[,] gram, double[] weights, int task)
    {
        double sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * gram[i, task];
        return sum;
    }

    /// <summary>The length of a combination of the gradients; rounding of gradients that cancel may not make it NaN.</summary>
    public static double Length(double[,] gram, double[] weights) => Math.Sqrt(Math.Max(Quadratic(gram, weights), 0));

    /// <summary>The square of the length of a combination of the gradients.</summary>
    public static double Quadratic(double[,] gram, double[] weights)
    {
        double sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            for (var j = 0; j < weights.Length; j++) sum += weights[i] * gram[i, j] * weights[j];
        }

        return sum;
    }

    private static double[] Moved(double[] weights, double[] move, double share) => [.. weights.Zip(move, (w, m) => w + (share * m))];

    private static double Fairness(double[,] gram, double[] weights, double power) =>
        (Quadratic(gram, weights) / 2) - weights.Sum(w => power == -1 ? Math.Log(w) : Math.Pow(w, power + 1) / (power + 1));
}
