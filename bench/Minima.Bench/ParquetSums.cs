using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Minima.Sql;
using Minima.Tabular;
using Minima.Training.Data;
using Minima.Writers;

namespace Minima.Bench;

/// <summary>A fit of a Parquet file of 10 columns of doubles within a budget, and the query of one of its steps beside the same query with plain sums of doubles and beside a scan.</summary>
internal static partial class ParquetSums
{
    private const int Features = 9;

    /// <param name="words">rows=N, folder=PATH, memory=SIZE, repeats=N; the usual ones are 100000000, the folder for temporary files, 1GB, and 3.</param>
    public static void Run(IEnumerable<string> words)
    {
        var given = words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var rows = long.Parse(given.GetValueOrDefault("rows", "100000000"), CultureInfo.InvariantCulture);
        var memory = given.GetValueOrDefault("memory", "1GB");
        var path = Path.Combine(given.GetValueOrDefault("folder", Path.GetTempPath()), $"minima-doubles-{rows}.parquet");
        if (!File.Exists(path)) Make(path, rows);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows of {Features + 1} columns of doubles, {new FileInfo(path).Length / 1e6:0} MB of Parquet"));
        Compare(path, int.Parse(given.GetValueOrDefault("repeats", "3"), CultureInfo.InvariantCulture));
        Console.WriteLine($"--memory {memory}");
        Console.WriteLine("| command | seconds | peak, MB | exit |");
        Console.WriteLine("|---|---|---|---|");
        CommandPeak.Row(["fit", "--from", $"duckdb:{path}", "--target", "y", "--loss", "pseudo_huber:delta=2", "--memory", memory]);
    }

    private static void Make(string path, long rows)
    {
        // Numbers of a hash, so that no order of threads changes them.
        var columns = string.Join(", ", Enumerable.Range(0, Features).Select(j => $"(hash(range * {Features} + {j}) >> 12)::DOUBLE / 4503599627370496.0 AS x{j}"));
        var y = string.Join(" + ", Enumerable.Range(0, Features).Select(j => $"{j - 3} * x{j}"));
        using var duck = new DuckDbConnection("bench", null, [("memory_limit", "2GB")]);
        duck.Execute($"COPY (SELECT * EXCLUDE range, {y} + 4 * ((hash(-range) >> 12)::DOUBLE / 4503599627370496.0 - 0.5) AS y FROM (SELECT {columns}, range FROM range({rows}))) TO '{path}.part' (FORMAT parquet)", CancellationToken.None);
        File.Move(path + ".part", path);
    }

    private static void Compare(string path, int repeats)
    {
        using var duck = new Recorder(new DuckDbConnection("bench", null, []));
        using var shard = new SqlShard(duck, $"read_parquet('{path}')");
        var design = new SourceDesign
        {
            Encodings = [.. Enumerable.Range(0, Features).Select(j => new ColumnEncoding($"x{j}", []))],
            Centres = new double[Features],
            Units = [.. Enumerable.Repeat(1.0, Features)],
            Target = "y",
        };
        var (rows, weight, largest) = MomentsQuery.Sizes([shard], design, CancellationToken.None);
        var query = new LossSumsQuery([shard], new(design, [.. largest.Select(FixedSum.Exponent)], rows, weight), LossSpec.Parse("pseudo_huber:delta=2").Create(), null);
        double[] parameters = [.. Enumerable.Range(0, Features).Select(j => j - 2.5), 0.1];
        query.At(parameters, Curvature.GaussNewton, CancellationToken.None);
        var step = duck.Last;
        var plain = $"SELECT CAST(count(*) AS VARCHAR), {string.Join(", ", FixedTerm().Matches(step).Select(term => $"CAST(sum({term.Groups["term"]}) AS VARCHAR)"))}{step[step.IndexOf(" FROM (", StringComparison.Ordinal)..]}";
        var scan = $"SELECT {string.Join(", ", Enumerable.Range(0, Features).Select(j => $"CAST(sum(x{j}) AS VARCHAR)"))}, CAST(sum(y) AS VARCHAR) FROM read_parquet('{path}')";
        Console.WriteLine("| query | seconds, the least | beside plain sums |");
        Console.WriteLine("|---|---|---|");
        var (scanned, summed, stepped) = (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            scanned = Math.Min(scanned, Seconds(duck, scan));
            summed = Math.Min(summed, Seconds(duck, plain));
            stepped = Math.Min(stepped, Seconds(duck, step));
        }

        foreach (var (name, seconds) in new[] { ("a scan: the sum of each column", scanned), ("a step with plain sums of doubles", summed), ("a step", stepped) })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {seconds:0.00} | {seconds / summed:0.00} |"));
    }

    private static double Seconds(ISqlConnection connection, string query)
    {
        var clock = Stopwatch.StartNew();
        connection.Query(query, CancellationToken.None);
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>A sum in fixed point.</summary>
    [GeneratedRegex(@"CAST\(sum\(CAST\((?<term>[^()]*(\([^()]*\)[^()]*)*) AS BIGINT\)\) AS VARCHAR\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex FixedTerm();

    /// <summary>A connection that keeps its last query.</summary>
    private sealed class Recorder(DuckDbConnection connection) : ISqlConnection
    {
        public string Last { get; private set; } = "";

        public string Name => connection.Name;

        public SqlEngine Engine => connection.Engine;

        public bool IsInMemory => connection.IsInMemory;

        public IReadOnlyList<(string Name, string Type)> Describe(string query, CancellationToken cancellation) => connection.Describe(query, cancellation);

        public T Fetch<T>(string query, Func<ISqlRows, T> reading, CancellationToken cancellation)
        {
            Last = query;
            return connection.Fetch(query, reading, cancellation);
        }

        public void Commit() => connection.Commit();

        public void Execute(string statement, CancellationToken cancellation) => connection.Execute(statement, cancellation);

        public void Dispose() => connection.Dispose();
    }
}
