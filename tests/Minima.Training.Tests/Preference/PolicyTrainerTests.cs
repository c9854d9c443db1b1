using Minima.Tensors.Randomness;
using Minima.Training.Preference;

namespace Minima.Training.Tests.Preference;

/// <summary>Steps on answers that the policy draws itself.</summary>
public sealed class PolicyTrainerTests
{
    private const int Words = 3;
    private const int Length = 2;

    private static readonly Tensor Prompts = Tensor.Of([0, 1, 2, 0], [4, 1]);

    public static TheoryData<string> Ways => ["reinforce", "proximal", "group"];

    /// <summary>Token 2 is worth 1: after some steps answers hold more of it, at a cost that is reported.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public void RewardsAreClimbed(string way)
    {
        var reference = TableModel.Random(Words, 5);
        var policy = reference.Copy();
        var trainer = Trainer(policy, reference, 0.05);
        double first = 0, last = 0, departure = 0;
        for (var step = 0; step < 120; step++)
        {
            var said = Step(trainer, way);
            if (step < 20) first += said.Reward;
            if (step < 100) continue;
            last += said.Reward;
            departure += said.Departure;
        }

        Assert.True(last > first * 1.2, $"{way}: {first} became {last}");
        Assert.True(departure > 0);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void SeedsDecideEverything(string way)
    {
        Assert.Equal(Run(way), Run(way));

        static double[] Run(string way)
        {
            var reference = TableModel.Random(Words, 5);
            var policy = reference.Copy();
            var trainer = Trainer(policy, reference, 0.1);
            for (var step = 0; step < 3; step++) Step(trainer, way);
            return policy.Parameters[0].Value.ToArray();
        }
    }

    /// <summary>The gradient of REINFORCE by hand: the mean over tokens of advantage times (softmax - one-hot), into the row of the token before.</summary>
    [Fact]
    public void ReinforceStepsAlongTheWrittenOutGradient()
    {
        var reference = TableModel.Random(Words, 5);
        var (policy, twin) = (reference.Copy(), reference.Copy());
        var random = new RandomState(3);
        var drawn = SequenceSampler.Draw(twin, Prompts, Length, new RandomState(random.Snapshot));
        new PolicyTrainer(policy, reference, new Sgd(policy.Parameters, 1), Rewards, random) { DivergenceWeight = 0.2 }.Reinforce(Prompts, Length);

        var rewards = Rewards(drawn);
        var mean = rewards.Average();
        var deviation = Math.Sqrt(rewards.Average(value => (value - mean) * (value - mean)));
        var logits = twin.Parameters[0].Value.ToArray();
        var expected = (double[])logits.Clone();
        var tokens = drawn.Read<int>();
        for (var row = 0; row < rewards.Length; row++)
        {
            for (var place = 1; place <= Length; place++)
            {
                var before = tokens[(row * (Length + 1)) + place - 1];
                var sum = Enumerable.Range(0, Words).Sum(k => Math.Exp(logits[(before * Words) + k]));
                for (var k = 0; k < Words; k++)
                {
                    var miss = (k == tokens[(row * (Length + 1)) + place] ? 1 : 0) - (Math.Exp(logits[(before * Words) + k]) / sum);
                    expected[(before * Words) + k] += (rewards[row] - mean) / deviation * miss / (rewards.Length * Length);
                }
            }
        }

        // The policy is the reference still: nothing is taken from the rewards.
        Assert.Equal(expected, policy.Parameters[0].Value.ToArray(), (x, y) => Math.Abs(x - y) < 1e-7);
    }

    /// <summary>One update of PPO is one of REINFORCE: the ratio is 1.</summary>
    [Fact]
    public void TheFirstProximalUpdateIsThatOfReinforce()
    {
        var reference = TableModel.Random(Words, 5);
        var (left, right) = (reference.Copy(), reference.Copy());
        new PolicyTrainer(left, reference, new Sgd(left.Parameters, 1), Rewards, new RandomState(3)).Reinforce(Prompts, Length);
        new PolicyTrainer(right, reference, new Sgd(right.Parameters, 1), Rewards, new RandomState(3)) { Updates = 1 }.Proximal(Prompts, Length);
        Assert.Equal(left.Parameters[0].Value.ToArray(), right.Parameters[0].Value.ToArray(), (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Fact]
    public void EqualRewardsChangeNothing()
    {
        var reference = TableModel.Random(Words, 5);
        var policy = reference.Copy();
        var before = policy.Parameters[0].Value.ToArray();
        new PolicyTrainer(policy, reference, new Sgd(policy.Parameters, 1), answers => new double[answers.Shape[0]], new RandomState(3)).Proximal(Prompts, Length);
        Assert.Equal(before, policy.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void BadSettingsAndRewardsAreRefused()
    {
        var reference = TableModel.Random(Words, 5);
        var policy = reference.Copy();
        var optimizer = new Sgd(policy.Parameters, 1);
        PolicyTrainer Of(Func<Tensor, double[]> reward) => new(policy, reference, optimizer, reward, new RandomState(1));
        Assert.Contains("1 rewards", Refused(() => (object)Of(_ => [1]).Reinforce(Prompts, Length)), StringComparison.Ordinal);
        Assert.Contains("answer 2", Refused(() => Of(_ => [1, 2, double.NaN, 0]).Proximal(Prompts, Length)), StringComparison.Ordinal);
        Assert.Contains("compete", Refused(() => Of(Rewards).GroupRelative(Prompts, Length, 1)), StringComparison.Ordinal);
        Assert.Contains("divergence", Refused(() => new PolicyTrainer(policy, reference, optimizer, Rewards, new RandomState(1)) { DivergenceWeight = -1 }), StringComparison.Ordinal);
        Assert.Contains("clip", Refused(() => new PolicyTrainer(policy, reference, optimizer, Rewards, new RandomState(1)) { Clip = 0 }), StringComparison.Ordinal);
        Assert.Contains("updates", Refused(() => new PolicyTrainer(policy, reference, optimizer, Rewards, new RandomState(1)) { Updates = 0 }), StringComparison.Ordinal);
        Assert.Contains("share parameters", Refused(() => new PolicyTrainer(policy, policy, optimizer, Rewards, new RandomState(1))), StringComparison.Ordinal);
    }

    private static double[] Rewards(Tensor tokens)
    {
        var all = tokens.Read<int>().ToArray();
        return [.. all.Chunk(Length + 1).Select(row => row.Skip(1).Sum(token => token == 2 ? 1.0 : 0.1 * token))];
    }

    private static PolicyTrainer Trainer(TableModel policy, TableModel reference, double rate) =>
        new(policy, reference, new Adam(policy.Parameters, rate), Rewards, new RandomState(9)) { DivergenceWeight = 0.02 };

    private static PolicyStep Step(PolicyTrainer trainer, string way) => way switch
    {
        "reinforce" => trainer.Reinforce(Prompts, Length),
        "proximal" => trainer.Proximal(Prompts, Length),
        _ => trainer.GroupRelative(Prompts, Length, 4),
    };

    private static string Refused(Func<object> act) => Assert.Throws<TrainingException>(act).Message;
}
