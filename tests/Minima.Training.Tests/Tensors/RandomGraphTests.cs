using Minima.Losses;
using static Minima.Training.Tests.Tensors.GradientCheck;

namespace Minima.Training.Tests.Tensors;

/// <summary>Operations put together at random, leaves and results used several times: what each operation does alone must hold among others.</summary>
public class RandomGraphTests
{
    private const int GraphsPerSeed = 25;

    // Matrices only; what an operation gives otherwise is brought back to one. All are smooth, and bounded where their inputs are.
    private static readonly Func<Tensor, Random, Tensor>[] OfOne =
    [
        (x, _) => x / ((x * x) + 1),
        (x, _) => 1 / ((x * x) + 1),
        (x, _) => (x * 0.3).Exp() - 1,
        (x, _) => ((x * x) + 1).Log() - x,
        (x, _) => x / ((x * x).Sum(^1, keep: true) + 0.5).Sqrt().BroadcastTo(x.Shape),
        (x, _) => x.Softmax(^1) * 2,
        (x, _) => x.LogSoftmax(0) * 0.3,
        (x, _) => x.LogSumExp(^1).Reshape([x.Shape[0], 1]).BroadcastTo(x.Shape) - x,
        (x, _) => x.CumulativeSum() * 0.4,
        (x, _) => x.Mean(0, keep: true).BroadcastTo(x.Shape) - x,
        (x, _) => x.Mean(^1, keep: true).BroadcastTo(x.Shape) * x,
        (x, _) => x.Sum().BroadcastTo(x.Shape) * 0.1,
        (x, _) => x.Transpose(),
        (x, _) => x.Reshape([x.Shape[1], x.Shape[0]]) * 1.5,
        (x, _) => -x + 0.7,
        (x, _) => x.Transpose().MatMul(x) * 0.3,
        (x, random) => x.Slice(0, random.Next(x.Shape[0]), 1).BroadcastTo(x.Shape),
        (x, random) => Tensor.Concatenate(1, x, x.Slice(1, random.Next(x.Shape[1]), 1)),
        (x, random) => new CrossEntropy().Apply(x, Tensor.Of([.. Enumerable.Range(0, x.Shape[0]).Select(_ => random.Next(x.Shape[1]))], [x.Shape[0]])).BroadcastTo(x.Shape),
        (x, random) => x.Rows(Tensor.Of((ReadOnlySpan<int>)[random.Next(x.Shape[0]), random.Next(x.Shape[0]), 0], [3])),
    ];

    private static readonly Func<Tensor, Tensor, Tensor>[] OfAlike =
    [
        (x, y) => x + y,
        (x, y) => x - y,
        (x, y) => x * y,
        (x, y) => x / ((y * y) + 1),
        (x, y) => ((x * x) + 0.5).Pow(y * 0.3),
        (x, y) => Tensor.Concatenate(0, x, y),
        (x, y) => new MeanSquaredError().Apply(x, Numbers(x.Shape)).BroadcastTo(x.Shape) * y,
    ];

    [SlowTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void GradientsAreThoseOfDifferences(int seed)
    {
        for (var graph = 0; graph < GraphsPerSeed; graph++)
        {
            var number = (seed * 1000) + graph;
            Holds(leaves => Result(leaves, number), 1e-5, Leaves(number));
        }
    }

    [SlowTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void GradientsOfGradientsAreThoseOfDifferences(int seed)
    {
        for (var graph = 0; graph < GraphsPerSeed; graph++)
        {
            var number = (seed * 1000) + 500 + graph;
            HoldsTwice(leaves => Result(leaves, number), Leaves(number));
        }
    }

    private static Tensor[] Leaves(int number) => [Numbers([3, 4], number), Numbers([4, 2], number + 1), Numbers([3, 4], number + 2)];

    private static Tensor Result(Tensor[] leaves, int number)
    {
        var random = new Random(number);
        List<Tensor> made = [.. leaves];
        for (var i = 0; i < 8; i++)
        {
            var x = made[random.Next(made.Count)];
            Tensor[] alike = [.. made.Where(one => one.Shape == x.Shape)];
            Tensor[] factors = [.. made.Where(one => one.Shape[0] == x.Shape[1])];
            made.Add((random.Next(3), alike.Length, factors.Length) switch
            {
                (0, _, > 0) => x.MatMul(factors[random.Next(factors.Length)]) * 0.4,
                (1, > 0, _) => OfAlike[random.Next(OfAlike.Length)](x, alike[random.Next(alike.Length)]),
                _ => OfOne[random.Next(OfOne.Length)](x, random),
            });
        }

        // Every part counts, so that many ways lead back to each leaf.
        return made.Skip(leaves.Length).Select(one => (one * Numbers(one.Shape, 5)).Sum()).Aggregate((sum, one) => sum + one);
    }
}
