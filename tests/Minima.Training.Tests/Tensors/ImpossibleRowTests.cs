namespace Minima.Training.Tests.Tensors;

/// <summary>Rows in which every class is impossible, beside rows in which only some are: values and gradients, on a whole number of lanes and beside it.</summary>
public sealed class ImpossibleRowTests
{
    public static TheoryData<ElementType, int> Rows => new MatrixTheoryData<ElementType, int>([ElementType.Single, ElementType.Double], [1, 5, 16, 33]);

    /// <summary>0 everywhere would be a distribution that sums to 0: there is none, and PyTorch gives NaN too.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Softmax_has_no_value_and_no_slope(ElementType type, int classes)
    {
        var x = TwoRows(type, classes).WithGradient();
        var y = x.Softmax(^1);
        (y * y).Sum().Backward();
        AssertRows(y, double.NaN, classes);
        AssertRows(x.Gradient, double.NaN, classes);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Log_softmax_has_no_value_and_no_slope(ElementType type, int classes)
    {
        var x = TwoRows(type, classes).WithGradient();
        var y = x.LogSoftmax(^1);
        (y * y).Sum().Backward();
        AssertRows(y, double.NaN, classes);
        AssertRows(x.Gradient, double.NaN, classes);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Log_sum_exp_is_minus_infinity_with_slope_0(ElementType type, int classes)
    {
        var x = TwoRows(type, classes).WithGradient();
        var y = x.LogSumExp(^1);
        y.Exp().Sum().Backward();
        Assert.Equal(double.NegativeInfinity, y.ToArray()[0]);
        Assert.True(double.IsFinite(y.ToArray()[1]));
        AssertRows(x.Gradient, 0, classes);
    }

    /// <summary>The first row is impossible; the second is not, and must not notice.</summary>
    private static Tensor TwoRows(ElementType type, int classes)
    {
        var values = Enumerable.Range(0, 2 * classes).Select(i => i < classes ? double.NegativeInfinity : 0.1 * (i - classes)).ToArray();
        return type == ElementType.Single ? Tensor.Of(Array.ConvertAll(values, v => (float)v), [2, classes]) : Tensor.Of(values, [2, classes]);
    }

    private static void AssertRows(Tensor tensor, double impossible, int classes)
    {
        var values = tensor.ToArray();
        Assert.All(values[..classes], v => Assert.Equal(impossible, v));
        Assert.All(values[classes..], v => Assert.True(double.IsFinite(v)));
    }
}
