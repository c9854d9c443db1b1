using Minima.Tensors.Randomness;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.Layers;

/// <summary>Modules: names, sharing, and what is refused.</summary>
public class ModuleTests
{
    [Fact]
    public void LinearIsItsFormula()
    {
        var layer = new Linear(3, 2, new RandomState(1), type: ElementType.Double);
        var x = GradientCheck.Numbers([4, 3]);
        var expected = (x.MatMul(layer.Parameters[0].Value) + layer.Parameters[1].Value.BroadcastTo([4, 2])).ToArray();
        Assert.Equal(expected, layer.Forward(x).ToArray(), (a, b) => Math.Abs(a - b) < 1e-14);
        GradientCheck.Holds(v => LinearOperation.Apply(v[0], v[1], v[2]), GradientCheck.Numbers([2, 2, 3]), GradientCheck.Numbers([3, 2], 2), GradientCheck.Numbers([2], 3));
        GradientCheck.HoldsTwice(v => LinearOperation.Apply(v[0], v[1], v[2]), GradientCheck.Numbers([4, 3]), GradientCheck.Numbers([3, 2], 2), GradientCheck.Numbers([2], 3));
    }

    [Fact]
    public void ParametersHaveWholeNamesAndStandOnce()
    {
        var random = new RandomState(1);
        var shared = new Linear(2, 2, random);
        var model = new Pair(shared, new Pair(shared, new Linear(2, 2, random, hasBias: false)));
        Assert.Equal("second.first.weight second.first.bias second.second.weight", string.Join(" ", model.Parameters.Select(one => one.Name)));
        Assert.Equal("second.second", model.Modules()[^1].Path);
    }

    [Fact]
    public void AMisfitNamesTheLayerAndBothShapes()
    {
        var random = new RandomState(1);
        var model = new Pair(new Linear(2, 3, random), new Linear(2, 2, random));
        _ = model.Parameters;
        var message = Assert.Throws<TrainingException>(() => model.Forward(Tensor.Zeros([5, 2]))).Message;
        Assert.Contains("Layer second, Linear(2 -> 2)", message, StringComparison.Ordinal);
        Assert.Contains("[5, 3]", message, StringComparison.Ordinal);
        Assert.Contains("[2, 2]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FrozenParametersGetNoGradient()
    {
        var layer = new Linear(2, 2, new RandomState(1));
        layer.Parameters[0].IsTrainable = false;
        layer.Forward(Tensor.Ones([1, 2])).Sum().Backward();
        Assert.True(layer.Parameters[0].Gradient.IsNone);
        Assert.Equal([1, 1], layer.Parameters[1].Gradient.ToArray());
        layer.ClearGradients();
        Assert.True(layer.Parameters[1].Gradient.IsNone);
    }

    [Fact]
    public void NamesThatCannotBeAreRefused()
    {
        Assert.Throws<TrainingException>(() => new Parameter("a.b", Tensor.Zeros([1])));
        Assert.Throws<TrainingException>(() => new Parameter(string.Empty, Tensor.Zeros([1])));
        Assert.Throws<TrainingException>(() => new Parameter("a", Tensor.Of([1], [1])));
        Assert.Throws<TrainingException>(() => new Linear(0, 1, new RandomState(1)));
        Assert.Throws<TrainingException>(() => new Twins());
        Assert.Throws<TrainingException>(() => new Loop());
    }

    [Theory]
    [InlineData("glorot_uniform", 2.0 / 300)]
    [InlineData("GlorotNormal", 2.0 / 300)]
    [InlineData("he-uniform", 2.0 / 200)]
    [InlineData("he_normal", 2.0 / 200)]
    [InlineData("lecun_uniform", 1.0 / 200)]
    [InlineData("lecun_normal", 1.0 / 200)]
    public void InitializersHaveTheVarianceOfTheirPaper(string name, double variance)
    {
        var values = Initializer.ByName(name).Make([200, 100], 200, 100, new RandomState(5), ElementType.Double).ToArray();
        Assert.Equal(0, values.Average(), 0.03 * Math.Sqrt(variance));
        Assert.Equal(variance, values.Average(value => value * value), 0.05 * variance);
    }

    [Theory]
    [InlineData(5, 8)]
    [InlineData(8, 5)]
    [InlineData(1, 1)]
    public void OrthogonalIsOrthogonal(int rows, int columns)
    {
        var w = Initializer.Orthogonal.Make([rows, columns], rows, columns, new RandomState(3), ElementType.Double);
        var product = rows <= columns ? w.MatMul(w.Transpose()) : w.Transpose().MatMul(w);
        var size = Math.Min(rows, columns);
        var values = product.ToArray();
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++) Assert.Equal(i == j ? 1 : 0, values[(i * size) + j], 1e-14);
        }
    }

    [Fact]
    public void AnUnknownInitializerListsTheOthers() =>
        Assert.Contains("he_normal", Assert.Throws<TrainingException>(() => Initializer.ByName("he")).Message, StringComparison.Ordinal);

    private sealed class Pair : Module
    {
        private readonly Module _first;
        private readonly Module _second;

        public Pair(Module first, Module second)
        {
            _first = Add("first", first);
            _second = Add("second", second);
        }

        protected override Tensor Compute(Tensor input) => _second.Forward(_first.Forward(input));
    }

    private sealed class Twins : Module
    {
        public Twins()
        {
            Add("w", Tensor.Zeros([1]));
            Add("w", Tensor.Zeros([1]));
        }

        protected override Tensor Compute(Tensor input) => input;
    }

    private sealed class Loop : Module
    {
        public Loop() => Add("self", this);

        protected override Tensor Compute(Tensor input) => input;
    }
}
