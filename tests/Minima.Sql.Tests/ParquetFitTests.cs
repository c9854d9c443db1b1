using System.Globalization;

namespace Minima.Sql.Tests;

/// <summary>Fits of Parquet files of several row groups, which DuckDB reads in parallel.</summary>
public sealed class ParquetFitTests : IDisposable
{
    /// <summary>A row group of DuckDB has 122 880 rows.</summary>
    private const int Rows = 400_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Threads_and_files_change_no_bit()
    {
        var random = new Random(12);
        var (x, z, y) = (new double[Rows], new double[Rows], new double[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            (x[i], z[i]) = (random.NextDouble(), random.Next(5));
            y[i] = (2 * x[i]) - z[i] + (random.NextDouble() * random.NextDouble());
        }

        var csv = Path.Combine(_folder, "rows.csv");
        File.WriteAllLines(csv, Enumerable.Range(0, Rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{x[i]:r},{z[i]:r},{y[i]:r}")).Prepend("x,z,y"));
        using (var duck = new DuckDbConnection("test", null, []))
        {
            duck.Execute($"CREATE TABLE rows AS SELECT * FROM '{csv}'", CancellationToken.None);
            duck.Execute($"COPY rows TO '{_folder}/whole.parquet'", CancellationToken.None);
            for (var half = 0; half < 2; half++) duck.Execute($"COPY (SELECT * FROM rows WHERE z {(half == 0 ? "<" : ">=")} 2) TO '{_folder}/half-{half}.parquet'", CancellationToken.None);
            Assert.Equal("4", duck.Query($"SELECT CAST(count(DISTINCT row_group_id) AS VARCHAR) FROM parquet_metadata('{_folder}/whole.parquet')", CancellationToken.None)[0][0]);
        }

        var models = ((string[])["whole.parquet?threads=1", "whole.parquet?threads=2", "whole.parquet?threads=4", "half-*.parquet?threads=1", "half-*.parquet?threads=4"]).Select(address =>
        {
            using var source = SqlSource.Open($"duckdb:{_folder}/{address}");
            return source.Fit("y", LossSpec.Parse("log_cosh"), new() { L2 = 0.01 });
        }).ToArray();
        Assert.Single(models.Select(model => model.ToJson()).Distinct(StringComparer.Ordinal));
        Assert.Equal(Rows, models[0].Rows);
        var table = Table.FromColumns([new Column("x", x), new Column("z", z), new Column("y", y)], "y");
        Assert.Equal("", Equal.Differences(LinearModel.Fit(table, LossSpec.Parse("log_cosh"), new() { L2 = 0.01 }), models[0]));
    }

    /// <summary>A fit of many rows starts at the optimum of a sample of them. Three rows hold a text that the sample may lack, and equal rows are all in it or none.</summary>
    [Theory]
    [InlineData("hash(range)")]
    [InlineData("hash(range % 2)")]
    public void A_sample_that_knows_little_changes_no_optimum(string noise)
    {
        var path = Path.Combine(_folder, "rows.duckdb");
        using (var duck = new DuckDbConnection("test", path, [], writes: true))
        {
            duck.Execute(
                $"CREATE TABLE rows AS SELECT CASE WHEN range < 3 THEN 'rare' WHEN range % 2 = 0 THEN 'a' ELSE 'b' END AS kind, range % 2 AS x, ({noise} >> 12)::DOUBLE / 4503599627370496.0 + range % 2 AS y FROM range(300000)",
                CancellationToken.None);
        }

        using var source = SqlSource.Open($"duckdb:{path}?table=rows");
        var heard = new Heard();
        Assert.Equal("", Equal.Differences(LinearModel.Fit(source.ToTable("y"), LossSpec.Parse("log_cosh"), new() { L2 = 0.01 }), source.Fit("y", LossSpec.Parse("log_cosh"), new() { L2 = 0.01 }, progress: heard)));
        Assert.Equal((FitStage[])[FitStage.Columns, FitStage.Moments, FitStage.Sample, FitStage.Search], heard.All.Select(step => step.Stage).Distinct());
        Assert.NotNull(heard.All[^1].Left);
    }

    /// <summary>Widths of rounded kinks are so many that those done tell the time of those to come.</summary>
    [Fact]
    public void The_widths_of_kinks_tell_the_time_that_is_left()
    {
        using var source = SqlSource.Open($"duckdb:{Path.Combine(AppContext.BaseDirectory, "data", "diabetes.csv")}");
        var heard = new Heard();
        source.Fit("progression", LossSpec.Parse("mae"), progress: heard);
        Assert.Null(heard.All[0].Left);
        Assert.NotNull(heard.All[^1].Left);
    }

    private sealed class Heard : IProgress<FitProgress>
    {
        public List<FitProgress> All { get; } = [];

        public void Report(FitProgress value) => All.Add(value);
    }
}
