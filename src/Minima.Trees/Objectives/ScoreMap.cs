namespace Minima.Trees;

/// <summary>A function from raw scores, which trees add up, to numbers with a meaning, such as means and probabilities.</summary>
public enum ScoreMap
{
    /// <summary>The score itself.</summary>
    Identity,

    /// <summary>exp(score): positive.</summary>
    Exp,

    /// <summary>1 / (1 + exp(-score)): between 0 and 1.</summary>
    Logistic,

    /// <summary>1 / (1 + exp(-2 score)).</summary>
    HalfLogistic,

    /// <summary>exp(score) over the sum of all classes.</summary>
    Softmax,
}

/// <summary>The maps' formulas.</summary>
internal static class ScoreMaps
{
    /// <summary>The map into the domain of a loss's prediction, which raw scores do not respect by themselves.</summary>
    public static ScoreMap Into(Domain domain, string loss) => domain switch
    {
        { IsReal: true } => ScoreMap.Identity,
        { Kind: DomainKind.Interval, Low: 0, High: double.PositiveInfinity } => ScoreMap.Exp,
        { Kind: DomainKind.Interval, Low: 0, High: 1 } => ScoreMap.Logistic,
        _ => throw new BoostException($"{loss}: its predictions have the domain {domain}, which trees cannot guarantee; take a loss of real, positive or unit predictions."),
    };

    /// <summary>The map from a prediction to its meaning.</summary>
    public static ScoreMap Answer(PredictionLink link) => link switch
    {
        PredictionLink.Log => ScoreMap.Exp,
        PredictionLink.Logit => ScoreMap.Logistic,
        PredictionLink.HalfLogit => ScoreMap.HalfLogistic,
        _ => ScoreMap.Identity,
    };

    public static double Of(this ScoreMap map, double score) => map switch
    {
        ScoreMap.Exp => Math.Exp(score),
        ScoreMap.Logistic => 1 / (1 + Math.Exp(-score)),
        ScoreMap.HalfLogistic => 1 / (1 + Math.Exp(-2 * score)),
        _ => score,
    };

    /// <summary>The score of a prediction; infinite at the ends of its domain.</summary>
    public static double Inverse(this ScoreMap map, double prediction) => map switch
    {
        ScoreMap.Exp => Math.Log(prediction),
        ScoreMap.Logistic => Math.Log(prediction) - Math.Log(1 - prediction),
        _ => prediction,
    };

    /// <summary>The first and second derivative at a score whose image is <paramref name="prediction"/>.</summary>
    public static (double First, double Second) Derivatives(this ScoreMap map, double prediction) => map switch
    {
        ScoreMap.Exp => (prediction, prediction),
        ScoreMap.Logistic when prediction * (1 - prediction) is var first => (first, first * (1 - 2 * prediction)),
        _ => (1, 0),
    };
}
