using System.Numerics;

namespace Minima;

/// <summary>Rules of every batch, whatever the shape of its loss.</summary>
internal static class BatchRules
{
    /// <summary>Refuses members of a batch that belong to losses of another shape.</summary>
    public static void RefuseMembers<TElement>(string key, in LossBatch<TElement> batch, BatchMembers taken)
        where TElement : unmanaged
    {
        var given = (batch.Labels.IsEmpty ? BatchMembers.None : BatchMembers.Labels)
            | (batch.ClassWeights.IsEmpty ? BatchMembers.None : BatchMembers.ClassWeights)
            | (batch.IgnoreIndex is null ? BatchMembers.None : BatchMembers.IgnoreIndex)
            | (batch.Rows is null ? BatchMembers.None : BatchMembers.Rows)
            | (batch.Classes is null ? BatchMembers.None : BatchMembers.Classes)
            | (batch.Inner is null ? BatchMembers.None : BatchMembers.Inner);
        if ((given & ~taken) is not BatchMembers.None and var foreign)
        {
            throw Throw.ForeignMember(key, (BatchMembers)((int)foreign & -(int)foreign));
        }
    }

    /// <summary>Refuses enumerations out of their range.</summary>
    public static void CheckChoices(string key, Reduction reduction, WeightedMean weightedMean, Curvature curvature, bool ofPoints = false)
    {
        if (reduction is not (Reduction.Mean or Reduction.Sum or Reduction.None))
        {
            throw Throw.UnknownReduction(key, reduction.ToString());
        }

        if (weightedMean is not (WeightedMean.SumOfWeights or WeightedMean.Count))
        {
            throw Throw.UnknownWeightedMean(key, weightedMean.ToString());
        }

        if (curvature is not (Curvature.Exact or Curvature.GaussNewton or Curvature.Weight or Curvature.Constant))
        {
            throw Throw.UnknownCurvature(key, curvature.ToString());
        }

        if (!ofPoints && curvature == Curvature.Weight)
        {
            throw Throw.WeightOfPointsOnly(key);
        }
    }

    /// <summary>Refuses an array that is given and has not one element for each term.</summary>
    public static void RequireTerms(string key, string name, int length, int terms, string term)
    {
        if (length != 0 && length != terms)
        {
            throw Throw.TermLength(key, name, length, terms, term);
        }
    }

    /// <summary>The sum of the weights or the number of terms, in double and in a fixed order; refuses weights that are not finite.</summary>
    public static double Denominator<TElement>(string key, int count, ReadOnlySpan<TElement> sampleWeight, ReadOnlySpan<bool> mask, WeightedMean mean)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (sampleWeight.IsEmpty && mask.IsEmpty)
        {
            return count;
        }

        double weights = 0;
        long terms = 0;
        for (var i = 0; i < count; i++)
        {
            if (!mask.IsEmpty && !mask[i])
            {
                continue;
            }

            terms++;
            if (!sampleWeight.IsEmpty)
            {
                var weight = double.CreateTruncating(sampleWeight[i]);
                if (!double.IsFinite(weight))
                {
                    throw Throw.Weight(key, "sample_weight", i, weight);
                }

                weights += weight;
            }
        }

        if (!double.IsFinite(weights))
        {
            throw Throw.WeightSum(key, weights);
        }

        return sampleWeight.IsEmpty || mean == WeightedMean.Count ? terms : weights;
    }
}
