namespace Minima.Tabular;

/// <summary>
/// The coordinates in which the scores of the classes are solved. If a loss does not change when a number is added to all scores of a row, one
/// direction is free; orthonormal contrasts (Helmert's) leave it out. Then the optimum is one point, coefficients and
/// intercepts sum to 0 over the classes, and lengths are kept.
/// </summary>
internal sealed class Contrasts
{
    private readonly double[] _matrix;

    private Contrasts(int classes, int count, double[] matrix)
    {
        Classes = classes;
        Count = count;
        _matrix = matrix;
    }

    public int Classes { get; }

    /// <summary>The number of coordinates: one fewer than classes if the loss sees differences only.</summary>
    public int Count { get; }

    /// <summary>The contribution of coordinate a to the score of class k.</summary>
    public double this[int k, int a] => _matrix[(k * Count) + a];

    public static Contrasts Of(int classes, bool differencesOnly)
    {
        var count = differencesOnly ? classes - 1 : classes;
        var matrix = new double[classes * count];
        for (var a = 0; a < count; a++)
        {
            if (!differencesOnly)
            {
                matrix[(a * count) + a] = 1;
                continue;
            }

            // Class a + 1 against the mean of those before it.
            var length = Math.Sqrt((a + 1.0) * (a + 2));
            for (var k = 0; k <= a; k++) matrix[(k * count) + a] = -1 / length;
            matrix[((a + 1) * count) + a] = (a + 1) / length;
        }

        return new Contrasts(classes, count, matrix);
    }

    /// <summary>The parameters of each class, from those of the coordinates, one after the other.</summary>
    public double[][] ToClasses(ReadOnlySpan<double> parameters)
    {
        var columns = parameters.Length / Count;
        var classes = new double[Classes][];
        for (var k = 0; k < Classes; k++)
        {
            classes[k] = new double[columns];
            for (var a = 0; a < Count; a++) FixedOrder.AddScaled(this[k, a], parameters.Slice(a * columns, columns), classes[k]);
        }

        return classes;
    }

    /// <summary>The parameters of the coordinates from those of the classes, without the part that they cannot represent.</summary>
    public double[] FromClasses(double[][] classes)
    {
        var columns = classes[0].Length;
        var parameters = new double[Count * columns];
        for (var k = 0; k < Classes; k++)
        {
            for (var a = 0; a < Count; a++) FixedOrder.AddScaled(this[k, a], classes[k], parameters.AsSpan(a * columns, columns));
        }

        return parameters;
    }

    /// <summary>The same penalty for every coordinate: its diagonal if it has no other entries.</summary>
    public double[] Penalty(double[] one, int columns)
    {
        if (one.Length == columns) return [.. Enumerable.Range(0, Count).SelectMany(_ => one)];
        var size = Count * columns;
        var all = new double[size * size];
        for (var a = 0; a < Count; a++)
        {
            for (var j = 0; j < columns; j++)
                one.AsSpan(j * columns, columns).CopyTo(all.AsSpan((((a * columns) + j) * size) + (a * columns)));
        }

        return all;
    }
}
