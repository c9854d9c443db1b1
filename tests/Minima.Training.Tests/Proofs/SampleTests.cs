using Minima.Examples;

namespace Minima.Training.Tests.Proofs;

/// <summary>Means, deviations and intervals over seeds.</summary>
public sealed class SampleTests
{
    [Fact]
    public void DeviationDividesByOneLess()
    {
        var sample = new Sample([1, 2, 3, 6]);
        Assert.Equal(3, sample.Mean);
        Assert.Equal(Math.Sqrt(14.0 / 3), sample.Deviation, 1e-15);
        Assert.Equal(0, new Sample([4]).Deviation);
    }

    [Fact]
    public void TheIntervalCountsThatTrainingRowsOverlap()
    {
        // 2.776 is the 97.5 % point with 4 degrees of freedom; 1/5 + 1/3.
        var sample = new Sample([1, 2, 3, 4, 5]);
        Assert.Equal(2.7764451051977987 * Math.Sqrt(2.5) * Math.Sqrt(8.0 / 15), sample.HalfInterval(1.0 / 3), 1e-9);
    }

    [Fact]
    public void DifferencesArePaired() => Assert.Equal([1, -2], Sample.Difference(new Sample([3, 1]), new Sample([2, 3])).Values);
}
