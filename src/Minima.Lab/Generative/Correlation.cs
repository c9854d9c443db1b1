namespace Minima.Lab.Generative;

/// <summary>Pearson's correlation of two columns; 0 if one does not vary.</summary>
internal static class Correlation
{
    public static double Of(double[] left, double[] right)
    {
        var (x, y) = (left.Average(), right.Average());
        double both = 0, first = 0, second = 0;
        for (var i = 0; i < left.Length; i++)
        {
            both += (left[i] - x) * (right[i] - y);
            first += (left[i] - x) * (left[i] - x);
            second += (right[i] - y) * (right[i] - y);
        }

        return first == 0 || second == 0 ? 0 : both / Math.Sqrt(first * second);
    }
}
