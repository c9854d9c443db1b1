using Minima.Tensors.Randomness;
using static Minima.Training.Tests.Tensors.GradientCheck;

namespace Minima.Training.Tests.Layers;

/// <summary>What layers say of themselves, what they refuse, and what no reference file holds.</summary>
public class LayerTests
{
    private static readonly RandomState Random = new(3);

    private static Dictionary<string, (Func<Module> Make, Shape Misfit, string[] Words)> Misfits { get; } = new(StringComparer.Ordinal)
    {
        ["Conv2D(3 -> 16, 3x3, stride 1, padding 1)"] = (() => new Conv2D(3, 16, 3, Random, padding: Padding.Same), [2, 4, 8, 8], ["[16, 3, 3, 3]", "[2, 4, 8, 8]"]),
        ["Conv2D(3 -> 4, 5x3, stride 2x1, padding 0)"] = (() => new Conv2D(3, 4, new Extent(5, 3), Random, new Extent(2, 1)), [2, 3, 4, 8], ["at least as large as the kernel of 5x3", "[2, 3, 4, 8]"]),
        ["Conv1D(3 -> 4, 3, stride 2, padding 1)"] = (() => new Conv1D(3, 4, 3, Random, 2, 1), [2, 5, 8], ["[4, 3, 3]", "[2, 5, 8]"]),
        ["Conv1D(2 -> 4, 5, stride 1, padding 0)"] = (() => new Conv1D(2, 4, 5, Random), [2, 2, 4], ["at least as long", "[2, 2, 4]"]),
        ["MaxPool2D(2x2, stride 2, padding 0)"] = (() => new MaxPool2D(2), [3, 3], ["[batch, channels, height, width]", "[3, 3]"]),
        ["AveragePool2D(3x3, stride 1, padding 1)"] = (() => new AveragePool2D(3, 1, 1), [1, 1, 0, 4], ["at least as large as the window", "[1, 1, 0, 4]"]),
        ["MaxPool1D(3, stride 3, padding 0)"] = (() => new MaxPool1D(3), [2, 2, 2], ["at least as long as the window of 3", "[2, 2, 2]"]),
        ["AveragePool1D(2, stride 1, padding 0)"] = (() => new AveragePool1D(2, 1), [2, 2], ["[batch, channels, length]"]),
        ["BatchNorm(4)"] = (() => new BatchNorm(4), [2, 3], ["[4]", "[2, 3]"]),
        ["LayerNorm(4)"] = (() => new LayerNorm(4), [2, 3], ["[4]", "[2, 3]"]),
        ["Embedding(5 words, width 3)"] = (() => new Embedding(5, 3, Random), [2, 3], ["int indices", "Single"]),
        ["PositionalEmbedding(5 positions, width 3)"] = (() => new PositionalEmbedding(5, 3, Random), [2, 6, 3], ["at most 5", "[2, 6, 3]"]),
        ["Gru(3 -> 2)"] = (() => new Gru(3, 2, Random), [2, 0, 3], ["[3, 6]", "[2, 0, 3]", "at least one step"]),
        ["MultiHeadAttention(6, 2 heads, causal)"] = (() => new MultiHeadAttention(6, 2, Random, isCausal: true), [2, 4], ["[batch, positions, 6]", "[2, 4]"]),
        ["TransformerBlock(6, 3 heads, 24 hidden)"] = (() => new TransformerBlock(6, 3, Random), [2, 4, 5], ["[batch, positions, 6]", "[2, 4, 5]"]),
        ["Residual(Linear(3 -> 2))"] = (() => new Residual(new Linear(3, 2, Random)), [4, 3], ["[4, 2]", "[4, 3]"]),
        ["Flatten"] = (() => new Flatten(), [], ["[batch, ..]"]),
        ["Linear(3 -> 2)"] = (() => new Linear(3, 2, Random), [4, 4], ["[3, 2]", "[4, 4]"]),
    };

    public static TheoryData<string> Kinds => [.. Misfits.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AMisfitNamesTheLayerItsSizesAndTheShape(string text)
    {
        var (make, shape, words) = Misfits[text];
        var layer = make();
        Assert.Equal(text, layer.ToString());
        var model = new Sequential(new Activation<Identity>(), layer);
        var message = Assert.Throws<TrainingException>(() => model.Forward(Tensor.Zeros(shape))).Message;
        Assert.Contains($"Layer 1, {text}", message, StringComparison.Ordinal);
        foreach (var word in words) Assert.Contains(word, message, StringComparison.Ordinal);
    }

    [Fact]
    public void ImpossibleSizesAreRefused()
    {
        Func<Module>[] requests =
        [
            () => new Conv2D(0, 1, 3, Random), () => new Conv2D(1, 0, 3, Random), () => new Conv2D(1, 1, 0, Random), () => new Conv2D(1, 1, 3, Random, 0), () => new Conv2D(1, 1, 3, Random, padding: -1),
            () => new Conv2D(1, 1, 4, Random, padding: Padding.Same), () => new Conv1D(1, 1, 2, Random, padding: Padding.Same), () => new Conv1D(1, 1, 0, Random), () => new Conv1D(1, 1, 1, Random, 0), () => new Conv1D(1, 1, 1, Random, 1, -1),
            () => new MaxPool2D(0), () => new MaxPool2D(2, 0), () => new MaxPool2D(2, 2, 2), () => new AveragePool1D(3, 1, 2), () => new MaxPool1D(3, 1, -1),
            () => new BatchNorm(0), () => new BatchNorm(1, 0), () => new BatchNorm(1, 1.5), () => new BatchNorm(1, double.NaN), () => new BatchNorm(1, epsilon: 0), () => new LayerNorm(0), () => new LayerNorm(1, -1), () => new LayerNorm(1, double.NaN),
            () => new Dropout(1, Random), () => new Dropout(-0.1, Random), () => new Dropout(double.NaN, Random),
            () => new Embedding(0, 1, Random), () => new Embedding(1, 0, Random), () => new Embedding(1, 1, Random, -1), () => new PositionalEmbedding(0, 1, Random), () => new PositionalEmbedding(1, 0, Random),
            () => new Gru(0, 1, Random), () => new Gru(1, 0, Random), () => new MultiHeadAttention(6, 4, Random), () => new MultiHeadAttention(0, 1, Random), () => new MultiHeadAttention(1, 0, Random),
            () => new TransformerBlock(0, 1, Random), () => new TransformerBlock(4, 1, Random, 0), () => new TransformerBlock(4, 2, Random, dropout: 1),
            () => Models.Mlp(0, [1], 1, Random), () => Models.Mlp(1, [0], 1, Random), () => Models.Mlp(1, [1], 1, Random, "rello"), () => Models.Mlp(1, [1], 1, Random, dropout: 2),
        ];
        foreach (var request in requests) Assert.Throws<TrainingException>(() => request());
    }

    [Fact]
    public void PaddingSameKeepsTheSize()
    {
        Assert.Equal<Shape>([2, 5, 9, 7], new Conv2D(3, 5, new Extent(5, 3), Random, padding: Padding.Same).Forward(Tensor.Zeros([2, 3, 9, 7])).Shape);
        Assert.Equal<Shape>([2, 5, 9], new Conv1D(3, 5, 3, Random, padding: Padding.Same).Forward(Tensor.Zeros([2, 3, 9])).Shape);
        Assert.Equal<Shape>([2, 5, 5, 4], new Conv2D(3, 5, 3, Random, stride: 2, padding: Padding.Same).Forward(Tensor.Zeros([2, 3, 9, 7])).Shape);
    }

    [Fact]
    public void DropoutKeepsTheExpectationAndItsState()
    {
        var layer = new Dropout(0.25, new RandomState(8));
        var x = Tensor.Ones([1000, 100], ElementType.Double).WithGradient();
        var state = layer.RandomStates[0].Snapshot;
        var y = layer.Forward(x);
        var values = y.ToArray();
        Assert.All(values, value => Assert.True(value == 0 || Math.Abs(value - (1 / 0.75)) < 1e-15));
        Assert.Equal(0.25, values.Count(value => value == 0) / 100_000.0, 0.01);
        y.Sum().Backward();
        Assert.Equal(values, x.Gradient.ToArray());
        Assert.NotEqual(values, layer.Forward(x).ToArray());
        layer.RandomStates[0].Restore(state);
        Assert.Equal(values, layer.Forward(x).ToArray());
        layer.Train(training: false);
        Assert.Equal(x.ToArray(), layer.Forward(x).ToArray());
    }

    [Fact]
    public void DropoutLayersDrawNumbersOfTheirOwn()
    {
        var random = new RandomState(5);
        var model = new Sequential(new Dropout(0.5, random), new Dropout(0.5, random));
        Assert.Equal(2, model.RandomStates.Count);
        Assert.NotEqual(model.RandomStates[0].Snapshot, model.RandomStates[1].Snapshot);
    }

    [Fact]
    public void OneValueHasNoVariance()
    {
        var layer = new BatchNorm(2);
        Assert.Contains("at least two values", Assert.Throws<TrainingException>(() => layer.Forward(Tensor.Zeros([1, 2]))).Message, StringComparison.Ordinal);
        Assert.Equal<Shape>([1, 2, 5], layer.Forward(Tensor.Zeros([1, 2, 5])).Shape);
        layer.Train(training: false);
        Assert.Equal<Shape>([1, 2], layer.Forward(Tensor.Zeros([1, 2])).Shape);
    }

    [Fact]
    public void AWordOutsideTheTableIsNamed()
    {
        var layer = new Embedding(3, 2, Random);
        var message = Assert.Throws<TrainingException>(() => layer.Forward(Tensor.Of([0, 1, 3], [3]))).Message;
        Assert.Contains("position 2 of the indices [3] is 3", message, StringComparison.Ordinal);
        Assert.Contains("rows 0 to 2", message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => layer.Forward(Tensor.Of([-1], [1])));
        Assert.Throws<TrainingException>(() => Numbers([3]).Rows(Tensor.Of([0], [1])));
        Assert.Throws<TrainingException>(() => Numbers([3, 1]).Rows(Numbers([1])));
    }

    [Fact]
    public void ACausalBlockDoesNotSeeWhatComes()
    {
        var block = new TransformerBlock(8, 2, new RandomState(4), isCausal: true, type: ElementType.Double);
        var x = Numbers([1, 5, 8]);
        var changed = x.Keep();
        changed.Write<double>()[(4 * 8) + 3] += 5;
        var (before, after) = (block.Forward(x).ToArray(), block.Forward(changed).ToArray());
        Assert.Equal(before[..32], after[..32]);
        Assert.NotEqual(before[32..], after[32..]);
    }

    [Fact]
    public void SoftmaxAtExtremes()
    {
        var infinity = double.PositiveInfinity;
        Assert.Equal([0, 1, 0], Tensor.Of([-1e30, 1e30, -infinity], [3]).Softmax(0).ToArray());
        Assert.Equal([0, -infinity], Tensor.Of([3, -infinity], [2]).LogSoftmax(0).ToArray());
        Assert.Equal(1e30, Tensor.Of([-1e30, 1e30], [2]).LogSumExp(0).Item());
        Assert.Equal(-infinity, Tensor.Of([-infinity, -infinity], [2]).LogSumExp(0).Item());
        Assert.Equal(infinity, Tensor.Of([1, infinity], [2]).LogSumExp(0).Item());
        Assert.All(Tensor.Of([1, double.NaN], [2]).Softmax(0).ToArray(), value => Assert.True(double.IsNaN(value)));
        Assert.True(double.IsNaN(Tensor.Of([double.NaN, 1], [2]).LogSumExp(0).Item()));
        Assert.Throws<TrainingException>(() => Tensor.Zeros([2, 0]).Softmax(1));
        Assert.Throws<TrainingException>(() => Tensor.Zeros([2, 3]).Softmax(2));
        Assert.Throws<TrainingException>(() => Tensor.Of([1], [1]).Softmax(0));
    }

    [Fact]
    public void TheLargestIsTheFirstAndNaNIsLarger()
    {
        var x = Tensor.Of([1, 3, 3, double.NaN, 7, double.NaN, -5, -5, -6.0], [3, 3]).WithGradient();
        Assert.Equal([1, 0, 0], x.ArgMax(1).ToArray());
        Assert.Equal([1, 1, 1], x.ArgMax(0).ToArray());
        x.Max(1).Sum().Backward();
        Assert.Equal([0, 1, 0, 1, 0, 0, 1, 0, 0], x.Gradient.ToArray());
        Assert.Throws<TrainingException>(() => Tensor.Zeros([2, 0]).Max(1));
    }

    [Fact]
    public void AWindowOfMinusInfinityHasNoPlace()
    {
        var x = Tensor.Of([double.NegativeInfinity, double.NegativeInfinity, 1, 2], [1, 1, 4]).WithGradient();
        var y = new MaxPool1D(2).Forward(x);
        Assert.Equal([double.NegativeInfinity, 2], y.ToArray());
        y.Sum().Backward();
        Assert.Equal([0, 0, 0, 1], x.Gradient.ToArray());
    }

    [Fact]
    public void AnMlpHasTheLayersItSays()
    {
        var model = Models.Mlp(4, [8, 5], 2, new RandomState(1), "gelu", 0.1);
        Assert.Equal("Sequential(Linear(4 -> 8), gelu, Dropout(0.1), Linear(8 -> 5), gelu, Dropout(0.1), Linear(5 -> 2))", model.ToString());
        Assert.Equal("Sequential(Linear(4 -> 2))", Models.Mlp(4, [], 2, new RandomState(1)).ToString());
        Assert.Equal<Shape>([7, 2], model.Forward(Tensor.Zeros([7, 4])).Shape);
        Assert.Equal(ElementType.Double, Models.Mlp(4, [3], 2, new RandomState(1), type: ElementType.Double).Parameters[0].Value.Type);
    }

    [Fact]
    public void NamesComeFromTheOutermostModule()
    {
        var inner = new Sequential(new Linear(2, 2, Random));
        Assert.Equal("0.weight", inner.Parameters[0].Name);
        var outer = new Sequential(new Flatten(), inner);
        Assert.Equal("1.0.weight", outer.Parameters[0].Name);
        _ = inner.Parameters;
        _ = inner.Layers[0].Parameters;
        Assert.Equal("1.0.weight", outer.Parameters[0].Name);
        var message = Assert.Throws<TrainingException>(() => outer.Forward(Tensor.Zeros([1, 3]))).Message;
        Assert.Contains("Layer 1.0, Linear(2 -> 2)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainingInFloatAllocatesNothingOnceItIsWarm()
    {
        var random = new RandomState(1);
        var images = new Sequential(
            new Conv2D(1, 4, 3, random, padding: Padding.Same), new BatchNorm(4), new Activation<Relu>(), new MaxPool2D(2), new AveragePool2D(2), new Flatten(),
            new Linear(16, 12, random), new BatchNorm(12), new Activation<LeakyRelu>(), new Dropout(0.3, random), new Linear(12, 3, random));
        var words = new Sequential(new Embedding(9, 8, random), new PositionalEmbedding(5, 8, random), new TransformerBlock(8, 2, random, isCausal: true, dropout: 0.1), new Gru(8, 6, random), new LayerNorm(6));
        var pictures = Numbers([5, 1, 8, 8]).To(ElementType.Single);
        var text = Tensor.Of([1, 2, 3, 8, 8, 0, 4, 4, 4, 4], [2, 5]);
        Assert.Equal(0, Steady.Allocated(Step, steps: 10));

        void Step()
        {
            using var step = StepScope.Begin();
            images.ClearGradients();
            words.ClearGradients();
            (images.Forward(pictures).LogSoftmax(^1).Mean() + words.Forward(text).Softmax(1).Max(2).Mean()).Backward();
        }
    }
}
