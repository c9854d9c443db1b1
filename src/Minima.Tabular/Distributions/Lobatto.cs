namespace Minima.Tabular;

/// <summary>The five-point Gauss-Lobatto rule on [-1, 1], including the ends: integrals over the interval and over its parts from the left end.</summary>
internal static class Lobatto
{
    /// <summary>The number of steps between the points.</summary>
    public const int Steps = 4;

    private static readonly double Inner = Math.Sqrt(3.0 / 7);

    /// <summary>The points, ascending.</summary>
    public static double[] Points { get; } = [-1, -Inner, 0, Inner, 1];

    /// <summary>For each point, the weights of the integral from -1 to it of the polynomial through the five values.</summary>
    public static double[][] UpTo { get; } = [.. Points.Select(end => Points.Select((_, k) => Integral(k, end)).ToArray())];

    /// <summary>The integral from -1 to an end of the polynomial that is 1 at a point and 0 at the others.</summary>
    private static double Integral(int k, double end)
    {
        double[] product = [1];
        for (var j = 0; j < Points.Length; j++)
        {
            if (j == k) continue;
            var next = new double[product.Length + 1];
            for (var i = 0; i < product.Length; i++)
            {
                next[i] -= product[i] * Points[j] / (Points[k] - Points[j]);
                next[i + 1] += product[i] / (Points[k] - Points[j]);
            }

            product = next;
        }

        var sum = 0.0;
        for (var i = 0; i < product.Length; i++) sum += product[i] * (Math.Pow(end, i + 1) - Math.Pow(-1, i + 1)) / (i + 1);
        return sum;
    }
}
