using Minima.Training.Randomness;

namespace Minima.Training.Tests.Layers;

/// <summary>Weights for another model of the same build.</summary>
public sealed class WeightCopyTests
{
    [Fact]
    public void WeightsAndBuffersAreEqualAndGoTheirOwnWays()
    {
        var (from, to) = (Made(1), Made(2));
        from.Forward(Tensor.Of([1f, 2, 3, -1], [2, 2]));
        to.CopyWeightsFrom(from);
        Assert.Equal(from.Parameters.SelectMany(one => one.Value.ToArray()), to.Parameters.SelectMany(one => one.Value.ToArray()));
        Assert.Equal(from.Buffers.SelectMany(one => one.Value.ToArray()), to.Buffers.SelectMany(one => one.Value.ToArray()));
        from.Parameters[0].Value.Write<float>()[0] += 1;
        Assert.NotEqual(from.Parameters[0].Value.ToArray(), to.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void AnotherBuildIsRefusedAndNothingChanged()
    {
        var to = Made(1);
        var before = to.Parameters.SelectMany(one => one.Value.ToArray()).ToArray();
        Assert.Throws<TrainingException>(() => to.CopyWeightsFrom(Models.Mlp(2, [3], 1, new RandomState(1))));
        Assert.Throws<TrainingException>(() => to.CopyWeightsFrom(new Linear(2, 3, new RandomState(1))));
        Assert.Equal(before, to.Parameters.SelectMany(one => one.Value.ToArray()));
    }

    private static Sequential Made(ulong seed) => new(new Linear(2, 3, new RandomState(seed)), new BatchNorm(3));
}
