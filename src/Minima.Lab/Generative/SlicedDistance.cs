namespace Minima.Lab.Generative;

/// <summary>The sliced Wasserstein distance of order 1 between two samples of the same size: the mean over 64 random directions (Rabin et al. 2012).</summary>
internal static class SlicedDistance
{
    private const int Directions = 64;

    /// <param name="first">Rows of numbers, one after the other.</param>
    /// <param name="second">The same number of rows.</param>
    /// <param name="width">The number of values in a row.</param>
    /// <param name="seed">The seed of the directions.</param>
    public static double Of(double[] first, double[] second, int width, ulong seed = 1)
    {
        var random = new RandomState(seed);
        var direction = new double[width];
        double sum = 0;
        for (var k = 0; k < Directions; k++)
        {
            for (var i = 0; i < width; i++) direction[i] = random.NextNormal();
            var length = Math.Sqrt(direction.Sum(x => x * x));
            for (var i = 0; i < width; i++) direction[i] /= length;
            var (left, right) = (Along(first), Along(second));
            for (var i = 0; i < left.Length; i++) sum += Math.Abs(left[i] - right[i]) / left.Length;
        }

        return sum / Directions;

        double[] Along(double[] rows)
        {
            var places = new double[rows.Length / width];
            for (var i = 0; i < rows.Length; i++) places[i / width] += rows[i] * direction[i % width];
            Array.Sort(places);
            return places;
        }
    }
}
