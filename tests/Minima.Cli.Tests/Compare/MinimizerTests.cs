using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class MinimizerTests
{
    [Theory]
    [InlineData(2, 200)]
    [InlineData(2, 0)]
    [InlineData(10, 200)]
    [InlineData(10, 0)]
    public void Rosenbrock(int size, int denseUpTo)
    {
        var start = new double[size];
        for (var i = 0; i < size; i++) start[i] = i % 2 == 0 ? -1.2 : 1;
        var result = Minimizer.Minimize(RosenbrockFunction, start, new MinimizerOptions { DenseUpTo = denseUpTo });
        Assert.True(result.Converged, result.ToString());
        Assert.All(result.Parameters, x => Assert.Equal(1, x, 1e-6));
        Assert.InRange(result.Iterations, 1, 300);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(0)]
    public void SumOfAbsoluteDistancesEndsAtTheMedian(int denseUpTo)
    {
        double[] values = [3, 1, 4, 1.5, 9, 2.6, 5];
        var result = Minimizer.Minimize(
            (x, gradient) =>
            {
                var sum = 0.0;
                gradient[0] = 0;
                foreach (var value in values)
                {
                    sum += Math.Abs(x[0] - value);
                    gradient[0] += Math.Sign(x[0] - value);
                }

                return sum;
            },
            [-100],
            new MinimizerOptions { DenseUpTo = denseUpTo });
        Assert.True(result.Converged, result.ToString());
        Assert.Equal(RobustScale.Median(values), result.Parameters[0], 1e-6);
    }

    [Theory]
    [InlineData(200, 1e-6)]
    [InlineData(0, 1e-4)]
    public void KinkedValleysInManyDirections(int denseUpTo, double tolerance)
    {
        // sum_i (i+1) |x_i - i| + |sum x - 6|, minimum 0 at x_i = i for 4 unknowns.
        var result = Minimizer.Minimize(
            (x, gradient) =>
            {
                var total = x[0] + x[1] + x[2] + x[3] - 6;
                var value = Math.Abs(total);
                for (var i = 0; i < 4; i++)
                {
                    value += (i + 1) * Math.Abs(x[i] - i);
                    gradient[i] = ((i + 1) * Math.Sign(x[i] - i)) + Math.Sign(total);
                }

                return value;
            },
            [10, -7, 3.3, 0.1],
            new MinimizerOptions { DenseUpTo = denseUpTo });
        Assert.True(result.Converged, result.ToString());
        Assert.InRange(result.Value, 0, tolerance);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1)]
    [InlineData(1e9)]
    public void UnitsDoNotMatter(double unit)
    {
        var result = Minimizer.Minimize(
            (x, gradient) =>
            {
                var value = 0.0;
                for (var i = 0; i < 3; i++)
                {
                    var difference = x[i] - (unit * (i + 1));
                    value += (i + 1) * difference * difference;
                    gradient[i] = 2 * (i + 1) * difference;
                }

                return value;
            },
            [0, 0, 0]);
        Assert.True(result.Converged, result.ToString());
        for (var i = 0; i < 3; i++) Assert.Equal(i + 1, result.Parameters[i] / unit, 1e-7);
    }

    [Fact]
    public void ValuesThatAreNotFiniteShrinkTheStep()
    {
        // x - log x - log(1 - x)/2: NaN outside (0, 1), and the first step leaves the interval.
        var result = Minimizer.Minimize(
            (x, gradient) =>
            {
                gradient[0] = 1 - (1 / x[0]) + (0.5 / (1 - x[0]));
                return x[0] - Math.Log(x[0]) - (0.5 * Math.Log(1 - x[0]));
            },
            [0.001]);
        Assert.True(result.Converged, result.ToString());

        // 1 - 1/x + 1/(2(1-x)) = 0 where 2x^2 - 5x + 2 = 0.
        Assert.Equal(0.5, result.Parameters[0], 1e-7);
    }

    [Fact]
    public void EndsAreToldApart()
    {
        ObjectiveFunction square = (x, gradient) =>
        {
            gradient[0] = 2 * x[0];
            return x[0] * x[0];
        };
        var already = Minimizer.Minimize(square, [0]);
        Assert.Equal(StopReason.GradientSmall, already.Reason);
        Assert.Equal(0, already.Iterations);

        var broken = Minimizer.Minimize((_, _) => double.NaN, [1]);
        Assert.Equal(StopReason.NotFiniteAtStart, broken.Reason);
        Assert.False(broken.Converged);

        var short1 = Minimizer.Minimize(RosenbrockFunction, [-1.2, 1], new MinimizerOptions { MaximumIterations = 3 });
        Assert.Equal(StopReason.MaximumIterations, short1.Reason);
        Assert.Equal(3, short1.Iterations);
        Assert.False(short1.Converged);

        var endless = Minimizer.Minimize(
            (x, gradient) =>
            {
                gradient[0] = -1;
                return -x[0];
            },
            [1]);
        Assert.Equal(StopReason.Unbounded, endless.Reason);
        Assert.False(endless.Converged);

        var atKink = Minimizer.Minimize(
            (x, gradient) =>
            {
                gradient[0] = x[0] >= 0 ? 1 : -1;
                return Math.Abs(x[0]);
            },
            [0]);
        Assert.Equal(StopReason.NoDescent, atKink.Reason);
        Assert.True(atKink.Converged);
    }

    [Fact]
    public void CancellationIsHonoured()
    {
        using var source = new CancellationTokenSource();
        var evaluations = 0;
        Assert.Throws<OperationCanceledException>(() => Minimizer.Minimize(
            (x, gradient) =>
            {
                if (++evaluations == 5) source.Cancel();
                return RosenbrockFunction(x, gradient);
            },
            [-1.2, 1],
            cancellation: source.Token));
        Assert.Equal(5, evaluations);
    }

    [Fact]
    public void TheSameEveryTimeAndTheStartIsLeftAlone()
    {
        double[] start = [-1.2, 1, 0.3, 4];
        var first = Minimizer.Minimize(RosenbrockFunction, start);
        var second = Minimizer.Minimize(RosenbrockFunction, start);
        Assert.Equal(first.Parameters, second.Parameters);
        Assert.Equal(first.Evaluations, second.Evaluations);
        Assert.Equal([-1.2, 1, 0.3, 4], start);
    }

    private static double RosenbrockFunction(ReadOnlySpan<double> x, Span<double> gradient)
    {
        gradient.Clear();
        var value = 0.0;
        for (var i = 0; i + 1 < x.Length; i++)
        {
            var valley = x[i + 1] - (x[i] * x[i]);
            var rest = 1 - x[i];
            value += (100 * valley * valley) + (rest * rest);
            gradient[i] += (-400 * x[i] * valley) - (2 * rest);
            gradient[i + 1] += 200 * valley;
        }

        return value;
    }
}
