namespace Minima.Training.Losses;

/// <summary>The interval behind all others, in which those are who outlive them: its logit is 0.</summary>
internal static class Later
{
    /// <summary>[N, T] to [N, T + 1], each row measured from its largest logit, so that sums of exponentials keep their last digits.</summary>
    public static Tensor Join(Tensor prediction)
    {
        var rows = prediction.Shape[0];
        var logits = Tensor.Concatenate(1, prediction, Tensor.Zeros([rows, 1], prediction.Type));
        return logits - Spread.Across(logits.Detach().Max(^1), logits.Shape[1]);
    }
}
