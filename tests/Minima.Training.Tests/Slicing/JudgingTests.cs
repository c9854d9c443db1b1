using System.Collections.Concurrent;
using Minima.Tensors.Randomness;
using Minima.Training.Tests.Loop;

namespace Minima.Training.Tests.Slicing;

/// <summary>Validation by several ranks: each computes its share of the batches, and the figures are those of one process to the last bit.</summary>
public sealed class JudgingTests
{
    private const int Ranks = 4;

    /// <summary>90 rows in batches of 16, the last one short: 6 batches.</summary>
    private const int Batches = 6;

    [Fact]
    public void EachRankComputesItsShareOfTheBatches()
    {
        var computed = new ConcurrentDictionary<int, int>();
        var alone = Judged(null, draws: false, computed);
        Assert.Equal(Batches, computed[0]);
        computed.Clear();
        Assert.All(ThreadGroup.Run(Ranks, group => Judged(group, draws: false, computed)), bits => Assert.Equal(alone, bits));

        // The first batch is everybody's; of the five others rank 0 computes two.
        Assert.Equal([3, 2, 2, 2], Enumerable.Range(0, Ranks).Select(rank => computed[rank]));
    }

    /// <summary>Such a model gives other outputs in another order of batches: no rank may leave one out.</summary>
    [Fact]
    public void AModelThatDrawsAsItPredictsIsComputedByEveryRank()
    {
        var computed = new ConcurrentDictionary<int, int>();
        var alone = Judged(null, draws: true, computed);
        computed.Clear();
        Assert.All(ThreadGroup.Run(Ranks, group => Judged(group, draws: true, computed)), bits => Assert.Equal(alone, bits));
        Assert.All(Enumerable.Range(0, Ranks), rank => Assert.Equal(Batches, computed[rank]));
    }

    [Fact]
    public void OneRankMayJudgeWithoutTheOthers()
    {
        var judged = ThreadGroup.Run(2, group =>
        {
            var trainer = Made(group, draws: false, []);
            trainer.Fit(Problem.Clouds(rows: 64));
            return group.IsFirst ? trainer.Judge(Problem.Clouds(seed: 9)).Loss : 0;
        });
        Assert.True(judged[0] > 0);
    }

    private static double[] Judged(ProcessGroup? group, bool draws, ConcurrentDictionary<int, int> computed)
    {
        var trainer = Made(group, draws, computed);
        trainer.Fit(Problem.Clouds(rows: 64), Problem.Clouds(seed: 9));
        return [.. trainer.History.SelectMany(record => new[] { record.ValidationLoss!.Value, record.Metrics["accuracy"] })];
    }

    private static Trainer Made(ProcessGroup? group, bool draws, ConcurrentDictionary<int, int> computed)
    {
        var model = new Counting(draws, () => computed.AddOrUpdate(group?.Rank ?? 0, 1, (_, count) => count + 1));
        return new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Sgd(model.Parameters, 0.1)) { Epochs = 1, Slices = 4, Distributed = group, Metrics = [new Accuracy()] };
    }

    /// <summary>A linear layer that counts the batches that it predicts.</summary>
    private sealed class Counting : Module
    {
        private readonly Linear _linear;
        private readonly RandomState _random = new(5);
        private readonly bool _draws;
        private readonly Action _predicts;

        public Counting(bool draws, Action predicts)
        {
            _linear = Add("linear", new Linear(2, 3, new RandomState(1)));
            (_draws, _predicts) = (draws, predicts);
            AddRandom(_random);
        }

        protected override Tensor Compute(Tensor input)
        {
            if (IsTraining) return _linear.Forward(input);
            _predicts();
            return _draws ? _linear.Forward(input) * (1 + (0.1 * _random.NextDouble())) : _linear.Forward(input);
        }
    }
}
