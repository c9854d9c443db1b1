using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>A table of PostgreSQL as a table to boost on: the bytes of the model are those on a file of the same rows.</summary>
public sealed class PostgresRowsTests(Clusters clusters) : IClassFixture<Clusters>
{
    [Fact]
    public void Trees_have_the_bytes_of_those_on_a_file()
    {
        var folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;
        try
        {
            const int rows = 3000;
            MixedColumns.Write(folder, rows);
            const string columns = "i bigint, area double precision, share real, rooms smallint, price numeric(10, 2), depth numeric(9, 3), town varchar, day date, seen timestamp, new boolean, kind varchar, y double precision";
            var path = Path.Combine(folder, "rows.csv");
            for (var shard = 0; shard < 2; shard++)
            {
                // A narrow row fills the gap of an earlier page, so that the table has an order of its own. Settings of a server that would write dates and numbers in another way, and its workers in another order.
                clusters.Execute(shard, "ALTER DATABASE postgres SET DateStyle TO 'German'; ALTER DATABASE postgres SET extra_float_digits TO 0; ALTER DATABASE postgres SET min_parallel_table_scan_size TO 0; ALTER DATABASE postgres SET parallel_tuple_cost TO 0; ALTER DATABASE postgres SET parallel_setup_cost TO 0");
                clusters.Execute(shard, $"CREATE TABLE whole ({columns}); CREATE TABLE half ({columns})");
                Copy(shard, "whole", File.ReadLines(path).Skip(1));
                Copy(shard, "half", File.ReadLines(path).Skip(1 + (shard * rows / 2)).Take(rows / 2));
                clusters.Execute(shard, "ANALYZE");
            }

            foreach (var memory in (long?[])[null, 320L << 20])
            {
                var options = new TableOptions { Memory = memory, Ignore = ["i"] };
                var expected = Boosted(Table.FromFile(path, "y", options));
                using var whole = SqlSource.Open(clusters.Address(0, "whole"), "SELECT * FROM whole ORDER BY i");
                Assert.Equal(expected, Boosted(whole.ToTable("y", options)));
                using var halves = SqlSource.Open(clusters.Address(0, "half"), "SELECT * FROM half ORDER BY i", [clusters.Address(1, "half")]);
                Assert.Equal(expected, Boosted(halves.ToTable("y", options)));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_query_that_fails_on_the_way_is_refused_and_the_connection_stays()
    {
        using var source = SqlSource.Open(clusters.Address(0, "unused"), "SELECT i AS x, i % 5 AS y, 1.0 / (90000 - i) AS z FROM generate_series(1, 100000) AS i");
        var refusal = Assert.Throws<DataException>(() => BoostedTrees.Fit(source.ToTable("y"), "mse"));
        Assert.Contains("PostgreSQL refuses the query (division by zero)", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(100_000, source.ToTable("y").Open().Rows!.RowsWith("y", CancellationToken.None));
    }

    [Fact]
    public void A_server_that_ends_while_rows_are_read_is_reported()
    {
        using var source = SqlSource.Open(clusters.Address(0, "unused"), "SELECT i AS x, i % 5 AS y FROM generate_series(1, 3000000) AS i");
        var table = source.ToTable("y", new() { Reading = new Ending(clusters) });
        Assert.Contains("the connection is lost", Assert.Throws<DataException>(() => BoostedTrees.Fit(table, "mse")).Message, StringComparison.Ordinal);
    }

    private void Copy(int cluster, string table, IEnumerable<string> lines)
    {
        using var connection = clusters.Connect(cluster);
        using var copy = connection.BeginTextImport($"COPY {table} FROM STDIN (FORMAT csv)");
        foreach (var line in lines) copy.Write(line + "\n");
    }

    private static string Boosted(Table table) => BoostedTrees.Fit(table, "mse", new() { Trees = new() { Rounds = 4, HeldOut = 0.2, Seed = 3 } }).ToJson();

    private sealed class Ending(Clusters clusters) : IProgress<ReadProgress>
    {
        private bool _isDone;

        public void Report(ReadProgress value)
        {
            if (_isDone) return;
            _isDone = true;
            clusters.Query(0, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        }
    }
}
