namespace Minima.Training.Tests.Tensors;

/// <summary>Sorting, and running sums of exponentials, at what numbers there are.</summary>
public sealed class OrderTests
{
    private static readonly double[] Values = [1, -0.0, 2, double.NaN, 0.0, double.NegativeInfinity, -3.5, 2, double.PositiveInfinity, 1, -3.5, double.NaN, -1e-310, 1e-310, 0.0];

    [Theory]
    [InlineData(ElementType.Double, false)]
    [InlineData(ElementType.Double, true)]
    [InlineData(ElementType.Single, false)]
    [InlineData(ElementType.Single, true)]
    public void Equal_elements_keep_their_order_and_NaN_is_last(ElementType type, bool descending)
    {
        using var step = StepScope.Begin();
        var turned = Values.Reverse().ToArray();
        var places = Tensor.Of([.. Values, .. turned], [2, Values.Length]).To(type).ArgSort(descending).Read<int>().ToArray();
        Assert.Equal(Wanted(Values), places[..Values.Length]);
        Assert.Equal(Wanted(turned), places[Values.Length..]);

        int[] Wanted(double[] row)
        {
            // OrderBy is stable; -0 equals 0, and so does, in float, what it cannot hold.
            double At(int i) => type == ElementType.Single ? (float)row[i] : row[i];
            var numbers = Enumerable.Range(0, row.Length).Where(i => !double.IsNaN(row[i]));
            return [.. descending ? numbers.OrderByDescending(At) : numbers.OrderBy(At), .. Enumerable.Range(0, row.Length).Where(i => double.IsNaN(row[i]))];
        }
    }

    [Fact]
    public void Long_rows_are_sorted_as_short_ones_are()
    {
        using var step = StepScope.Begin();
        var random = new Random(1);
        var row = Enumerable.Range(0, 3000).Select(_ => (double)random.Next(40)).ToArray();
        foreach (var type in (ElementType[])[ElementType.Double, ElementType.Single])
            Assert.Equal(Enumerable.Range(0, row.Length).OrderBy(i => row[i]), Tensor.Of(row, [row.Length]).To(type).ArgSort().Read<int>().ToArray());
    }

    [Fact]
    public void Running_sums_of_exponentials_neither_overflow_nor_vanish()
    {
        using var step = StepScope.Begin();
        var x = Tensor.Of([double.NegativeInfinity, -800, 900, 1, double.NegativeInfinity], [5]).WithGradient();
        var sums = x.CumulativeLogSumExp();
        Assert.Equal([double.NegativeInfinity, -800, 900, 900, 900], sums.ToArray());
        Assert.Equal([0, 1, 3, 0, 0], Autograd.Gradient(sums.If(Tensor.Of([0.0, 1, 1, 1, 1], [5])).Sum(), [x])[0].ToArray());
        var behind = x.CumulativeLogSumExp(fromTheEnd: true);
        Assert.Equal([900, 900, 900, 1, double.NegativeInfinity], behind.ToArray());
        Assert.Equal([0, 0, 3, 1, 0], Autograd.Gradient(behind.If(Tensor.Of([1.0, 1, 1, 1, 0], [5])).Sum(), [x])[0].ToArray());
    }
}
