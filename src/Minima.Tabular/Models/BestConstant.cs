using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>The constant prediction with the lowest mean loss: where a network begins, so that its first loss is that of knowing nothing.</summary>
internal static class BestConstant
{
    /// <summary>So many values tell it well enough.</summary>
    private const int MostValues = 1 << 16;

    /// <summary>A logit or a score this large says that one class is certain; no start should.</summary>
    private const double MostScore = 10;

    /// <summary>For a target, as the loss sees it; null where there is no finite one, or the loss does not tell.</summary>
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

    /// <summary>A loss that is infinite or undefined wherever one looks has no lowest place, whatever a search ends at.</summary>
    private static bool IsFinite(Loss loss, double constant, double[] target)
    {
        var prediction = new double[target.Length];
        Array.Fill(prediction, constant);
        return double.IsFinite(loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Reduction = Reduction.Mean, Threads = 1 }).Value);
    }

    /// <summary>For the outputs of a network for classes: logits of their shares, or the best scores.</summary>
    /// <param name="loss">The loss of a single element, or of a row.</param>
    /// <param name="shares">For each target the share of each class among the training rows.</param>
    /// <param name="outputs">Of the network.</param>
    /// <param name="labels">What two classes are to the loss.</param>
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
