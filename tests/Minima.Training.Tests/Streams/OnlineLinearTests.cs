using Minima.Tensors.Randomness;
using Minima.Tensors.Streams;

namespace Minima.Training.Tests.Streams;

/// <summary>Learning from one item at a time.</summary>
public sealed class OnlineLinearTests
{
    /// <summary>Squared error, written out.</summary>
    [Fact]
    public void AStepIsThatOfTheFormula()
    {
        var model = new OnlineLinear(2, Loss.Create("mse"), learningRate: 0.1, hold: 4);
        double[] weights = [0, 0, 0];
        var random = new RandomState(3);
        for (var step = 0; step < 20; step++)
        {
            double[] x = [random.NextNormal(), random.NextNormal()];
            var target = random.NextNormal();
            var error = (weights[0] * x[0]) + (weights[1] * x[1]) + weights[2] - target;
            Assert.Equal(error * error, model.Learn(x, target), 1e-12);
            var rate = 0.1 / Math.Sqrt(1 + (step / 4.0));
            weights = [weights[0] - (rate * 2 * error * x[0]), weights[1] - (rate * 2 * error * x[1]), weights[2] - (rate * 2 * error)];
            for (var i = 0; i < 3; i++) Assert.Equal(weights[i], model.Weights[i], 1e-12);
        }
    }

    [Fact]
    public void NothingIsAllocatedForAnItem()
    {
        var model = new OnlineLinear(4, Loss.Create("logistic"));
        double[] x = [1, -0.5, 0.25, 2];
        var item = 0;
        Assert.Equal(0, Steady.Allocated(() => model.Learn(x, item++ % 2 == 0 ? 1 : -1), steps: 2000));
    }

    [Fact]
    public void WhatIsNotFiniteIsRefusedAndNothingChanges()
    {
        var model = new OnlineLinear(2, Loss.Create("mse"));
        model.Learn([1, 2], 3);
        var before = model.Weights.ToArray();
        Assert.Contains("Feature 1", Assert.Throws<TrainingException>(() => model.Learn([1, double.NaN], 3)).Message, StringComparison.Ordinal);
        Assert.Contains("target", Assert.Throws<TrainingException>(() => model.Learn([1, 2], double.PositiveInfinity)).Message, StringComparison.Ordinal);
        Assert.Contains("3 features", Assert.Throws<TrainingException>(() => model.Learn([1, 2, 3], 1)).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Weights.ToArray());
    }

    [Theory]
    [InlineData(0, 0.1, 1000)]
    [InlineData(2, 0, 1000)]
    [InlineData(2, double.NaN, 1000)]
    [InlineData(2, 0.1, 0)]
    public void SettingsOutsideTheirRangeAreRefused(int features, double rate, double hold) =>
        Assert.Throws<TrainingException>(() => _ = new OnlineLinear(features, Loss.Create("mse"), rate, hold));

    [Theory]
    [InlineData("cross_entropy")]
    [InlineData("dice")]
    [InlineData("giou")]
    [InlineData("info_nce")]
    public void ALossOfMoreThanOneNumberIsRefused(string loss)
    {
        Assert.Contains(loss, Assert.Throws<TrainingException>(() => _ = new OnlineLinear(2, Loss.Create(loss))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DriftReaction.RaiseRate)]
    [InlineData(DriftReaction.Reset)]
    [InlineData(DriftReaction.SwitchLoss)]
    public void ALearnerReactsToAChangeForTheWorse(DriftReaction reaction)
    {
        var learner = new StreamLearner(new OnlineLinear(1, Loss.Create("mse"), 0.05, hold: 50), new AdaptiveWindow()) { Reaction = reaction, NextLoss = Loss.Create("mae") };
        var random = new RandomState(5);
        long first = 0;
        for (var item = 0; item < 4000; item++)
        {
            double[] x = [random.NextNormal()];
            var said = learner.Add(x, (item < 2000 ? x[0] : -3 * x[0]) + (0.1 * random.NextNormal()));
            if (said.IsAlarm && first == 0 && item >= 2000) first = item;
        }

        Assert.InRange(first, 2000, 2200);
        Assert.Equal(reaction == DriftReaction.SwitchLoss ? "mae" : "mse", learner.Model.Loss.Entry.Key);
        Assert.Equal(-3, learner.Model.Weights[0], 0.5);
    }

    /// <summary>The first items are learned: losses fall, and that is a change too.</summary>
    [Fact]
    public void AChangeForTheBetterIsNoAlarm()
    {
        var learner = new StreamLearner(new OnlineLinear(1, Loss.Create("mse"), 0.01), new AdaptiveWindow()) { Reaction = DriftReaction.Reset };
        var random = new RandomState(6);
        for (var item = 0; item < 3000; item++)
        {
            double[] x = [random.NextNormal()];
            learner.Add(x, 10 * x[0]);
        }

        Assert.Equal(0, learner.Drifts);
        Assert.Equal(10, learner.Model.Weights[0], 0.1);
    }

    [Fact]
    public void SwitchingNeedsALoss() =>
        Assert.Contains("NextLoss", Assert.Throws<TrainingException>(() => new StreamLearner(new OnlineLinear(1, Loss.Create("mse"))) { Reaction = DriftReaction.SwitchLoss }.Add([1], 1)).Message, StringComparison.Ordinal);
}
