using Minima.Analysis;
using Minima.Reals;

namespace Minima.Tabular;

/// <summary>Maps raw predictions to the quantities that metrics use: numbers in the user's units, or probabilities if the loss defines them.</summary>
internal static class InverseLink
{
    /// <summary>A score at which the standard normal distribution function, with the lightest tails of all links, is still below 1.</summary>
    private const double LargeScore = 6;

    public static Predictions Apply(Candidate candidate, TargetKind kind, double[] target, double[] raw)
    {
        if (kind == TargetKind.MultiClass) return RowLink.Apply(candidate.Entry.Link, target, raw);
        var link = candidate.Link;
        if (kind == TargetKind.Regression) return Predictions.OfNumbers(target, Array.ConvertAll(raw, x => Number(link, x)));
        if (!link.IsInvertible || (link.Name == PredictionLink.Identity && candidate.MarginLabels))
            return Predictions.OfScores(target, raw);

        // The raw score also ranks rows whose clipped probabilities are equal.
        var probability = Array.ConvertAll(raw, x => Probability(link, x));
        return Predictions.OfScores(target, raw, probability, Threshold(link), ReachesCertainty(link) && Array.Exists(probability, p => p is 0 or 1));
    }

    /// <summary>The number of a raw prediction; the prediction itself outside the range of the link.</summary>
    public static double Number(DerivedLink link, double raw) =>
        link.Name is PredictionLink.Other && link.Inverse(raw) is var number && double.IsFinite(number) ? number : Number(link.Name, raw);

    public static double Probability(DerivedLink link, double raw) => link.Name == PredictionLink.Other ? Math.Clamp(link.Inverse(raw), 0, 1) : Probability(link.Name, raw);

    /// <summary>Checks if a moderate score has a probability of exactly 0 or 1; a sigmoid reaches them only by rounding.</summary>
    private static bool ReachesCertainty(DerivedLink link) => Probability(link, -LargeScore) <= 0 || Probability(link, LargeScore) >= 1;

    /// <summary>The number of a raw prediction.</summary>
    public static double Number(PredictionLink link, double raw) => link == PredictionLink.Log ? Math.Exp(raw) : raw;

    /// <summary>The probability of class 1 of a raw prediction.</summary>
    public static double Probability(PredictionLink link, double raw) => link switch
    {
        PredictionLink.Logit => Sigmoid(raw),
        PredictionLink.HalfLogit => Sigmoid(2 * raw),
        PredictionLink.ClippedMargin => Math.Clamp((1 + raw) / 2, 0, 1),
        PredictionLink.Arctangent => Math.Clamp(0.5 + Math.Atan(raw), 0, 1),
        PredictionLink.Probit => Math.Exp(SpecialFunctions.LogNdtr(raw)),
        PredictionLink.Log => Math.Clamp(Math.Exp(raw), 0, 1),
        PredictionLink.Identity => Math.Clamp(raw, 0, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(link), link, "there is no probability"),
    };

    /// <summary>The raw prediction at which the probability is a half.</summary>
    public static double Threshold(DerivedLink link) => link.Name == PredictionLink.Other ? link.Forward(0.5) : Threshold(link.Name);

    /// <summary>The raw prediction at which the probability is a half.</summary>
    public static double Threshold(PredictionLink link) => link switch
    {
        PredictionLink.Identity => 0.5,
        PredictionLink.Log => -Math.Log(2),
        _ => 0,
    };

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}
