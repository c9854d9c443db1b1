using System.Globalization;
using System.Text.RegularExpressions;
using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>Fits in servers of PostgreSQL, whole and in shards, and what goes wrong with servers.</summary>
public sealed partial class PostgresFitTests(Clusters clusters) : IClassFixture<Clusters>
{
    private static readonly string Diabetes = Path.Combine(AppContext.BaseDirectory, "data", "diabetes.csv");

    private static string Target => Table.Bundled("diabetes").Target!;

    [Theory]
    [InlineData("huber:delta=30", 0.1)]
    [InlineData("log_cosh", 0.01)]
    [InlineData("poisson_nll", 0.1)]
    [InlineData("cauchy:scale=30", 0.1)]
    [InlineData("4*relu(t-p)^2 + relu(p-t)^2", 0)]
    public void Diabetes_is_fitted_as_in_memory(string loss, double l2)
    {
        clusters.Load(0, "d", Diabetes);
        var options = new FitOptions { L2 = l2, Standardize = l2 > 0 };
        var expected = LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse(loss), options);
        using var source = SqlSource.Open(clusters.Address(0, "d"));
        Assert.Equal("", Equal.Differences(expected, source.Fit(Target, LossSpec.Parse(loss), options)));
    }

    [Fact]
    public void A_cost_with_kinks_may_read_columns()
    {
        clusters.Load(0, "d", Diabetes);
        using var source = SqlSource.Open(clusters.Address(0, "d"));
        DuckDbFitTests.CostsOfRows(source);
    }

    /// <summary>Texts, missing values, dates and weights become what they become of a file; two servers give the same bits.</summary>
    [Theory]
    [InlineData(0.1, true)]
    [InlineData(0, false)]
    public void Texts_dates_gaps_and_weights_are_fitted_as_in_memory(double l2, bool standardize)
    {
        var path = Path.GetTempFileName();
        try
        {
            var random = new Random(6);
            var lines = File.ReadAllLines(MixedTable.Write(path, 300, 5));
            File.WriteAllLines(path, lines.Select((line, i) => string.Create(CultureInfo.InvariantCulture, $"{line},{(i == 0 ? "w" : random.Next(4))}")));
            (string, string)[] types = [("shop", "text"), ("paid", "varchar(5)"), ("day", "date"), ("w", "integer")];
            clusters.Load(0, "mixed", path, null, types);
            for (var shard = 0; shard < 2; shard++)
            {
                var odd = shard;
                clusters.Load(shard, "mixed_half", path, row => row % 2 == odd, types);
            }

            var options = new FitOptions { L2 = l2, Standardize = standardize, Weight = "w" };
            var expected = LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse("log_cosh"), options);
            using var source = SqlSource.Open(clusters.Address(0, "mixed"));
            using var halves = SqlSource.Open(clusters.Address(0, "mixed_half"), shards: [clusters.Address(1, "mixed_half")]);
            var found = source.Fit("y", LossSpec.Parse("log_cosh"), options);
            Assert.Equal("", Equal.Differences(expected, found));
            Assert.Equal(expected.Notes.Select(note => note.English), found.Notes.Select(note => note.English));
            Assert.Equal(found.ToJson(), halves.Fit("y", LossSpec.Parse("log_cosh"), options).ToJson());
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>PostgreSQL refuses products that are beyond the range of doubles, and those below it.</summary>
    [Theory]
    [InlineData("1e160")]
    [InlineData("1e150")]
    [InlineData("1e-170")]
    public void Columns_of_any_size_are_fitted(string size)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, DuckDbFitTests.Sized(size));
            clusters.Load(0, "sizes", path);
            using var source = SqlSource.Open(clusters.Address(0, "sizes"));
            var options = new FitOptions { L2 = 0.1 };
            Assert.Equal("", Equal.Differences(LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse("log_cosh"), options), source.Fit("y", LossSpec.Parse("log_cosh"), options)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Shards_change_no_bit_and_an_empty_one_neither()
    {
        clusters.Load(0, "whole", Diabetes);
        for (var shard = 0; shard < 2; shard++)
        {
            var odd = shard;
            clusters.Load(shard, "half", Diabetes, row => row % 2 == odd);
        }

        clusters.Load(1, "nothing", Diabetes, _ => false);
        var models = new List<string>();
        foreach (var shards in (string[][])[[clusters.Address(0, "whole")], [clusters.Address(0, "half"), clusters.Address(1, "half")], [clusters.Address(1, "half"), clusters.Address(0, "half"), clusters.Address(1, "nothing")]])
        {
            using var source = SqlSource.Open(shards[0], shards: shards[1..]);
            models.Add(source.Fit(Target, LossSpec.Parse("log_cosh"), new() { L2 = 0.01, Standardize = true }).ToJson());
        }

        Assert.Single(models.Distinct(StringComparer.Ordinal));
    }

    /// <summary>A partitioned table of which one part lies on another server, reached by postgres_fdw, has the bits of the whole table; so has each operation of a user.</summary>
    [Fact]
    public void A_table_with_a_part_on_another_server_changes_no_bit()
    {
        clusters.Load(0, "entire", Diabetes);
        clusters.Load(0, "near", Diabetes, row => row % 2 == 0);
        clusters.Load(1, "far", Diabetes, row => row % 2 == 1);
        var columns = string.Join(", ", File.ReadLines(Diabetes).First().Split(',').Select(name => $"\"{name}\" double precision"));
        clusters.Execute(0, $"""
            CREATE EXTENSION IF NOT EXISTS postgres_fdw;
            DROP SERVER IF EXISTS other CASCADE;
            CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '{clusters.Ports[1]}', dbname 'postgres');
            CREATE USER MAPPING FOR minima SERVER other OPTIONS (user 'minima', password '{Clusters.Password}');
            CREATE FOREIGN TABLE far ({columns}) SERVER other OPTIONS (table_name 'far');
            CREATE VIEW spread AS SELECT * FROM near UNION ALL SELECT * FROM far;
            """);
        FitOptions options = new() { L2 = 0.01, Standardize = true };
        using var entire = SqlSource.Open(clusters.Address(0, "entire"));
        using var spread = SqlSource.Open(clusters.Address(0, "spread"));
        var model = entire.Fit(Target, LossSpec.Parse("log_cosh"), options);
        Assert.Equal(model.ToJson(), spread.Fit(Target, LossSpec.Parse("log_cosh"), options).ToJson());
        Assert.Equal(entire.Score(Predictor.Of(model)).Losses, spread.Score(Predictor.Of(model)).Losses);
    }

    [Fact]
    public void Few_bytes_cross_the_wire_and_one_row_a_step()
    {
        clusters.Load(0, "d", Diabetes);
        using var relay = new Relay(clusters.Ports[0]);
        var address = string.Create(CultureInfo.InvariantCulture, $"postgres://minima:{Uri.EscapeDataString(Clusters.Password)}@127.0.0.1:{relay.Port}/postgres?table=d");
        int opened;
        using (var source = SqlSource.Open(address))
        {
            // Opening a connection, the driver reads the server's table of types: some 10 KB, once.
            opened = relay.Answers.Count;
            source.Fit(Target, LossSpec.Parse("log_cosh"), new() { L2 = 0.01, Standardize = true });
        }

        const int p = 10;
        Assert.InRange(relay.Answers.Skip(opened).Max(), 1, (64 * ((p * (p + 1) / 2) + p + 2)) + 4096);

        // Each step, as the server logged it, gives one row.
        var step = StepStatement().Matches(clusters.Log(0)).Select(match => match.Groups[1].Value).Last();
        var plan = clusters.Query(0, $"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {step}");
        Assert.Contains("Aggregate (actual rows=1 loops=1)", plan[0], StringComparison.Ordinal);
    }

    [Fact]
    public void All_steps_see_one_snapshot()
    {
        clusters.Load(0, "moving", Diabetes);
        var expected = LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse("log_cosh"), new() { L2 = 0.01 });
        using var source = SqlSource.Open(clusters.Address(0, "moving"));
        var steps = 0;
        var found = source.Fit(Target, LossSpec.Parse("log_cosh"), new() { L2 = 0.01 }, progress: new Steps(_ =>
        {
            if (steps++ == 0) clusters.Execute(0, "DELETE FROM moving WHERE age > 50; UPDATE moving SET bmi = 0");
        }));
        Assert.True(steps > 1);
        Assert.Equal("", Equal.Differences(expected, found));
    }

    [Fact]
    public void A_server_that_dies_is_reported_and_the_fit_goes_on_from_its_last_step()
    {
        clusters.Load(1, "d", Diabetes);
        var options = new FitOptions { L2 = 0.01, Standardize = true };
        string message;
        using (var source = SqlSource.Open(clusters.Address(1, "d")))
        {
            message = Assert.Throws<DataException>(() => source.Fit(Target, LossSpec.Parse("log_cosh"), options, progress: new Steps(step =>
            {
                if (step == 2) clusters.Kill(1);
            }))).Message;
            Assert.Contains("the connection is lost", Assert.Throws<DataException>(() => source.Fit(Target, LossSpec.Parse("log_cosh"), options)).Message, StringComparison.Ordinal);
        }

        clusters.Start(1);
        Assert.Contains("the connection is lost", message, StringComparison.Ordinal);
        var start = message[(message.IndexOf("--start ", StringComparison.Ordinal) + "--start ".Length)..];
        using var again = SqlSource.Open(clusters.Address(1, "d"));
        var expected = LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse("log_cosh"), options);
        Assert.Equal("", Equal.Differences(expected, again.Fit(Target, LossSpec.Parse("log_cosh"), options with { Start = start })));
    }

    /// <summary>What PostgreSQL refuses does not end the transaction, in which the next query is answered.</summary>
    [Fact]
    public void A_source_is_asked_again_after_a_query_was_refused()
    {
        clusters.Execute(0, "DROP TABLE IF EXISTS odd; CREATE TABLE odd (x double precision, y double precision, t text); INSERT INTO odd SELECT i, i % 7, CASE WHEN i = 20 THEN 'abc' ELSE '1' END FROM generate_series(1, 40) AS i");
        using var source = SqlSource.Open(clusters.Address(0, "odd"), "SELECT x, y, CAST(t AS double precision) AS bad FROM odd");
        for (var time = 0; time < 2; time++) Assert.Contains("abc", Assert.Throws<DataException>(() => source.Fit("y", LossSpec.Parse("mse"))).Message, StringComparison.Ordinal);
        Assert.Equal(40, source.Fit("y", LossSpec.Parse("mse"), null, new() { Ignore = ["bad"] }).Rows);
    }

    [Fact]
    public void A_wrong_password_is_reported_and_never_shown()
    {
        const string wrong = "tell-nobody";
        var refusal = Assert.Throws<DataException>(() => SqlSource.Open(string.Create(CultureInfo.InvariantCulture, $"postgres://minima:{wrong}@127.0.0.1:{clusters.Ports[0]}/postgres?table=d")));
        Assert.DoesNotContain(wrong, refusal.ToString(), StringComparison.Ordinal);
        Assert.Contains("PGPASSWORD", refusal.Message, StringComparison.Ordinal);
        var absent = Assert.Throws<DataException>(() => SqlSource.Open($"postgres://minima:{wrong}@127.0.0.1:1/postgres?table=d"));
        Assert.DoesNotContain(wrong, absent.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, Assert.Throws<UsageException>(() => SqlSource.Open($"postgres://minima:{wrong}@127.0.0.1/postgres?tabel=d")).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, Assert.Throws<UsageException>(() => SqlSource.Open($"postgres://minima:{wrong}@127.0.0.1/postgres")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_of_tables_and_columns_are_names()
    {
        string[] names = ["select", "sel\"ect", "a'b", "x; DROP TABLE d; --", "prediction", "minima_x0", "minima_value", "年齡"];
        var random = new Random(3);
        var rows = Enumerable.Range(0, 60).Select(_ => names.Select(_ => random.NextDouble()).ToArray()).ToArray();
        double[] target = [.. rows.Select(row => row.Sum() + random.NextDouble())];
        var quoted = names.Append("target").Select(name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"").ToArray();
        clusters.Execute(0, "CREATE SCHEMA IF NOT EXISTS \"od\"\"d\"; DROP TABLE IF EXISTS \"od\"\"d\".\"drop table\"; CREATE TABLE \"od\"\"d\".\"drop table\" (" + string.Join(", ", quoted.Select(name => name + " double precision")) + "); "
            + string.Concat(rows.Select((row, i) => string.Create(CultureInfo.InvariantCulture, $"INSERT INTO \"od\"\"d\".\"drop table\" VALUES ({string.Join(", ", row.Select(value => value.ToString("r", CultureInfo.InvariantCulture)))}, {target[i]:r}); "))));
        var table = Table.FromColumns([.. names.Select((name, j) => new Column(name, [.. rows.Select(row => row[j])])), new Column("target", target)], "target");
        using var source = SqlSource.Open(clusters.Address(0, "od\"d.drop table"));
        Assert.Equal("", Equal.Differences(LinearModel.Fit(table, LossSpec.Parse("log_cosh")), source.Fit("target", LossSpec.Parse("log_cosh"))));
    }

    [Fact]
    public void A_query_is_a_table()
    {
        clusters.Load(0, "d", Diabetes);
        using var source = SqlSource.Open(clusters.Address(0, "d"), $"SELECT bmi, bp, {Target} FROM d WHERE age < 50");
        Assert.Equal(["bmi", "bp", Target], source.Columns);
        Assert.Equal(clusters.Query(0, "SELECT count(*) FROM d WHERE age < 50")[0], source.Fit(Target, LossSpec.Parse("mse")).Rows.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("CREATE TABLE odd (x double precision, y double precision); INSERT INTO odd VALUES (1, 2), (2, NULL), (3, 4)", "1 value is missing")]
    [InlineData("CREATE TABLE odd (x double precision, y double precision); INSERT INTO odd VALUES (1, 2), (2, 'NaN'), (3, 'NaN')", "2 values are missing")]
    [InlineData("CREATE TABLE odd (x double precision, y double precision); INSERT INTO odd VALUES (1, 2), (2, 'Infinity'), (3, 4)", "1 value is infinite")]
    [InlineData("CREATE TABLE odd (x double precision, y double precision); INSERT INTO odd VALUES ('-Infinity', 2), (2, 3), (3, 4)", "1 value is infinite")]
    [InlineData("CREATE TABLE odd (x double precision, y double precision)", "there is no row")]
    [InlineData("CREATE TABLE odd (x double precision, y double precision); INSERT INTO odd VALUES (1, 2), (2, 2)", "it is 2 in every row")]
    [InlineData("CREATE TABLE odd (x double precision, z double precision); INSERT INTO odd VALUES (1, 2), (2, 2)", "'y'")]
    public void Rows_that_cannot_be_fitted_are_refused_by_name(string make, string expected)
    {
        clusters.Execute(0, "DROP TABLE IF EXISTS odd; " + make);
        using var source = SqlSource.Open(clusters.Address(0, "odd"));
        Assert.Contains(expected, Assert.Throws<DataException>(() => source.Fit("y", LossSpec.Parse("mse"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_no_weights_are_refused()
    {
        foreach (var (value, expected) in new[] { ("-1", "weights must be 0 or more"), ("NULL", "1 value is missing"), ("'NaN'", "1 value is missing") })
        {
            clusters.Execute(0, $"DROP TABLE IF EXISTS odd; CREATE TABLE odd (x double precision, w double precision, y double precision); INSERT INTO odd VALUES (1, 1, 2), (2, {value}, 3), (3, 1, 4)");
            using var source = SqlSource.Open(clusters.Address(0, "odd"));
            Assert.Contains(expected, Assert.Throws<DataException>(() => source.Fit("y", LossSpec.Parse("mse"), new() { Weight = "w" })).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Shards_that_are_missing_or_different_are_refused_by_name()
    {
        clusters.Load(0, "d", Diabetes);
        clusters.Execute(1, "DROP TABLE IF EXISTS other; CREATE TABLE other (age double precision); DROP TABLE IF EXISTS texts");
        var missing = Assert.Throws<DataException>(() => SqlSource.Open(clusters.Address(0, "d"), shards: [clusters.Address(1, "no_such_table")]));
        Assert.Contains("no_such_table", missing.Message, StringComparison.Ordinal);
        var different = Assert.Throws<DataException>(() => SqlSource.Open(clusters.Address(0, "d"), shards: [clusters.Address(1, "other")]));
        Assert.Contains("it has no column", different.Message, StringComparison.Ordinal);
        clusters.Load(1, "texts", Diabetes);
        clusters.Execute(1, "ALTER TABLE texts ALTER COLUMN bmi TYPE text");
        Assert.Contains("texts", Assert.Throws<DataException>(() => SqlSource.Open(clusters.Address(0, "d"), shards: [clusters.Address(1, "texts")])).Message, StringComparison.Ordinal);
    }

    [GeneratedRegex(@": (SELECT CAST\(count\(\*\) AS VARCHAR\), CAST\(max\(abs\(minima_value[^\n]*)")]
    private static partial Regex StepStatement();

    private sealed class Steps(Action<int> heard) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Stage == FitStage.Search) heard(value.Iteration);
        }
    }
}
