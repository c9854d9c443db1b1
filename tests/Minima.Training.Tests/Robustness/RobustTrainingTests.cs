using Minima.Tensors.Randomness;
using Minima.Training.Robustness;

namespace Minima.Training.Tests.Robustness;

/// <summary>Steps of robust training against their formulas, written out with the attack's own points.</summary>
public sealed class RobustTrainingTests
{
    private const double Rate = 0.1;
    private const double Radius = 0.1;

    private static readonly GradientAttack Attack = GradientAttack.Projected(Radius, 3);

    private static Dictionary<string, RobustObjective> Objectives { get; } = new RobustObjective[]
    {
        RobustObjective.Standard, RobustObjective.Attacked(Attack), RobustObjective.Trades(Attack), RobustObjective.Mart(Attack), RobustObjective.Virtual(new VirtualAdversary(0.3)),
    }.ToDictionary(objective => objective.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Objectives.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AStepGoesDownTheGradientOfItsLoss(string name)
    {
        var (inputs, labels) = GradientAttackTests.Batch(ElementType.Single);
        var (model, twin) = (GradientAttackTests.Model(), GradientAttackTests.Model());
        Objectives[name].Loss(twin, inputs, labels, new RandomState(7)).Backward();
        var value = new RobustTraining(model, Objectives[name], new Sgd(model.Parameters, Rate), new RandomState(7)).Step(inputs, labels);
        Assert.True(value > 0);
        foreach (var (moved, own) in model.Parameters.Zip(twin.Parameters))
        {
            var (after, before, gradient) = (moved.Value.ToArray(), own.Value.ToArray(), own.Gradient.ToArray());
            for (var i = 0; i < after.Length; i++) Assert.Equal(before[i] - (Rate * gradient[i]), after[i], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SeedsDecideEverythingAndTheLossFalls(string name)
    {
        var (first, second) = (Losses(name), Losses(name));
        Assert.Equal(first, second);
        Assert.True(first[^1] < 0.85 * first[0], $"from {first[0]} to {first[^1]}");

        static double[] Losses(string name)
        {
            var (inputs, labels) = GradientAttackTests.Batch(ElementType.Single);
            var model = GradientAttackTests.Model();
            var training = new RobustTraining(model, Objectives[name], new Adam(model.Parameters, 0.02), new RandomState(7));
            return [.. Enumerable.Range(0, 60).Select(_ => training.Step(inputs, labels))];
        }
    }

    /// <summary>Cross-entropy of clean rows and 6 times the divergence from clean to attacked probabilities, by exponentials.</summary>
    [Fact]
    public void TradesIsItsFormula()
    {
        var (inputs, labels) = GradientAttackTests.Batch(ElementType.Single);
        var model = GradientAttackTests.Model();
        using var silence = Autograd.NoGradient();
        var natural = Probabilities(model.Forward(inputs));
        var attack = Attack with { Loss = Minima.Tensors.Losses.AttackLoss.DivergenceFrom(model.Forward(inputs)) };
        var attacked = Probabilities(model.Forward(attack.Of(model.Forward, inputs, labels, new RandomState(7))));
        var expected = natural.Zip(attacked).Select((pair, row) => -Math.Log(pair.First[row % 4]) + (6 * pair.First.Zip(pair.Second, (p, q) => p * Math.Log(p / q)).Sum())).Average();
        Assert.Equal(expected, RobustObjective.Trades(Attack).Loss(model, inputs, labels, new RandomState(7)).Item(), 1e-5);
    }

    [Fact]
    public void MartIsItsFormula()
    {
        var (inputs, labels) = GradientAttackTests.Batch(ElementType.Single);
        var model = GradientAttackTests.Model();
        using var silence = Autograd.NoGradient();
        var natural = Probabilities(model.Forward(inputs));
        var attacked = Probabilities(model.Forward(Attack.Of(model.Forward, inputs, labels, new RandomState(7))));
        var expected = natural.Zip(attacked).Select((pair, row) =>
        {
            var (p, q, y) = (pair.First, pair.Second, row % 4);
            var rival = q.Where((_, k) => k != y).Max();
            return -Math.Log(q[y]) - Math.Log(1 - rival) + (5 * p.Zip(q, (a, b) => a * Math.Log(a / b)).Sum() * (1 - p[y]));
        }).Average();
        Assert.Equal(expected, RobustObjective.Mart(Attack).Loss(model, inputs, labels, new RandomState(7)).Item(), 1e-5);
    }

    [Fact]
    public void AdversarialTrainingIsCrossEntropyOfAttackedInputs()
    {
        var (inputs, labels) = GradientAttackTests.Batch(ElementType.Single);
        var model = GradientAttackTests.Model();
        using var silence = Autograd.NoGradient();
        var attacked = Probabilities(model.Forward(Attack.Of(model.Forward, inputs, labels, new RandomState(7))));
        Assert.Equal(attacked.Select((q, row) => -Math.Log(q[row % 4])).Average(), RobustObjective.Attacked(Attack).Loss(model, inputs, labels, new RandomState(7)).Item(), 1e-5);
    }

    /// <summary>The attack is on the model as it predicts, and the model trains on as before.</summary>
    [Fact]
    public void TheAttackIsOnTheModelAsItPredicts()
    {
        var (inputs, labels) = GradientAttackTests.Batch(ElementType.Single);
        var watch = new Watch();
        RobustObjective.Attacked(Attack).Loss(new Sequential(new Linear(6, 4, new RandomState(1)), watch), inputs, labels, new RandomState(1));
        Assert.Equal([false, false, false, true], watch.Seen);
        Assert.True(watch.IsTraining);
    }

    [Fact]
    public void ALossThatIsNotFiniteIsSaid()
    {
        var (inputs, labels) = GradientAttackTests.Batch(ElementType.Single);
        var model = GradientAttackTests.Model();
        var broken = new RobustObjective("broken", (network, x, _, _) => network.Forward(x).Sum() * double.PositiveInfinity);
        Assert.Contains("broken", Assert.Throws<TrainingException>(() => new RobustTraining(model, broken, new Sgd(model.Parameters, Rate), new RandomState(1)).Step(inputs, labels)).Message, StringComparison.Ordinal);
    }

    private static double[][] Probabilities(Tensor logits)
    {
        var values = logits.ToArray();
        return [.. Enumerable.Range(0, logits.Shape[0]).Select(row =>
        {
            var exponentials = values.Skip(row * 4).Take(4).Select(Math.Exp).ToArray();
            return Array.ConvertAll(exponentials, one => one / exponentials.Sum());
        })];
    }

    private sealed class Watch : Module
    {
        public List<bool> Seen { get; } = [];

        protected override Tensor Compute(Tensor input)
        {
            Seen.Add(IsTraining);
            return input;
        }
    }
}
