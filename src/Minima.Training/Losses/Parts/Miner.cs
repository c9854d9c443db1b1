namespace Minima.Training.Losses;

/// <summary>Which negative a positive pair is held against: choices that count as constants, made on values.</summary>
internal static class Miner
{
    /// <summary>
    /// For each pair the column of the nearest negative that is farther from the anchor than the partner; of the farthest negative where none is. The
    /// first of equals. int [P].
    /// </summary>
    /// <param name="distances">[N, N].</param>
    /// <param name="negative">The mask of negatives; every anchor of the list has one.</param>
    /// <param name="pairs">The positive pairs.</param>
    public static Tensor SemiHard(Tensor distances, Tensor negative, PairList pairs)
    {
        var (all, mask) = (distances.ToArray(), negative.ToArray());
        var n = distances.Shape[1];
        var anchors = pairs.Anchors.Read<int>();
        var partners = pairs.Partners.Read<int>();
        var places = new int[pairs.Count];
        for (var pair = 0; pair < places.Length; pair++)
        {
            var row = all.AsSpan(anchors[pair] * n, n);
            places[pair] = SemiHard(row, mask.AsSpan(anchors[pair] * n, n), row[partners[pair]]);
        }

        return Tensor.Of(places, [places.Length]);
    }

    private static int SemiHard(ReadOnlySpan<double> distances, ReadOnlySpan<double> negative, double positive)
    {
        var (nearest, farthest) = (-1, -1);
        for (var k = 0; k < distances.Length; k++)
        {
            if (negative[k] == 0) continue;
            if (distances[k] > positive && (nearest < 0 || distances[k] < distances[nearest])) nearest = k;
            if (farthest < 0 || distances[k] > distances[farthest]) farthest = k;
        }

        return nearest >= 0 ? nearest : farthest;
    }
}
