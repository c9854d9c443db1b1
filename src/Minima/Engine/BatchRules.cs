namespace Minima;

/// <summary>Rules of every batch, whatever the shape of its loss.</summary>
internal static class BatchRules
{
    /// <summary>Refuses enumerations out of their range.</summary>
    public static void CheckChoices(string key, Reduction reduction, WeightedMean weightedMean, Curvature curvature)
    {
        if (reduction is not (Reduction.Mean or Reduction.Sum or Reduction.None))
        {
            throw Throw.UnknownReduction(key, reduction.ToString());
        }

        if (weightedMean is not (WeightedMean.SumOfWeights or WeightedMean.Count))
        {
            throw Throw.UnknownWeightedMean(key, weightedMean.ToString());
        }

        if (curvature is not (Curvature.Exact or Curvature.GaussNewton))
        {
            throw Throw.UnknownCurvature(key, curvature.ToString());
        }
    }
}
