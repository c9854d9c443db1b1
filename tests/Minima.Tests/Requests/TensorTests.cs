using System.Numerics.Tensors;
using Minima.Losses;
using Xunit;

namespace Minima.Tests.Requests;

/// <summary>Losses on tensors: the numbers of the flat call, shapes that must be equal.</summary>
public sealed class TensorTests
{
    private static readonly float[] Prediction = [0.5f, -1.2f, 3.1f, 0.1f, 2.5f, 0];
    private static readonly float[] Target = [0, -1, 1, 0.4f, -0.5f, 0];

    [Fact]
    public void Tensors_give_what_spans_give()
    {
        var prediction = new ReadOnlyTensorSpan<float>(Prediction, [2, 3]);
        var target = new ReadOnlyTensorSpan<float>(Target, [2, 3]);
        var flat = new float[6];
        var gradient = new float[6];
        var want = new Huber(0.7).ValueAndGradient(Prediction, Target, flat);
        Assert.Equal(want, new Huber(0.7).ValueAndGradient(prediction, target, new TensorSpan<float>(gradient, [2, 3])));
        Assert.Equal(flat, gradient);
        Assert.Equal(want, new Huber(0.7).Value(prediction, target));
        Assert.Equal(want, new Huber(0.7).Hessian(prediction, target, new TensorSpan<float>(gradient, [2, 3])));
        var hessian = new float[6];
        new Huber(0.7).Hessian(Prediction, Target, hessian);
        Assert.Equal(hessian, gradient);
    }

    [Fact]
    public void Doubles_and_in_place()
    {
        double[] prediction = [1, 2, 3, 4], target = [0, 0, 0, 8];
        var tensor = new TensorSpan<double>(prediction, [2, 2]);
        Assert.Equal((1 + 4 + 9 + 16) / 4.0, new MeanSquaredError().ValueAndGradient(tensor, new ReadOnlyTensorSpan<double>(target, [2, 2]), tensor));
        Assert.Equal([0.5, 1, 1.5, -2], prediction);
        Assert.Equal(0.5, new MeanSquaredError().Value(new ReadOnlyTensorSpan<double>([1.0, 0], [2, 1]), new ReadOnlyTensorSpan<double>([0.0, 0], [2, 1])));
        Assert.Equal(1, new HalfSquaredError().Hessian(new ReadOnlyTensorSpan<double>([2.0, 0], [2]), new ReadOnlyTensorSpan<double>([0.0, 0], [2]), new TensorSpan<double>(new double[2], [2])));
    }

    [Theory]
    [InlineData(new[] { 3, 2 }, LossError.Shape)]
    [InlineData(new[] { 6 }, LossError.Shape)]
    [InlineData(new[] { 1, 6 }, LossError.Shape)]
    [InlineData(new[] { 1, 3 }, LossError.Broadcast)]
    [InlineData(new[] { 3 }, LossError.Broadcast)]
    public void Unequal_shapes_are_refused(int[] shape, LossError error)
    {
        var refused = Assert.Throws<LossException>(() => new MeanSquaredError().Value(
            new ReadOnlyTensorSpan<float>(Prediction, [2, 3]),
            new ReadOnlyTensorSpan<float>(Target, [.. shape.Select(n => (nint)n)])));
        Assert.Equal(error, refused.Error);
        Assert.Contains($"mse: 'target' has shape [{string.Join(", ", shape)}], 'prediction' [2, 3]", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_strided_view_is_read_but_not_written()
    {
        var square = new ReadOnlyTensorSpan<float>([1, 2, 3, 4], [2, 2]);
        var column = square.Slice([0..2, 0..1]);
        var target = new ReadOnlyTensorSpan<float>(new float[2], [2, 1]);
        Assert.Equal((1 + 9) / 2.0, new MeanSquaredError().Value(column, target));
        var refused = Assert.Throws<LossException>(() => new MeanSquaredError().ValueAndGradient(
            new ReadOnlyTensorSpan<float>(new float[2], [2, 1]),
            new ReadOnlyTensorSpan<float>(new float[2], [2, 1]),
            new TensorSpan<float>([1, 2, 3, 4], [2, 2]).Slice([0..2, 0..1])));
        Assert.Contains("contiguous", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_any_class_axis()
    {
        // [batch 2, classes 3, position 2] against the same rows with the classes last.
        double[] moved = [0.1, 1.1, 0.2, 1.2, 0.7, -1.3, 2.1, 0, -2.2, 0.3, 0.4, 3.3];
        double[] last = [0.1, 0.2, 0.7, 1.1, 1.2, -1.3, 2.1, -2.2, 0.4, 0, 0.3, 3.3];
        int[] labels = [0, 2, 1, 0];
        var (flat, gradient) = (new double[12], new double[12]);
        var want = new CrossEntropy().ValueAndGradient(last, labels, 3, flat);
        var prediction = new ReadOnlyTensorSpan<double>(moved, [2, 3, 2]);
        var rows = new ReadOnlyTensorSpan<int>(labels, [2, 2]);
        Assert.Equal(want, new CrossEntropy().ValueAndGradient(prediction, rows, new TensorSpan<double>(gradient, [2, 3, 2]), 1), 1e-14);
        Assert.Equal(want, new CrossEntropy().Value(prediction, rows, -2), 1e-14);
        Assert.Equal(flat[1], gradient[2], 1e-14);
        var soft = new ReadOnlyTensorSpan<double>([0.5, 0.5, 0, 1, 0.5, 0.5], [2, 3]);
        var logits = new ReadOnlyTensorSpan<double>(moved.AsSpan(0, 6), [2, 3]);
        Assert.Equal(new SoftCrossEntropy().Value(moved.AsSpan(0, 6), [0.5, 0.5, 0, 1, 0.5, 0.5], 3), new SoftCrossEntropy().Value(logits, soft));
        Assert.Equal(new SoftCrossEntropy().Value(logits, soft), new SoftCrossEntropy().ValueAndGradient(logits, soft, new TensorSpan<double>(new double[6], [2, 3])));
        var single = new ReadOnlyTensorSpan<float>([0.5f, 1, 2], [1, 3]);
        var logarithms = new ReadOnlyTensorSpan<float>([-0.5f, -1, -2], [1, 3]);
        Assert.Equal(new CrossEntropy().Value([0.5f, 1, 2], [1], 3), new CrossEntropy().Value(single, new ReadOnlyTensorSpan<int>([1], [1])));
        Assert.Equal(new KullbackLeibler().Value([-0.5f, -1, -2], [1f, 0, 0], 3), new KullbackLeibler().Value(logarithms, new ReadOnlyTensorSpan<float>([1f, 0, 0], [1, 3])));
        Assert.Contains("shape [2, 2]", Refusal(() => new CrossEntropy().Value(new ReadOnlyTensorSpan<double>(moved, [2, 3, 2]), new ReadOnlyTensorSpan<int>(labels, [4]), 1)), StringComparison.Ordinal);
        Assert.Contains("from -2 to 1", Refusal(() => new CrossEntropy().Value(new ReadOnlyTensorSpan<double>(moved, [4, 3]), new ReadOnlyTensorSpan<int>(labels, [4]), 2)), StringComparison.Ordinal);

        static string Refusal(Action call) => Assert.Throws<LossException>(call).Message;
    }
}
