namespace Minima.Tensors.Losses;

/// <summary>
/// Minimises w' A w / 2 + b' w over a few weights that are not negative and, if requested, sum to 1. An active-set method: it solves for the weights
/// above 0. That set grows by the one that would gain most and shrinks by those that would fall below 0 (Lawson and Hanson 1974; Wolfe 1976).
/// </summary>
internal static class SmallQuadratic
{
    private const double Tolerance = 1e-13;

    public static double[] Solve(double[,] a, double[] b, bool sumsToOne)
    {
        var count = b.Length;
        var scale = Math.Max(Enumerable.Range(0, count).Max(i => Math.Abs(a[i, i])), b.Max(Math.Abs));
        if (scale == 0) return [.. Enumerable.Repeat(sumsToOne ? 1.0 / count : 0, count)];
        var weights = new double[count];
        var isFree = new bool[count];
        if (sumsToOne)
        {
            var first = Enumerable.Range(0, count).MinBy(i => (a[i, i] / 2) + b[i]);
            (weights[first], isFree[first]) = (1, true);
        }

        // Each round adds one weight; apart from rounding, no set occurs twice.
        for (var round = 0L; round < 20L * count * count; round++)
        {
            WorkBudget.Check();
            var slopes = Enumerable.Range(0, count).Select(i => b[i] + Enumerable.Range(0, count).Sum(j => a[i, j] * weights[j])).ToArray();
            var level = sumsToOne ? Enumerable.Range(0, count).Sum(i => weights[i] * slopes[i]) : 0;
            var best = Enumerable.Range(0, count).Where(i => !isFree[i]).OrderBy(i => slopes[i]).FirstOrDefault(-1);
            if (best < 0 || slopes[best] >= level - (Tolerance * scale)) break;
            isFree[best] = true;
            Settle(a, b, sumsToOne, weights, isFree, scale);
        }

        return weights;
    }

    /// <summary>The best weights of a set; those that would fall below 0 leave it.</summary>
    private static void Settle(double[,] a, double[] b, bool sumsToOne, double[] weights, bool[] isFree, double scale)
    {
        while (true)
        {
            var free = Enumerable.Range(0, weights.Length).Where(i => isFree[i]).ToArray();
            var wanted = Best(a, b, sumsToOne, free, scale);
            var share = 1.0;
            var leaving = -1;
            for (var k = 0; k < free.Length; k++)
            {
                if (wanted[k] > 0) continue;
                var reach = weights[free[k]] / (weights[free[k]] - wanted[k]);
                if (leaving < 0 || reach < share) (share, leaving) = (Math.Min(share, reach), k);
            }

            for (var k = 0; k < free.Length; k++) weights[free[k]] += share * (wanted[k] - weights[free[k]]);
            if (leaving < 0) return;
            weights[free[leaving]] = 0;
            isFree[free[leaving]] = false;
            if (free.Length == 1) return;
        }
    }

    /// <summary>The minimum over some weights, the others 0; of several the one nearest to even weights, by a ridge that changes nothing else.</summary>
    private static double[] Best(double[,] a, double[] b, bool sumsToOne, int[] free, double scale)
    {
        var size = free.Length + (sumsToOne ? 1 : 0);
        var matrix = new double[size, size];
        var right = new double[size];
        for (var i = 0; i < free.Length; i++)
        {
            for (var j = 0; j < free.Length; j++) matrix[i, j] = a[free[i], free[j]];
            matrix[i, i] += 1e-14 * scale;
            right[i] = -b[free[i]];
            if (sumsToOne) matrix[i, free.Length] = matrix[free.Length, i] = scale;
        }

        if (sumsToOne) right[free.Length] = scale;
        return SmallLinear.Solve(matrix, right)[..free.Length];
    }
}
