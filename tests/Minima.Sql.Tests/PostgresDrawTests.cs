using System.Globalization;

namespace Minima.Sql.Tests;

/// <summary>Rows that are drawn from PostgreSQL: where numbers are written alike, those that DuckDB draws, in the same order.</summary>
public sealed class PostgresDrawTests(Clusters clusters) : IClassFixture<Clusters>
{
    [Fact]
    public void Both_databases_draw_the_same_rows()
    {
        var folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;
        try
        {
            var path = Path.Combine(folder, "drawn.csv");
            File.WriteAllLines(path, Enumerable.Range(0, 6000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i % 2 == 0 ? i : 1)},{0.5 + (i % 50)},{i % 3}")).Prepend("x,y,c"));
            clusters.Load(0, "drawn", path);
            for (var shard = 0; shard < 2; shard++)
            {
                var odd = shard;
                clusters.Load(shard, "halves", path, row => row % 2 == odd);
            }

            var drawn = DrawTests.Drawn(["duckdb:" + path], 500, 3);
            Assert.Equal(500, drawn.Length);
            Assert.Equal(drawn, DrawTests.Drawn([clusters.Address(0, "drawn")], 500, 3));

            // The copies are all in one of the parts.
            Assert.Equal(drawn, DrawTests.Drawn([clusters.Address(0, "halves"), clusters.Address(1, "halves")], 500, 3));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
