using System.Globalization;
using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>A source as a table: trees and networks on Parquet are those on CSV of the same rows, bit for bit.</summary>
public sealed class SourceRowsTests : IDisposable
{
    private const int Rows = 10_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public SourceRowsTests() => MixedColumns.Write(_folder, Rows);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("y", "mse", null)]
    [InlineData("y", "mse", 320L << 20)]
    [InlineData("new", null, null)]
    [InlineData("kind", null, 320L << 20)]
    public void Trees_have_the_bytes_of_those_on_a_file(string target, string? loss, long? memory)
    {
        var expected = Boosted(Table.FromFile(Path.Combine(_folder, "rows.csv"), target, Options(memory)), loss);
        Assert.Contains("town", expected, StringComparison.Ordinal);
        foreach (var address in (string[])["rows.parquet", "rows.parquet?threads=1", "rows.parquet?threads=4", "half-*.parquet?threads=3", "rows.csv"])
        {
            using var source = SqlSource.Open($"duckdb:{_folder}/{address}");
            Assert.Equal(expected, Boosted(source.ToTable(target, Options(memory)), loss));
        }

        using var parts = SqlSource.Open($"duckdb:{_folder}/half-0.parquet", shards: [$"duckdb:{_folder}/half-1.parquet"]);
        Assert.Equal(expected, Boosted(parts.ToTable(target, Options(memory)), loss));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(320L << 20)]
    public void A_network_has_the_losses_of_one_on_a_file(long? memory)
    {
        var expected = Trained(Table.FromFile(Path.Combine(_folder, "rows.csv"), "y", Options(memory)));
        using var source = SqlSource.Open($"duckdb:{_folder}/rows.parquet");
        Assert.Equal(expected, Trained(source.ToTable("y", Options(memory))));
    }

    /// <summary>The order of the rows is that of the file, whatever threads read; each row knows its number.</summary>
    [Fact]
    public void Rows_come_in_order_and_are_counted()
    {
        var heard = new List<ReadProgress>();
        using var source = SqlSource.Open($"duckdb:{_folder}/rows.parquet?threads=4");
        var table = source.ToTable("y", new() { Reading = new Heard(heard) });
        var (numbers, lines) = (new List<string>(), new List<int>());
        CsvFile.Read(table.Open(), (names, _) => [.. names.Select(name => name == "i" ? new Cells(numbers) : null)], lines.Add);
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => i.ToString(CultureInfo.InvariantCulture)), numbers);
        Assert.Equal(Enumerable.Range(1, Rows), lines);
        Assert.Empty(heard);
        using var long_ = SqlSource.Open("duckdb:", "SELECT range AS x, range % 7 AS y FROM range(200000)");
        var many = long_.ToTable("y", new() { Reading = new Heard(heard) });
        Assert.Equal(200_000, CsvFile.Read(many.Open(), (names, _) => [.. names.Select(name => name == "y" ? new Cells([]) : null)], _ => { }));
        Assert.Equal([65536, 131072, 196608], heard.Select(progress => progress.Read));
        Assert.All(heard, progress => Assert.Equal(200_000, progress.All));
    }

    /// <summary>A column of the type DECIMAL or DOUBLE has decimal points, also where the texts of another column have decimal commas.</summary>
    [Fact]
    public void Three_decimals_are_no_thousands()
    {
        using var source = SqlSource.Open("duckdb:", "SELECT 1.125::DOUBLE + (range % 3) * 0.25 AS x, CAST(range % 9 AS VARCHAR) || ',5' AS comma, 1 + range % 2 AS y FROM range(60)");
        using var data = CsvDataBuilder.Learn(source.ToTable("y").Open(), new() { Target = "y" }, CancellationToken.None);
        Assert.DoesNotContain("thousands", string.Join(' ', data.BothNotes.Select(note => note.English)), StringComparison.Ordinal);
        Assert.Contains("the comma was read as the decimal point", string.Join(' ', data.BothNotes.Select(note => note.English)), StringComparison.Ordinal);
    }

    /// <summary>A number that travels as one is the number that its text is read as, whatever the type of its column; what has no such number travels as text.</summary>
    [Theory]
    [InlineData("DOUBLE", "0.1", "-0.0", "5e-324", "1.7976931348623157e308", "123456789.12345679", "nan", "inf", null)]
    [InlineData("FLOAT", "0.1", "16777217", "3e38", null)]
    [InlineData("BIGINT", "9007199254740993", "-9223372036854775808", "9223372036854775807", null)]
    [InlineData("UBIGINT", "18446744073709551615", "9007199254740993", "9223372036854776833")]
    [InlineData("HUGEINT", "170141183460469231731687303715884105727", "9223372036854776833", "36893488147419111425")]
    [InlineData("DECIMAL(15, 3)", "123456789012.345", "-0.001", "999999999999.999", null)]
    [InlineData("DECIMAL(18, 9)", "123456789.123456789", "0.000000001", null)]
    [InlineData("DECIMAL(38, 20)", "123456789012345678.12345678901234567891")]
    [InlineData("TINYINT", "-128", "7", null)]
    public void A_number_is_that_of_its_text(string type, params string?[] values)
    {
        using var source = SqlSource.Open("duckdb:", $"SELECT CAST(v AS {type}) AS x FROM (VALUES {string.Join(", ", values.Select(value => value is null ? "(NULL)" : $"('{value}')"))}) AS t(v)");
        Assert.Equal(Cells(WantedCells.Texts), Cells(WantedCells.Numbers));

        List<string> Cells(WantedCells wanted)
        {
            var cells = new List<string>();
            source.ToTable("x").Open().Rows!.Read([wanted], rows =>
            {
                while (rows.Read()) cells.Add(rows.HoldsNumber(0, out var value) || (CellParser.Number(rows[0], out value) && double.IsFinite(value)) ? value.ToString("R", CultureInfo.InvariantCulture) : rows[0][..Math.Min(3, rows[0].Length)].ToString().ToUpperInvariant());
            }, CancellationToken.None);
            Assert.Equal(values.Length, cells.Count);
            return cells;
        }
    }

    [Fact]
    public void A_column_of_another_type_is_left_out_or_refused()
    {
        using var source = SqlSource.Open("duckdb:", "SELECT range % 7 AS x, [1, 2] AS pair, range % 5 + 0.5 AS y FROM range(100)");
        var trees = BoostedTrees.Fit(source.ToTable("y"), "mse", new() { Trees = new() { Rounds = 1 } });
        Assert.Contains("Column 'pair' is neither a number, a text nor a date and was dropped.", trees.Notes.Select(note => note.English));
        foreach (var options in (TableOptions[])[new(), new() { Memory = 320L << 20 }])
        {
            var refusal = Assert.Throws<DataException>(() => BoostedTrees.Fit(source.ToTable("pair", options), "mse"));
            Assert.Contains("column 'pair': it is not a number, a text or a date", refusal.Message, StringComparison.Ordinal);
            Assert.Throws<DataException>(() => BoostedTrees.Fit(source.ToTable("y", options), "mse", new() { Weight = "pair" }));
        }

        Assert.Throws<DataException>(() => NetworkTraining.Train(source.ToTable("pair")));
        Assert.Contains("Did you mean 'y'?", Assert.Throws<DataException>(() => BoostedTrees.Fit(source.ToTable("yy"), "mse")).Message, StringComparison.Ordinal);
    }

    /// <summary>A query that fails after many rows is no shorter table.</summary>
    [Fact]
    public void A_query_that_fails_on_the_way_is_refused()
    {
        using var source = SqlSource.Open("duckdb:", "SELECT CASE WHEN range = 900000 THEN CAST('none' AS INTEGER) ELSE range % 7 END AS x, range % 5 AS y FROM range(1000000)");
        var refusal = Assert.Throws<DataException>(() => BoostedTrees.Fit(source.ToTable("y"), "mse"));
        Assert.Contains("DuckDB refuses the query", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => source.ToTable("y").With("y", new() { Memory = 320L << 20 }).Open().Rows!.Read([WantedCells.Texts, WantedCells.Numbers], rows => { while (rows.Read()) { } }, CancellationToken.None));
    }

    [Fact]
    public void A_reading_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        using var source = SqlSource.Open("duckdb:", "SELECT range % 7 AS x, range % 5 AS y FROM range(5000000)");
        var table = source.ToTable("y", new() { Reading = new Cancelling(cancellation) });
        Assert.ThrowsAny<OperationCanceledException>(() => BoostedTrees.Fit(table, "mse", cancellation: cancellation.Token));

        // The connection answers afterwards.
        Assert.Equal(5_000_000, source.ToTable("y").Open().Rows!.RowsWith("y", CancellationToken.None));
    }

    /// <summary>Every text of a cell arrives: in place, behind a pointer, long, with letters of several bytes, and none.</summary>
    [Fact]
    public void Texts_of_every_length_arrive()
    {
        string?[] texts = ["", "twelve bytes", "thirteen byte", new string('x', 5000), "损失函数", "🙂", null, "ends"];
        var values = string.Join(", ", texts.Select(text => text is null ? "(NULL)" : $"('{text}')"));
        using var duck = new DuckDbConnection("test", null, []);
        Assert.Equal(texts, duck.Query($"SELECT * FROM (VALUES {values}) AS t(text)", CancellationToken.None).Select(row => row[0]));
    }

    private static TableOptions Options(long? memory) => new() { Memory = memory, Ignore = ["i"] };

    private static string Boosted(Table table, string? loss) =>
        BoostedTrees.Fit(table, loss is null ? null : LossSpec.Parse(loss), new() { Trees = new() { Rounds = 4, HeldOut = 0.2, Seed = 3 } }).ToJson();

    private static string Trained(Table table)
    {
        using var training = NetworkTraining.Begin(table, new() { Loss = "huber:delta=2", Hidden = [4], Epochs = 2 });
        var result = training.Run();
        return training.Treatment.ToJsonString() + string.Join(' ', result.Epochs.Select(epoch => string.Create(CultureInfo.InvariantCulture, $"{epoch.TrainingLoss:R} {epoch.ValidationLoss:R}")));
    }

    private sealed class Cells(List<string> cells) : ICellReader
    {
        public void Add(ReadOnlySpan<char> cell, int line) => cells.Add(cell.ToString());
    }

    private sealed class Heard(List<ReadProgress> heard) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => heard.Add(value);
    }

    private sealed class Cancelling(CancellationTokenSource cancellation) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => cancellation.Cancel();
    }
}
