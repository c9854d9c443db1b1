namespace Minima.Cli.Compare;

/// <summary>What a model said about some rows, and what was true.</summary>
internal sealed class Predictions
{
    private Predictions(double[] target, double[] score, double[]? probability, double threshold)
    {
        if (score.Length != target.Length || (probability is not null && probability.Length != target.Length))
            throw new ArgumentException("one prediction for each row is expected", nameof(score));
        Target = target;
        Score = score;
        Probability = probability;
        Threshold = threshold;
    }

    /// <summary>The truth: numbers, or 0 and 1.</summary>
    public double[] Target { get; }

    /// <summary>The predicted number, or a score that is higher the likelier class 1 is.</summary>
    public double[] Score { get; }

    /// <summary>The predicted probability of class 1; null for losses that give none, like the hinge.</summary>
    public double[]? Probability { get; }

    /// <summary>Scores above it mean class 1.</summary>
    public double Threshold { get; }

    public static Predictions OfNumbers(double[] target, double[] prediction) => new(target, prediction, null, 0);

    /// <summary>Class 1 is predicted where the score is above <paramref name="threshold"/>.</summary>
    public static Predictions OfScores(double[] target, double[] score, double[]? probability = null, double threshold = 0) =>
        new(target, score, probability, threshold);

    /// <summary>Class 1 is predicted where its probability is above a half.</summary>
    public static Predictions OfProbabilities(double[] target, double[] probability) =>
        new(target, probability, probability, 0.5);
}
