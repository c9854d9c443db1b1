using System.Globalization;
using System.Text;
using CsvHelper.Configuration;
using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class CsvRowsTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b/1|2")]
    [InlineData("a,b\r\n1,2", "a|b/1|2")]
    [InlineData("a,b\r1,2\r", "a|b/1|2")]
    [InlineData("\n\r\n\na\n\n\n1\n\n", "a/1")]
    [InlineData("a,\n,b\n,\n", "a|/|b/|")]
    [InlineData("\"a\",\"b\"\n", "a|b")]
    [InlineData("\"a\"\"b\",\"\",\"\"\"\"\n", "a\"b||\"")]
    [InlineData("\"a,b\",c\n", "a,b|c")]
    [InlineData("\"a\nb\",c\r\n", "a\nb|c")]
    [InlineData(" a , b \n", " a | b ")]
    [InlineData("", "")]
    [InlineData("\n\n", "")]
    [InlineData(",", "|")]
    [InlineData("\"\"", "")]
    public void FieldsAreThoseOfRfc4180(string text, string expected) => Assert.Equal(expected, Text(text));

    [Fact]
    public void EachRowKnowsTheLineOnWhichItBegins()
    {
        var rows = Rows("a,b\n\n\"x\ny\r\nz\",1\n2,3\r\n\r4,5");
        var lines = new List<(int, int)>();
        while (rows.Read()) lines.Add((rows.Line, rows.LinesRead));
        Assert.Equal([(1, 1), (3, 5), (6, 6), (8, 8)], lines);
    }

    [Theory]
    [InlineData("a\n1,x\"y\n")]
    [InlineData("a\n1,\"x\"y\n")]
    [InlineData("a\n1,\"x\" \n")]
    [InlineData("a\n1,\"x\n")]
    [InlineData("a\n1,\"x\"\"\n")]
    [InlineData("a\n\"")]
    public void AQuotationMarkOutOfPlaceIsRefused(string text)
    {
        var problem = Assert.Throws<DataException>(() => Text(text));
        Assert.StartsWith("t.csv, after line 1: a quotation mark occurs inside a field, or is not closed; ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsLongerThanTheBufferAreWhole()
    {
        foreach (var length in new[] { 32_760, 32_766, 32_767, 32_768, 32_769, 70_000, CsvRows.LongestField })
        {
            var cell = new string('x', length);
            var rows = Rows($"h,{cell},2\n1,\"{cell[2..]}\"\n\"{cell[4..]}\"\"\"\n");
            Assert.True(rows.Read());
            Assert.Equal(3, rows.Count);
            Assert.True(rows[1].SequenceEqual(cell));
            Assert.Equal("2", rows[2].ToString());
            Assert.True(rows.Read());
            Assert.True(rows[1].SequenceEqual(cell.AsSpan(2)));
            Assert.True(rows.Read());
            Assert.True(rows[0].SequenceEqual(string.Concat(cell.AsSpan(4), "\"")));
            Assert.False(rows.Read());
            Assert.Equal(3, rows.LinesRead);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    public void AFieldThatIsTooLongIsRefused(string quote)
    {
        var text = $"a\n{quote}{new string('x', CsvRows.LongestField + 1)}{quote}\n";
        var problem = Assert.Throws<DataException>(() => Text(text));
        Assert.StartsWith("t.csv, after line 1: a field is longer than 1000000 characters; ", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Random texts, cut by this reader and by CsvHelper; the text arrives in pieces of random length.</summary>
    [Fact]
    public void RowsAreThoseOfCsvHelper()
    {
        string[] pieces = ["a", "bc", ",", ",", ",", "\n", "\r\n", "\r", "\"", "\"\"", "\"x\"", "\"y,\nz\"", " ", "1.5"];
        var random = new Random(5);
        var read = 0;
        for (var i = 0; i < 12_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => pieces[random.Next(pieces.Length)]));
            var expected = ByCsvHelper(text);
            var found = TextOrNull(text, random);
            if (expected is null && found is null) continue;
            read++;

            // CsvHelper takes a quoted field that the text's end cuts off behind a doubled mark for a whole one.
            if (found is null && text.EndsWith("\"\"", StringComparison.Ordinal)) continue;
            Assert.True(expected == found, $"{text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}: {expected} and {found}");
        }

        Assert.InRange(read, 2_000, 11_000);
    }

    private static string? ByCsvHelper(string text)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { IgnoreBlankLines = true };
        using var parser = new CsvHelper.CsvParser(new StringReader(text), configuration);
        var rows = new List<string>();
        try
        {
            while (parser.Read())
            {
                var fields = Enumerable.Range(0, parser.Count).Select(j => parser[j]).ToArray();
                rows.Add($"{parser.RawRow}:{string.Join('|', fields)}");
            }
        }
        catch (CsvHelper.BadDataException)
        {
            return null;
        }

        return string.Join('/', rows);
    }

    private static string? TextOrNull(string text, Random random)
    {
        try
        {
            var rows = new CsvRows(new Trickle(text, random), "t.csv", ',');
            var found = new List<string>();
            while (rows.Read()) found.Add($"{rows.LinesRead}:{Joined(rows)}");
            return string.Join('/', found);
        }
        catch (DataException)
        {
            return null;
        }
    }

    private static string Text(string text)
    {
        var rows = Rows(text);
        var found = new List<string>();
        while (rows.Read()) found.Add(Joined(rows));
        return string.Join('/', found);
    }

    private static string Joined(CsvRows rows)
    {
        var row = new StringBuilder();
        for (var j = 0; j < rows.Count; j++) row.Append(j == 0 ? "" : "|").Append(rows[j]);
        return row.ToString();
    }

    private static CsvRows Rows(string text) => new(new StringReader(text), "t.csv", ',');

    /// <summary>Gives a text in pieces of a few characters.</summary>
    private sealed class Trickle(string text, Random random) : TextReader
    {
        private int _position;

        public override int Read(char[] buffer, int index, int count)
        {
            var length = Math.Min(Math.Min(count, 1 + random.Next(4)), text.Length - _position);
            text.CopyTo(_position, buffer, index, length);
            _position += length;
            return length;
        }
    }
}
