namespace Minima.Examples.Segmentation;

/// <summary>How well masks agree with the truth: means over images.</summary>
/// <param name="Dice">2 |A and B| / (|A| + |B|).</param>
/// <param name="Iou">|A and B| / |A or B|.</param>
/// <param name="Marked">The share of pixels that are said to belong to shapes.</param>
internal readonly record struct MaskScore(double Dice, double Iou, double Marked)
{
    /// <summary>Of probabilities, where those above a threshold are marked.</summary>
    public static MaskScore Of(ReadOnlySpan<float> probabilities, ShapeImages images, double threshold = 0.5)
    {
        double dice = 0, iou = 0, marked = 0;
        for (var image = 0; image < images.Count; image++)
        {
            double common = 0, said = 0, real = 0;
            for (var i = image * ShapeImages.Area; i < (image + 1) * ShapeImages.Area; i++)
            {
                var isSaid = probabilities[i] > threshold ? 1 : 0;
                (common, said, real) = (common + (isSaid * images.Masks[i]), said + isSaid, real + images.Masks[i]);
            }

            dice += 2 * common / (said + real);
            iou += common / (said + real - common);
            marked += said / ShapeImages.Area;
        }

        return new MaskScore(dice / images.Count, iou / images.Count, marked / images.Count);
    }

    /// <summary>The threshold of 0.05, 0.1, .., 0.95 with the best Dice.</summary>
    public static double BestThreshold(float[] probabilities, ShapeImages images) =>
        Enumerable.Range(1, 19).Select(k => k / 20.0).MaxBy(threshold => Of(probabilities, images, threshold).Dice);
}
