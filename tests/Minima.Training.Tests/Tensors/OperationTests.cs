using Minima.Reals.Primitives;
using static Minima.Training.Tests.Tensors.GradientCheck;

namespace Minima.Training.Tests.Tensors;

/// <summary>Every operation against differences, first and second order.</summary>
public class OperationTests
{
    public static TheoryData<string> Names => [.. Operations.Keys];

    private static Dictionary<string, (Func<Tensor[], Tensor> Function, Func<Tensor[]> Inputs)> Operations { get; } = new(StringComparer.Ordinal)
    {
        ["add"] = (x => x[0] + x[1], () => [Numbers([3, 4]), Numbers([3, 4], 2)]),
        ["add scalar tensor"] = (x => x[0] + x[1], () => [Numbers([3, 4]), Numbers([], 2)]),
        ["subtract"] = (x => x[0] - x[1], () => [Numbers([3, 4]), Numbers([3, 4], 2)]),
        ["subtract from scalar tensor"] = (x => x[1] - x[0], () => [Numbers([3, 4]), Numbers([], 2)]),
        ["multiply"] = (x => x[0] * x[1], () => [Numbers([3, 5]), Numbers([3, 5], 2)]),
        ["multiply by itself"] = (x => x[0] * x[0] * x[0], () => [Numbers([7])]),
        ["divide"] = (x => x[0] / x[1], () => [Numbers([3, 4]), Numbers([3, 4], 2, 0.5, 2)]),
        ["numbers"] = (x => (2 - (3 * x[0])) / (x[0] + 4) - (1 / (x[0] + 3)) - x[0] / 7, () => [Numbers([5])]),
        ["maximum"] = (x => x[0].Max(x[1]), () => [Numbers([20]), Numbers([20], 2)]),
        ["minimum"] = (x => x[0].Min(x[1]), () => [Numbers([20]), Numbers([20], 2)]),
        ["power"] = (x => x[0].Pow(x[1]), () => [Numbers([9], 1, 0.5, 2), Numbers([9], 2)]),
        ["pow 3"] = (x => x[0].Pow(3), () => [Numbers([9])]),
        ["exp"] = (x => x[0].Exp(), () => [Numbers([33])]),
        ["log"] = (x => x[0].Log(), () => [Numbers([33], 1, 0.2, 3)]),
        ["sqrt"] = (x => x[0].Sqrt(), () => [Numbers([33], 1, 0.2, 3)]),
        ["abs"] = (x => x[0].Abs(), () => [Numbers([33])]),
        ["square"] = (x => x[0].Square(), () => [Numbers([9])]),
        ["clamp"] = (x => x[0].Clamp(-0.7, 0.6), () => [Numbers([33])]),
        ["sign, round and floor"] = (x => x[0] * (x[0].Sign() + x[0].Round() + x[0].Floor()), () => [Numbers([33])]),
        ["a primitive"] = (x => x[0].Apply<Log1p>(), () => [Numbers([33], 1, -0.5, 3)]),
        ["expand"] = (x => x[0].Expand(^1, 3) * x[0].Expand(0, 3).Transpose() - x[1].Expand(1, 3), () => [Numbers([3, 3]), Numbers([3, 3], 2)]),
        ["difference of neighbours"] = (x => x[0].Diff(1).Exp() - x[0].Diff(^2).Slice(1, 1, 3).Sum(), () => [Numbers([3, 4])]),
        ["mean or zero"] = (x => x[0].MeanOrZero().Exp() + x[0].MeanOrZero(0).Sum(), () => [Numbers([4])]),
        ["center"] = (x => x[0].Center(0) * x[0].Center(^1), () => [Numbers([3, 4])]),
        ["norm"] = (x => x[0].Norm(0) + x[0].Norm(^2, 3) + x[0].Norm(0, double.PositiveInfinity), () => [Numbers([3, 4])]),
        ["normalize"] = (x => x[0].Normalize(0) * x[0].Normalize(^1), () => [Numbers([3, 4])]),
        ["distances of pairs"] = (x => x[0].PairwiseDistances(x[1]), () => [Numbers([3, 5]), Numbers([4, 5], 2)]),
        ["masked sum and mean"] = (x => x[0].Sum(0, Mask(x[0])) + x[0].Mean(0, Mask(x[0])) + x[0].Mean(Mask(x[0])), () => [Numbers([3, 4])]),
        ["masked maximum and minimum"] = (x => (x[0].Max(0, Mask(x[0])) - x[0].Min(0, Mask(x[0]))).If(Mask(x[0]).Any(0)), () => [Numbers([3, 4])]),
        ["masked log-sum-exp"] = (x => x[0].LogSumExp(0, Mask(x[0])).If(Mask(x[0]).Any(0)), () => [Numbers([3, 4])]),
        ["masked softmax"] = (x => x[0].Softmax(0, Mask(x[0])), () => [Numbers([3, 4])]),
        ["matrix product"] = (x => x[0].MatMul(x[1]), () => [Numbers([3, 4]), Numbers([4, 5], 2)]),
        ["matrix product of transposed"] = (x => x[0].Transpose().MatMul(x[1].Transpose()), () => [Numbers([4, 3]), Numbers([5, 4], 2)]),
        ["squared distances of pairs"] = (x => PairwiseSquares.Apply(x[0], x[1]), () => [Numbers([3, 5]), Numbers([4, 5], 2)]),
        ["squared distances of one tensor's rows"] = (x => PairwiseSquares.Apply(x[0], x[0]), () => [Numbers([3, 9])]),
        ["matrix product, batch"] = (x => x[0].MatMul(x[1]), () => [Numbers([2, 3, 4]), Numbers([2, 4, 2], 2)]),
        ["matrix product, one for all"] = (x => x[0].MatMul(x[1]), () => [Numbers([2, 3, 4]), Numbers([4, 2], 2)]),
        ["matrix product, heads"] = (x => x[0].Reshape([2, 3, 2, 4]).Permute(0, 2, 1, 3).MatMul(x[1].Reshape([2, 3, 2, 4]).Permute(0, 2, 3, 1)), () => [Numbers([2, 3, 8]), Numbers([2, 3, 8], 2)]),
        ["reshape"] = (x => x[0].Reshape([4, 3]) * x[1], () => [Numbers([3, 4]), Numbers([4, 3], 2)]),
        ["permute"] = (x => x[0].Permute(2, 0, 1) * x[1], () => [Numbers([2, 3, 4]), Numbers([4, 2, 3], 2)]),
        ["slice"] = (x => x[0].Slice(1, 1, 2) * x[1], () => [Numbers([3, 4]), Numbers([3, 2], 2)]),
        ["if"] = (x => x[0].If(Tensor.Of((ReadOnlySpan<double>)[1, 0, 2, 0, 1, 0], [2, 3]).To(x[0].Type)).Exp(), () => [Numbers([2, 3])]),
        ["where"] = (x => Tensor.Where(x[0].Less(x[1]), x[0] * x[0], x[1].Exp()), () => [Numbers([9]), Numbers([9], 2)]),
        ["pick"] = (x => x[0].Pick(Tensor.Of((ReadOnlySpan<int>)[2, 0], [2])).Exp(), () => [Numbers([2, 3])]),
        ["take along"] = (x => x[0].TakeAlong(Tensor.Of((ReadOnlySpan<int>)[2, 2, 0, 1], [2, 2])).Exp(), () => [Numbers([2, 3])]),
        ["sort"] = (x => x[0].Sort(descending: true) * x[1], () => [Numbers([3, 4]), Numbers([3, 4], 2)]),
        ["cumulative sum"] = (x => x[0].CumulativeSum().Exp() + x[0].CumulativeSum(fromTheEnd: true), () => [Numbers([3, 4])]),
        ["cumulative log-sum-exp"] = (x => x[0].CumulativeLogSumExp().Exp() + x[0].CumulativeLogSumExp(fromTheEnd: true), () => [Numbers([3, 4])]),
        ["linear recurrence"] = (x => LinearRecurrence.Apply(x[0], x[1], fromTheEnd: false).Exp() + LinearRecurrence.Apply(x[0], x[1], fromTheEnd: true), () => [Numbers([3, 4]), Numbers([3, 4], 2)]),
        ["diagonal"] = (x => x[0].Diagonal().Exp(), () => [Numbers([2, 3, 3])]),
        ["slice rows"] = (x => x[0].Slice(0, 1, 2).Exp(), () => [Numbers([3, 4])]),
        ["concatenate views"] = (x => Tensor.Concatenate(1, x[0].Slice(1, 1, 2), x[0].Slice(1, 0, 1), x[0].Slice(1, 0, 0)).Exp(), () => [Numbers([2, 3])]),
        ["concatenate"] = (x => Tensor.Concatenate(1, x[0], x[1], x[0]).Exp(), () => [Numbers([3, 2]), Numbers([3, 1], 2)]),
        ["broadcast row"] = (x => x[0] * x[1].BroadcastTo([3, 37]), () => [Numbers([3, 37]), Numbers([37], 2)]),
        ["broadcast column"] = (x => x[0] / x[1].BroadcastTo([3, 37]), () => [Numbers([3, 37]), Numbers([3, 1], 2, 0.5, 2)]),
        ["broadcast column first"] = (x => x[1].BroadcastTo([3, 37]) - x[0], () => [Numbers([3, 37]), Numbers([3, 1], 2, 0.5, 2)]),
        ["broadcast channel"] = (x => x[0] * x[1].BroadcastTo([2, 3, 2, 2]), () => [Numbers([2, 3, 2, 2]), Numbers([1, 3, 1, 1], 2)]),
        ["broadcast both"] = (x => x[0].BroadcastTo([2, 3]) * x[1].BroadcastTo([2, 3]), () => [Numbers([2, 1]), Numbers([1, 3], 2)]),
        ["sum"] = (x => x[0].Sum().Exp(), () => [Numbers([2, 3])]),
        ["sum along first"] = (x => x[0].Sum(0).Exp(), () => [Numbers([3, 4])]),
        ["sum along middle"] = (x => x[0].Sum(1).Exp(), () => [Numbers([2, 3, 4])]),
        ["sum along last, kept"] = (x => x[0].Sum(^1, keep: true).Exp(), () => [Numbers([3, 4])]),
        ["mean"] = (x => x[0].Mean().Exp() + x[0].Mean(0).Sum(), () => [Numbers([4])]),
        ["of equal axes"] = (x => x[0].Sum(1).Exp() - x[0].Sum(0).Exp(), () => [Numbers([3, 3])]),
    };

    /// <summary>Some of each column; of the last none.</summary>
    private static Tensor Mask(Tensor like) => Tensor.Of((ReadOnlySpan<double>)[1, 1, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0], [3, 4]).To(like.Type);

    [Theory]
    [MemberData(nameof(Names))]
    public void TheGradientIsThatOfDifferences(string name) => Holds(Operations[name].Function, Operations[name].Inputs());

    [Theory]
    [MemberData(nameof(Names))]
    public void TheGradientOfTheGradientIsThatOfDifferences(string name) => HoldsTwice(Operations[name].Function, Operations[name].Inputs());

    [Theory]
    [MemberData(nameof(Names))]
    public void FloatFollowsDouble(string name)
    {
        var (function, inputs) = Operations[name];
        var expected = function(inputs()).ToArray();
        var found = function([.. inputs().Select(input => input.To(ElementType.Single))]).ToArray();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 2e-5 * Math.Max(1, Math.Abs(expected[i])));
    }
}
