using Minima.Tensors.Randomness;
using Minima.Training.Robustness;

namespace Minima.Training.Tests.Robustness;

/// <summary>What stands after all attacks.</summary>
public sealed class RobustAccuracyTests
{
    [Fact]
    public void WithoutAttacksItIsTheAccuracy()
    {
        var (model, (inputs, labels)) = (GradientAttackTests.Model(), GradientAttackTests.Batch(ElementType.Single));
        using var silence = Autograd.NoGradient();
        var accuracy = new Accuracy();
        accuracy.Add(model.Forward(inputs), labels);
        Assert.Equal(accuracy.Value, RobustAccuracy.Of(model.Forward, inputs, labels, [], new RandomState(1)));
        Assert.Equal(accuracy.Value, RobustAccuracy.Of(model.Forward, inputs, labels, RobustAccuracy.Strong(0), new RandomState(1)));
    }

    /// <summary>Two attacks bring down a row each: one number of [0.5 + x, 0.5] is attacked by what pushes it up, and by what pushes it down.</summary>
    [Fact]
    public void ARowFallsToAnyOfTheAttacks()
    {
        var inputs = Tensor.Of([0.6f, 0.4f, 0.9f], [3, 1]);
        var labels = Tensor.Of([0, 1, 0], [3]);
        Tensor Model(Tensor x) => Tensor.Concatenate(1, x, (x * 0) + 0.5);
        var down = GradientAttack.Fast(0.2) with { Loss = new("down", (logits, _) => -logits.Slice(1, 0, 1).Sum(^1)) };
        var up = GradientAttack.Fast(0.2) with { Loss = new("up", (logits, _) => logits.Slice(1, 0, 1).Sum(^1)) };
        Assert.Equal([true, true, true], RobustAccuracy.Standing(Model, inputs, labels, [], new RandomState(1)));
        Assert.Equal([false, true, true], RobustAccuracy.Standing(Model, inputs, labels, [down], new RandomState(1)));
        Assert.Equal([true, false, true], RobustAccuracy.Standing(Model, inputs, labels, [up], new RandomState(1)));
        Assert.Equal([false, false, true], RobustAccuracy.Standing(Model, inputs, labels, [down, up], new RandomState(1)));
        Assert.Equal(1.0 / 3, RobustAccuracy.Of(Model, inputs, labels, [up, down], new RandomState(1)), 1e-15);
    }

    [Fact]
    public void ALargerBallLeavesNoMoreRows()
    {
        var model = GradientAttackTests.Model();
        var (inputs, labels) = GradientAttackTests.Batch(ElementType.Single);
        var training = new RobustTraining(model, RobustObjective.Standard, new Adam(model.Parameters, 0.05), new RandomState(1));
        for (var step = 0; step < 200; step++) training.Step(inputs, labels);
        var shares = new[] { 0, 0.02, 0.1, 0.5, 1 }.Select(radius => RobustAccuracy.Of(model.Forward, inputs, labels, RobustAccuracy.Strong(radius, steps: 20, restarts: 2), new RandomState(1))).ToArray();
        Assert.Equal(1, shares[0]);
        Assert.Equal(0, shares[^1]);
        Assert.Equal(shares.OrderDescending(), shares);
    }

    [Fact]
    public void OutsideOf0And1IsRefused()
    {
        Assert.Throws<TrainingException>(() => RobustAccuracy.Of(x => x, Tensor.Of([2f, 0], [1, 2]), Tensor.Of([0], [1]), [], new RandomState(1)));
        Assert.Throws<TrainingException>(() => RobustAccuracy.Strong(-1));
        Assert.Throws<TrainingException>(() => RobustAccuracy.Strong(0.1, restarts: 0));
    }
}
