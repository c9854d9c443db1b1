using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;

namespace Minima.Examples.Boxes;

/// <summary>A small network that says where the shape is, trained with one loss of boxes or of coordinates.</summary>
internal static class BoxTask
{
    private const int Batch = 32;

    /// <summary>[batch, 1, 24, 24] to four numbers; how they become a box stands at <see cref="Boxes"/>.</summary>
    public static Sequential Network(RandomState random) => new(
        new Conv2D(1, 8, 3, random, stride: 2, padding: 1),
        new Activation<Relu>(),
        new Conv2D(8, 16, 3, random, stride: 2, padding: 1),
        new Activation<Relu>(),
        new Flatten(),
        new Linear(16 * 6 * 6, 64, random),
        new Activation<Relu>(),
        new Linear(64, 4, random));

    /// <summary>Boxes in pixels: a centre within the image by a sigmoid, sizes above 0 by a softplus; so a second corner never lies before a first.</summary>
    public static Tensor Boxes(Tensor outputs)
    {
        var centre = outputs.Slice(1, 0, 2).Sigmoid() * BoxImages.Side;
        var half = (outputs.Slice(1, 2, 2) + 1).Softplus() * (BoxImages.Side / 8.0);
        return Tensor.Concatenate(1, centre - half, centre + half);
    }

    public static Sequential Trained(Loss loss, BoxImages images, double learningRate, int epochs, int seed)
    {
        var random = new RandomState((ulong)seed);
        var network = Network(random.Fork("weights"));
        Fitting.Run(network.Parameters, images.Count, Batch, epochs, learningRate, random.Fork("order"), rows =>
            loss.Apply(Boxes(network.Forward(Images(images, rows))), Tensor.Of(Fitting.Taken(images.Boxes, 4, rows), [rows.Length, 4])));
        return network;
    }

    /// <summary>The overlap of each image's box with the true one.</summary>
    public static double[] Overlaps(Sequential network, BoxImages images)
    {
        var said = Predicted(network, images);
        return [.. Enumerable.Range(0, images.Count).Select(n => BoxImages.Overlap(said.AsSpan(4 * n, 4), images.Boxes.AsSpan(4 * n, 4)))];
    }

    public static double[] Predicted(Sequential network, BoxImages images) => Fitting.Outputs(() => Boxes(network.Forward(Images(images, [.. Enumerable.Range(0, images.Count)]))));

    private static Tensor Images(BoxImages images, int[] rows) => Tensor.Of(Fitting.Taken(images.Pixels, BoxImages.Area, rows), [rows.Length, 1, BoxImages.Side, BoxImages.Side]);
}
