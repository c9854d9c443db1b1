using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Xunit;

namespace Minima.Cli.Tests.Encodings;

/// <summary>Commands answer the same to the byte in whatever format a table of one name is given.</summary>
public sealed class AnyTableTests
{
    private const string Name = "t.csv";

    private static readonly string Table = Encoding.UTF8.GetString(CompareData.Regression(60));

    public static TheoryData<string> Formats => ["semicolons", "declared", "bars", "utf-16", "gzip", "members", "json", "array", "parts", "columns in another order"];

    [SlowTheory]
    [SampledData(nameof(Formats), Thin = 0.3, Wide = 0.5)]
    public async Task TheAnswerOfACommandIsTheSame(string format)
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        var plain = folder.Write(Name, Encoding.UTF8.GetBytes(Table));
        var path = Write(other, format);
        foreach (var words in new[] { new[] { "compare", "--no-timing", "--json", "--loss", "mse", "--loss", "mae", "--repeats", "1" }, ["fit", "--loss", "huber:delta=1", "--json"], ["advise", "--json"] })
        {
            if (words[0] == "advise" && format is "parts" or "columns in another order") continue; // It names columns in their order, and lines as the parts count them.
            Assert.Equal(await Run(plain, words), await Run(path, words));
        }
    }

    [Fact]
    public async Task AModelPredictsAndScoresTheSame()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        var plain = folder.Write(Name, Encoding.UTF8.GetBytes(Table));
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes(await Run(plain, "fit", "--loss", "mse", "--json")));
        foreach (var format in new[] { "gzip", "json", "utf-16" })
        {
            var path = Write(other, format);
            Assert.Equal(await Output("predict", model, plain), await Output("predict", model, path));
            Assert.Equal(await Output("score", model, plain, "--json"), await Output("score", model, path, "--json"));
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(";", "area;age;price\n1.5;2;3\n2.5;3;5\n3;4.5;8\n4;4;9\n5.25;1;9\n")]
    [InlineData("tab", "area\tage\tprice\n1.5\t2\t3\n2.5\t3\t5\n3\t4.5\t8\n4\t4\t9\n5.25\t1\t9\n")]
    [InlineData("~", "area~age~price\n1.5~2~3\n2.5~3~5\n3~4.5~8\n4~4~9\n5.25~1~9\n")]
    public async Task ASeparatorThatIsGivenIsTaken(string separator, string text)
    {
        using var folder = new TemporaryFolder();
        var plain = folder.Write("plain.csv", "area,age,price\n1.5,2,3\n2.5,3,5\n3,4.5,8\n4,4,9\n5.25,1,9\n"u8);
        var path = folder.Write(Name, Encoding.UTF8.GetBytes(text));
        Assert.Equal(await Run(plain, "fit", "--loss", "mse", "--json"), await Run(path, "fit", "--loss", "mse", "--json", "--separator", separator));
    }

    [Theory]
    [InlineData("")]
    [InlineData(";;")]
    [InlineData("\"")]
    public async Task ASeparatorIsOneCharacter(string separator)
    {
        using var folder = new TemporaryFolder();
        var (code, _, error) = await Command("fit", folder.Write(Name, "a,y\n1,2\n"u8), "--target", "y", "--loss", "mse", "--separator", separator);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("it must be one character such as ; or |, or the word tab", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMarkOfMissingValuesIsNamedAndReadAsOne()
    {
        using var folder = new TemporaryFolder();
        var emptied = string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{(i % 7 == 3 ? "" : i)},{(i % 9 == 5 && i % 7 != 3 ? "" : i * 7 % 31)},{i + (i * 7 % 31)}\n")));
        var marked = string.Concat(emptied.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.StartsWith(',') ? $"unknown{row}\n" : $"{row.Replace(",,", ",999,", StringComparison.Ordinal)}\n"));
        var plain = folder.Write("plain.csv", Encoding.UTF8.GetBytes("age,rooms,price\n" + emptied));
        var path = folder.Write(Name, Encoding.UTF8.GetBytes("age,rooms,price\n" + marked));
        var (code, _, error) = await Command("solve", path, "--target", "price");
        Assert.Equal(ExitCode.Data, code);
        Assert.Contains("'unknown' is not a number; a number is expected as in the other rows. Correct the value, read it as missing with --missing unknown, or leave", error, StringComparison.Ordinal);
        var (_, said, _) = await Command("advise", path, "--target", "price", "--missing", "unknown");
        Assert.Contains("if it stands for a missing value, give --missing rooms=999", Regex.Replace(said, @"\s+", " "), StringComparison.Ordinal);
        string[] words = ["fit", path, "--target", "price", "--loss", "mse", "--missing", "unknown,rooms=999"];
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes(await Output([.. words, "--json"])));
        Assert.Equal(await Output("predict", model, plain), await Output("predict", model, path));
        (_, said, _) = await Command(words);
        Assert.Contains("Read as missing, as asked: 'unknown' in 9 cells, 'rooms=999' in 6 cells.", said, StringComparison.Ordinal);
        foreach (var (mark, refusal) in new[] { ("rooms=", "a cell is missing, or the name of its column"), ("room=999", "Did you mean 'rooms'?") })
        {
            (code, _, error) = await Command([.. words, "--missing", mark]);
            Assert.True(code is ExitCode.Usage or ExitCode.Data);
            Assert.Contains(refusal, error, StringComparison.Ordinal);
        }
    }

    /// <summary>The lines that <c>compare</c> and <c>solve</c> print to repeat themselves read the table as it was read.</summary>
    [Fact]
    public async Task ACommandThatIsRepeatedReadsTheTableAsItWasRead()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(Name, Encoding.GetEncoding("utf-16").GetBytes(Table.Replace(',', '~')));
        var output = await Output("compare", path, "--target", "price", "--loss", "mse", "--repeats", "1", "--encoding", "utf-16", "--separator", "~", "--missing", "area=-1");
        Assert.Contains("--encoding utf-16 --separator '~' --missing area=-1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnePartInAnotherEncodingIsReportedInBothLanguages()
    {
        using var folder = new TemporaryFolder();
        folder.Write("0.csv", "area,价格\n1,2\n2,3\n"u8);
        for (var part = 1; part < 4; part++) folder.Write($"{part}.csv", Encoding.Unicode.GetBytes("area,价格\n3,5\n4,5\n"));
        var (code, _, error) = await Command("fit", folder.Path, "--target", "价格", "--loss", "mse");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains($"{Path.GetFileName(folder.Path)}/1.csv is not UTF-8 and is read as UTF-16; --encoding NAME sets another encoding.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("2.csv is not UTF-8", error, StringComparison.Ordinal);
        (_, _, error) = await Command("fit", folder.Path, "--target", "价格", "--loss", "mse", "--language", "zh");
        Assert.Contains("不是 UTF-8，按 UTF-16 读取", error, StringComparison.Ordinal);
    }

    private static string Write(TemporaryFolder folder, string format)
    {
        var rows = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var utf8 = Encoding.UTF8;
        if (format is "parts" or "columns in another order")
        {
            var parts = Directory.CreateDirectory(Path.Combine(folder.Path, Name)).FullName;
            for (var part = 0; part < 3; part++)
            {
                var own = rows[1..].Skip(part * 20).Take(part == 2 ? rows.Length : 20).Prepend(rows[0]);
                if (part == 1 && format != "parts") own = own.Select(row => string.Join(',', row.Split(',').Reverse()));
                File.WriteAllText(Path.Combine(parts, $"part-{part}.csv"), string.Join('\n', own));
            }

            File.WriteAllText(Path.Combine(parts, "_SUCCESS"), "");
            return parts;
        }

        string Objects(string between) => string.Join(between, rows[1..].Select(row => "{" + string.Join(",", rows[0].Split(',').Zip(row.Split(','), (name, cell) => $"\"{name}\":{cell}")) + "}"));
        return folder.Write(Name, format switch
        {
            "semicolons" => utf8.GetBytes(Table.Replace(',', ';')),
            "declared" => utf8.GetBytes("sep=|\n" + Table.Replace(',', '|')),
            "bars" => utf8.GetBytes(Table.Replace(',', '|')),
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Table.Replace(',', '\t'))],
            "gzip" => Pack(utf8.GetBytes(Table)),
            "members" => [.. utf8.GetBytes(Table).Chunk(200).SelectMany(Pack)],
            "json" => utf8.GetBytes(Objects("\n")),
            _ => utf8.GetBytes("[" + Objects(",") + "]"),
        });
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var writer = new GZipStream(packed, CompressionLevel.Fastest)) writer.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>What a command writes, without the folder of the table.</summary>
    private static async Task<string> Run(string path, params string[] words) =>
        (await Output([words[0], path, "--target", "price", .. words[1..]])).Replace(path, Name, StringComparison.Ordinal);

    private static async Task<string> Output(params string[] arguments)
    {
        var (code, output, error) = await Command(arguments);
        Assert.True(code == ExitCode.Ok, error);
        return output;
    }

    private static async Task<(int Code, string Output, string Error)> Command(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
