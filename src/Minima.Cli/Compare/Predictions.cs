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

    /// <summary>The truth: numbers, or classes as whole numbers from 0.</summary>
    public double[] Target { get; }

    /// <summary>The predicted number, a score that is higher the likelier class 1 is, or the predicted one of several classes.</summary>
    public double[] Score { get; }

    /// <summary>The predicted probability of class 1; null for losses that give none, like the hinge.</summary>
    public double[]? Probability { get; }

    /// <summary>Scores above it mean class 1.</summary>
    public double Threshold { get; }

    /// <summary>How many classes there are to predict; 0 for a number and for two classes.</summary>
    public int Classes { get; private init; }

    /// <summary>For each row the probability of each of several classes; null for losses that give none.</summary>
    public double[]? ClassProbabilities { get; private init; }

    public static Predictions OfNumbers(double[] target, double[] prediction) => new(target, prediction, null, 0);

    /// <summary>Class 1 is predicted where the score is above <paramref name="threshold"/>.</summary>
    public static Predictions OfScores(double[] target, double[] score, double[]? probability = null, double threshold = 0) =>
        new(target, score, probability, threshold);

    /// <summary>Class 1 is predicted where its probability is above a half.</summary>
    public static Predictions OfProbabilities(double[] target, double[] probability) =>
        new(target, probability, probability, 0.5);

    /// <summary>One of several classes: that of the largest score, the first of equal ones. Not a number where a score is not finite.</summary>
    /// <param name="target">The class of each row.</param>
    /// <param name="classes">How many there are.</param>
    /// <param name="scores">For each row one score of each class.</param>
    /// <param name="probabilities">In the same shape, or null.</param>
    public static Predictions OfClasses(double[] target, int classes, double[] scores, double[]? probabilities)
    {
        if (scores.Length != (long)target.Length * classes || (probabilities is not null && probabilities.Length != scores.Length))
            throw new ArgumentException("one score for each row and class is expected", nameof(scores));
        var predicted = new double[target.Length];
        for (var i = 0; i < predicted.Length; i++) predicted[i] = Largest(scores.AsSpan(i * classes, classes));
        return new Predictions(target, predicted, null, 0) { Classes = classes, ClassProbabilities = probabilities };
    }

    private static double Largest(ReadOnlySpan<double> scores)
    {
        var best = 0;
        for (var k = 0; k < scores.Length; k++)
        {
            if (!double.IsFinite(scores[k])) return double.NaN;
            if (scores[k] > scores[best]) best = k;
        }

        return best;
    }
}
