namespace Minima.Analysis;

/// <summary>Finds a bound of the second derivative with respect to the prediction: the smallest that it can prove, from just above the largest curvature found up to four times that.</summary>
internal sealed class CurvatureBoundSearch(LossAnalysis analysis)
{
    /// <summary>Relative distances above the largest curvature found at which a bound is tried: interval arithmetic proves wide bounds if it cannot prove narrow ones.</summary>
    private static readonly double[] Slacks = [1e-6, 0.05, 1, 3];

    /// <summary>The bound; null if the derivative jumps, if curvatures grow without end, or if none is proved.</summary>
    public double? Find()
    {
        if (analysis.Kinks.Count > 0) return null;
        var most = Math.Max(0, analysis.Sections.Max(Largest));
        if (!double.IsFinite(most)) return null;
        var proof = new LossProof(analysis);
        foreach (var slack in Slacks)
        {
            var bound = most * (1 + slack);
            if (double.IsFinite(bound) && proof.HasCurvaturesAtMost(bound)) return bound;
        }

        return null;
    }

    /// <summary>The largest curvature along a section: among its points and at the peak between the neighbours of the highest one.</summary>
    private static double Largest(Section section)
    {
        var best = Enumerable.Range(0, section.Count).Where(i => !double.IsNaN(section.Jets[i].Curvature)).DefaultIfEmpty(-1).MaxBy(i => i < 0 ? double.NegativeInfinity : section.Jets[i].Curvature);
        if (best < 0) return 0;
        var peak = Extremes.Peak(prediction => section.Jet(prediction).Curvature, section.Predictions[Math.Max(0, best - 1)], section.Predictions[Math.Min(section.Count - 1, best + 1)]);
        var (found, refined) = (section.Jets[best].Curvature, section.Jet(peak).Curvature);
        return refined > found ? refined : found;
    }
}
