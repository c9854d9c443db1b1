using System.Globalization;
using Minima.Analysis;

namespace Minima.Trees;

/// <summary>The decisions of boosting that follow from the formula of a loss of one learned number: the maps of its score, and the curvature that splits divide by.</summary>
/// <param name="Map">From raw scores to the loss's predictions.</param>
/// <param name="Answer">From predictions to their meaning.</param>
/// <param name="Curvature">The divisor of splits.</param>
/// <param name="Reason">The reason for the curvature.</param>
internal sealed record PointPolicy(ScoreMap Map, ScoreMap Answer, Curvature Curvature, string Reason)
{
    /// <summary>Half the default width of the window through which splits see a loss that is not convex, in sizes of usual residuals.</summary>
    public const double Window = 1;

    /// <summary>The number that replaces each row's second derivative: the bound for <see cref="Curvature.Bound"/>, otherwise 1.</summary>
    public double Level { get; private init; } = 1;

    /// <summary>The policy of a loss, or that of the curvature that the caller chose.</summary>
    /// <param name="analysis">The analysis of the loss.</param>
    /// <param name="chosen">The caller's choice.</param>
    /// <param name="onTable">The analysis within the ranges of a table's targets and columns, which may prove convexity or a bound that does not hold in general; null without a table.</param>
    /// <exception cref="BoostException">Trees cannot be restricted to the domain of the predictions, the chosen curvature has other units than they have, or no bound is proved.</exception>
    public static PointPolicy Of(LossAnalysis analysis, Curvature? chosen, Func<LossAnalysis>? onTable = null)
    {
        var loss = analysis.Loss;
        var map = ScoreMaps.Into(loss.DomainOf(0), loss.Entry.Key);
        var answer = map == ScoreMap.Identity ? ScoreMaps.Answer(analysis.Link.Name) : ScoreMap.Identity;
        var (curvature, reason) = chosen is { } given ? (given, "chosen by the caller") : Choose(analysis, map);
        var isOpen = chosen is null && curvature == Curvature.Constant && map == ScoreMap.Identity && analysis.Kinks.Count == 0;
        if (isOpen && onTable?.Invoke() is { } table)
        {
            var (there, why) = Choose(table, map);
            if (there == Curvature.Exact) return new(map, answer, there, $"{why} for the targets and columns of the table");
        }

        if (curvature == Curvature.Weight && map != ScoreMap.Identity)
            throw new BoostException($"{loss.Entry.Key}: derivative divided by residual is a curvature in the units of the target, and its predictions are {map} of the score; take the exact or the constant curvature.");
        if (!isOpen && chosen != Curvature.Bound) return new(map, answer, curvature, reason);
        if (map != ScoreMap.Identity) throw new BoostException($"{loss.Entry.Key}: a bound of the second derivative is proved with respect to the prediction, and its predictions are {map} of the score; take the exact, the positive or the constant curvature.");
        if ((analysis.CurvatureBound ?? (chosen is null ? null : onTable?.Invoke().CurvatureBound)) is { } bound && bound > 0)
        {
            var proved = $"the second derivative is proved to be at most {bound.ToString("G6", CultureInfo.InvariantCulture)}";
            return new(map, answer, Curvature.Bound, chosen is null ? proved : $"chosen by the caller: {proved}") { Level = bound };
        }

        return chosen is null ? new(map, answer, curvature, reason)
            : analysis.Kinks.Count > 0 ? throw new BoostException($"{loss.Entry.Key}: its gradient jumps, so no number bounds its second derivative; take the constant curvature, or derivative divided by residual (weight) if the prediction is in the units of the target.")
            : throw new BoostException($"{loss.Entry.Key}: no bound above 0 is proved of its second derivative; it may have none. Take the exact, the positive or the constant curvature.");
    }

    private static (Curvature Curvature, string Reason) Choose(LossAnalysis analysis, ScoreMap map)
    {
        bool Holds(Trait trait) => map == ScoreMap.Identity && analysis[trait] is { Holds: true };
        return analysis.Kinks.Count > 0 ? (Curvature.Constant, "the gradient jumps, so the curvature is 0 or infinite")
            : Holds(Trait.StrictlyConvex) ? (Curvature.Exact, "proved to be strictly convex")
            : Holds(Trait.TranslationInvariant) && Holds(Trait.Lipschitz) ? (Curvature.Weight, "a function of the residual with a bounded derivative: derivative divided by residual is positive and bounds the loss from above")
            : Holds(Trait.Convex) ? (Curvature.Exact, "proved to be convex")
            : (Curvature.Constant, "not proved to be convex");
    }
}
