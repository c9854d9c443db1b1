using Minima.Losses;

namespace Minima.Training.Losses;

/// <summary>Similarities as logits: the part that contrastive losses share.</summary>
internal static class Classify
{
    /// <summary>The cross-entropy of each row at its label, by the core's fused kernel: exact to the last digits where the label dominates.</summary>
    public static Tensor Rows(Tensor logits, Tensor labels) => new CrossEntropy().Apply(logits, labels, new LossArguments { Reduction = Minima.Reduction.None });

    /// <summary>The labels 0 to n - 1: row i belongs to column i.</summary>
    public static Tensor Diagonal(int n)
    {
        var labels = new int[n];
        for (var i = 0; i < n; i++) labels[i] = i;
        return Tensor.Of(labels, [n]);
    }
}
