using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class RowSetTests
{
    [Fact]
    public void RowsAscendAndAreFoundByPlace()
    {
        var rows = RowSet.Of(7, 2, 900, 63, 64, 513);
        Assert.Equal(6, rows.Count);
        Assert.Equal([2, 7, 63, 64, 513, 900], Enumerable.Range(0, 6).Select(i => rows[i]));
        Assert.True(rows.Contains(513));
        Assert.False(rows.Contains(512));
        Assert.False(rows.Contains(901));
        Assert.False(rows.Contains(-1));
    }

    [Fact]
    public void ARangeIsOne()
    {
        var rows = RowSet.Range(5, 3);
        Assert.Equal([5, 6, 7], Enumerable.Range(0, 3).Select(i => rows[i]));
        Assert.True(rows.Contains(5) && rows.Contains(7));
        Assert.False(rows.Contains(4) || rows.Contains(8));
        Assert.Equal(0, RowSet.All(0).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    [InlineData(700)]
    public void EveryPlaceOfAnySetIsRight(int step)
    {
        var random = new Random(step);
        var chosen = Enumerable.Range(0, 20_000).Where(_ => random.Next(step) == 0).ToArray();
        var rows = RowSet.Of(chosen);
        Assert.Equal(chosen.Length, rows.Count);
        for (var i = 0; i < chosen.Length; i++) Assert.Equal(chosen[i], rows[i]);
    }

    [Fact]
    public void WhatIsNoSetIsRefused()
    {
        Assert.Contains("twice", Assert.Throws<TrainingException>(() => RowSet.Of(1, 2, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("-4", Assert.Throws<TrainingException>(() => RowSet.Of(1, -4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSet.Of(1, 2)[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSet.Range(0, 2)[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSet.Range(1, int.MaxValue));
    }
}
