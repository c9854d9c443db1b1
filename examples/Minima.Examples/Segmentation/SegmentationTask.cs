using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Data;

namespace Minima.Examples.Segmentation;

/// <summary>A small network of convolutions that says for each pixel whether it belongs to a shape.</summary>
internal static class SegmentationTask
{
    private const int Channels = 8;
    private const double LearningRate = 0.003;

    /// <summary>[batch, 1, 32, 32] to logits in the same shape; each sees 9 by 9 pixels.</summary>
    public static Sequential Network(RandomState random) => new(
        new Conv2D(1, Channels, 3, random, padding: Padding.Same),
        new Activation<Relu>(),
        new Conv2D(Channels, Channels, 3, random, padding: Padding.Same),
        new Activation<Relu>(),
        new Conv2D(Channels, Channels, 3, random, padding: Padding.Same),
        new Activation<Relu>(),
        new Conv2D(Channels, 1, 3, random, padding: Padding.Same));

    /// <summary>A network that was trained with a loss; all losses start from the same weights and see the same batches.</summary>
    public static Sequential Trained(MaskLoss loss, ShapeImages images, int seed, int epochs)
    {
        var network = Network(new RandomState((ulong)seed));
        Module model = loss.Reads switch
        {
            MaskOutput.Logit => network,
            MaskOutput.Probability => new Sequential(network, new Activation<Sigmoid>()),
            _ => new Sequential(network, new BothClasses()),
        };
        using var batches = new DataLoader(images.Data(), new() { BatchSize = 16, Seed = (ulong)seed, Prefetch = 0 });
        if (loss.Before is { } first) Fit(first, epochs / 2);
        Fit(loss.Terms, loss.Before is null ? epochs : epochs - (epochs / 2));
        return network;

        void Fit(IReadOnlyList<LossTerm> terms, int some) => new Trainer(model, new Objective(terms, TermWeights.AsGiven), new AdamW(model.Parameters, LearningRate))
        {
            Epochs = some,
            Schedule = new CosineSchedule(some * batches.BatchesPerEpoch),
        }.Fit(batches);
    }

    /// <summary>The probability of each pixel, image by image.</summary>
    public static float[] Probabilities(Module network, ShapeImages images)
    {
        const int each = 50;
        using var silence = Autograd.NoGradient();
        network.Train(training: false);
        var all = new List<float>(images.Pixels.Length);
        for (var first = 0; first < images.Count; first += each)
        {
            using var step = StepScope.Begin();
            var count = Math.Min(each, images.Count - first);
            var pixels = images.Pixels.AsSpan(first * ShapeImages.Area, count * ShapeImages.Area);
            all.AddRange(network.Forward(Tensor.Of(pixels, [count, 1, ShapeImages.Side, ShapeImages.Side])).Sigmoid().Read<float>());
        }

        network.Train();
        return [.. all];
    }
}
