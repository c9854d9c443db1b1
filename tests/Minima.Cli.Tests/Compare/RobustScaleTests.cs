using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class RobustScaleTests
{
    [Fact]
    public void QuantilesAgreeWithNumPy()
    {
        // numpy.quantile([1, 2, 4, 8, 16, 3.5], .3) and numpy.median of the same.
        double[] values = [1, 2, 4, 8, 16, 3.5];
        Assert.Equal(2.75, RobustScale.Quantile(values, 0.3), 1e-14);
        Assert.Equal(3.75, RobustScale.Median(values));
        Assert.Equal(1, RobustScale.Quantile(values, 0));
        Assert.Equal(16, RobustScale.Quantile(values, 1));
        Assert.Equal(5, RobustScale.Quantile([5], 0.7));
        Assert.Equal([1, 2, 4, 8, 16, 3.5], values);
    }

    [Fact]
    public void ExtremesDoNotOverflow() => Assert.Equal(0, RobustScale.Median([-1.7e308, 1.7e308]));

    [Fact]
    public void ScaleIsTheMedianAbsoluteDeviation() => Assert.Equal(1.4826, RobustScale.Scale([1, 2, 3, 4, 1000]));

    [Fact]
    public void ScaleFallsBackAndIsNeverZero()
    {
        Assert.Equal(1.2533 * 10 / 5, RobustScale.Scale([0, 0, 0, 0, 10]));
        Assert.Equal(1, RobustScale.Scale([3, 3, 3]));
    }

    [Fact]
    public void MisuseIsRefused()
    {
        Assert.Throws<ArgumentException>(() => RobustScale.Median([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RobustScale.Quantile([1], 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => RobustScale.Quantile([1], double.NaN));
    }
}
