using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class RowSplitTests
{
    [Fact]
    public void SidesAreDisjointAndWholeAndOfTheShare()
    {
        var (training, validation) = RowSplit.Random(1001, 0.2, 5);
        Assert.Equal(200, validation.Count);
        Assert.Equal(801, training.Count);
        Assert.Equal(Enumerable.Range(0, 1001), Rows(training).Concat(Rows(validation)).Order());
        Assert.Equal(Rows(validation), Rows(RowSplit.Random(1001, 0.2, 5).Validation));
        Assert.NotEqual(Rows(validation), Rows(RowSplit.Random(1001, 0.2, 6).Validation));
        Assert.Equal(0, RowSplit.Random(10, 0, 1).Validation.Count);
    }

    [Fact]
    public void EveryRowIsAsLikelyToBeKept()
    {
        var counts = new int[40];
        for (var seed = 0UL; seed < 2000; seed++)
        {
            foreach (var row in Rows(RowSplit.Random(40, 0.25, seed).Validation)) counts[row]++;
        }

        // 500 expected, with a deviation of 19.
        Assert.All(counts, count => Assert.InRange(count, 420, 580));
    }

    [Fact]
    public void ClassesKeepTheirShares()
    {
        int[] labels = [.. Enumerable.Repeat(0, 900), .. Enumerable.Repeat(1, 90), .. Enumerable.Repeat(2, 9), 3];
        var (training, validation) = RowSplit.Stratified(labels, 0.3, 1);
        Assert.Equal(300, validation.Count);
        Assert.Equal([270, 27, 3, 0], Enumerable.Range(0, 4).Select(k => Rows(validation).Count(row => labels[row] == k)));
        Assert.Equal(700, training.Count);
        Assert.Equal([1, 1], Rows(RowSplit.Stratified([0, 0, 0, 1, 1, 1], 0.34, 1).Validation).GroupBy(row => row / 3).Select(group => group.Count()));
    }

    [Fact]
    public void GroupsStayTogether()
    {
        var random = new Random(3);
        int[] groups = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(-20, 20))];
        for (var seed = 0UL; seed < 20; seed++)
        {
            var (training, validation) = RowSplit.Grouped(groups, 0.25, seed);
            Assert.Empty(Rows(training).Select(row => groups[row]).Intersect(Rows(validation).Select(row => groups[row])));
            Assert.InRange(validation.Count, 225, 275);
        }

        Assert.Equal(1, RowSplit.Grouped([1, 2], 0.5, 0).Validation.Count);
        Assert.Contains("1 group", Assert.Throws<DataException>(() => RowSplit.Grouped([4, 4, 4], 0.5, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheLatestRowsAreKept()
    {
        double[] times = [5, 1, 4, 2, 3, 6, 8, 7, 10, 9];
        Assert.Equal([6, 8, 9], Rows(RowSplit.ByTime(times, 0.3).Validation));
        Assert.Equal([4], Rows(RowSplit.ByTime([1, 2, 2, 2, 3], 0.4).Validation));
        Assert.Contains("leaves no row for validation", Assert.Throws<DataException>(() => RowSplit.ByTime([1, 1, 1], 0.5)).Message, StringComparison.Ordinal);
        Assert.Contains("NaN in row 1", Assert.Throws<TrainingException>(() => RowSplit.ByTime([1, double.NaN], 0.5)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void AShareThatIsNoneIsRefused(double share) => Assert.Contains("proportion", Assert.Throws<TrainingException>(() => RowSplit.Random(10, share, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void ASideWithoutRowsIsRefused()
    {
        Assert.Contains("Each class has one row", Assert.Throws<DataException>(() => RowSplit.Stratified([0, 1, 2], 0.3, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("leaves no row for validation", Assert.Throws<DataException>(() => RowSplit.Random(1, 0.2, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("-1 in row 2", Assert.Throws<TrainingException>(() => RowSplit.Stratified([0, 1, -1], 0.2, 1)).Message, StringComparison.Ordinal);
        Assert.Equal(1, RowSplit.Random(2, 0.99, 1).Training.Count);
    }

    private static int[] Rows(RowSet set) => [.. Enumerable.Range(0, set.Count).Select(place => set[place])];
}
