namespace Minima.Training.Tests.TensorLosses;

/// <summary>
/// Transport without entropy as the linear programme that it is, solved by looking at every basic solution: n + m - 1 cells that form a tree, filled from the
/// leaves. For a few rows and columns only, and with nothing in common with what it checks.
/// </summary>
internal static class LinearTransport
{
    public static double Cost(double[] a, double[] b, double[,] cost)
    {
        var best = double.PositiveInfinity;
        var cells = new int[a.Length + b.Length - 1];
        Choose(0, 0);
        return best;

        void Choose(int chosen, int from)
        {
            if (chosen == cells.Length)
            {
                if (Filled(a, b, cells) is { } amounts) best = Math.Min(best, cells.Zip(amounts, (cell, amount) => amount * cost[cell / b.Length, cell % b.Length]).Sum());
                return;
            }

            for (var cell = from; cell <= (a.Length * b.Length) - (cells.Length - chosen); cell++)
            {
                cells[chosen] = cell;
                Choose(chosen + 1, cell + 1);
            }
        }
    }

    /// <summary>The amounts of the cells, or null where they are no tree or one is negative.</summary>
    private static double[]? Filled(double[] a, double[] b, int[] cells)
    {
        double[] left = [.. a, .. b];
        var amounts = new double[cells.Length];
        var open = new HashSet<int>(Enumerable.Range(0, cells.Length));
        while (open.Count > 0)
        {
            // A row or column with one open cell: the cell takes what is left there.
            var (node, cell) = (-1, -1);
            for (var candidate = 0; candidate < left.Length && node < 0; candidate++)
            {
                var own = open.Where(c => cells[c] / b.Length == candidate || a.Length + (cells[c] % b.Length) == candidate).Take(2).ToArray();
                if (own.Length == 1) (node, cell) = (candidate, own[0]);
            }

            if (node < 0) return null;
            amounts[cell] = left[node];
            var (row, column) = (cells[cell] / b.Length, a.Length + (cells[cell] % b.Length));
            left[node == row ? column : row] -= amounts[cell];
            left[node] = 0;
            open.Remove(cell);
        }

        return Array.TrueForAll(amounts, amount => amount >= -1e-12) && Array.TrueForAll(left, rest => Math.Abs(rest) < 1e-9) ? amounts : null;
    }
}
