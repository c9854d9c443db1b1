using Minima.Tensors.Randomness;

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

    [Fact]
    public void ACopyAnswersAlikeAndIsItsOwn()
    {
        var model = Made(1);
        model.Forward(Tensor.Of([1f, 2, 3, -1], [2, 2]));
        model.Train(training: false);
        var x = Tensor.Of([0.5f, -2, 1, 4], [2, 2]);
        var copy = model.Copy();
        copy.Train(training: false);
        Assert.Equal(model.Forward(x).ToArray(), copy.Forward(x).ToArray());
        copy.Parameters[0].Value.Write<float>()[0] += 1;
        Assert.NotEqual(model.Forward(x).ToArray(), copy.Forward(x).ToArray());
    }

    [Fact]
    public void APartOfAModelIsCopiedAlone()
    {
        var model = Made(1);
        var part = (Linear)model.Layers[0];
        var copy = part.Copy();
        Assert.Equal(part.Weight.Value.ToArray(), copy.Weight.Value.ToArray());
        Assert.NotSame(part, copy);
        Assert.Equal(4, model.Parameters.Count);
    }

    private static Sequential Made(ulong seed) => new(new Linear(2, 3, new RandomState(seed)), new BatchNorm(3));
}
