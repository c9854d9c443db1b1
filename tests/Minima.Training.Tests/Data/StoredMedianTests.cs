using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class StoredMedianTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1000)]
    [InlineData(1001)]
    public void TheMedianIsThatOfSortedNumbers(int count)
    {
        var random = new Random(count);
        foreach (var draw in new Func<double>[]
        {
            () => random.NextDouble() - 0.5,
            () => Math.ScaleB(random.NextDouble() - 0.5, random.Next(-1000, 1000)),
            () => random.Next(3),
            () => 7,
            () => random.Next(4) switch { 0 => double.PositiveInfinity, 1 => double.NegativeInfinity, 2 => 5e-324, _ => -double.MaxValue },
            () => 1 + (random.Next(100) * 2.220446049250313e-16),
        })
        {
            double[] numbers = [.. Enumerable.Range(0, count).Select(_ => draw())];
            foreach (var most in new[] { 0, 1, 50, StoredMedian.UsualMost })
            {
                Assert.Equal(RobustScale.Median(numbers), new StoredMedian(most).Of(take => Pieces(numbers, take), count));
            }
        }
    }

    private static void Pieces(double[] numbers, NumberTaker take)
    {
        for (var i = 0; i < numbers.Length; i += 17) take(numbers.AsSpan(i, Math.Min(17, numbers.Length - i)));
    }
}
