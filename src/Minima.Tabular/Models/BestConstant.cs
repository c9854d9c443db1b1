using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>The constant prediction with the lowest mean loss: the initial output of a network, so that its first loss is that of a model without features.</summary>
internal static class BestConstant
{
    /// <summary>The number of values that determine the constant well enough.</summary>
    private const int MostValues = 1 << 16;

    /// <summary>The largest initial logit or score: a larger one means certainty about a class.</summary>
    private const double MostScore = 10;

    /// <summary>The constant for a target in the form of the loss; null if there is no finite one, or the loss gives none.</summary>
    public static double? Of(Loss loss, double[] target)
    {
        if (!LossAnalysis.CanAnalyse(loss)) return null;
        var step = ((target.Length - 1) / MostValues) + 1;
        double[] some = step == 1 ? target : [.. Enumerable.Range(0, target.Length / step).Select(i => target[i * step])];
        try
        {
            return LossAnalysis.Of(loss).OptimalConstant(some) is { Kind: not OptimumKind.None, Value: var value } && double.IsFinite(value) && IsFinite(loss, value, some) ? value : null;
        }
        catch (LossException)
        {
            // The loss needs more than a prediction and a target.
            return null;
        }
    }

    /// <summary>Checks that the mean loss is finite: a loss that is infinite or undefined everywhere has no minimum, even if a search returns a point.</summary>
    private static bool IsFinite(Loss loss, double constant, double[] target)
    {
        var prediction = new double[target.Length];
        Array.Fill(prediction, constant);
        return double.IsFinite(loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Reduction = Reduction.Mean, Threads = 1 }).Value);
    }

    /// <summary>The initial outputs of a network for classes: the logits of the class proportions, or the best scores.</summary>
    /// <param name="loss">The loss of a single element, or of a row.</param>
    /// <param name="shares">For each target the proportion of each class among the training rows.</param>
    /// <param name="outputs">The number of outputs of the network.</param>
    /// <param name="labels">The labels of two classes in the loss.</param>
    public static double[] OfClasses(Loss loss, IReadOnlyList<IReadOnlyList<double>> shares, int outputs, (double Zero, double One) labels)
    {
        if (loss.Entry.Row is not null || loss is TensorLoss)
        {
            return loss.Entry.Link == PredictionLink.Softmax && shares.Count == 1 && shares[0].Count == outputs ? [.. Centred(shares[0])] : [];
        }

        if (shares.Count != outputs || shares.Any(share => share.Count != 2)) return [];
        var found = shares.Select(share => Score(loss, share, labels)).ToArray();
        return Array.Exists(found, score => score is null) ? [] : Array.ConvertAll(found, score => Math.Clamp(score!.Value, -MostScore, MostScore));
    }

    private static double? Score(Loss loss, IReadOnlyList<double> shares, (double Zero, double One) labels)
    {
        if (!LossAnalysis.CanAnalyse(loss) || !(shares[0] > 0 && shares[1] > 0)) return null;
        try
        {
            return LossAnalysis.Of(loss).OptimalConstant([labels.Zero, labels.One], [shares[0], shares[1]]) is { Kind: OptimumKind.Unique, Value: var value } && double.IsFinite(value) ? value : null;
        }
        catch (LossException)
        {
            return null;
        }
    }

    private static IEnumerable<double> Centred(IReadOnlyList<double> shares)
    {
        var logs = shares.Select(share => Math.Log(Math.Max(share, Math.Exp(-MostScore)))).ToArray();
        var mean = logs.Average();
        return logs.Select(log => log - mean);
    }
}
