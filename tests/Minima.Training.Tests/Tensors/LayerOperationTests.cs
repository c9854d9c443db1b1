using static Minima.Training.Tests.Tensors.GradientCheck;

namespace Minima.Training.Tests.Tensors;

/// <summary>The operations that layers are made of, against differences, first and second order; fused gradients against those of tensor operations.</summary>
public class LayerOperationTests
{
    private static readonly Tensor Indices = Tensor.Of([2, 0, 2, 1, 2, 0], [2, 3]);

    public static TheoryData<string> Names => [.. Operations.Keys];

    private static Dictionary<string, (Func<Tensor[], Tensor> Function, Func<Tensor[]> Inputs)> Operations { get; } = new(StringComparer.Ordinal)
    {
        ["softmax"] = (x => x[0].Softmax(^1), () => [Numbers([3, 21])]),
        ["softmax of columns"] = (x => x[0].Softmax(0), () => [Numbers([3, 4])]),
        ["softmax of the middle"] = (x => x[0].Softmax(1), () => [Numbers([2, 3, 4])]),
        ["causal softmax"] = (x => SoftmaxOperation.Attention(x[0], 0.7, causal: true), () => [Numbers([2, 5, 5])]),
        ["causal softmax of later queries"] = (x => SoftmaxOperation.Attention(x[0], 1.3, causal: true), () => [Numbers([2, 2, 5])]),
        ["log-softmax"] = (x => x[0].LogSoftmax(^1), () => [Numbers([3, 19])]),
        ["log-softmax of columns"] = (x => x[0].LogSoftmax(0), () => [Numbers([3, 4])]),
        ["log-sum-exp"] = (x => x[0].LogSumExp(^1), () => [Numbers([3, 18])]),
        ["log-sum-exp of the first"] = (x => x[0].LogSumExp(0), () => [Numbers([2, 3, 4])]),
        ["log-sum-exp of the middle"] = (x => x[0].LogSumExp(1) * x[1], () => [Numbers([2, 3, 4, 2]), Numbers([2, 4, 2], 2)]),
        ["largest"] = (x => x[0].Max(^1).Exp(), () => [Numbers([3, 7])]),
        ["largest of the middle, kept"] = (x => x[0].Max(1, keep: true).Exp() * x[1], () => [Numbers([2, 3, 4]), Numbers([2, 1, 4], 2)]),
        ["rows"] = (x => x[0].Rows(Indices).Exp(), () => [Numbers([3, 5])]),
        ["layer norm"] = (x => LayerNormOperation.Apply(x[0], x[1], x[2], 1e-3), () => [Numbers([2, 3, 18]), Numbers([18], 2), Numbers([18], 3)]),
        ["batch norm"] = (x => BatchNormOperation.Apply(x[0], x[1], x[2], 1e-3, out _), () => [Numbers([3, 2, 9]), Numbers([2], 2), Numbers([2], 3)]),
        ["batch norm of columns"] = (x => BatchNormOperation.Apply(x[0], x[1], x[2], 1e-3, out _), () => [Numbers([9, 19]), Numbers([19], 2), Numbers([19], 3)]),
        ["gru"] = (x => GruOperation.Apply(x[0], x[1], x[2]), () => [Numbers([2, 4, 9]), Numbers([3, 9], 2), Numbers([9], 3)]),
        ["gru of one step"] = (x => GruOperation.Apply(x[0], x[1], x[2]), () => [Numbers([2, 1, 6]), Numbers([2, 6], 2), Numbers([6], 3)]),
        ["attention"] = (x => AttentionOperation.Apply(x[0], 2, causal: false), () => [Numbers([2, 3, 12])]),
        ["causal attention"] = (x => AttentionOperation.Apply(x[0], 2, causal: true), () => [Numbers([1, 4, 12])]),
        ["convolution"] = (x => ConvolutionOperation.Apply(x[0], x[1], x[2], 1, 1), () => [Numbers([2, 2, 4, 3]), Numbers([3, 2, 3, 3], 2), Numbers([3], 3)]),
        ["convolution with stride"] = (x => ConvolutionOperation.Apply(x[0], x[1], default, new Extent(2, 1), new Extent(0, 1)), () => [Numbers([1, 2, 5, 4]), Numbers([2, 2, 2, 3], 2)]),
        ["pointwise convolution"] = (x => ConvolutionOperation.Apply(x[0], x[1], x[2], 1, 0), () => [Numbers([2, 3, 2, 3]), Numbers([2, 3, 1, 1], 2), Numbers([2], 3)]),
        ["largest of windows"] = (x => PoolingOperation.Maximum(x[0], new PoolingWindows(new Extent(3, 2), new Extent(2, 1), new Extent(1, 0))), () => [Numbers([2, 2, 5, 4])]),
        ["mean of windows"] = (x => PoolingOperation.Mean(x[0], new PoolingWindows(3, new Extent(2, 1), 1)), () => [Numbers([2, 2, 5, 4])]),
    };

    /// <summary>A row of nothing but -infinity has the slope 0; the others keep theirs, and a NaN stays one.</summary>
    [Theory]
    [InlineData(ElementType.Double)]
    [InlineData(ElementType.Single)]
    public void Log_sum_exp_of_nothing_possible_has_slope_zero(ElementType type)
    {
        var infinity = double.PositiveInfinity;
        var x = Tensor.Of([-infinity, -infinity, 0, 0, double.NaN, 0], [3, 2]).To(type).WithGradient();
        x.LogSumExp(^1).Sum().Backward();
        Assert.Equal([0, 0, 0.5, 0.5, double.NaN, double.NaN], x.Gradient.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheGradientIsThatOfDifferences(string name) => Holds(Operations[name].Function, Operations[name].Inputs());

    [Theory]
    [MemberData(nameof(Names))]
    public void TheGradientOfTheGradientIsThatOfDifferences(string name) => HoldsTwice(Operations[name].Function, Operations[name].Inputs());

    [Theory]
    [MemberData(nameof(Names))]
    public void TheFusedGradientIsThatOfTensorOperations(string name)
    {
        var leaves = Operations[name].Inputs().Select(input => input.WithGradient()).ToArray();
        var y = Operations[name].Function(leaves);
        var loss = (y * Numbers(y.Shape, 5)).Sum();
        var fused = Autograd.Gradient(loss, leaves);
        var composed = Autograd.Gradient(loss, leaves, createGraph: true);
        for (var i = 0; i < leaves.Length; i++) Assert.Equal(composed[i].ToArray(), fused[i].ToArray(), (a, b) => Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(a)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FloatFollowsDouble(string name)
    {
        var (function, inputs) = Operations[name];
        var expected = function(inputs()).ToArray();
        var found = function([.. inputs().Select(input => input.To(ElementType.Single))]).ToArray();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 2e-5 * Math.Max(1, Math.Abs(expected[i])));
    }

    /// <summary>Sizes of many blocks: value and gradients on one thread and on three.</summary>
    [Theory]
    [InlineData("softmax")]
    [InlineData("layer norm")]
    [InlineData("batch norm")]
    [InlineData("batch norm of columns")]
    [InlineData("rows")]
    [InlineData("gru")]
    [InlineData("attention")]
    [InlineData("convolution")]
    [InlineData("largest of windows")]
    public void TheBitsDoNotDependOnThreads(string name)
    {
        var one = Run(name, 1);
        var three = Run(name, 3);
        for (var i = 0; i < one.Length; i++) Assert.Equal(one[i], three[i]);
    }

    private static float[][] Run(string name, int threads)
    {
        var before = Threads.Most;
        Threads.Most = threads;
        try
        {
            Func<Tensor[], Tensor> function = name switch
            {
                "rows" => x => x[0].Rows(Tensor.Of([.. Enumerable.Range(0, 700).Select(i => i * i % 97)], [700])),
                "attention" => x => AttentionOperation.Apply(x[0], 4, causal: true),
                _ => Operations[name].Function,
            };
            Tensor[] inputs = name switch
            {
                "softmax" => [Numbers([40, 1000])],
                "layer norm" => [Numbers([300, 130]), Numbers([130], 2), Numbers([130], 3)],
                "batch norm" => [Numbers([8, 20, 301]), Numbers([20], 2), Numbers([20], 3)],
                "batch norm of columns" => [Numbers([500, 103]), Numbers([103], 2), Numbers([103], 3)],
                "rows" => [Numbers([97, 100])],
                "gru" => [Numbers([70, 5, 3 * 66]), Numbers([66, 3 * 66], 2), Numbers([3 * 66], 3)],
                "attention" => [Numbers([3, 65, 96])],
                "convolution" => [Numbers([6, 5, 30, 31]), Numbers([7, 5, 3, 3], 2), Numbers([7], 3)],
                _ => [Numbers([4, 5, 60, 61])],
            };
            var leaves = inputs.Select(input => input.To(ElementType.Single).WithGradient()).ToArray();
            var y = function(leaves);
            (y * Numbers(y.Shape, 5).To(ElementType.Single)).Sum().Backward();
            return [y.Read<float>().ToArray(), .. leaves.Select(leaf => leaf.Gradient.Read<float>().ToArray())];
        }
        finally
        {
            Threads.Most = before;
        }
    }
}
