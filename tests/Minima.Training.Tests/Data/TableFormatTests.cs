using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

/// <summary>The same table has the same cells in whatever format it is written; what is cut off or damaged is refused with its place.</summary>
public sealed class TableFormatTests
{
    private const int Rows = 60;

    private static readonly string[] Header = ["height", "word, or two", "价格", "y"];
    private static readonly string[] Words = ["red", "a,b", "a;b|c", "say \"no\"", "two\nlines", "北京", "", "été", "tab\there"];

    private static readonly string[][] Cells = Make();

    public static TheoryData<string> Formats => [.. All().Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void ATableIsTheSameInEveryFormat(string format)
    {
        using var folder = new TemporaryFolder();
        var path = All().First(one => one.Name == format).Write(folder);
        var (header, cells) = Read(TableSource.OfPath(path));
        Assert.Equal(Header, header);
        Assert.Equal(Cells, cells);
    }

    [Theory]
    [InlineData("comma")]
    [InlineData("gzip")]
    [InlineData("utf-16 without a mark")]
    [InlineData("json lines")]
    [InlineData("json packed")]
    public void AStreamThatCannotGoBackIsTheSame(string format)
    {
        using var folder = new TemporaryFolder();
        var path = All().First(one => one.Name == format).Write(folder);
        using var pipe = new OneWayStream(File.ReadAllBytes(path));
        var (header, cells) = Read(TableSource.OfStream(pipe, "a pipe", leavesOpen: true));
        Assert.Equal(Header, header);
        Assert.Equal(Cells, cells);
    }

    /// <summary>Wherever a packed file ends too early, it is refused, and never read as a shorter table.</summary>
    [Fact]
    public void APackedFileThatIsCutOffIsRefused()
    {
        var whole = Pack(Encoding.UTF8.GetBytes(Csv(',', Cells)));
        for (var length = 3; length < whole.Length; length++) Refused("t.csv", "cut off", whole[..length]);
        byte[] two = [.. whole, .. whole];
        for (var length = whole.Length + 1; length < two.Length; length += 7) Refused("t.csv", "cut off", two[..length]);
    }

    [Fact]
    public void APackedFileWithAChangedByteIsRefused()
    {
        var whole = Pack(Encoding.UTF8.GetBytes(Csv(',', Cells)));
        for (var at = 12; at < whole.Length; at += 5)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x55;
            Assert.Throws<DataException>(() => Read(Stream(damaged)));
        }
    }

    [SlowFact]
    public void ALargePackedFileNamesTheLineItReached()
    {
        var text = new StringBuilder("a,y\n");
        var random = new Random(4);
        for (var i = 0; i < 400_000; i++) text.Append(CultureInfo.InvariantCulture, $"{random.Next()},{random.Next()}\n");
        var packed = Pack(Encoding.UTF8.GetBytes(text.ToString()));
        Refused("t.csv, after line ", "cut off", packed[..^1000]);
    }

    [Theory]
    [InlineData("504B030414000600", "it is a ZIP archive; ")]
    [InlineData("504B0304140006005B436F6E74656E745F54797065735D2E786D6C", "it is an Excel workbook (.xlsx); ")]
    [InlineData("D0CF11E0A1B11AE100", "it is a workbook of an old version of Excel (.xls); ")]
    [InlineData("5041523115041518", "it is a Parquet file; ")]
    [InlineData("28B52FFD24001122", "it is compressed with Zstandard; ")]
    [InlineData("425A683931415926", "it is compressed with bzip2; ")]
    [InlineData("FD377A585A000004", "it is compressed with xz; ")]
    [InlineData("53514C69746520666F726D6174203300", "it is an SQLite database; ")]
    public void OtherFormatsAreNamed(string bytes, string message)
    {
        Refused("t.csv: " + message, "is expected", Convert.FromHexString(bytes), "are expected");
        Refused("t.csv: " + message, "is expected", Pack(Convert.FromHexString(bytes)), "are expected");
    }

    [Fact]
    public void AHeaderThatBeginsLikeAnotherFormatIsAHeader() =>
        Assert.Equal(["BZhang", "y"], Read(Stream("BZhang,y\n1,2\n"u8.ToArray())).Header);

    [Theory]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":1,\"y\":2", "t.csv, line 2: the object that begins here is not closed")]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":{\"b\":1},\"y\":2}", "t.csv, line 2, key 'a': it holds an object")]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":[1,2],\"y\":2}", "t.csv, line 2, key 'a': it holds an array")]
    [InlineData("{\"a\":1,\"y\":2}\n\n{\"a\":1,\"a\":2}", "t.csv, line 3, key 'a': the name occurs twice")]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":NaN,\"y\":2}", "t.csv, line 2: the object that begins here is not valid JSON")]
    [InlineData("{\"a\":1,\"y\":2}\n{\"a\":\"\\ud800\",\"y\":2}", "t.csv, line 2: the object that begins here is not valid JSON")]
    [InlineData("{\"a\":1,\"y\":2}\n1\n", "t.csv, line 2: '1' was found here; an object is expected here")]
    [InlineData("[{\"a\":1,\"y\":2}\n,{\"a\":1,\"y\":2}\n", "t.csv, line 3: the text ends within its array")]
    [InlineData("[{\"a\":1,\"y\":2}] x", "t.csv, line 1: 'x' was found here")]
    [InlineData("[{\"a\":1,\"y\":2} {\"a\":1,\"y\":2}]", "t.csv, line 1: '{' was found here; a comma, or the end of the array, is expected")]
    public void JsonThatIsNoTableIsRefused(string text, string message) => Refused(message, "expected", Encoding.UTF8.GetBytes(text));

    [Fact]
    public void NamesOfObjectsAreUnitedInTheOrderInWhichTheyCome()
    {
        var (header, cells) = Read(Stream("{\"b\":true}\n{\"a\":null,\"b\":-1.5e3}\n{\"c\":\"\\u5317\",\"b\":false}\n{}"u8.ToArray()));
        Assert.Equal(["b", "a", "c"], header);
        Assert.Equal([["true", "", ""], ["-1.5e3", "", ""], ["false", "", "北"], ["", "", ""]], cells);
    }

    [Theory]
    [InlineData("a;b, c;y\n1,5;2,5;3\n1,5;2,5;3,5\n", ';')]
    [InlineData("a, m;b, c;y, e\n1;2;3\n1;2;3\n", ';')]
    [InlineData("a|b|y\n1,5|2|3\n", '|')]
    [InlineData("a,b,y\n1|2,2,3\n", ',')]
    [InlineData("a,b,y\n\"1;2;3\",2,3\n", ',')]
    [InlineData("a;b\ty\n1;2\t3\n", ';')]
    [InlineData("SEP=|\na;b|y\n1;2|3\n", '|')]
    public void TheSeparatorIsOneByWhichTheRowsAgree(string text, char separator)
    {
        var (header, cells) = Read(Stream(Encoding.UTF8.GetBytes(text)));
        var (expected, rows) = Read(Stream(Encoding.UTF8.GetBytes(text)) with { Separator = separator });
        Assert.Equal(expected, header);
        Assert.Equal(rows, cells);
    }

    [Fact]
    public void PartsAreThoseThatSparkAndHiveRead()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in new[] { ("part-1.csv", "y,a\n4,3\n"), ("part-0.csv", "a,y\n1,2\n"), ("part-2.csv", "a,y\n"), ("_SUCCESS", "x"), (".part-0.csv.crc", "x"), ("part-3.csv", "") }) folder.Write(name, text);
        var (header, cells) = Read(TableSource.OfPath(folder.Path));
        Assert.Equal(["a", "y"], header);
        Assert.Equal([["1", "2"], ["3", "4"]], cells);
    }

    [Theory]
    [InlineData("a\n1\n", "/b.csv: it has no column 'y'; the columns of the first part are expected: 'a', 'y'.")]
    [InlineData("a,y,z\n1,2,3\n", "/b.csv: only this file has the column 'z'; ")]
    [InlineData("a,y\n1,2\n3\n", "/b.csv, line 3: the row has 1 field; ")]
    [InlineData("{\"a\":1,\"y\":2}\n", "/b.csv: it holds JSON, but the earlier parts hold CSV; ")]
    public void APartThatDoesNotFitIsNamed(string second, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "a,y\n1,2\n");
        folder.Write("b.csv", second);
        Assert.StartsWith(TableSource.NameOf(folder.Path) + message, Assert.Throws<DataException>(() => Read(TableSource.OfPath(folder.Path))).Message, StringComparison.Ordinal);
        var pattern = Assert.Throws<DataException>(() => Read(TableSource.OfPath(Path.Combine(folder.Path, "?.csv"))));
        Assert.StartsWith(message[1..], pattern.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACellThatIsWrongIsNamedWithItsPart()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i}\n")));
        folder.Write("b.csv", "a,y\n1,2\n2,3\nlots,4\n");
        folder.Write("c.csv", "a,y\n1,2\n");
        var table = new TableReader([]);
        table.Read(TableSource.OfPath(folder.Path), _ => { }, TestContext.Current.CancellationToken);
        Assert.Contains("/b.csv, line 4, column 'a': 'lots' is not a number", Assert.Throws<DataException>(() => table.Decide(_ => true).ToList()).Message, StringComparison.Ordinal);
        Assert.Equal([2, 3], table.Lines.ToArray()[..2]);
        Assert.Equal(33, table.Lines[30]);
    }

    [Theory]
    [InlineData("shift_jis", "名前,値\n東京,1\n大阪,2\n")]
    [InlineData("big5", "城市,值\n臺北,1\n高雄,2\n")]
    [InlineData("windows-1252", "nom,prix\nété,1\ncœur,2\n")]
    [InlineData("koi8-r", "имя,цена\nмосква,1\n")]
    public void AnEncodingThatIsGivenIsTaken(string encoding, string text)
    {
        var source = Stream(EncodingNames.Find(encoding)!.GetBytes(text)).With(encoding, null);
        Assert.Equal(Read(Stream(Encoding.UTF8.GetBytes(text))).Cells, Read(source).Cells);
        Assert.Empty(source.Notes);
        Assert.Contains("Minima supports no encoding", Assert.Throws<DataException>(() => source.With("klingon", null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEncodingThatIsChosenIsNoted()
    {
        var text = "城市,价格\n北京,1\n上海,2\n广州,3\n";
        var source = Stream(EncodingNames.Find("gbk")!.GetBytes(text));
        Assert.Equal(Read(Stream(Encoding.UTF8.GetBytes(text))).Cells, Read(source).Cells);
        Assert.Equal("t.csv is not UTF-8 and is read as GB18030 (Chinese); Encoding names another.", Assert.Single(source.Notes).English);
    }

    private static string[][] Make()
    {
        var random = new Random(20_261_123);
        return
        [
            .. Enumerable.Range(0, Rows).Select(_ => new[]
            {
                random.NextDouble().ToString("0.###", CultureInfo.InvariantCulture),
                Words[random.Next(Words.Length)],
                random.Next(5) == 0 ? "" : random.Next(-500, 500).ToString(CultureInfo.InvariantCulture),
                random.Next(100).ToString(CultureInfo.InvariantCulture),
            }),
        ];
    }

    private static (string Name, Func<TemporaryFolder, string> Write)[] All() =>
    [
        ("comma", folder => folder.Write("t.csv", Csv(',', Cells))),
        ("semicolon", folder => folder.Write("t.csv", Csv(';', Cells))),
        ("tab", folder => folder.Write("t.tsv", Csv('\t', Cells))),
        ("bar", folder => folder.Write("t.csv", Csv('|', Cells))),
        ("declared", folder => folder.Write("t.csv", "sep=;\r\n" + Csv(';', Cells))),
        ("line ends of Windows", folder => folder.Write("t.csv", Csv(',', Cells).Replace("\n", "\r\n", StringComparison.Ordinal).Replace("two\r\nlines", "two\nlines", StringComparison.Ordinal))),
        ("utf-8 with a mark", folder => folder.Write("t.csv", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Csv(',', Cells))])),
        ("unicode text of Excel", folder => folder.Write("t.txt", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Csv('\t', Cells))])),
        ("utf-16 big-endian", folder => folder.Write("t.csv", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Csv(',', Cells))])),
        ("utf-16 without a mark", folder => folder.Write("t.csv", Encoding.Unicode.GetBytes(Csv(',', Cells)))),
        ("utf-16 big-endian without a mark", folder => folder.Write("t.csv", Encoding.BigEndianUnicode.GetBytes(Csv(',', Cells)))),
        ("gb18030", folder => folder.Write("t.csv", EncodingNames.Find("gb18030")!.GetBytes(Csv(',', Cells)))),
        ("gzip", folder => folder.Write("t.csv.gz", Pack(Encoding.UTF8.GetBytes(Csv(',', Cells))))),
        ("gzip without its name", folder => folder.Write("t.csv", Pack(Encoding.UTF8.GetBytes(Csv(';', Cells))))),
        ("members of gzip", folder => folder.Write("t.csv.gz", [.. Encoding.UTF8.GetBytes(Csv(',', Cells)).Chunk(100).SelectMany(Pack)])),
        ("json lines", folder => folder.Write("t.jsonl", Json(Cells, "\n"))),
        ("json in utf-16", folder => folder.Write("t.jsonl", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Json(Cells, "\n"))])),
        ("json packed", folder => folder.Write("t.jsonl.gz", Pack(Encoding.UTF8.GetBytes(Json(Cells, "\n"))))),
        ("an array of objects", folder => folder.Write("t.json", "[" + Json(Cells, ",") + "]")),
        ("objects on several lines", folder => folder.Write("t.json", "[\n" + Json(Cells, ",\n").Replace(",\"", ",\n  \"", StringComparison.Ordinal) + "\n]\n")),
        ("parts", folder =>
        {
            folder.Write("part-00000.csv", Csv(',', Cells[..20]));
            folder.Write("part-00001.csv.gz", Pack(Encoding.UTF8.GetBytes(Csv(';', [.. Cells[20..40].Select(row => row.Reverse().ToArray())], [.. Header.Reverse()]))));
            folder.Write("part-00002.csv", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Csv('\t', Cells[40..]))]);
            folder.Write("_SUCCESS", "");
            return folder.Path;
        }),
        ("parts of a pattern", folder =>
        {
            folder.Write("a-1.csv", Csv(',', Cells[..30]));
            folder.Write("a-2.csv", Csv(',', Cells[30..]));
            folder.Write("b-1.csv", "another,table\n1,2\n");
            return Path.Combine(folder.Path, "a-*.csv");
        }),
        ("parts of json", folder =>
        {
            folder.Write("0.jsonl", Json(Cells[..30], "\n"));
            folder.Write("1.json", "[" + Json(Cells[30..], ",") + "]");
            return folder.Path;
        }),
    ];

    private static string Csv(char separator, string[][] cells, string[]? header = null) =>
        string.Concat(cells.Prepend(header ?? Header).Select(row => string.Join(separator, row.Select(cell => Quote(cell, separator))) + "\n"));

    private static string Quote(string cell, char separator) =>
        cell.Contains(separator, StringComparison.Ordinal) || cell.AsSpan().ContainsAny("\"\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    /// <summary>Numbers as numbers, and what is empty as null, or left out in every other row but the first.</summary>
    private static string Json(string[][] cells, string between) => string.Join(between, cells.Select((row, r) => "{" + string.Join(",", row.Select((cell, j) => (Header[j], cell, j))
        .Where(pair => pair.cell.Length > 0 || r % 2 == 0)
        .Select(pair => $"{JsonSerializer.Serialize(pair.Item1)}:{(pair.cell.Length == 0 ? "null" : pair.j == 1 ? JsonSerializer.Serialize(pair.cell) : pair.cell)}")) + "}"));

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var writer = new GZipStream(packed, CompressionLevel.SmallestSize)) writer.Write(bytes);
        return packed.ToArray();
    }

    private static TableSource Stream(byte[] bytes) => TableSource.OfStream(new MemoryStream(bytes), "t.csv", leavesOpen: false);

    private static (string[] Header, string[][] Cells) Read(TableSource source)
    {
        string[] names = [];
        CellTexts[] columns = [];
        CsvFile.Read(
            source,
            (header, _) =>
            {
                names = header;
                columns = Array.ConvertAll(header, _ => new CellTexts());
                return columns;
            },
            _ => { });
        return (names, [.. Enumerable.Range(0, columns[0].Texts.Count).Select(row => Array.ConvertAll(columns, column => column.Texts[row]))]);
    }

    private static void Refused(string start, string part, byte[] bytes, string? other = null)
    {
        var message = Assert.Throws<DataException>(() => Read(Stream(bytes))).Message;
        Assert.StartsWith(start, message, StringComparison.Ordinal);
        Assert.Contains(other ?? part, message, StringComparison.Ordinal);
    }

    private sealed class CellTexts : ICellReader
    {
        public List<string> Texts { get; } = [];

        public void Add(ReadOnlySpan<char> cell, int line) => Texts.Add(cell.ToString());
    }

    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override long Length => throw new NotSupportedException();
    }
}
