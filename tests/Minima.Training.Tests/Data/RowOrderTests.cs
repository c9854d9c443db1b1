using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class RowOrderTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(1000, 0)]
    [InlineData(1024, 0)]
    [InlineData(1025, 0)]
    [InlineData(65_537, 0)]
    [InlineData(1000, int.MaxValue)]
    public void EveryRowComesOnce(int rows, int mostShuffled)
    {
        var order = new RowOrder(rows, 7, mostShuffled);
        foreach (var epoch in new[] { 0, 1, 12_345 })
        {
            order.Set(epoch);
            Assert.Equal(Enumerable.Range(0, rows), Enumerable.Range(0, rows).Select(place => order[place]).Order());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void TheOrderIsAFunctionOfSeedAndEpoch(int mostShuffled)
    {
        var order = Order(3, 4);
        var other = new RowOrder(500, 3, mostShuffled);
        foreach (var epoch in new[] { 9, 0, 4 }) other.Set(epoch);
        Assert.Equal(order, Enumerable.Range(0, 500).Select(place => other[place]));
        Assert.NotEqual(order, Order(3, 5));
        Assert.NotEqual(order, Order(4, 4));
        Assert.NotEqual(Order(3, 5), Order(4, 4));
        Assert.NotEqual(order, Enumerable.Range(0, 500));

        int[] Order(ulong seed, int epoch)
        {
            var made = new RowOrder(500, seed, mostShuffled);
            made.Set(epoch);
            return [.. Enumerable.Range(0, 500).Select(place => made[place])];
        }
    }

    /// <summary>The sum over places and rows of counts against the uniform expectation: about as many as degrees of freedom.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void EveryRowIsAsLikelyAtEveryPlace(int mostShuffled)
    {
        const int rows = 20;
        const int epochs = 4000;
        var counts = new int[rows, rows];
        var follows = new int[rows, rows];
        var order = new RowOrder(rows, 11, mostShuffled);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            order.Set(epoch);
            for (var place = 0; place < rows; place++)
            {
                counts[place, order[place]]++;
                if (place > 0) follows[order[place - 1], order[place]]++;
            }
        }

        Assert.InRange(Statistic(counts, (double)epochs / rows, _ => true), 270, 460);
        Assert.InRange(Statistic(follows, epochs * (rows - 1.0) / (rows * (rows - 1.0)), pair => pair.I != pair.J), 270, 500);

        static double Statistic(int[,] counts, double expected, Func<(int I, int J), bool> counted)
        {
            var sum = 0.0;
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < rows; j++)
                {
                    if (counted((i, j))) sum += (counts[i, j] - expected) * (counts[i, j] - expected) / expected;
                }
            }

            return sum;
        }
    }

    [Fact]
    public void ComputedOrdersTakeNoMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var order = new RowOrder(int.MaxValue, 1);
        order.Set(0);
        var seen = new HashSet<int>();
        for (var place = 0; place < 1000; place++) seen.Add(order[place]);
        Assert.Equal(1000, seen.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }
}
