using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Slicing;

/// <summary>One binary tree, whoever adds: the sum has the same bits for every number of ranks.</summary>
public sealed class SliceTreeTests
{
    public static TheoryData<int, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int>();
            foreach (var slices in new[] { 1, 2, 8, 16 })
            {
                // The longer vector is cut into parts.
                for (var ranks = 1; ranks <= slices; ranks++) foreach (var width in new[] { 5, 40_000 }) cases.Add(slices, ranks, width);
            }

            return cases;
        }
    }

    [SlowTheory]
    [MemberData(nameof(Cases))]
    public void TheSumIsThatOfTheTree(int slices, int ranks, int width)
    {
        var leaves = Enumerable.Range(0, slices).Select(slice => Leaf(slice, width)).ToArray();
        var expected = Tree(leaves, 0, slices);
        var found = ThreadGroup.Run(ranks, group =>
        {
            var tree = new SliceTree(slices, group);
            var layout = new SliceLayout([Tensor.Zeros([width]), Tensor.Zeros([3], ElementType.Double)], 2);
            SliceVector? sum = null;

            // A second sum takes the memory of the first.
            for (var again = 0; again < 2; again++)
            {
                if (sum is not null) tree.Return(sum);
                sum = tree.Sum(layout, (slice, into) =>
                {
                    into.Accumulate(0, Tensor.Of(leaves[slice].AsSpan(0, width), [width]));
                    if (slice == slices - 1) into.Accumulate(1, Tensor.Of(new double[] { 1, 2, 3 }, [3]));
                    into.Numbers[0] = leaves[slice][0];
                    into.Numbers[1] = slice;
                });
            }

            Assert.True(sum!.Has(0) && sum.Has(1));
            return (Floats: sum.Take(0).Read<float>().ToArray(), Doubles: sum.Take(1).ToArray(), Number: sum.Numbers[1]);
        });
        Assert.All(found, sum =>
        {
            Assert.Equal(expected, sum.Floats);
            Assert.Equal([1, 2, 3], sum.Doubles);
            Assert.Equal(slices * (slices - 1) / 2, sum.Number);
        });
    }

    /// <summary>The law above can fail: added in the order of the slices, the same numbers give other bits.</summary>
    [Fact]
    public void AnotherOrderGivesOtherBits()
    {
        var leaves = Enumerable.Range(0, 8).Select(slice => Leaf(slice, 100)).ToArray();
        var inOrder = (float[])leaves[0].Clone();
        for (var slice = 1; slice < 8; slice++) for (var i = 0; i < 100; i++) inOrder[i] += leaves[slice][i];
        Assert.NotEqual(Tree(leaves, 0, 8), inOrder);
    }

    /// <summary>At the root of a large vector each of four ranks adds a quarter.</summary>
    [Fact]
    public void RanksShareTheAdditionsOfLargeVectors()
    {
        var plan = new SlicePlan(8, 0, 4, cuts: true);
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(part => plan.Owner(0, 8, 0, part)));
        Assert.Equal(0, new SlicePlan(8, 0, 4, cuts: false).Owner(0, 8, 0, 0));
    }

    private static float[] Leaf(int slice, int width)
    {
        var random = new RandomState(7).Fork(FormattableString.Invariant($"{slice}"));
        var leaf = new float[width];
        random.FillNormal(leaf);
        return leaf;
    }

    private static float[] Tree(float[][] leaves, int low, int high)
    {
        if (high - low == 1) return leaves[low];
        var (left, right) = (Tree(leaves, low, (low + high) / 2), Tree(leaves, (low + high) / 2, high));
        return [.. left.Zip(right, (a, b) => a + b)];
    }
}
