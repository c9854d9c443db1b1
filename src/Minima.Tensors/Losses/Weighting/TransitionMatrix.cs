using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Minima.Tensors.Losses;

/// <summary>The confusion of labels: row i holds the probabilities of the labels that are recorded if class i is true.</summary>
internal static class TransitionMatrix
{
    private const double SumTolerance = 1e-6;

    /// <summary>A pivot below this fraction of the largest element of its column counts as 0: so near to singular, nothing of the inverse is right.</summary>
    private const double LeastPivot = 1e-13;

    /// <summary>Inverses by their matrices, so that a step does not pay for one; null if there is none.</summary>
    private static readonly ConditionalWeakTable<ImmutableArray<double>[], Inverted> Inverses = [];

    /// <summary>The rule that a matrix breaks, or null.</summary>
    public static string? BrokenRule(ImmutableArray<ImmutableArray<double>> rows)
    {
        if (rows.IsDefaultOrEmpty || rows.Any(row => row.Length != rows.Length)) return "parameter 'transition' must be square, with a row and a column for each class.";
        for (var i = 0; i < rows.Length; i++)
        {
            var sum = rows[i].Sum();
            if (Math.Abs(sum - 1) > SumTolerance) return $"parameter 'transition' has the sum {sum:R} in row {i}; each row must sum to 1: it holds the probabilities of the labels that are written where class {i} is true.";
        }

        return null;
    }

    /// <summary>The matrix fits the classes of a batch.</summary>
    public static void CheckClasses(string loss, ImmutableArray<ImmutableArray<double>> rows, Tensor prediction)
    {
        var classes = prediction.Shape[1];
        if (classes != rows.Length) throw new LossException(LossError.Shape, $"{loss}: 'prediction' has {classes} columns, but 'transition' has {rows.Length} rows; give one row and one column for each class.");
    }

    /// <summary>The inverse, row by row; null if there is none.</summary>
    public static double[]? Inverse(ImmutableArray<ImmutableArray<double>> rows) =>
        Inverses.GetValue(ImmutableCollectionsMarshal.AsArray(rows)!, static matrix => new Inverted(Invert(matrix))).Rows;

    /// <summary>Elimination by Gauss and Jordan with the largest pivot of each column.</summary>
    private static double[]? Invert(ImmutableArray<double>[] matrix)
    {
        var n = matrix.Length;
        var left = matrix.Select(row => row.ToArray()).ToArray();
        var right = new double[n][];
        for (var i = 0; i < n; i++) (right[i] = new double[n])[i] = 1;
        for (var column = 0; column < n; column++)
        {
            var largest = matrix.Max(row => Math.Abs(row[column]));
            var pivot = column;
            for (var i = column + 1; i < n; i++)
            {
                if (Math.Abs(left[i][column]) > Math.Abs(left[pivot][column])) pivot = i;
            }

            if (!(Math.Abs(left[pivot][column]) > LeastPivot * largest)) return null;
            (left[pivot], left[column]) = (left[column], left[pivot]);
            (right[pivot], right[column]) = (right[column], right[pivot]);
            Eliminate(left, right, column);
        }

        return [.. right.SelectMany(row => row)];
    }

    private static void Eliminate(double[][] left, double[][] right, int column)
    {
        WorkBudget.Check();
        var n = left.Length;
        var scale = 1 / left[column][column];
        for (var k = 0; k < n; k++)
        {
            left[column][k] *= scale;
            right[column][k] *= scale;
        }

        for (var i = 0; i < n; i++)
        {
            var factor = left[i][column];
            if (i == column || factor == 0) continue;
            for (var k = 0; k < n; k++)
            {
                left[i][k] -= factor * left[column][k];
                right[i][k] -= factor * right[column][k];
            }
        }
    }

    private sealed record Inverted(double[]? Rows);
}
