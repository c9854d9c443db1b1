using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training.Robustness;

namespace Minima.Training.Tests.Robustness;

/// <summary>Attacks: where they go, where they may not go, and what they refuse.</summary>
public sealed class GradientAttackTests
{
    private const int Rows = 12;
    private const int Width = 6;
    private const int Classes = 4;

    public static TheoryData<string, PerturbationNorm, double> Searches
    {
        get
        {
            var all = new TheoryData<string, PerturbationNorm, double>();
            foreach (var name in Losses.Keys)
            {
                foreach (var norm in Enum.GetValues<PerturbationNorm>())
                {
                    all.Add(name, norm, 0.07);
                    all.Add(name, norm, 0.6);
                }
            }

            return all;
        }
    }

    private static Dictionary<string, AttackLoss> Losses { get; } = new AttackLoss[] { AttackLoss.CrossEntropy, AttackLoss.Margin, AttackLoss.LogitRatio }.ToDictionary(loss => loss.Name, StringComparer.Ordinal);

    /// <summary>For one linear layer the gradient with respect to the input is W (p - onehot).</summary>
    [Fact]
    public void TheFastAttackIsTheSignOfTheGradientWrittenOut()
    {
        const double radius = 0.15;
        var layer = new Linear(Width, Classes, new RandomState(3), type: ElementType.Double);
        var (inputs, labels) = Batch(ElementType.Double);
        var attacked = GradientAttack.Fast(radius).Of(layer.Forward, inputs, labels, new RandomState(1)).ToArray();
        var (x, weights) = (inputs.ToArray(), layer.Parameters[0].Value.ToArray());
        for (var row = 0; row < Rows; row++)
        {
            var exponentials = Enumerable.Range(0, Classes).Select(k => Math.Exp(Enumerable.Range(0, Width).Sum(i => x[(row * Width) + i] * weights[(i * Classes) + k]))).ToArray();
            for (var i = 0; i < Width; i++)
            {
                var slope = Enumerable.Range(0, Classes).Sum(k => weights[(i * Classes) + k] * ((exponentials[k] / exponentials.Sum()) - (k == row % Classes ? 1 : 0)));
                Assert.Equal(Math.Clamp(x[(row * Width) + i] + (radius * Math.Sign(slope)), 0, 1), attacked[(row * Width) + i], 1e-12);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void ASearchStaysInTheBallAndBetween0And1AndRaisesItsLoss(string name, PerturbationNorm norm, double radius)
    {
        var (model, (inputs, labels)) = (Model(), Batch(ElementType.Single));
        var attack = GradientAttack.Projected(radius, steps: 20, norm) with { Loss = Losses[name], Restarts = 2 };
        var attacked = attack.Of(model.Forward, inputs, labels, new RandomState(5));
        var (clean, moved) = (inputs.ToArray(), attacked.ToArray());
        Assert.All(moved, value => Assert.InRange(value, 0, 1));
        for (var row = 0; row < Rows; row++)
        {
            var changes = Enumerable.Range(row * Width, Width).Select(i => moved[i] - clean[i]).ToArray();
            var size = norm == PerturbationNorm.Infinity ? changes.Max(Math.Abs) : Math.Sqrt(changes.Sum(change => change * change));
            Assert.InRange(size, radius / 100, radius * (1 + 1e-6));
        }

        // A row that is wrong already may have no larger ratio of logits.
        using var silence = Autograd.NoGradient();
        var before = Losses[name].Terms(model.Forward(inputs), labels).ToArray();
        var areRight = AttackedRows.AreRight(model.Forward(inputs), labels);
        Assert.Contains(true, areRight);
        var after = Losses[name].Terms(model.Forward(attacked), labels).ToArray();
        Assert.All(Enumerable.Range(0, Rows).Where(row => areRight[row] || Losses[name] != AttackLoss.LogitRatio), row => Assert.True(after[row] > before[row], $"row {row}: {before[row]} became {after[row]}"));
    }

    [Theory]
    [InlineData(PerturbationNorm.Infinity)]
    [InlineData(PerturbationNorm.Euclidean)]
    public void WithoutARadiusTheInputIsTheCleanOne(PerturbationNorm norm)
    {
        var (inputs, labels) = Batch(ElementType.Single);
        Assert.Equal(inputs.ToArray(), GradientAttack.Fast(0, norm).Of(Model().Forward, inputs, labels, new RandomState(1)).ToArray());
        Assert.Equal(inputs.ToArray(), (GradientAttack.Projected(0, 5, norm) with { StepSize = 0.3, Restarts = 2 }).Of(Model().Forward, inputs, labels, new RandomState(1)).ToArray());
    }

    [Theory]
    [InlineData(PerturbationNorm.Infinity)]
    [InlineData(PerturbationNorm.Euclidean)]
    public void SeedsDecideEverything(PerturbationNorm norm)
    {
        var (model, (inputs, labels)) = (Model(), Batch(ElementType.Single));
        double[] Attacked(ulong seed) => GradientAttack.Projected(0.2, 3, norm).Of(model.Forward, inputs, labels, new RandomState(seed)).ToArray();
        Assert.Equal(Attacked(1), Attacked(1));
        Assert.NotEqual(Attacked(1), Attacked(2));
    }

    /// <summary>Where the gradient leads out of the ball, the Euclidean attack on a linear lead ends at radius times its direction.</summary>
    [Fact]
    public void TheEuclideanAttackGoesAlongTheGradient()
    {
        var layer = new Linear(Width, 2, new RandomState(3), type: ElementType.Double);
        var inputs = Tensor.Full([1, Width], 0.5, ElementType.Double);
        var attack = GradientAttack.Projected(0.2, 30, PerturbationNorm.Euclidean) with { Loss = AttackLoss.Margin, StepSize = 0.2 };
        var moved = attack.Of(layer.Forward, inputs, Tensor.Of([0], [1]), new RandomState(9)).ToArray();
        var weights = layer.Parameters[0].Value.ToArray();
        var direction = Enumerable.Range(0, Width).Select(i => weights[(2 * i) + 1] - weights[2 * i]).ToArray();
        var length = Math.Sqrt(direction.Sum(part => part * part));
        for (var i = 0; i < Width; i++) Assert.Equal(0.5 + (0.2 * direction[i] / length), moved[i], 1e-3);
    }

    /// <summary>A gradient whose squares are 0 in float still has a direction.</summary>
    [Fact]
    public void ATinyGradientIsFollowed()
    {
        var inputs = Tensor.Full([1, 2], 0.5);
        var loss = new AttackLoss("tiny", (logits, _) => logits.Sum(^1) * 1e-30);
        var moved = (GradientAttack.Fast(0.1, PerturbationNorm.Euclidean) with { Loss = loss }).Of(x => x, inputs, Tensor.Of([0], [1]), new RandomState(1)).ToArray();
        Assert.All(moved, value => Assert.Equal(0.5 + (0.1 / Math.Sqrt(2)), value, 1e-6));
    }

    [Fact]
    public void AnAttackLeavesTheParametersGradientsAlone()
    {
        var (model, (inputs, labels)) = (Model(), Batch(ElementType.Single));
        using (Autograd.NoGradient()) GradientAttack.Fast(0.1).Of(model.Forward, inputs, labels, new RandomState(1));
        Assert.All(model.Parameters, parameter => Assert.True(parameter.Gradient.IsNone));
    }

    /// <summary>The first search misleads by little, the second not at all though its loss is larger: being misled counts first.</summary>
    [Fact]
    public void OfRestartsAMisledRowIsKept()
    {
        var searches = 0;
        var attack = new GradientAttack(0.5) { Loss = new("stated", (logits, _) => logits.Sum(^1)), StepSize = 0, StartsAnywhere = true, Restarts = 2 };
        Tensor Model(Tensor x)
        {
            searches++;
            return Autograd.IsRecording ? x : Tensor.Of(searches == 2 ? new[] { 0f, 1 } : [5, 1], [1, 2]);
        }

        var inputs = Tensor.Full([1, 2], 0.5);
        var random = new RandomState(4);
        var first = new GradientAttack(0.5) { StepSize = 0, StartsAnywhere = true }.Of(x => x, inputs, Tensor.Of([0], [1]), new RandomState(4));
        Assert.Equal(first.ToArray(), attack.Of(Model, inputs, Tensor.Of([0], [1]), random).ToArray());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ARadiusThatIsNoneIsRefused(double radius)
    {
        Assert.Contains("radius", Assert.Throws<TrainingException>(() => GradientAttack.Fast(radius)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => GradientAttack.Projected(radius));
        Assert.Contains("step size", Assert.Throws<TrainingException>(() => new GradientAttack(0.1) { StepSize = radius }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeAttackedIsRefused()
    {
        var (model, (inputs, labels)) = (Model(), Batch(ElementType.Single));
        var (attack, random) = (GradientAttack.Fast(0.1), new RandomState(1));
        Assert.Contains("0 steps", Assert.Throws<TrainingException>(() => GradientAttack.Projected(0.1, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("0 restarts", Assert.Throws<TrainingException>(() => attack with { Restarts = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("element 3", Assert.Throws<TrainingException>(() => attack.Of(model.Forward, Tensor.Of([0f, 0, 1, 1.5f], [1, 4]), Tensor.Of([0], [1]), random)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => attack.Of(model.Forward, Tensor.Of([float.NaN], [1, 1]), Tensor.Of([0], [1]), random));
        Assert.Contains("int labels [N]", Assert.Throws<TrainingException>(() => attack.Of(model.Forward, inputs, Tensor.Zeros([Rows]), random)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => attack.Of(model.Forward, inputs, labels.Slice(0, 0, 3), random));
        Assert.Throws<TrainingException>(() => attack.Of(model.Forward, Tensor.Of([0.5f], [1]), Tensor.Of([0], [1]), random));
    }

    internal static Sequential Model() => Models.Mlp(Width, [16], Classes, new RandomState(2), "tanh");

    internal static (Tensor Inputs, Tensor Labels) Batch(ElementType type)
    {
        var values = new double[Rows * Width];
        new RandomState(8).FillUniform(values);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % Classes)];
        return (Tensor.Of(values, [Rows, Width]).To(type), Tensor.Of(labels, [Rows]));
    }
}
