using System.Globalization;
using System.Text;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Train;
using Xunit;

namespace Minima.Cli.Tests.Score;

/// <summary>Every kind of model beside every odd table, in every command that reads models: an answer, or a refusal that is no fault of Minima.</summary>
public sealed class EveryModelTests
{
    private const string Header = "a,b,y,kind,grade,u,v,days,died,query";

    private static readonly string[] Names = Header.Split(',');

    /// <summary>How each model is made, and the columns that are its targets or facts.</summary>
    public static TheoryData<string, string> Models => new()
    {
        { "fit --loss mse", "y" },
        { "fit --loss cross_entropy --l2 0.01", "kind" },
        { "fit --loss gaussian_nll --heads all", "y" },
        { "fit --loss cauchy", "y" },
        { "compare --loss cumulative_link --repeats 1 --folds 2 --order E,D,C,B,A", "grade" },
        { "compare --loss coral --repeats 1 --folds 2 --order E,D,C,B,A", "grade" },
        { "compare --loss bce_with_logits --repeats 1 --folds 2", "u,v" },
        { "compare --loss cox_efron --repeats 1 --folds 2 --event died", "days" },
        { "compare --loss listnet --repeats 1 --folds 2 --query query", "y" },
        { "boost --loss mse --rounds 2", "y" },
        { "boost --loss bce_with_logits --rounds 2", "u" },
        { "boost --loss cross_entropy --rounds 2", "kind" },
        { "boost --loss cumulative_link --rounds 2 --order E,D,C,B,A", "grade" },
        { "boost --loss cox_efron --rounds 2 --event died", "days" },
        { "boost --loss listnet --rounds 2 --query query", "y" },
        { "boost --loss gaussian_nll --heads all --rounds 2", "y" },
        { "train --epochs 1 --hidden 4", "y" },
        { "train --epochs 1 --hidden 4", "kind" },
    };

    [Theory]
    [SampledData(nameof(Models), Thin = 0.15, Wide = 0.5)]
    public async Task EveryTableIsAnsweredOrRefused(string made, string target)
    {
        using var folder = new TemporaryFolder();
        var (tables, model) = (Tables(folder), Path.Combine(folder.Path, "model.json"));
        var left = Names.Skip(2).Where(name => !target.Split(',').Contains(name) && !made.EndsWith(" " + name, StringComparison.Ordinal));
        await CliRun.Good([.. made.Split(' ').Take(1), tables[0], "--target", target, .. made.Split(' ').Skip(1), "--ignore", string.Join(',', left), "--save", model]);
        List<string> faults = [];
        foreach (var table in tables)
        {
            string[][] readings =
            [
                ["predict", model, table],
                ["predict", model, table, "--json"],
                ["predict", model, tables[0], "--interval", "90%", "--calibrate", table],
                ["predict", model, table, "--interval", "90%", "--calibrate", tables[0]],
                ["predict", model, table, "--quantiles", "0.1,0.9"],
                ["score", model, table, "--decompose"],
                ["score", model, table, "--json"],
                ["explain", model, table],
            ];
            foreach (var reading in readings)
            {
                var run = await CliRun.Of(reading);
                if (run.Code is not (ExitCode.Ok or ExitCode.Usage or ExitCode.Loss or ExitCode.Data or ExitCode.File)) faults.Add($"{string.Join(' ', reading.Select(word => Path.GetFileName(word)))}: {run.Code}, {run.Error}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>The first is as it should be.</summary>
    private static string[] Tables(TemporaryFolder folder)
    {
        var random = new Random(3);
        string[][] rows = [.. Enumerable.Range(0, 120).Select(i =>
        {
            var (a, b) = (random.NextDouble(), random.NextDouble());
            string Text(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
            return (string[])[Text(a), Text(b), Text(a + (b * random.NextDouble())), "xyz"[random.Next(3) == 0 ? i % 3 : (int)(3 * a)].ToString(), "EDCBA"[(int)(5 * a)].ToString(), a > 0.5 ? "1" : "0", b > 0.4 ? "1" : "0", Text(11 - (10 * a * random.NextDouble())), random.NextDouble() < 0.7 ? "1" : "0", (i / 10).ToString(CultureInfo.InvariantCulture)];
        })];
        string[][] With(Func<string, string, string> cell) => [.. rows.Take(40).Select(row => row.Select((text, k) => cell(Names[k], text)).ToArray())];
        string Write(string name, string header, IEnumerable<string[]> lines) => folder.Write(name, Encoding.UTF8.GetBytes(string.Concat(lines.Select(row => string.Join(',', row) + "\n").Prepend(header + "\n"))));
        return
        [
            Write("table.csv", Header, rows),
            Write("header.csv", Header, []),
            Write("one.csv", Header, rows[..1]),
            Write("two.csv", Header, rows[..2]),
            Write("no-targets.csv", Header, With((name, text) => name is "a" or "b" or "query" ? text : "")),
            Write("new-classes.csv", Header, With((name, text) => name switch { "kind" => "w", "grade" => "Z", _ => text })),
            Write("missing.csv", Header, With((name, text) => name == "a" ? "nan" : text)),
            Write("texts.csv", Header, With((name, text) => name is "a" or "y" or "days" ? "abc" : text)),
            Write("constant.csv", Header, Enumerable.Repeat(rows[0], 40)),
            Write("no-column.csv", string.Join(',', Names[1..]), rows.Select(row => row[1..])),
            folder.Write("empty.csv", []),
        ];
    }
}
