namespace Minima.Examples.Segmentation;

/// <summary>What one training gave on the test images.</summary>
/// <param name="Probabilities">Of each pixel.</param>
/// <param name="Half">The score where probabilities above 1/2 are marked.</param>
/// <param name="Threshold">The best threshold on the training images.</param>
/// <param name="Best">The score there.</param>
internal sealed record MaskRun(float[] Probabilities, MaskScore Half, double Threshold, MaskScore Best)
{
    public static MaskRun Of(MaskLoss loss, ShapeImages training, ShapeImages test, int seed, int epochs)
    {
        var network = SegmentationTask.Trained(loss, training, seed, epochs);
        var threshold = MaskScore.BestThreshold(SegmentationTask.Probabilities(network, training), training);
        var probabilities = SegmentationTask.Probabilities(network, test);
        return new MaskRun(probabilities, MaskScore.Of(probabilities, test), threshold, MaskScore.Of(probabilities, test, threshold));
    }
}
