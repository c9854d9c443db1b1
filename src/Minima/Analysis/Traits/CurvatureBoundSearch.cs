namespace Minima.Analysis;

/// <summary>A number that no second derivative with respect to the prediction exceeds: the largest one found, and a little above it what is proved.</summary>
internal sealed class CurvatureBoundSearch(LossAnalysis analysis)
{
    /// <summary>Distances above the largest curvature found, relative to it, at which a bound is tried: interval arithmetic proves wide bounds where it cannot prove narrow ones.</summary>
    private static readonly double[] Slacks = [1e-6, 0.05, 1, 3];

    /// <summary>The bound; null where the slope jumps, where curvatures grow without end, or where none is proved.</summary>
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

    /// <summary>The largest curvature along a section: that of its points, and of the peak between the neighbours of the best one.</summary>
    private static double Largest(Section section)
    {
        var best = Enumerable.Range(0, section.Count).Where(i => !double.IsNaN(section.Jets[i].Curvature)).DefaultIfEmpty(-1).MaxBy(i => i < 0 ? double.NegativeInfinity : section.Jets[i].Curvature);
        if (best < 0) return 0;
        var peak = Extremes.Peak(prediction => section.Jet(prediction).Curvature, section.Predictions[Math.Max(0, best - 1)], section.Predictions[Math.Min(section.Count - 1, best + 1)]);
        var (found, refined) = (section.Jets[best].Curvature, section.Jet(peak).Curvature);
        return refined > found ? refined : found;
    }
}
