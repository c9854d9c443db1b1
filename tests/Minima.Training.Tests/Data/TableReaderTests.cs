using System.Globalization;
using System.Text;
using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

/// <summary>Files as people have them.</summary>
public sealed class TableReaderTests
{
    [Fact]
    public void NumbersAreReadAsTheyAreWritten()
    {
        Assert.Equal([1234567.5, 2, 1234], Column("x\n\"1,234,567.5\"\n2\n\"1,234\"\n").Values);
        Assert.Equal([1234.5, 0.25, -3], Column("x;y\n1234,5;1\n0,25;1\n-3;2\n").Values);
        Assert.Equal([1234567, 12], Column("x;y\n1 234 567;1\n12;2\n").Values);
        Assert.Equal([1234567, 12], Column("x;y\n1'234'567;1\n12;2\n").Values);
        Assert.Contains("decimal point", Column("x;y\n1,5;1\n2;2\n").Note.English, StringComparison.Ordinal);
        Assert.Contains("thousands", Column("x\n\"1,234\"\n2\n").Note.English, StringComparison.Ordinal);

        // 1,234 among 0,25 is a decimal as well.
        Assert.Equal([1.234, 0.25], Column("x;y\n1,234;1\n0,25;2\n").Values);
    }

    [Theory]
    [InlineData("23.4%;3.9 %;-8.4%;0", "23.4 3.9 -8.4 0", "'%'")]
    [InlineData("23,4 %;3,9％;;1.234,5%", "23.4 3.9 NaN 1234.5", "'%'")]
    [InlineData("$1,234.00;-$5;$-6.50;($7.25);+$8;9", "1234 -5 -6.5 -7.25 8 9", "'$'")]
    [InlineData("1.234,50 €;12 €;−3,5€;NA", "1234.5 12 -3.5 NaN", "'€'")]
    [InlineData("EUR 1 234;EUR 12;EUR 1 234 567", "1234 12 1234567", "'EUR'")]
    [InlineData("￥1,200;¥300;￥-4", "1200 300 -4", "'¥'")]
    [InlineData("300元;1200元;5元", "300 1200 5", "'元'")]
    [InlineData("US$ 3.5;US$ 4;US$ 5", "3.5 4 5", "'US$'")]
    public void PercentsAndCurrenciesAreNumbers(string cells, string numbers, string mark)
    {
        var column = Column("x\ty\n" + string.Concat(cells.Split(';').Select((cell, i) => $"{cell}\t{i}\n")));
        Assert.Equal(TableColumnKind.Number, column.Kind);
        Assert.Equal(numbers, string.Join(' ', column.Values.Select(value => value.ToString(CultureInfo.InvariantCulture))));
        Assert.Contains($"{mark} was left out, as in '{cells.Split(';')[0]}'", column.Note.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$5;€6;$7")]
    [InlineData("5%;0.06;7%")]
    [InlineData("5%;$6;7%")]
    public void NumbersOfTwoUnitsAreRefused(string cells)
    {
        var problem = Assert.Throws<DataException>(() => Column("x\ty\n" + string.Concat(cells.Split(';').Select((cell, i) => $"{cell}\t{i}\n"))));
        Assert.StartsWith($"t.csv, line 3, column 'x': '{cells.Split(';')[1]}' is not in the unit of '{cells.Split(';')[0]}' on line 2", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Beside other texts a number with a mark is a text as it is written.</summary>
    [Theory]
    [InlineData("5%;10%;high", "10% 5% high")]
    [InlineData("up to $5;$5.0;$5.0", "$5.0 up to $5")]
    [InlineData("v5%x;5%;12", "12 5% v5%x")]
    public void MarkedNumbersAmongTextsStayTexts(string cells, string levels)
    {
        var column = Column("x\ty\n" + string.Concat(cells.Split(';').Append(cells.Split(';')[^1]).Select((cell, i) => $"{cell}\t{i}\n")));
        Assert.Equal(TableColumnKind.Category, column.Kind);
        Assert.Equal(levels, string.Join(' ', column.Levels));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("$")]
    [InlineData("5%%")]
    [InlineData("$5$")]
    [InlineData("$5€")]
    [InlineData("--$5")]
    [InlineData("(5%)")]
    [InlineData("5-10%")]
    [InlineData("EUR")]
    [InlineData("5")]
    [InlineData("5 kg")]
    [InlineData("$,5.3")]
    [InlineData("")]
    public void OtherTextsAreNoMarkedNumbers(string text) => Assert.False(MarkedNumber.Split(text, out _, out _));

    [Fact]
    public void PointsBetweenThousandsAreSeenFromTheOtherCells()
    {
        // A decimal comma in another column, in the same cell, or several points.
        Assert.Equal([1326, 336, -2762], Column("x;y\n1.326;0,5\n336;1\n-2.762;1,25\n").Values);
        Assert.Equal([1234.5, 2000], Column("x;y\n1.234,5;1\n2.000;2\n").Values);
        Assert.Equal([1234567, 2000], Column("x;y\n1.234.567;1\n2.000;2\n").Values);
        Assert.Equal("Column 'x': points between thousands were left out, as in '1.326'.", Column("x;y\n1.326;0,5\n336;1\n").Note.English);

        // A comma with three digits is a decimal where the file's other commas are.
        Assert.Equal([1.234, 12.5], Column("x;y\n1,234;0,5\n12,500;1\n").Values);

        // Whole numbers of which none from 1000 on is without a point.
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{1 + i}.{100 + i};{i}\n{900 - i};{i}\n"));
        Assert.Equal([1100, 900], Column("x;y\n" + rows).Values[..2]);
    }

    [Fact]
    public void PointsAreDecimalWhereACellSaysSo()
    {
        Assert.Equal([1.326, 336], Column("x,y\n1.326,1\n336,2\n").Values);
        Assert.Equal([1.326, 0.5], Column("x;y\n1.326;0,5\n0.5;1\n").Values);
        Assert.Equal([1.326, 2.5], Column("x;y;z\n1.326;0,5;1.5\n2.5;1;2\n").Values);
        Assert.Equal([1.326, 336], Column("x;y;z\n1.326;0,5;1.5\n336;1;2\n").Values);
        Assert.Equal([1.326, 2500], Column("x;y\n1.326;1\n2500;2\n").Values);
    }

    [Fact]
    public void ACommaThatIsBothIsRefused()
    {
        var problem = Assert.Throws<DataException>(() => Column("x;y\n1,234,567;1\n0,25;2\n"));
        Assert.Contains("commas mark decimals in some rows and thousands in others", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ByteOrderMarkQuotesAndCarriageReturns()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("\"x\";\"名\"\r\n\"1\";\"甲;乙\"\r\n\"2\";丙\r\n")];
        using var stream = new MemoryStream(bytes);
        var table = new TableReader([]);
        table.Read(TableSource.OfStream(stream, "t.csv", leavesOpen: true), _ => { }, TestContext.Current.CancellationToken);
        var columns = table.Decide(_ => false).Select(column => column.ToTable()).ToArray();
        Assert.Equal("x 名", string.Join(' ', columns.Select(column => column.Name)));
        Assert.Equal([1, 2], columns[0].Values);
        Assert.Equal(TableColumnKind.Dropped, columns[1].Kind);
    }

    [Theory]
    [InlineData("2024-02-29", 19782)]
    [InlineData("2024/2/29", 19782)]
    [InlineData("29.02.2024", 19782)]
    [InlineData("2024年2月29日", 19782)]
    [InlineData("2024-02-29T12:00:00Z", 19782.5)]
    [InlineData("2024-02-29 06:00", 19782.25)]
    [InlineData("2024-02-29T12:00:00+12:00", 19782)]
    public void DatesAreDays(string text, double days)
    {
        Assert.True(CellParser.Date(text, out var found));
        Assert.Equal(days, found, 1e-9);
    }

    [Theory]
    [InlineData("03/04/2024")]
    [InlineData("2024-13-01")]
    [InlineData("yesterday")]
    public void WhatCouldMeanTwoDaysIsNotGuessed(string text) => Assert.False(CellParser.Date(text, out _));

    [Fact]
    public void MissingCellsOfEveryKind()
    {
        var numbers = Column("x,y\n1,1\n,1\nNA,1\n?,1\n-,1\n4,1\n");
        Assert.Equal(4, numbers.Missing);
        Assert.Equal([1, double.NaN, double.NaN, double.NaN, double.NaN, 4], numbers.Values);
        var texts = Column("x,y\na,1\n,1\nb,1\na,1\n");
        Assert.Equal([0, -1, 1, 0], texts.Codes);
        var dates = Column("x,y\n2024-01-01,1\n,1\n2024-01-03,1\n");
        Assert.Equal(TableColumnKind.Date, dates.Kind);
        Assert.Equal(1, dates.Missing);
    }

    [Theory]
    [InlineData("x,y\n5,1\n5,2\n", "Column 'x' is 5 in every row and was dropped.")]
    [InlineData("x,y\na,1\na,2\n", "Column 'x' is 'a' in every row and was dropped.")]
    [InlineData("x,y\n,1\nNA,2\n", "Column 'x' is empty in every row and was dropped.")]
    [InlineData("x,y\na1,1\nb2,2\nc3,3\n", "Column 'x' holds a different text in every row, as identifiers do, and was dropped.")]
    [InlineData("x,y\n2024-01-01,1\n2024-01-01,2\n", "Column 'x' is the same date in every row and was dropped.")]
    public void WhatNoModelCanUseIsDroppedAndTold(string file, string note)
    {
        var column = Column(file);
        Assert.Equal(TableColumnKind.Dropped, column.Kind);
        Assert.Equal(note, column.Note.English);
        Assert.StartsWith("列“x”每行", column.Note.Chinese, StringComparison.Ordinal);
        Assert.EndsWith("已去掉。", column.Note.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void ATargetIsNeverDropped()
    {
        foreach (var file in new[] { "x,y\n5,1\n5,2\n", "x,y\na,1\na,2\n", "x,y\n,1\nNA,2\n", "x,y\na1,1\nb2,2\nc3,3\n", "x,y\n2024-01-01,1\n2024-01-01,2\n" })
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
            var table = new TableReader([]);
            table.Read(TableSource.OfStream(stream, "t.csv", leavesOpen: true), _ => { }, TestContext.Current.CancellationToken);
            Assert.NotEqual(TableColumnKind.Dropped, table.Decide(_ => true).First().Kind);
        }
    }

    [Fact]
    public void SentencesAreDropped()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"this is what customer number {i % 50} wrote to us on that day,{i}\n"));
        Assert.Contains("holds free text", Column("x,y\n" + rows).Note.English, StringComparison.Ordinal);
    }

    [Fact]
    public void ATypingErrorAmongNumbersHasAPlace()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * 1.5},{i}\n"));
        var problem = Assert.Throws<DataException>(() => Column("x,y\n" + rows + "12..5,3\n"));
        Assert.Contains("t.csv, line 62, column 'x': '12..5' is not a number", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersAndAWordAreTexts()
    {
        var column = Column("x,y\n2024-01-01,1\n3,1\nx,2\n3,2\n");
        Assert.Equal("2024-01-01 3 x", string.Join(' ', column.Levels));
        Assert.Equal([0, 1, 2, 1], column.Codes);
    }

    private static TableColumn Column(string file)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        var table = new TableReader([]);
        table.Read(TableSource.OfStream(stream, "t.csv", leavesOpen: true), _ => { }, TestContext.Current.CancellationToken);
        return table.Decide(_ => false).First().ToTable();
    }
}
