namespace Minima.Training.Tests.Tensors;

/// <summary>Reductions over the elements that a mask chooses.</summary>
public sealed class MaskTests
{
    [Fact]
    public void What_is_not_chosen_leaves_no_trace()
    {
        using var step = StepScope.Begin();
        var x = Tensor.Of([1.0, double.NaN, 3, double.PositiveInfinity, double.NaN, 7], [2, 3]).WithGradient();
        var mask = Tensor.Of([1.0, 0, 1, 0, 0, 0], [2, 3]);
        var any = mask.Any(^1);
        Assert.Equal([1, 0], any.ToArray());
        var sum = x.LogSumExp(^1, mask);
        Assert.Equal(double.NegativeInfinity, sum.ToArray()[1]);
        Assert.Equal(Math.Log(Math.E + Math.Exp(3)), sum.ToArray()[0], 1e-14);
        var all = sum.If(any).Sum() + x.Max(^1, mask).If(any).Sum() + x.Min(^1, mask).If(any).Sum() + x.Mean(^1, mask).Sum() + x.Mean(mask);
        var share = 1 / (1 + Math.Exp(2));
        double[] want = [share + 1 + 0.5 + 0.5, 0, 1 - share + 1 + 0.5 + 0.5, 0, 0, 0];
        var got = Autograd.Gradient(all, [x])[0].ToArray();
        for (var i = 0; i < want.Length; i++) Assert.Equal(want[i], got[i], 1e-14);
    }

    [Fact]
    public void Of_nothing_there_is_the_neutral_number()
    {
        using var step = StepScope.Begin();
        var (x, mask) = (Tensor.Zeros([2, 0], ElementType.Double), Tensor.Zeros([2, 0], ElementType.Double));
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], x.Max(^1, mask).ToArray());
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity], x.Min(1, mask).ToArray());
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], x.LogSumExp(^1, mask).ToArray());
        Assert.Equal([0, 0], x.Mean(^1, mask).ToArray());
        Assert.Equal([0, 0], x.MeanOrZero(^1).ToArray());
        Assert.Equal(0, x.MeanOrZero().Item());
        Assert.Empty(x.Softmax(^1, mask).ToArray());
        Assert.Equal([0, 1, 0, 0], Tensor.Ones([2, 2], ElementType.Double).Softmax(^1, Tensor.Of([0.0, 1, 0, 0], [2, 2])).ToArray());
    }

    [Fact]
    public void Reductions_along_any_axis_are_those_of_the_transposed()
    {
        using var step = StepScope.Begin();
        var x = GradientCheck.Numbers([4, 3]);
        var mask = Tensor.Of([1.0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0], [4, 3]);
        var (turned, turnedMask) = (x.Transpose().Contiguous(), mask.Transpose().Contiguous());
        Assert.Equal(x.Max(0, mask).ToArray(), turned.Max(^1, turnedMask).ToArray());
        Assert.Equal(x.ArgMax(0, mask).ToArray(), turned.ArgMax(^1, turnedMask).ToArray());
        Assert.Equal(x.LogSumExp(0, mask).ToArray(), turned.LogSumExp(^1, turnedMask).ToArray());
        Assert.Equal(x.Softmax(0, mask).ToArray(), turned.Softmax(^1, turnedMask).Transpose().ToArray());
        Assert.Equal([1, 1, 0], mask.Any(0).ToArray());
    }
}
