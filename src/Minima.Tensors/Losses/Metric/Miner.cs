using System.Numerics;

namespace Minima.Tensors.Losses;

/// <summary>Selects the negative for each positive pair. The choices are made on values and count as constants.</summary>
internal static class Miner
{
    /// <summary>For each anchor the farthest row of its label and the nearest of another; the first of equals. int [N], [N]; 0 if there is none.</summary>
    /// <param name="distances">[N, N].</param>
    /// <param name="labels">int [N].</param>
    public static (Tensor Positives, Tensor Negatives) Hardest(Tensor distances, Tensor labels)
    {
        var n = labels.Count;
        var (positives, negatives) = (new int[n], new int[n]);
        if (distances.Type == ElementType.Single) Hardest<float>(distances, labels, positives, negatives);
        else Hardest<double>(distances, labels, positives, negatives);
        return (Tensor.Of(positives, [n]), Tensor.Of(negatives, [n]));
    }

    /// <summary>
    /// For each pair the column of the nearest negative that is farther from the anchor than the partner; of the farthest negative if none is. The
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

    private static void Hardest<TElement>(Tensor distances, Tensor labels, int[] positives, int[] negatives)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var all = distances.Read<TElement>();
        var kinds = labels.Read<int>();
        for (var i = 0; i < kinds.Length; i++)
        {
            WorkBudget.Check();
            var row = all.Slice(i * kinds.Length, kinds.Length);
            var (farthest, nearest) = (TElement.NegativeInfinity, TElement.PositiveInfinity);
            for (var j = 0; j < row.Length; j++)
            {
                if (kinds[j] != kinds[i])
                {
                    if (row[j] < nearest) (nearest, negatives[i]) = (row[j], j);
                }
                else if (row[j] > farthest && j != i)
                {
                    (farthest, positives[i]) = (row[j], j);
                }
            }
        }
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
