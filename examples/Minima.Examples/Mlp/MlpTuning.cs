using Minima.Tabular;
using Split = Minima.Lab.Split;

namespace Minima.Examples.Mlp;

/// <summary>How a perceptron is trained; scikit-learn's is tuned over the same settings.</summary>
/// <param name="LearningRate">Of Adam.</param>
/// <param name="Penalty">Half of this times the squared weights is added to the mean loss.</param>
/// <param name="Epochs">How many times the training passes over all rows.</param>
internal sealed record MlpSetting(double LearningRate, double Penalty, int Epochs);

/// <summary>The setting with the best mean score over the folds of the training rows, then the score on the test rows, after training on all others.</summary>
internal static class MlpTuning
{
    private static readonly double[] Rates = [0.001, 0.003, 0.01];
    private static readonly double[] Penalties = [1e-5, 1e-3, 1e-1];
    private static readonly int[] Epochs = [10, 30, 100, 200];

    public static (MlpSetting Setting, double Score) Run(BundledTable table, Split split, int seed, bool decays)
    {
        // A training whose learning rate stays is judged on its way; one that ends in a decay has one end.
        int[][] runs = decays ? [.. Epochs.Select(epochs => new[] { epochs })] : [Epochs];
        MlpSetting? best = null;
        var bestScore = double.NegativeInfinity;
        foreach (var rate in Rates)
        {
            foreach (var penalty in Penalties)
            {
                foreach (var epochs in runs)
                {
                    var scores = FoldMeans(table, split, rate, penalty, epochs, seed, decays);
                    for (var i = 0; i < scores.Length; i++)
                    {
                        if (scores[i] > bestScore) (best, bestScore) = (new MlpSetting(rate, penalty, epochs[i]), scores[i]);
                    }
                }
            }
        }

        return (best!, MlpTask.Scores(table, split.Training, split.Test, best!.LearningRate, best.Penalty, [best.Epochs], seed, decays)[0]);
    }

    private static double[] FoldMeans(BundledTable table, Split split, double rate, double penalty, int[] epochs, int seed, bool decays)
    {
        var mean = new double[epochs.Length];
        for (var fold = 0; fold < Split.FoldCount; fold++)
        {
            var scores = MlpTask.Scores(table, split.Fold(fold, within: false), split.Fold(fold, within: true), rate, penalty, epochs, seed, decays);
            for (var i = 0; i < mean.Length; i++) mean[i] += scores[i] / Split.FoldCount;
        }

        return mean;
    }
}
