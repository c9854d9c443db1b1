using Minima.Losses;

namespace Minima.Training.Uncertainty;

/// <summary>Measures the uncertainty of classifiers and their calibration.</summary>
public static class ClassUncertainty
{
    private const double SumTolerance = 1e-3;

    /// <summary>The expected calibration error: the weighted mean, over bins of confidence, of the difference between accuracy and mean confidence.</summary>
    /// <remarks>Formula: sum_b n_b / N |accuracy_b - confidence_b|, bins (i/B, (i+1)/B] of the largest probability. Source: Naeini, Cooper and Hauskrecht 2015, AAAI; Guo et al. 2017, arXiv:1706.04599.</remarks>
    /// <param name="probabilities">[N, K]; each row sums to 1.</param>
    /// <param name="labels">int [N].</param>
    /// <param name="bins">The number of bins.</param>
    /// <exception cref="TrainingException">Shapes or types that do not fit, numbers that are not probabilities, a label that is not a class, or bins below 1.</exception>
    public static double CalibrationError(Tensor probabilities, Tensor labels, int bins = 15)
    {
        var (p, classes) = Rows(probabilities);
        if (labels.Type != ElementType.Int32 || labels.Rank != 1 || labels.Shape[0] != p.Length) throw new TrainingException($"Probabilities {probabilities.Shape} were compared with {labels.Type} labels {labels.Shape}; int labels [{p.Length}] are expected.");
        if (bins < 1) throw new TrainingException($"Cannot sort confidence into {bins} bins; there must be at least 1.");
        var expected = labels.Contiguous().Read<int>().ToArray();
        if (Array.FindIndex(expected, label => (uint)label >= (uint)classes) is var wrong and >= 0) throw new TrainingException($"The label of row {wrong} is {expected[wrong]}; the classes are 0 to {classes - 1}.");
        var gaps = new double[bins];
        for (var row = 0; row < p.Length; row++)
        {
            var confidence = p[row].Max();
            var bin = Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);
            gaps[bin] += (Array.IndexOf(p[row], confidence) == expected[row] ? 1 : 0) - confidence;
        }

        return gaps.Sum(Math.Abs) / p.Length;
    }

    /// <summary>The entropy of each row in nats, from 0 (certain) to log K (uniform).</summary>
    /// <param name="probabilities">[N, K]; each row sums to 1.</param>
    /// <exception cref="TrainingException">Another shape, or numbers that are not probabilities.</exception>
    public static double[] Entropy(Tensor probabilities) => [.. Rows(probabilities).Values.Select(Entropy)];

    /// <summary>The disagreement of the members of an ensemble: the entropy of their mean minus the mean of their entropies, 0 if all agree.</summary>
    /// <remarks>Source: Houlsby et al. 2011, arXiv:1112.5745 (mutual information of class and weights).</remarks>
    /// <param name="members">The probabilities [N, K] of each member.</param>
    /// <exception cref="TrainingException">No members, shapes that differ, or numbers that are not probabilities.</exception>
    public static double[] Disagreement(IReadOnlyList<Tensor> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0) throw new TrainingException("Cannot compute the disagreement of no members; give at least one.");
        if (members.Any(member => member.Shape != members[0].Shape)) throw new TrainingException($"Members of an ensemble differ in shape from {members[0].Shape} of the first; all must predict the same classes for the same rows.");
        var all = members.Select(member => Rows(member).Values).ToArray();
        return [.. Enumerable.Range(0, all[0].Length).Select(row =>
        {
            var mean = Enumerable.Range(0, all[0][row].Length).Select(k => all.Average(member => member[row][k])).ToArray();
            return Math.Max(0, Entropy(mean) - all.Average(member => Entropy(member[row])));
        })];
    }

    /// <summary>The predictions of evidential classifiers: the probabilities p = a / S, and the doubt K / S from near 0 (much evidence) to 1 (none), a = evidence(x) + 1, S the sum of a.</summary>
    /// <remarks>Source: Sensoy, Kaplan and Kandemir 2018, NeurIPS, arXiv:1806.01768.</remarks>
    /// <param name="outputs">[N, K], real.</param>
    /// <param name="evidence">The function in the loss that the classifier was trained with.</param>
    /// <exception cref="TrainingException">Another shape.</exception>
    public static (Tensor Probabilities, double[] Doubt) OfEvidence(Tensor outputs, EvidenceFunction evidence = EvidenceFunction.Softplus)
    {
        if (outputs.Rank != 2) throw new TrainingException($"Evidence of shape {outputs.Shape} was given; [N, K] is expected.");
        using var silence = Autograd.NoGradient();
        var a = 1 + evidence switch
        {
            EvidenceFunction.Relu => outputs.Relu(),
            EvidenceFunction.Exp => outputs.Exp(),
            _ => outputs.Softplus(),
        };
        var total = a.Sum(^1);
        return (a / total.Reshape([a.Shape[0], 1]).BroadcastTo(a.Shape), [.. total.ToArray().Select(sum => a.Shape[1] / sum)]);
    }

    private static double Entropy(double[] p) => -p.Sum(share => share > 0 ? share * Math.Log(share) : 0);

    private static (double[][] Values, int Classes) Rows(Tensor probabilities)
    {
        if (probabilities.Rank != 2 || probabilities.Type == ElementType.Int32 || probabilities.Count == 0) throw new TrainingException($"Probabilities {probabilities.Type} {probabilities.Shape} were given; real [N, K] are expected, with at least one row and class.");
        var rows = probabilities.ToArray().Chunk(probabilities.Shape[1]).ToArray();
        for (var row = 0; row < rows.Length; row++)
        {
            if (!rows[row].All(p => p >= 0) || !(Math.Abs(rows[row].Sum() - 1) < SumTolerance)) throw new TrainingException(FormattableString.Invariant($"Row {row} of the probabilities sums to {rows[row].Sum()}, and its smallest entry is {rows[row].Min()}; probabilities are 0 or above and sum to 1. Apply Softmax to logits."));
        }

        return (rows, probabilities.Shape[1]);
    }
}
