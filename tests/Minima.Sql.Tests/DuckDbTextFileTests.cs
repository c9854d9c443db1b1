using System.IO.Compression;
using System.Text;
using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>Signs and types of one text file are found once: what DuckDB finds in every query of a pattern, which names the same file, is the same table.</summary>
public sealed class DuckDbTextFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a,b,c\n1,2.5,x\n2,,y\n")]
    [InlineData("a;b;c\n1;2,5;x\n2;3,5;y\n")]
    [InlineData("a\tb\n1\tyes\n2\tNO\n3\tna\n4\tN/A\n5\tNaN\n6\tnull\n")]
    [InlineData("a|b\n1|2024-02-29\n2|\n")]
    [InlineData("a,b\n1,2024-02-29 12:00:01\n2,2024-02-29 12:00:02.5\n")]
    [InlineData("a,b\n1,29.02.2024\n2,01.03.2024\n")]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n")]
    [InlineData("a,b\n1,\"x, \"\"y\"\" z\"\n2,\"line\nbreak\"\n")]
    [InlineData("a,b\n1,'x, y'\n2,'z'\n")]
    [InlineData("\"it's\",b\n1,2\n3,4\n")]
    [InlineData("\"a \"\"b\"\"\",\"c,d\",select\n1,2,3\n4,5,6\n")]
    [InlineData("# made by hand\na,b\n1,2\n# a pause\n3,4\n")]
    [InlineData("a\n1\n2\n3\n")]
    [InlineData("a,b\n9223372036854775807,1e308\n-5,-1e-300\n")]
    [InlineData("a,b\n007,1_000\n008,2_000\n")]
    [InlineData("重量,标签\n1.5,猫\n2.5,狗\n")]
    public void One_file_is_read_as_a_pattern_is(string text)
    {
        File.WriteAllText(Path.Combine(_folder, "table.csv"), text);
        using var file = Open("table.csv");
        using var pattern = Open("tabl*.csv");
        Assert.Contains("tabl*", pattern.Source, StringComparison.Ordinal);
        Assert.Equal(pattern.Columns, file.Columns);
        Assert.Equal(Cells(pattern), Cells(file));
    }

    /// <summary>The types in the name of the source tell that they were found once.</summary>
    [Fact]
    public void Types_of_one_file_are_found_once_if_no_apostrophe_stands_in_the_way()
    {
        File.WriteAllText(Path.Combine(_folder, "plain.csv"), "a,b\n1,2.5\n");
        File.WriteAllText(Path.Combine(_folder, "it's.csv"), "a,b\n1,2.5\n");
        using var plain = Open("plain.csv");
        using var quoted = Open("it's.csv");
        Assert.Contains("auto_detect=false", plain.Source, StringComparison.Ordinal);
        Assert.Contains("sample_size = -1", quoted.Source, StringComparison.Ordinal);
        Assert.Equal(Cells(plain), Cells(quoted));
    }

    [Theory]
    [InlineData("nothing.csv", "")]
    [InlineData("lines.csv", "\uFEFF\r\n \n")]
    [InlineData("packed.tsv.gz", "")]
    [InlineData("nothing.jsonl", "\n")]
    public void An_empty_file_is_called_empty(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        using (var file = File.Create(path))
        using (var stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file)
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        Assert.Equal($"duckdb:{path}: the file is empty; a line of column names and rows of values are expected. Check the export.", Assert.Throws<DataException>(() => Open(name)).Message);
    }

    private SqlShard Open(string name) => DuckDbAddress.Parse("duckdb:" + Path.Combine(_folder, name)).Open(null, writes: false, memory: null);

    /// <summary>Each cell with its type.</summary>
    private static string?[] Cells(SqlShard shard)
    {
        var cells = string.Join(", ", shard.Columns.Select(shard.Quoted).Select(column => $"typeof({column}), CAST({column} AS VARCHAR)"));
        return [.. SqlShard.AskAll([shard], one => $"SELECT {cells} FROM {one.Source}", CancellationToken.None)![0].SelectMany(row => row)];
    }
}
