using System.Globalization;
using System.Text;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class CsvReaderTests
{
    [Fact]
    public void NumbersTextsAndNotes()
    {
        var data = Read(
            "area,city,heated,year,note,price\n50,Oslo,yes,2020,x,100\n60,Bergen,no,2020,x,120\n70,Oslo,yes,2020,x,150.5\n80,Bodø,no,2020,x,1e2\n");
        Assert.Equal(["area", "city=Bergen", "city=Bodø", "city=Oslo", "heated=yes"], data.Features.Names);
        Assert.Equal([50, 60, 70, 80], data.Features.Columns[0]);
        Assert.Equal([1, 0, 1, 0], data.Features.Columns[3]);
        Assert.Equal([1, 0, 1, 0], data.Features.Columns[4]);
        Assert.Equal([100, 120, 150.5, 100], data.Target.Values);
        Assert.Equal(TargetKind.Regression, data.Target.Kind);
        Assert.Equal([2, 3, 4, 5], data.Lines);
        Assert.Equal(4, data.Rows);
        Assert.Equal(
            [
                "Column 'city' holds 3 texts; each became a column of 0 and 1.",
                "Column 'heated' holds two texts: 'no' became 0 and 'yes' 1.",
                "Column 'year' is 2020 in every row and was dropped.",
                "Column 'note' is 'x' in every row and was dropped.",
            ],
            data.Features.Notes);
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    public void SeparatorsAreDetected(string separator)
    {
        var text = "\"a,;\tb\",c,price\n1,2,3\n4,5,6\n4,5,9\n".Replace("c,price", $"c{separator}price", StringComparison.Ordinal);
        text = text.Replace("\",c", $"\"{separator}c", StringComparison.Ordinal)
            .Replace("1,2,3", $"1{separator}2{separator}3", StringComparison.Ordinal)
            .Replace("4,5,", $"4{separator}5{separator}", StringComparison.Ordinal);
        var data = Read(text);
        Assert.Equal(["a,;\tb", "c"], data.Features.Names);
        Assert.Equal([3, 6, 9], data.Target.Values);
    }

    [Fact]
    public void ASeparatorCanBeGiven()
    {
        using var stream = new MemoryStream("a~price\n1~3\n2~4\n2~5\n"u8.ToArray());
        Assert.Equal([3, 4, 5], CsvReader.Read(TableSource.OfStream(stream, "prices.csv", leavesOpen: true) with { Separator = '~' }, Price).Target.Values);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void LineEndsByteOrderMarkBlankLinesAndQuotes(string lineEnd)
    {
        var data = Read("\uFEFF\n\"a\",\"price\"\n\n 1 ,\"2\"\n\"3\",4\n5,6".Replace("\n", lineEnd, StringComparison.Ordinal));
        Assert.Equal(["a"], data.Features.Names);
        Assert.Equal([1, 3, 5], data.Features.Columns[0]);
        Assert.Equal([2, 4, 6], data.Target.Values);
        Assert.Equal([4, 5, 6], data.Lines);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void ARowIsNamedByTheLineItStartsOn(string lineEnd)
    {
        var data = Read("t,price\n\"a\nb\",1\nc,2\n\"a\nb\",3\n".Replace("\n", lineEnd, StringComparison.Ordinal));
        Assert.Equal([2, 4, 5], data.Lines);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    [InlineData("tr-TR")]
    [InlineData("")]
    public void TheMachinesCultureDoesNotMatter(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            var data = Read("a,b,price\n1.5,-2.5E-1,1234.5\n2.5,1,2\n2.5,1,3\n");
            Assert.Equal([1.5, 2.5, 2.5], data.Features.Columns[0]);
            Assert.Equal([-0.25, 1, 1], data.Features.Columns[1]);
            Assert.Equal([1234.5, 2, 3], data.Target.Values);
            Refused("prices.csv, column 'area': commas mark decimals in some rows and thousands in others ('1,234,567' on line 2); ", "area;price\n1,234,567;1\n12,5;2\n");
            Refused("prices.csv, target 'price': it is 1.5 in every row; a target that varies is expected.", "a,price\n1,1.5\n2,1.5\n");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void AFileIsRead()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("my prices.csv", "a,price\n1,2\n3,4\n3,5\n"u8);
        var data = CsvReader.Read(TableSource.OfPath(path), Price);
        Assert.Equal("my prices.csv", data.Name);
        Assert.Equal([2, 4, 5], data.Target.Values);
    }

    [Fact]
    public void PathsThatLeadNowhere()
    {
        using var folder = new TemporaryFolder();
        Refused(folder.Path + "/none.csv: there is no such file; the path of a CSV file is expected. Check the spelling", () => CsvReader.Read(TableSource.OfPath(folder.Path + "/none.csv"), Price));
        Refused(folder.Path + "/no/ne.csv: there is no such file; ", () => CsvReader.Read(TableSource.OfPath(folder.Path + "/no/ne.csv"), Price));
        Refused(folder.Path + ": the folder has no file with rows; at least one file is expected that is not empty and whose name does not begin with . or _. Check the spelling.", () => CsvReader.Read(TableSource.OfPath(folder.Path), Price));
        Refused("the path: it is empty; ", () => CsvReader.Read(TableSource.OfPath(""), Price));
    }

    [Fact]
    public void AFileThatVanishesWhileBeingRead()
    {
        using var stream = new FailingStream("a,price\n1,2\n"u8.ToArray());
        Refused("prices.csv: reading failed (the device went away); a file is expected that can be read to its end. Check", () => CsvReader.Read(TableSource.OfStream(stream, "prices.csv", leavesOpen: true), Price));
    }

    [Theory]
    [InlineData("", "prices.csv: the file is empty; ")]
    [InlineData("\uFEFF", "prices.csv: the file is empty; ")]
    [InlineData("\n\n", "prices.csv: the file is empty; ")]
    [InlineData("a,price\n", "prices.csv: there is a header but no row; at least one row of values is expected. ")]
    [InlineData("a,price", "prices.csv: there is a header but no row; ")]
    [InlineData("1,2.5\n3,4\n", "prices.csv, line 1: all its cells are numbers ('1', '2.5'); a line of column names is expected. ")]
    [InlineData("a,price\n1,2\n3\n", "prices.csv, line 3: the row has 1 field; 2 are expected as in the header. ")]
    [InlineData("a,price\n1,2\n\n3,4,5\n", "prices.csv, line 4: the row has 3 fields; 2 are expected as in the header. ")]
    [InlineData("a,b,a,price\n1,2,3,4\n", "prices.csv, line 1: columns 1 and 3 are both called 'a'; every column needs a name of its own. ")]
    [InlineData("a,price\n,2\nNaN,3\n", "prices.csv: no column is left to predict from; ")]
    [InlineData("a,price\n1,2\n2,null\n", "prices.csv, line 3, column 'price': 'null' marks a missing value; every row needs a value here. Fill it in, or remove the row.")]
    [InlineData("a,price\n1,nan\n", "prices.csv, line 2, column 'price': 'nan' marks a missing value; every row needs a value here. Fill it in, or remove the row.")]
    [InlineData("a,price\nInfinity,2\n", "prices.csv, line 2, column 'a': 'Infinity' is not a finite number; ")]
    [InlineData("a,price\n-inf,2\n", "prices.csv, line 2, column 'a': '-inf' is not a finite number; ")]
    [InlineData("a,price\n1e999,2\n", "prices.csv, line 2, column 'a': '1e999' is not a finite number; ")]
    [InlineData("a,price\n1,1\n2,2\nx,3\ny,4\n3,5\n", "prices.csv, line 4, column 'a': 'x' is not a number; a number is expected as in the other rows. Correct the value, read it as missing with --missing x, or leave the column out with --ignore a.")]
    [InlineData("a,price\n1,1\n2,2\n3,3\n4,about 4\n", "prices.csv, line 5, column 'price': 'about 4' is not a number; a number is expected. Correct the value, or remove the row.")]
    [InlineData("a,price\n1,7\n2,7\n", "prices.csv, target 'price': it is 7 in every row; a target that varies is expected. ")]
    [InlineData("a,price\n1,yes\n2,yes\n", "prices.csv, target 'price': every row is of the class 'yes'; rows of two classes are expected. ")]
    [InlineData("a,price\n1,x\n2,y\n3,z\n", "prices.csv, target 'price': it holds 3 different texts ('x', 'y', 'z'); numbers, or two classes, are expected. ")]
    [InlineData("a,b,Prise\n1,2,3\n", "--target 'price': prices.csv has no such column; one of its columns is expected: 'a', 'b', 'Prise'. Did you mean 'Prise'?")]
    [InlineData("a,b\n1,2\n", "--target 'price': prices.csv has no such column; one of its columns is expected: 'a', 'b'. Choose one of these.")]
    [InlineData("price\n1\n2\n", "prices.csv: no column is left to predict from; ")]
    [InlineData("a,price\n1,1\n1,2\n", "prices.csv: no column is left to predict from; ")]
    [InlineData("a,price\n1,1\n2,3\"4\n", "prices.csv, after line 2: a quotation mark occurs inside a field, or is not closed; ")]
    [InlineData("a,price\n1,\0\n", "prices.csv: the file contains NUL characters, so it is not text; ")]
    public void Refusals(string text, string message) => Refused(message, text);

    [Fact]
    public void TooManyTexts()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"name{i},{i}\n"));
        Assert.Equal(
            ["Column 'who' holds a different text in every row, as identifiers do, and was dropped."],
            Read("who,x,price\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"name{i},{i},{i}\n"))).Features.Notes);
        var twice = Read("who,price\n" + rows + rows + "name7,1\nname7,1\nname7,1\n");
        Assert.Equal(["who=name7", "who=(other)"], twice.Features.Names);
        Assert.Equal(["Column 'who' holds 30 texts; the most frequent one became a column of 0 and 1, all others together another."], twice.Features.Notes);
        Refused("prices.csv, target 'price': it holds 30 different texts ('name0', 'name1', ", "price,b\n" + rows);
        var data = Read("who,x,price\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"name{i},{i},{i}\n")), Price with { Ignore = ["who"] });
        Assert.Equal(["x"], data.Features.Names);
        Assert.Equal(["Left out as asked: 'who'."], data.Features.Notes);
    }

    [Fact]
    public void NumbersAsASpreadsheetInGermanWritesThem()
    {
        var data = Read("a;b;w;price\n0,5;1.234;1,5;2.762\n1,25;56;2;336\n2;7.000;1;1.234.567\n", Price with { Others = [("w", "--weight")] });
        Assert.Equal([0.5, 1.25, 2], data.Features.Columns[0]);
        Assert.Equal([1234, 56, 7000], data.Features.Columns[1]);
        Assert.Equal([2762, 336, 1234567], data.Target.Values);
        Assert.Equal([1.5, 2, 1], data.Others["w"]);
        Assert.Contains("Column 'price': points between thousands were left out, as in '2.762'.", data.Features.Notes, StringComparer.Ordinal);
        Assert.Contains("Column 'a': the comma was read as the decimal point.", data.Features.Notes, StringComparer.Ordinal);
        Assert.Equal([1000, 2, 3], Read("a,price\n1,\"1,000\"\n2,2\n2,3\n").Target.Values);
    }

    [Fact]
    public void MissingFeaturesAndDates()
    {
        var data = Read("a,day,kind,price\n1,2024-01-01,x,1\n,2024-01-03,,2\n5,2025-01-01,y,3\n3,2024-01-02,x,4\n");
        Assert.Equal(["a", "a=(missing)", "day.year", "day.month", "day.weekday", "day.days", "kind=x", "kind=y", "kind=(missing)"], data.Features.Names);
        Assert.Equal([1, 3, 5, 3], data.Features.Columns[0]);
        Assert.Equal([0, 1, 0, 0], data.Features.Columns[1]);
        Assert.Equal([0, 2, 366, 1], data.Features.Columns[5]);
        Assert.Contains("Column 'a' has 1 missing value (25.0 %); the median replaces them, and a column marks where.", data.Features.Notes, StringComparer.Ordinal);
    }

    [Fact]
    public void IgnoredCellsAreNotLookedAt()
    {
        var data = Read("a,b,price\n1,,1\n2,\"1,5\",2\n", Price with { Ignore = ["b"] });
        Assert.Equal(["a"], data.Features.Names);
        Refused("--ignore 'bb': prices.csv has no such column; one of its columns is expected: 'a', 'b', 'price'. Did you mean 'b'?", () => Read("a,b,price\n1,2,3\n", Price with { Ignore = ["bb"] }));
        Refused("--ignore: 'price' is the target; the target must be read. ", () => Read("a,price\n1,2\n", Price with { Ignore = ["price"] }));
    }

    [Fact]
    public void AColumnWithoutANameGetsOne()
    {
        var data = Read(",a,price\n0,5,1\n1,7,2\n1,7,3\n");
        Assert.Equal(["column_1", "a"], data.Features.Names);
        Assert.Equal(["Column 1 has no name and is called 'column_1'."], data.Features.Notes);
    }

    [Fact]
    public void ClassesFromTexts()
    {
        var data = Read("a,price\n1,spam\n2,ham\n3,spam\n");
        Assert.Equal(TargetKind.Binary, data.Target.Kind);
        Assert.Equal([1, 0, 1], data.Target.Values);
        Assert.Equal(["ham", "spam"], data.Target.Classes);
        Assert.Equal(["Target 'price': 'ham' became 0 and 'spam' 1."], data.Features.Notes);
        var turned = Read("a,price\n1,spam\n2,ham\n3,spam\n", Price with { PositiveClass = "ham" });
        Assert.Equal([0, 1, 0], turned.Target.Values);
        Assert.Equal(["spam", "ham"], turned.Target.Classes);
        Refused("--positive 'eggs': prices.csv, target 'price' has no such class; one of its classes is expected: 'ham', 'spam'. ", () => Read("a,price\n1,spam\n2,ham\n", Price with { PositiveClass = "eggs" }));
    }

    [Fact]
    public void ClassesFromNumbers()
    {
        var data = Read("a,price\n1,-1\n2,1\n3,-1\n");
        Assert.Equal(TargetKind.Binary, data.Target.Kind);
        Assert.Equal([0, 1, 0], data.Target.Values);
        Assert.Equal(["-1", "1"], data.Target.Classes);
        Assert.Equal([-1, 1], Read("a,price\n1,-1\n2,1\n", Price with { Kind = TargetKind.Regression }).Target.Values);
        Refused("prices.csv, target 'price': it holds numbers of more than two values; two classes are expected. ", () => Read("a,price\n1,1\n2,2\n3,3\n", Price with { Kind = TargetKind.Binary }));
        Refused("prices.csv, target 'price': every row is of the class '1'; ", () => Read("a,price\n1,1\n2,1\n", Price with { Kind = TargetKind.Binary }));
        Refused("--positive '3': prices.csv, target 'price' is a number, not a class; ", () => Read("a,price\n1,1\n2,2\n3,3\n", Price with { PositiveClass = "3" }));
        Refused("prices.csv, target 'price': it holds texts such as 'no'; the loss takes numbers. ", () => Read("a,price\n1,no\n2,yes\n", Price with { Kind = TargetKind.Regression }));
    }

    [Fact]
    public void CodesThatMixDigitsAndLettersAreTexts()
    {
        var data = Read("a,b,price\n1A,1,1\n2,2,2\n3B,3,3\n1A,4,4\n");
        Assert.Equal(["a=1A", "a=2", "a=3B", "b"], data.Features.Names);
        Assert.Equal([1, 0, 0, 1], data.Features.Columns[0]);
    }

    [Fact]
    public void BytesThatAreNotUtf8()
    {
        var western = ReadBytes([.. "stra"u8, 0xDF, .. "e,price\n1,2\n3,4\n4,7\n"u8]);
        Assert.Equal(["straße"], western.Features.Names);
        Assert.Equal("prices.csv is not UTF-8 and is read as Windows-1252 (Western European); Encoding names another.", western.Features.Notes[0]);
        Assert.Equal(["a"], ReadBytes([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("a,price\n1,2\n3,4\n4,7\n")]).Features.Names);
        Refused("prices.csv: near its start there are bytes that are not UTF-8; a CSV file in UTF-8 is expected. ", () => ReadBytes([0xEF, 0xBB, 0xBF, .. "a,price\n"u8, 0xFF, .. ",2\n"u8]));
        Refused("prices.csv: it is a ZIP archive; ", () => ReadBytes([0x50, 0x4B, 0x03, 0x04, 0, 0, 8, 8]));
    }

    [Fact]
    public void AHugeFieldIsRefusedBeforeItIsRead()
    {
        using var stream = new RepeatingStream("a,price\n1,"u8.ToArray(), (byte)'7', 10_000_000);
        Refused("prices.csv, after line 1: a field is longer than 1000000 characters; shorter cells are expected. ", () => CsvReader.Read(TableSource.OfStream(stream, "prices.csv", leavesOpen: true), Price));
        Assert.InRange(stream.Position, 1_000_000, 1_200_000);
        using var quoted = new RepeatingStream("a,price\n1,\"x"u8.ToArray(), (byte)'\n', 10_000_000);
        Refused("prices.csv, after line 1: a field is longer than 1000000 characters; ", () => CsvReader.Read(TableSource.OfStream(quoted, "prices.csv", leavesOpen: true), Price));
    }

    [Fact]
    public void AHugeLineIsRefusedBeforeItIsRead()
    {
        using var stream = new RepeatingStream("a,price\n1"u8.ToArray(), (byte)',', 100_000_000);
        Refused("prices.csv, line 2: the line is longer than 4000000 characters; ", () => CsvReader.Read(TableSource.OfStream(stream, "prices.csv", leavesOpen: true), Price));
        Assert.InRange(stream.Position, 4_000_000, 4_200_000);
        Refused("prices.csv, line 1: there are 10002 columns; at most 10000 are expected. ", "a" + new string(',', 10_000) + ",price\n");
    }

    [Fact]
    public void CancellationIsHonoured()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var stream = new MemoryStream("a,price\n1,2\n"u8.ToArray());
        Assert.Throws<OperationCanceledException>(() => CsvReader.Read(TableSource.OfStream(stream, "prices.csv", leavesOpen: true), Price, source.Token));
    }

    [SlowFact]
    public void WhateverTheFileHoldsItIsReadOrRefused()
    {
        string[] pieces = ["a", "price", ",", ",", ",", ";", "\t", "\n", "\n", "\r\n", "\"", "1", "2.5", "-", "1e9", "NaN", " ", "x", "é", "\0", "\uFEFF", "∞", "1,5"];
        var random = new RandomState(11);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder(i % 2 == 0 ? "a,price\n1,2\n3,4\n" : "");
            for (var length = random.NextInt(12); length > 0; length--) text.Append(pieces[random.NextInt(pieces.Length)]);
            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            if (bytes.Length > 0 && i % 7 == 0) bytes[random.NextInt(bytes.Length)] = (byte)random.NextInt(256);
            try
            {
                var data = ReadBytes(bytes);
                read++;
                Assert.All(data.Features.Columns, column => Assert.All(column, value => Assert.True(double.IsFinite(value))));
                Assert.All(data.Target.Values, value => Assert.True(double.IsFinite(value)));
                Assert.Equal(data.Rows, data.Lines.Distinct().Count());
            }
            catch (DataException problem)
            {
                Assert.Matches(": .+; .+\\. .+[.?]$", problem.Message);
            }
        }

        Assert.InRange(read, 500, 19_000);
    }

    [Fact]
    public void MessagesStayShortAndPrintable()
    {
        var problem = Refused("prices.csv, line 5, column 'a': 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...' is not a number; ", "a,price\n1,1\n2,2\n3,3\n" + new string('x', 900_000) + ",1\n");
        Assert.InRange(problem.Message.Length, 1, 300);
        Assert.Equal("'a?b'", DataException.Quote("a\u001bb"));
        Assert.EndsWith("'c11' and 3 more", DataException.List([.. Enumerable.Range(0, 15).Select(i => $"c{i}")]), StringComparison.Ordinal);
    }

    [Fact]
    public void BundledDataAreWhatTheirReadmeSays()
    {
        Assert.Equal(["breast-cancer", "diabetes", "digits"], BundledData.Names);
        var diabetes = BundledData.Read("diabetes");
        Assert.Equal((442, 10, "progression"), (diabetes.Rows, diabetes.Features.Columns.Length, diabetes.Target.Name));
        Assert.Equal((25, 346), (diabetes.Target.Values.Min(), diabetes.Target.Values.Max()));
        Assert.Empty(diabetes.Features.Notes);
        var cancer = BundledData.Read("breast-cancer");
        Assert.Equal((569, 30, 212), (cancer.Rows, cancer.Features.Columns.Length, (int)cancer.Target.Values.Sum()));
        Assert.Equal(TargetKind.Binary, cancer.Target.Kind);
        Assert.Empty(cancer.Features.Notes);
        var digits = BundledData.Read("digits");
        Assert.Equal((1797, 61, 3), (digits.Rows, digits.Features.Columns.Length, digits.Features.Notes.Count));
        Assert.All(Enumerable.Range(0, 10), digit => Assert.InRange(digits.Target.Values.Count(value => value.Equals(digit)), 174, 183));
        Assert.Equal((0, 16), (digits.Features.Columns.Min(column => column.Min()), digits.Features.Columns.Max(column => column.Max())));
        Refused("data set 'diabetis': there is no bundled data set of this name; one of these is expected: 'breast-cancer', 'diabetes', 'digits'. Did you mean 'diabetes'?", () => BundledData.Read("diabetis"));
    }

    [Theory]
    [InlineData("Y", "y")]
    [InlineData("q", null)]
    [InlineData("ape", "age")]
    public void AWordWithoutACommonLetterIsNotSuggested(string word, string? nearest) =>
        Assert.Equal(nearest, Suggestions.Nearest(word, ["a", "y", "age"]));

    private static CsvReadOptions Price { get; } = new() { Target = "price" };

    private static Dataset Read(string text, CsvReadOptions? options = null) => ReadBytes(Encoding.UTF8.GetBytes(text), options);

    private static Dataset ReadBytes(byte[] bytes, CsvReadOptions? options = null)
    {
        using var stream = new MemoryStream(bytes);
        return CsvReader.Read(TableSource.OfStream(stream, "prices.csv", leavesOpen: true), options ?? Price);
    }

    private static DataException Refused(string message, string text) => Refused(message, () => Read(text));

    private static DataException Refused(string message, Func<Dataset> read)
    {
        var problem = Assert.Throws<DataException>(() => read());
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.EndsWith(problem.Message[^1] == '?' ? "?" : ".", problem.Message, StringComparison.Ordinal);
        return problem;
    }
}
