namespace Minima.Training.Tests.Optimizers;

/// <summary>Averages of weights: their values, and weights that come back to the bit.</summary>
public class WeightAverageTests
{
    private static readonly double[] Way = [3, 5, 4, 10];

    [Fact]
    public void AnExponentialAverageStartsFromTheWeightsItFinds()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        var average = WeightAverage.Exponential([parameter], 0.8);
        var expected = 1.0;
        foreach (var w in Way)
        {
            parameter.Value.Write<double>()[0] = w;
            average.Update();
            expected = (0.8 * expected) + (0.2 * w);
            Assert.Equal(expected, average.Averages[0].Item(), 1e-14);
        }
    }

    [Fact]
    public void WithBiasCorrectionTheStartDoesNotCount()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1000);
        var average = WeightAverage.Exponential([parameter], 0.8, biasCorrection: true);
        double sum = 0;
        for (var n = 0; n < Way.Length; n++)
        {
            parameter.Value.Write<double>()[0] = Way[n];
            average.Update();
            sum = (0.8 * sum) + (0.2 * Way[n]);
            Assert.Equal(sum / (1 - Math.Pow(0.8, n + 1)), average.Averages[0].Item(), 1e-13);
        }
    }

    [Fact]
    public void AnEqualAverageIsTheMeanOfTheUpdates()
    {
        var parameter = TestParameter.Of("w", ElementType.Single, 1e30, 7);
        var average = WeightAverage.Equal([parameter]);
        for (var n = 0; n < Way.Length; n++)
        {
            parameter.Value.Write<float>()[0] = (float)Way[n];
            average.Update();
            Assert.Equal(Way.Take(n + 1).Average(), average.Averages[0].ToArray()[0], 1e-6);
        }

        Assert.Equal(7, average.Averages[0].ToArray()[1]);
        Assert.Equal(4, average.Updates);
    }

    [Theory]
    [InlineData(ElementType.Single)]
    [InlineData(ElementType.Double)]
    public void ApplyingSwapsInAndOutToTheBit(ElementType type)
    {
        double[] weights = [.. Enumerable.Range(0, 20_003).Select(i => Math.Sin(i))];
        var (a, b) = (TestParameter.Of("a", type, weights), TestParameter.Of("b", type, 0.1, 0.2, 0.3));
        var average = WeightAverage.Exponential([a, b], 0.5);
        b.Value.Keep();
        if (type == ElementType.Single) b.Value.Write<float>()[2] = 0.7f;
        else b.Value.Write<double>()[2] = 0.7;
        average.Update();
        var (before, beforeToo, mean) = (a.Value.ToArray(), b.Value.ToArray(), average.Averages[1].ToArray());
        Assert.Equal(0.5, mean[2], 1e-7);
        using (average.Apply())
        {
            Assert.Equal(mean, b.Value.ToArray());
            Refusal.Of("cannot be applied", () => average.Apply());
            Refusal.Of("cannot be updated", average.Update);
            Refusal.Of("cannot be exported", average.ExportState);
        }

        Assert.Equal(before, a.Value.ToArray());
        Assert.Equal(beforeToo, b.Value.ToArray());
        Assert.Equal(mean, average.Averages[1].ToArray());
    }

    [Fact]
    public void DisposingTwiceReturnsTheWeightsOnce()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        var average = WeightAverage.Equal([parameter]);
        average.Update();
        parameter.Value.Write<double>()[0] = 2;
        var applied = average.Apply();
        applied.Dispose();
        applied.Dispose();
        Assert.Equal(2, parameter.Value.Item());
    }

    [Fact]
    public void StateGoesOnToTheSameBits()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1, 2, 3);
        var average = WeightAverage.Exponential([parameter], 0.9, biasCorrection: true);
        average.Update();
        parameter.Value.Write<double>()[1] = 9;
        average.Update();
        var other = WeightAverage.Exponential([parameter], 0.9, biasCorrection: true);
        other.ImportState(average.ExportState());
        parameter.Value.Write<double>()[0] = -4;
        average.Update();
        other.Update();
        Assert.Equal(average.Averages[0].ToArray(), other.Averages[0].ToArray());
        Refusal.Of("'exponential_average' was given to 'equal_average'", () => WeightAverage.Equal([parameter]).ImportState(average.ExportState()));
        Refusal.Of("average/other", () => WeightAverage.Equal([TestParameter.Of("other", ElementType.Double, 1)]).ImportState(WeightAverage.Equal([parameter]).ExportState()));
    }

    [Fact]
    public void AnUpdateAllocatesNothing()
    {
        var parameter = TestParameter.Of("w", ElementType.Single, new double[100]);
        var average = WeightAverage.Exponential([parameter]);
        for (var i = 0; i < 3; i++) average.Update();
        Assert.Equal(0, Steady.Allocated(UpdateAndApply, steps: 20));

        void UpdateAndApply()
        {
            average.Update();
            using var applied = average.Apply();
        }
    }

    [Fact]
    public void WhatMakesNoAverageIsRefused()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        Refusal.Of("decay is 1; it must be in [0, 1)", () => WeightAverage.Exponential([parameter], 1));
        Refusal.Of("decay is NaN", () => WeightAverage.Exponential([parameter], double.NaN));
        Refusal.Of("there are no parameters", () => WeightAverage.Equal([]));
        Refusal.Of("never updated", () => WeightAverage.Equal([parameter]).Apply());
    }
}
