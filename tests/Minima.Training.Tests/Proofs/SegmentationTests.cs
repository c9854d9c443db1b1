using Minima.Examples.Segmentation;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Proofs;

/// <summary>Small shapes on noise.</summary>
public sealed class SegmentationTests
{
    [SlowFact]
    public void OverlapFindsAtOneHalfWhatSinglePixelsDoNot()
    {
        var (training, test) = Images(100, 60);
        var score = MaskLoss.All.Where(loss => loss.Name is "bce_with_logits" or "dice" or "unified_focal" or "dice + 0.01 boundary")
            .ToDictionary(loss => loss.Name, loss => MaskRun.Of(loss, training, test, 3, 20), StringComparer.Ordinal);
        var everything = MaskScore.Of(Array.ConvertAll(test.Masks, _ => 1f), test).Dice;
        var says = string.Join(", ", score.Select(one => FormattableString.Invariant($"{one.Key} {one.Value.Half.Dice:0.000} {one.Value.Best.Dice:0.000}"))) + FormattableString.Invariant($", everything {everything:0.000}");
        Assert.True(score["dice"].Half.Dice > score["bce_with_logits"].Half.Dice + 0.03, says);
        Assert.True(score["unified_focal"].Half.Dice > score["bce_with_logits"].Half.Dice + 0.03, says);
        Assert.True(score["dice"].Half.Dice > 0.55, says);
        Assert.True(score["dice + 0.01 boundary"].Half.Dice > 0.55, says);
        Assert.True(everything < 0.1, says);
    }

    [Fact]
    public void ScoresAreCountsOfPixels()
    {
        var (images, _) = Images(4, 1);
        Assert.InRange(images.Foreground, 0.01, 0.08);
        Assert.Equal((1.0, 1.0, images.Foreground), (MaskScore.Of(images.Masks, images).Dice, MaskScore.Of(images.Masks, images).Iou, MaskScore.Of(images.Masks, images).Marked), Near);
        Assert.Equal(0, MaskScore.Of(new float[images.Masks.Length], images).Dice);

        // Half of each shape's pixels, and as many beside it: Dice 1/2, IoU 1/3.
        var half = Array.ConvertAll(images.Masks, t => t > 0 ? 0.4f : 0.1f);
        for (var image = 0; image < images.Count; image++)
        {
            int inside = 0, outside = 0, count = images.Masks.AsSpan(image * ShapeImages.Area, ShapeImages.Area).ToArray().Count(t => t > 0) / 2 * 2;
            for (var i = image * ShapeImages.Area; i < (image + 1) * ShapeImages.Area; i++)
            {
                if (images.Masks[i] > 0 && inside < count / 2) (half[i], inside) = (0.9f, inside + 1);
                if (images.Masks[i] == 0 && outside < count / 2) (half[i], outside) = (0.8f, outside + 1);
            }
        }

        Assert.InRange(MaskScore.Of(half, images).Dice, 0.48, 0.5);
        Assert.InRange(MaskScore.Of(half, images).Iou, 0.31, 1.0 / 3);

        // All of the shapes and half as much beside them: 2 / 2.5.
        Assert.Equal(0.15, MaskScore.BestThreshold(half, images), 1e-12);
        Assert.InRange(MaskScore.Of(half, images, 0.15).Dice, 0.8, 0.82);
    }

    private static (ShapeImages Training, ShapeImages Test) Images(int training, int test)
    {
        var random = new RandomState(1);
        return (ShapeImages.Draw(random.Fork("training images"), training), ShapeImages.Draw(random.Fork("test images"), test));
    }

    private static bool Near((double, double, double) left, (double, double, double) right) =>
        Math.Abs(left.Item1 - right.Item1) + Math.Abs(left.Item2 - right.Item2) + Math.Abs(left.Item3 - right.Item3) < 1e-9;
}
