using Minima.Analysis;

namespace Minima.Trees;

/// <summary>The decisions of boosting that follow from the formula of a loss of one learned number: the maps of its score, and the curvature that splits divide by.</summary>
/// <param name="Map">From raw scores to the loss's predictions.</param>
/// <param name="Answer">From predictions to what they stand for.</param>
/// <param name="Curvature">What splits divide by.</param>
/// <param name="Reason">Why.</param>
internal sealed record PointPolicy(ScoreMap Map, ScoreMap Answer, Curvature Curvature, string Reason)
{
    /// <summary>The policy of a loss, or the one that its caller chose.</summary>
    /// <exception cref="BoostException">Trees cannot be held to the domain of its predictions, or the curvature chosen is in units that they do not have.</exception>
    public static PointPolicy Of(LossAnalysis analysis, Curvature? chosen)
    {
        var loss = analysis.Loss;
        var map = ScoreMaps.Into(loss.DomainOf(0), loss.Entry.Key);
        var answer = map == ScoreMap.Identity ? ScoreMaps.Answer(analysis.Link.Name) : ScoreMap.Identity;
        var (curvature, reason) = chosen is { } given ? (given, "chosen by the caller") : Choose(analysis, map);
        return curvature == Curvature.Weight && map != ScoreMap.Identity
            ? throw new BoostException($"{loss.Entry.Key}: slope over residual is a curvature in the units of the target, and its predictions are {map} of the score; take the exact or the constant curvature.")
            : new(map, answer, curvature, reason);
    }

    private static (Curvature Curvature, string Reason) Choose(LossAnalysis analysis, ScoreMap map)
    {
        bool Holds(Trait trait) => map == ScoreMap.Identity && analysis[trait] is { Holds: true };
        return analysis.Kinks.Count > 0 ? (Curvature.Constant, "the slope jumps, so that the curvature is 0 or infinite")
            : Holds(Trait.StrictlyConvex) ? (Curvature.Exact, "proved to be strictly convex")
            : Holds(Trait.TranslationInvariant) && Holds(Trait.Lipschitz) ? (Curvature.Weight, "a function of the residual with bounded slopes: slope over residual is positive and bounds the loss from above")
            : Holds(Trait.Convex) ? (Curvature.Exact, "proved to be convex")
            : (Curvature.Constant, "not proved to be convex");
    }
}
