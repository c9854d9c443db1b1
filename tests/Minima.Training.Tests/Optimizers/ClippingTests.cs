namespace Minima.Training.Tests.Optimizers;

/// <summary>Norms of gradients, clipping by norm and by value, and gradient scale: all inside the step's pass.</summary>
public class ClippingTests
{
    [Fact]
    public void TheNormIsThatOfAllGradientsTogether()
    {
        var (a, b) = (TestParameter.Of("a", ElementType.Double, 0, 0), TestParameter.Of("b", ElementType.Single, 0, 0, 0));
        var optimizer = new Sgd([a, b, TestParameter.Of("none", ElementType.Double, 1)]);
        Assert.Equal(0, optimizer.GradientNorm());
        a.SetGradient(1, -2);
        b.SetGradient(2, 4, 0);
        Assert.Equal(5, optimizer.GradientNorm());
        optimizer.GradientScale = 0.5;
        Assert.Equal(2.5, optimizer.GradientNorm());
        b.IsTrainable = false;
        Assert.Equal(0.5 * Math.Sqrt(5), optimizer.GradientNorm(), 1e-15);
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    [InlineData(1e-320)]
    public void SquaresBeyondTheRangeOfDoubleDoNotSpoilTheNorm(double unit)
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 0, 0);
        var optimizer = new Sgd([parameter]);
        parameter.SetGradient(3 * unit, -4 * unit);
        Assert.Equal(1, optimizer.GradientNorm() / (5 * unit), 1e-3);
    }

    [Fact]
    public void LongGradientsAreSummedAlikeOnAnyNumberOfThreads()
    {
        var random = new Random(3);
        double[] gradient = [.. Enumerable.Range(0, 200_003).Select(_ => random.NextDouble() - 0.5)];
        var parameter = TestParameter.Of("w", ElementType.Single, new double[gradient.Length]);
        parameter.SetGradient(gradient);
        var optimizer = new Sgd([parameter]);
        var expected = Math.Sqrt(gradient.Sum(x => (double)(float)x * (float)x));
        var norms = new HashSet<double>();
        foreach (var threads in new[] { 1, 2, 5 })
        {
            using var most = new ThreadLimit(threads);
            norms.Add(optimizer.GradientNorm());
        }

        Assert.Equal(expected, Assert.Single(norms), 1e-9);
    }

    [Fact]
    public void ClippingByNormScalesTheNextStepOnly()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 0, 0);
        var optimizer = new Sgd([parameter], 1);
        parameter.SetGradient(3, -4);
        Assert.Equal(5, optimizer.ClipByNorm(1));
        Assert.Equal([3, -4], parameter.Gradient.ToArray());
        optimizer.Step();
        Close([-0.6, 0.8], parameter);
        optimizer.Step();
        Close([-3.6, 4.8], parameter);
        Assert.Equal(5, optimizer.ClipByNorm(5));
        optimizer.Step();
        Close([-6.6, 8.8], parameter);
    }

    [Fact]
    public void ClippingEndsWithTheGradientsItWasFor()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 0);
        var optimizer = new Sgd([parameter], 1);
        parameter.SetGradient(8);
        optimizer.ClipByNorm(1);
        optimizer.ClearGradients();
        parameter.SetGradient(8);
        optimizer.Step();
        Assert.Equal(-8, parameter.Value.Item());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ANormThatIsNotFiniteIsReported(double bad)
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1, 1, 1);
        var optimizer = new Sgd([parameter], 1);
        parameter.SetGradient(1, bad, 2);
        Assert.Equal(bad, optimizer.ClipByNorm(0.1));
        optimizer.Step();
        Assert.False(double.IsFinite(parameter.Value.ToArray()[1]));
        Assert.Equal(0, parameter.Value.ToArray()[0]);
    }

    [Fact]
    public void ClippingByValueHoldsEveryElementAndKeepsNaN()
    {
        var parameter = TestParameter.Of("w", ElementType.Single, new double[5]);
        var optimizer = new Sgd([parameter], 1) { GradientScale = 2 };
        parameter.SetGradient(3, -4, 0.25, double.NegativeInfinity, double.NaN);
        optimizer.ClipByValue(1);
        optimizer.Step();
        Assert.Equal([-1, 1, -0.5, 1, double.NaN], parameter.Value.ToArray());
    }

    [Fact]
    public void ClippingComesBeforeWeightDecay()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 10);
        var optimizer = new Sgd([parameter], 1, weightDecay: 0.1);
        parameter.SetGradient(100);
        optimizer.ClipByNorm(2);
        optimizer.Step();
        Assert.Equal(10 - (2 + 1), parameter.Value.Item(), 1e-12);
    }

    [Fact]
    public void BoundsAndOrderAreChecked()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        var optimizer = new Sgd([parameter]);
        Refusal.Of("clipped by norm at 0", () => optimizer.ClipByNorm(0));
        Refusal.Of("clipped by norm at NaN", () => optimizer.ClipByNorm(double.NaN));
        Refusal.Of("clipped by value at -1", () => optimizer.ClipByValue(-1));
        parameter.SetGradient(4);
        optimizer.ClipByValue(1);
        Refusal.Of("Call ClipByNorm first", () => optimizer.ClipByNorm(1));
    }

    private static void Close(double[] expected, Parameter actual)
    {
        foreach (var (e, a) in expected.Zip(actual.Value.ToArray())) Assert.Equal(e, a, 1e-14);
    }
}

/// <summary>Another number of threads until disposed. Tests run at once, so what was there before may be another test's.</summary>
internal sealed class ThreadLimit : IDisposable
{
    public ThreadLimit(int threads) => Threads.Most = threads;

    public void Dispose() => Threads.Most = Environment.ProcessorCount;
}
