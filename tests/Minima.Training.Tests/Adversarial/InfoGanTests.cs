using Minima.Tensors.Randomness;
using Minima.Training.Adversarial;

namespace Minima.Training.Tests.Adversarial;

/// <summary>The game with a code.</summary>
public sealed class InfoGanTests
{
    private const int Classes = 3;
    private const int Numbers = 2;
    private const int Noise = 4;

    public static TheoryData<string> Names => [.. GanObjectives.All.Where(objective => objective.ClipWeights is null).Select(objective => objective.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void SeedsDecideEverything(string name)
    {
        Assert.Equal(Played(name), Played(name));

        static double[] Played(string name)
        {
            var game = Game(GanObjectives.All.Single(objective => objective.Name == name), 3);
            for (var step = 0; step < 3; step++) game.Step(Items);
            return [.. game.Generator.Parameters.Concat(game.Critic.Parameters).SelectMany(parameter => parameter.Value.ToArray())];
        }
    }

    /// <summary>The weights of the generator that the class comes in by: a critic that reads it moves them even where its answer says nothing.</summary>
    [Theory]
    [InlineData(0.0, false)]
    [InlineData(1.0, true)]
    public void ReadingTheCodeIsWhatTeaches(double weight, bool moves)
    {
        var game = Game(new GanObjective("no game", (real, fake) => 0 * (real.Mean() + fake.Mean()), (_, fake) => 0 * fake.Mean()), 1, weight);
        var before = game.Generator.Parameters[0].Value.ToArray();
        game.Step(Items);
        Assert.Equal(moves, !before.SequenceEqual(game.Generator.Parameters[0].Value.ToArray()));
    }

    [Fact]
    public void ReadingBecomesCheap()
    {
        var game = Game(GanObjectives.NonSaturating, 1);
        var first = game.Step(Items).Reading;
        var last = first;
        for (var step = 0; step < 300; step++) last = game.Step(Items).Reading;
        Assert.True(last < first - 0.5, $"reading the code cost {first} at first and {last} in the end");
    }

    /// <summary>The generator is linear without bias: the class is a column of its weights, and that is all two items of one noise differ by.</summary>
    [Fact]
    public void DrawnItemsHaveTheirClasses()
    {
        var (generator, critic) = (new Linear(Noise + Classes + Numbers, 2, new RandomState(1), hasBias: false), new Linear(2, 1 + Classes + (2 * Numbers), new RandomState(2)));
        var weights = generator.Parameters[0].Value.ToArray();
        var drawn = Enumerable.Range(0, Classes).Select(one => Of(one).Draw([one]).ToArray()).ToArray();
        for (var one = 1; one < Classes; one++)
        {
            for (var column = 0; column < 2; column++) Assert.Equal(weights[((Noise + one) * 2) + column] - weights[(Noise * 2) + column], drawn[one][column] - drawn[0][column], 1e-5);
        }

        InfoGan Of(int _) => new(generator, critic, GanObjectives.NonSaturating, new Sgd(generator.Parameters, 0.1), new Sgd(critic.Parameters, 0.1), new RandomState(7)) { NoiseWidth = Noise, Classes = Classes, ContinuousCodes = Numbers };
    }

    [Fact]
    public void WhatIsNoGameIsRefused()
    {
        var random = new RandomState(1);
        var (generator, critic) = (Models.Mlp(Noise + Classes + Numbers, [4], 2, random), Models.Mlp(2, [4], 5, random));
        var (own, others) = (new Sgd(generator.Parameters, 0.1), new Sgd(critic.Parameters, 0.1));
        Assert.Contains("generator.Parameters", Refusal(() => new InfoGan(generator, critic, GanObjectives.Hinge, others, others, random)), StringComparison.Ordinal);
        Assert.Contains("critic.Parameters", Refusal(() => new InfoGan(generator, critic, GanObjectives.Hinge, own, own, random)), StringComparison.Ordinal);
        Assert.Contains("penalises gradients", Refusal(() => new InfoGan(generator, critic, GanObjectives.Wasserstein, own, others, random)), StringComparison.Ordinal);
        Refusal(() => new InfoGan(generator, critic, GanObjectives.Hinge, own, others, random) { NoiseWidth = 0 });
        Refusal(() => new InfoGan(generator, critic, GanObjectives.Hinge, own, others, random) { Classes = 1 });
        Refusal(() => new InfoGan(generator, critic, GanObjectives.Hinge, own, others, random) { ContinuousCodes = 0 });
        Refusal(() => new InfoGan(generator, critic, GanObjectives.Hinge, own, others, random) { Weight = -1 });
        Refusal(() => new InfoGan(generator, critic, GanObjectives.Hinge, own, others, random) { Weight = double.NaN });
        var game = new InfoGan(generator, critic, GanObjectives.Hinge, own, others, random) { NoiseWidth = Noise, Classes = Classes, ContinuousCodes = Numbers };
        Assert.Contains("must give 8", Refusal(() => game.Step(Items)), StringComparison.Ordinal);
        Assert.Contains("0 to 2", Refusal(() => game.Draw([0, 3])), StringComparison.Ordinal);
        Assert.Contains("0 to 2", Refusal(() => game.Draw([-1])), StringComparison.Ordinal);
    }

    [Fact]
    public void ALossThatRunsAwayIsSaid()
    {
        var game = Game(new GanObjective("broken", (real, fake) => (real.Mean() - fake.Mean()) * double.PositiveInfinity, (_, fake) => fake.Mean()), 1);
        Assert.Contains("broken", Refusal(() => game.Step(Items)), StringComparison.Ordinal);
    }

    private static string Refusal(Func<object?> action) => Assert.Throws<TrainingException>(action).Message;

    private static Tensor Items() => Tensor.Of([1f, 0, 0, 1, -1, 0.5f, 0.25f, -1, 1, 1, -1, -1, 0, -1, 0.5f, 0.5f], [8, 2]);

    private static InfoGan Game(GanObjective objective, ulong seed, double weight = 1)
    {
        var random = new RandomState(seed);
        var (generator, critic) = (Models.Mlp(Noise + Classes + Numbers, [16], 2, random), Models.Mlp(2, [16], 1 + Classes + (2 * Numbers), random));
        return new(generator, critic, objective, new Adam(generator.Parameters, 0.01), new Adam(critic.Parameters, 0.01), random) { NoiseWidth = Noise, Classes = Classes, ContinuousCodes = Numbers, Weight = weight };
    }
}
