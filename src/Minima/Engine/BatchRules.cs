namespace Minima;

/// <summary>Rules of every call of a loss, on arrays or on tensors.</summary>
internal static class BatchRules
{
    /// <summary>Throws if the batch has members that belong to losses of another shape.</summary>
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

    /// <summary>Throws if an enumeration is out of range.</summary>
    public static void CheckChoices(string key, Reduction reduction, WeightedMean weightedMean, Curvature curvature, bool ofElements = false)
    {
        if (reduction is not (Reduction.Mean or Reduction.Sum or Reduction.None))
        {
            throw Throw.UnknownReduction(key, reduction.ToString());
        }

        if (weightedMean is not (WeightedMean.SumOfWeights or WeightedMean.Count))
        {
            throw Throw.UnknownWeightedMean(key, weightedMean.ToString());
        }

        if (curvature == Curvature.Bound)
        {
            throw Throw.BoundOfAnalysis(key);
        }

        if (curvature is not (Curvature.Exact or Curvature.GaussNewton or Curvature.Weight or Curvature.Constant))
        {
            throw Throw.UnknownCurvature(key, curvature.ToString());
        }

        if (!ofElements && curvature == Curvature.Weight)
        {
            throw Throw.WeightOfPointsOnly(key);
        }
    }
}
