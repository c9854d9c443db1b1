using Minima.Tensors.Randomness;
using Minima.Training.Adversarial;

namespace Minima.Training.Tests.Adversarial;

/// <summary>The steps of two players.</summary>
public sealed class GanTrainerTests
{
    public static TheoryData<string> Names => [.. GanObjectives.All.Select(objective => objective.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void SeedsDecideEverything(string name)
    {
        Assert.Equal(Played(name), Played(name));

        static double[] Played(string name)
        {
            var game = Game(Objective(name), seed: 3);
            for (var step = 0; step < 3; step++) game.Step(Items);
            return [.. game.Generator.Parameters.Concat(game.Critic.Parameters).SelectMany(parameter => parameter.Value.ToArray())];
        }
    }

    /// <summary>The critic's answers are so large that their probabilities are 0 and 1.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ACriticThatWinsOutrightIsNoError(string name)
    {
        var objective = Objective(name);
        var fake = Tensor.Of([-1e4, -2e4], [2, 1]).WithGradient();
        var real = Tensor.Of([1e4, 2e4], [2, 1]).WithGradient();
        var said = objective.Generator(real.Detach(), fake);
        Assert.True(double.IsFinite(said.Item()));
        Assert.All(Autograd.Gradient(said, [fake])[0].ToArray(), slope => Assert.True(double.IsFinite(slope)));
        var critic = objective.Critic(real, fake);
        Assert.True(double.IsFinite(critic.Item()));
        Assert.All(Autograd.Gradient(critic, [real, fake]), gradient => Assert.All(gradient.ToArray(), slope => Assert.True(double.IsFinite(slope))));
    }

    [Fact]
    public void TheSaturatingGeneratorHasNoGradientThenAndTheOtherHasAll()
    {
        var fake = Tensor.Of([-1e3], [1, 1]).WithGradient();
        Assert.Equal(0, Autograd.Gradient(GanObjectives.Minimax.Generator(default, fake), [fake])[0].Item());
        Assert.Equal(-1, Autograd.Gradient(GanObjectives.NonSaturating.Generator(default, fake), [fake])[0].Item());
    }

    [Fact]
    public void ClippedWeightsStayWithinTheirBound()
    {
        var game = Game(GanObjectives.Wasserstein, seed: 1);
        game.Step(Items);
        Assert.All(game.Critic.Parameters, parameter => Assert.All(parameter.Value.ToArray(), weight => Assert.InRange(weight, -0.01, 0.01)));
    }

    /// <summary>D(x) = w tanh(v x): the gradient of (|D'(x)| - 1)^2 by w and v, written out.</summary>
    [Fact]
    public void ThePenaltysSecondDerivativeIsThatOfTheFormula()
    {
        const double v = 0.7, w = -1.3, x = 0.4;
        var (inner, outer) = (Tensor.Of([v], [1, 1]).WithGradient(), Tensor.Of([w], [1, 1]).WithGradient());
        var slope = Minima.Tensors.Losses.CriticGradient.At(points => points.MatMul(inner).Tanh().MatMul(outer), Tensor.Of([x], [1, 1]));
        var gradients = Autograd.Gradient(new Minima.Tensors.Losses.GradientPenalty(1).Apply(slope), [inner, outer]);
        var tanh = Math.Tanh(v * x);
        var derivative = w * v * (1 - (tanh * tanh));
        var outerFactor = 2 * (Math.Abs(derivative) - 1) * Math.Sign(derivative);
        Assert.Equal(outerFactor * w * ((1 - (tanh * tanh)) - (2 * v * x * tanh * (1 - (tanh * tanh)))), gradients[0].Item(), 1e-12);
        Assert.Equal(outerFactor * v * (1 - (tanh * tanh)), gradients[1].Item(), 1e-12);
    }

    /// <summary>The whole loss of WGAN-GP's critic, a network with ReLU, by each weight against differences.</summary>
    [Fact]
    public void TheCriticsGradientIsThatOfDifferences()
    {
        const double step = 1e-6;
        var critic = Models.Mlp(2, [7, 5], 1, new RandomState(4), type: ElementType.Double);
        var (real, fake) = (Tensor.Of([1.0, 0.3, 0, 1, -1, 0.5], [3, 2]), Tensor.Of([0.2, -0.3, 0.1, 0.4, 0.6, -0.5], [3, 2]));
        Tensor Loss() => GanObjectives.WassersteinPenalty.Critic(critic.Forward(real), critic.Forward(fake)) + GanObjectives.WassersteinPenalty.Penalty!(critic.Forward, real, fake, new RandomState(9));
        Loss().Backward();
        foreach (var parameter in critic.Parameters)
        {
            var gradient = parameter.Gradient.ToArray();
            for (var i = 0; i < gradient.Length; i++)
            {
                var at = parameter.Value.Read<double>()[i];
                double At(double value)
                {
                    parameter.Value.Write<double>()[i] = value;
                    return Loss().Item();
                }

                var difference = (At(at + step) - At(at - step)) / (2 * step);
                At(at);
                Assert.Equal(difference, gradient[i], 1e-5 * (1 + Math.Abs(difference)));
            }
        }
    }

    [Fact]
    public void AnOptimizerOfTheOtherPlayerIsRefused()
    {
        var random = new RandomState(1);
        var (generator, critic) = (Models.Mlp(8, [4], 2, random), Models.Mlp(2, [4], 1, random));
        var (own, others) = (new Sgd(generator.Parameters, 0.1), new Sgd(critic.Parameters, 0.1));
        Assert.Contains("generator.Parameters", Assert.Throws<TrainingException>(() => _ = new GanTrainer(generator, critic, GanObjectives.Hinge, others, others, random)).Message, StringComparison.Ordinal);
        Assert.Contains("critic.Parameters", Assert.Throws<TrainingException>(() => _ = new GanTrainer(generator, critic, GanObjectives.Hinge, own, own, random)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => _ = new GanTrainer(generator, critic, GanObjectives.Hinge, own, others, random) { NoiseWidth = 0 });
    }

    [Fact]
    public void ALossThatRunsAwayIsSaid()
    {
        var game = Game(new GanObjective("broken", (real, fake) => (real.Mean() - fake.Mean()) * double.PositiveInfinity, (_, fake) => fake.Mean()), seed: 1);
        Assert.Contains("broken", Assert.Throws<TrainingException>(() => game.Step(Items)).Message, StringComparison.Ordinal);
    }

    private static GanObjective Objective(string name) => GanObjectives.All.Single(objective => objective.Name == name);

    private static Tensor Items() => Tensor.Of([1f, 0, 0, 1, -1, 0.5f, 0.25f, -1], [4, 2]);

    private static GanTrainer Game(GanObjective objective, ulong seed)
    {
        var random = new RandomState(seed);
        var (generator, critic) = (Models.Mlp(8, [6], 2, random), Models.Mlp(2, [6], 1, random));
        return new GanTrainer(generator, critic, objective, new Adam(generator.Parameters, 0.01), new Adam(critic.Parameters, 0.01), random);
    }
}
