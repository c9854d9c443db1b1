using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Optimizers;

/// <summary>Sharpness-aware steps: where the gradient is taken, and weights that come back to the bit.</summary>
public sealed class SharpnessAwareTests
{
    [Theory]
    [InlineData(ElementType.Single)]
    [InlineData(ElementType.Double)]
    public void TheWayUpIsTheRadiusAlongTheGradientAndBackToTheBit(ElementType type)
    {
        var (a, b) = (TestParameter.Of("a", type, 0.1, 0.2), TestParameter.Of("b", type, 0.3));
        double[] before = [.. a.Value.ToArray(), .. b.Value.ToArray()];
        ((a.Value * a.Value).Sum() + (3 * b.Value.Sum())).Backward();
        double[] gradient = [.. a.Gradient.ToArray(), .. b.Gradient.ToArray()];
        var norm = Math.Sqrt(gradient.Sum(x => x * x));
        var sharpness = new SharpnessAware([a, b], radius: 0.05);
        using (sharpness.Climb())
        {
            double[] up = [.. a.Value.ToArray(), .. b.Value.ToArray()];
            for (var i = 0; i < up.Length; i++) Assert.Equal(before[i] + (0.05 * gradient[i] / norm), up[i], 1e-7);
            Assert.Contains("already moved along the gradient", Assert.Throws<TrainingException>(() => _ = sharpness.Climb()).Message, StringComparison.Ordinal);
        }

        double[] after = [.. a.Value.ToArray(), .. b.Value.ToArray()];
        Assert.Equal(before, after);
    }

    [Fact]
    public void WithoutAGradientTheWeightsStay()
    {
        var (trained, other) = (TestParameter.Of("a", ElementType.Double, 1), TestParameter.Of("b", ElementType.Double, 2));
        (0 * trained.Value.Sum()).Backward();
        using var up = new SharpnessAware([trained, other]).Climb();
        Assert.Equal((1.0, 2.0), (trained.Value.Item(), other.Value.Item()));
    }

    /// <summary>A trainer steps as the loop written out does, and reports the loss of the weights where they are.</summary>
    [Fact]
    public void TheTrainersStepIsThatOfTheSlopeAbove()
    {
        const double radius = 0.25, rate = 0.01;
        var (plain, aware) = (Loop.Problem.Line(), Loop.Problem.Line());
        var (first, second) = (Model(), Model());
        new Trainer(first, new Objective(Loss.Create("mse")), new Sgd(first.Parameters, rate)) { Epochs = 1 }.Fit(plain);
        var trainer = new Trainer(second, new Objective(Loss.Create("mse")), new Sgd(second.Parameters, rate)) { Epochs = 1, Sharpness = new SharpnessAware(second.Parameters, radius) };
        trainer.Fit(aware);

        // By hand, batch by batch.
        var third = Model();
        var (optimizer, sharpness, loss) = (new Sgd(third.Parameters, rate), new SharpnessAware(third.Parameters, radius), Loss.Create("mse"));
        var losses = new List<double>();
        using var reader = ((IBatchSource)Loop.Problem.Line()).Open(0, 0);
        while (reader.Next(out var batch))
        {
            using var step = StepScope.Begin();
            losses.Add(Gradients(batch));
            using (sharpness.Climb()) Gradients(batch);
            optimizer.Step();
        }

        Assert.Equal(Weights(third), Weights(second));
        Assert.NotEqual(Weights(first), Weights(second));
        Assert.Equal(losses.Average(), trainer.History[0].TrainingLoss, 1e-6);

        double Gradients(TrainingBatch batch)
        {
            optimizer.ClearGradients();
            var value = loss.Apply(third.Forward(batch.Features).Reshape(batch.Target.Shape), batch.Target);
            value.Backward();
            return value.Item();
        }

        static Linear Model() => new(2, 1, new RandomState(7));

        static double[] Weights(Module model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void ARadiusThatIsNotAboveZeroIsRefused(double radius) => Assert.Throws<TrainingException>(() => _ = new SharpnessAware([TestParameter.Of("a", ElementType.Single, 1)], radius));

    [Fact]
    public void WhatTakesGradientsElsewhereIsRefused()
    {
        var model = new Linear(2, 1, new RandomState(1));
        var trainer = new Trainer(model, new Objective(Loss.Create("mse")), new Lbfgs(model.Parameters)) { Epochs = 1, Sharpness = new SharpnessAware(model.Parameters) };
        Assert.Contains("L-BFGS", Assert.Throws<TrainingException>(() => trainer.Fit(Loop.Problem.Line())).Message, StringComparison.Ordinal);
        var parameter = TestParameter.Of("a", ElementType.Double, 1);
        (parameter.Value.Sum() * double.PositiveInfinity).Backward();
        Assert.Contains("no ascent direction", Assert.Throws<TrainingException>(() => _ = new SharpnessAware([parameter]).Climb()).Message, StringComparison.Ordinal);
        Assert.Contains("one element type", Assert.Throws<TrainingException>(() => _ = new SharpnessAware([parameter, TestParameter.Of("b", ElementType.Single, 1)])).Message, StringComparison.Ordinal);
    }
}
