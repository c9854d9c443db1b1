using System.Diagnostics;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>What ends while a fit runs: a library that is not there, a connection, a server of several, rows that become more.</summary>
public sealed class LostSourceTests(Clusters clusters) : IClassFixture<Clusters>
{
    private static readonly string Diabetes = Path.Combine(AppContext.BaseDirectory, "data", "diabetes.csv");

    private static readonly FitOptions Options = new() { L2 = 0.01, Standardize = true };

    private static string Target => Table.Bundled("diabetes").Target!;

    [Fact]
    public void A_library_of_DuckDB_that_is_not_there_is_asked_for()
    {
        using var run = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll"), "fit", "--from", "duckdb:" + Diabetes, "--target", Target, "--loss", "mse"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["MINIMA_DUCKDB"] = "/nowhere/libduckdb.so", ["LANG"] = "C" },
        })!;
        var error = run.StandardError.ReadToEnd();
        run.WaitForExit();
        Assert.Contains("DuckDB's library '/nowhere/libduckdb.so': it cannot be loaded (MINIMA_DUCKDB names it)", error, StringComparison.Ordinal);
        Assert.Contains("@duckdb/node-bindings-linux-x64", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.File, run.ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_connection_that_ends_is_reported_and_the_fit_goes_on_from_its_last_step(bool isTerminated)
    {
        clusters.Load(0, "d", Diabetes);
        var expected = LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse("log_cosh"), Options);
        using var relay = new Relay(clusters.Ports[0]);
        var address = isTerminated ? clusters.Address(0, "d") : string.Create(CultureInfo.InvariantCulture, $"postgres://minima:{Uri.EscapeDataString(Clusters.Password)}@127.0.0.1:{relay.Port}/postgres?table=d");
        string message;
        using (var source = SqlSource.Open(address))
        {
            message = Stopped(source, 2, () =>
            {
                if (isTerminated) clusters.Query(0, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
                else relay.Drop();
            });
        }

        Assert.Contains("the connection is lost", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Clusters.Password, message, StringComparison.Ordinal);
        using var again = SqlSource.Open(clusters.Address(0, "d"));
        Assert.Equal("", Equal.Differences(expected, again.Fit(Target, LossSpec.Parse("log_cosh"), Options with { Start = StartOf(message) })));
    }

    [Fact]
    public void One_of_two_servers_that_dies_is_named()
    {
        for (var shard = 0; shard < 2; shard++)
        {
            var odd = shard;
            clusters.Load(shard, "half", Diabetes, row => row % 2 == odd);
        }

        string message;
        using (var source = SqlSource.Open(clusters.Address(0, "half"), shards: [clusters.Address(1, "half")])) message = Stopped(source, 2, () => clusters.Kill(1));
        clusters.Start(1);
        Assert.StartsWith($"{clusters.Address(1, "half")}: the connection is lost", message, StringComparison.Ordinal);
        using var again = SqlSource.Open(clusters.Address(0, "half"), shards: [clusters.Address(1, "half")]);
        Assert.Equal("", Equal.Differences(LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse("log_cosh"), Options), again.Fit(Target, LossSpec.Parse("log_cosh"), Options with { Start = StartOf(message) })));
    }

    [Fact]
    public void Rows_that_become_more_stop_a_fit()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.Move(path, path + ".csv");
            File.Copy(Diabetes, path + ".csv", overwrite: true);
            using var source = SqlSource.Open("duckdb:" + path + ".csv");
            var message = Stopped(source, 1, () => File.AppendAllText(path + ".csv", File.ReadLines(Diabetes).Last() + "\n"));
            Assert.Contains("there were 442 rows when the fit began, and 443 now", message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path + ".csv");
        }
    }

    /// <summary>The message of a fit that something ends at a step.</summary>
    private static string Stopped(SqlSource source, int step, Action ends) => Assert.Throws<DataException>(() => source.Fit(Target, LossSpec.Parse("log_cosh"), Options, progress: new AtStep(step, ends))).Message;

    private static string StartOf(string message) => message[(message.IndexOf("--start ", StringComparison.Ordinal) + "--start ".Length)..];

    private sealed class AtStep(int step, Action does) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Iteration == step) does();
        }
    }
}
