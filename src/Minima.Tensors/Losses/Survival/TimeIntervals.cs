namespace Minima.Tensors.Losses;

/// <summary>Masks of the intervals of time that a row has passed.</summary>
internal static class TimeIntervals
{
    /// <summary>1 in the intervals up to and including that of each row, 0 behind: [N] to [N, n].</summary>
    public static Tensor UpTo(Tensor target, int n, ElementType type) => 1 - target.To(type).Expand(^1, n).Less(Numbers(target, n, type));

    /// <summary>1 in the intervals before that of each row, 0 from it on: [N] to [N, n].</summary>
    public static Tensor Before(Tensor target, int n, ElementType type) => Numbers(target, n, type).Less(target.To(type).Expand(^1, n));

    /// <summary>
    /// The logits [N, T] with one more, 0, for the interval behind all others, for those who outlive them: [N, T + 1]. Each row is measured from
    /// its largest logit, so that sums of exponentials keep their last digits.
    /// </summary>
    public static Tensor AppendSurvival(Tensor prediction)
    {
        var logits = Tensor.Concatenate(1, prediction, Tensor.Zeros([prediction.Shape[0], 1], prediction.Type));
        return logits - logits.Detach().Max(^1).Expand(^1, logits.Shape[1]);
    }

    private static Tensor Numbers(Tensor target, int n, ElementType type) => Tensor.Arange(n).To(type).Expand(0, target.Count);
}
