using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Tables from files, from memory and from Minima itself.</summary>
public sealed class TableTests
{
    [Fact]
    public void ColumnsInMemoryAreReadLikeAFile()
    {
        var table = Table.FromColumns(
            [new("a;b", [1, double.NaN, 3, 4, 5, 6.5]), new("town", ["x, y", null, "\"z\"", "x, y", "\"z\"", "x, y"]), new("y", [1.5, 2, 3.25, 1, 0.5, 9])], "y");
        Assert.Equal(["a;b", "town", "y"], table.Columns);
        Assert.Contains(table.Notes, note => note.English.Contains("'a;b'", StringComparison.Ordinal) && note.English.Contains("missing", StringComparison.Ordinal));
        Assert.Contains(table.Notes, note => note.Chinese.Contains("“town”", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => Table.FromColumns([new("a", [1.0]), new("b", [1.0, 2])]));
        Assert.Throws<ArgumentException>(() => Table.FromColumns([]));
    }

    [Fact]
    public void AStreamIsReadByOneCall()
    {
        var table = Table.FromStream(new MemoryStream("x,y\n1,2.5\n2,4\n3,6.5\n4,8\n"u8.ToArray()), "made", "y");
        Assert.Equal(2, LinearModel.Fit(table, Loss.Create("mse"), cancellation: TestContext.Current.CancellationToken).Coefficients[0][0], 0);
        Assert.Contains("which has been read", Assert.Throws<DataException>(() => table.Columns).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BundledTablesHaveTheirTarget()
    {
        Assert.Contains("diabetes", Table.BundledNames);
        Assert.Equal("progression", Table.Bundled("diabetes").Target);
        Assert.Contains("Did you mean 'diabetes'?", Assert.Throws<DataException>(() => Table.Bundled("diabetis")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileIsReadWhereItIsNeeded()
    {
        var table = Table.FromFile("no-such-file.csv", "y");
        Assert.Equal("no-such-file.csv", table.Name);
        Assert.True(Assert.Throws<DataException>(() => table.Columns).IsAboutFile);
    }
}
