using System.Text;
using Minima.Cli.Tests;
using Minima.Cli.Tests.Train;

namespace Minima.Sql.Tests;

/// <summary>The lines of the command's help that read a database run as they are written, but for the address of the server; Minima.Cli.Tests runs the others.</summary>
public sealed class HelpExamplesTests(Clusters clusters) : IClassFixture<Clusters>, IDisposable
{
    private const string Server = "postgres://host/shop?table=sales";

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-examples-").FullName;

    [Fact]
    public async Task TheExamplesOfHelpRun()
    {
        var csv = Path.Combine(_folder, "DATA.csv");
        await File.WriteAllLinesAsync(csv, Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{(i * 7) % 23},{((i * 7) % 23) + ((i * 5) % 7)}.5,{(i * 3) % 11}")).Prepend("x,y,amount"), TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(_folder, "sales"));
        using (var duck = new DuckDbConnection("test", null, []))
        {
            for (var half = 0; half < 2; half++) duck.Execute($"COPY (SELECT * FROM '{csv}' WHERE x % 2 = {half}) TO '{_folder}/sales/{half}.parquet' (FORMAT parquet)", CancellationToken.None);
        }

        clusters.Load(0, "sales", csv);
        var model = await CliRun.Good("fit", csv, "--target", "y", "--loss", "mse", "--json");
        await File.WriteAllTextAsync(Path.Combine(_folder, "MODEL.json"), model.Output, TestContext.Current.CancellationToken);
        var run = new StringBuilder();
        foreach (var command in Minima.Cli.CommandLine.Create().Subcommands.Select(command => command.Name))
        {
            var help = await CliRun.Good(command, "--help");
            foreach (var example in help.Lines.Select(line => line.Trim()).Where(line => line.StartsWith("minima ", StringComparison.Ordinal) && line.Contains(" --from ", StringComparison.Ordinal)))
            {
                var (code, output, error) = await Bash.RunAsync(_folder, example.Replace(Server, clusters.Address(0, "sales"), StringComparison.Ordinal));
                Assert.True(code == 0 && !error.Contains("unexpected", StringComparison.Ordinal), $"{example}\nended with {code}\n{output}\n{error}");
                run.AppendLine(example);
            }
        }

        Assert.Contains("duckdb:", run.ToString(), StringComparison.Ordinal);
        Assert.Contains(Server, run.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
