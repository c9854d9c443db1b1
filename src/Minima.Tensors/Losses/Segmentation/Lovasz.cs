namespace Minima.Tensors.Losses;

/// <summary>
/// The Lovász extension of one minus the Jaccard index: errors of pixels, largest first, each weighted by what the index loses when its pixel is
/// counted as missed too. It is convex in the errors and equals the Jaccard loss where they are 0 and 1.
/// </summary>
internal static class Lovasz
{
    /// <summary>One number for each row of errors and of truths (0 to 1, constant), [R, P] to [R]. The order is that of the errors, equal ones in theirs.</summary>
    public static Tensor Extension(Tensor errors, Tensor truths)
    {
        var order = errors.Detach().ArgSort(descending: true);
        var shares = Shares(truths.Detach().TakeAlong(order)).To(errors.Type);
        return (errors.TakeAlong(order) * shares).Sum(^1);
    }

    /// <summary>
    /// The growth of the loss from one pixel to the next: the difference of neighbouring 1 - I / U as one quotient, so that nothing cancels
    /// for any number of pixels.
    /// </summary>
    private static Tensor Shares(Tensor sorted)
    {
        var (rows, pixels) = (sorted.Shape[0], sorted.Shape[1]);
        var truths = sorted.To(ElementType.Double).ToArray();
        var shares = new double[truths.Length];
        for (var row = 0; row < rows; row++)
        {
            var of = truths.AsSpan(row * pixels, pixels);
            var union = 0.0;
            foreach (var truth in of) union += truth;
            var common = union;
            for (var i = 0; i < pixels; i++)
            {
                var next = union + (1 - of[i]);

                // Without any truth there is no index before the first pixel: that one carries everything.
                shares[(row * pixels) + i] = union > 0 ? ((common * (1 - of[i])) + (of[i] * union)) / (union * next) : i == 0 ? 1 : 0;
                (common, union) = (common - of[i], next);
            }
        }

        return Tensor.Of(shares, sorted.Shape);
    }
}
