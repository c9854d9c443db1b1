using System.Globalization;
using Minima.Cli.Tests.Train;
using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>Predictions as SQL, executed by DuckDB: those of <see cref="Predictor.Predict(Table, CancellationToken)"/> on the same rows.</summary>
public sealed class DuckDbPredictTests : IDisposable
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "data");

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("diabetes", "log_cosh", "prediction")]
    [InlineData("diabetes", "poisson_nll", "prediction")]
    [InlineData("diabetes", "pinball:quantile=0.9", "prediction")]
    [InlineData("breast-cancer", "bce_with_logits", "probability,class")]
    [InlineData("breast-cancer", "hinge", "score,class")]
    [InlineData("breast-cancer", "squared_hinge", "probability,class")]
    [InlineData("breast-cancer", "probit", "probability,class")]
    [InlineData("breast-cancer", "exponential", "probability,class")]
    [InlineData("breast-cancer", "tangent", "probability,class")]
    public void The_query_predicts_as_in_memory(string data, string loss, string columns)
    {
        var path = Path.Combine(Data, data + ".csv");
        var predictor = Predictor.Of(LinearModel.Fit(Table.Bundled(data), LossSpec.Parse(loss), new() { L2 = 0.01, Standardize = true }));
        using var source = SqlSource.Open("duckdb:" + path);
        var prediction = source.Predict(predictor);
        Assert.Equal(columns, string.Join(',', prediction.Columns));
        Assert.Equal(0, prediction.UnknownRows);
        Assert.Equal("", Differences(predictor.Predict(Table.FromFile(path)), prediction));
        var raw = source.Predict(predictor, response: false);
        Assert.Equal(["score"], raw.Columns);
        Assert.Equal("", Differences(predictor.Scores(Table.FromFile(path)), raw));
    }

    [Theory]
    [InlineData("cross_entropy", "probability_it's \"versicolor\",probability_setosa,probability_virginica,class")]
    [InlineData("crammer_singer", "score_it's \"versicolor\",score_setosa,score_virginica,class")]
    public void Several_classes_are_predicted_as_in_memory(string loss, string columns)
    {
        var path = ClassTable.Write(Path.Combine(_folder, "flowers.csv"), 100);
        var predictor = Predictor.Of(LinearModel.Fit(Table.FromFile(path, "species", new() { Ignore = ["code"] }), LossSpec.Parse(loss), new() { L2 = 0.01, Standardize = true }));
        using var source = SqlSource.Open("duckdb:" + path);
        var prediction = source.Predict(predictor);
        Assert.Equal(columns, string.Join(',', prediction.Columns));
        Assert.Equal("", Differences(predictor.Predict(Table.FromFile(path)), prediction));
        Assert.Equal("", Differences(predictor.Scores(Table.FromFile(path)), source.Predict(predictor, response: false)));
    }

    /// <summary>A database knows no case of a name's letters, and a loss with another link has no expression.</summary>
    [Fact]
    public void Classes_that_differ_in_case_have_columns_of_their_own()
    {
        var path = Written("cases.csv", "x,y|1,a|2,A|3,b|2,a|1,A|5,b|4,a|3,A|0,b");
        using var source = SqlSource.Open("duckdb:" + path);
        var predictor = Predictor.Of(LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse("cross_entropy"), new() { L2 = 0.1 }));
        Assert.Equal(["probability_A", "minima_probability_a", "probability_b", "class"], source.Predict(predictor).Columns);
        var projected = Predictor.Of(LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse("sparsemax"), new() { L2 = 0.1 }));
        Assert.Contains("--scale link", Assert.Throws<UsageException>(() => source.Predict(projected)).Message, StringComparison.Ordinal);
        Assert.Equal("score_b", source.Predict(projected, response: false).Columns[^1]);
    }

    [Fact]
    public void Texts_missing_values_and_dates_are_prepared_in_the_query()
    {
        var trained = Mixed(400, 7);
        var predictor = Predictor.Of(LinearModel.Fit(Table.FromFile(trained, "y"), LossSpec.Parse("log_cosh"), new() { L2 = 0.1, Standardize = true }));
        var path = Mixed(300, 8);
        using var source = SqlSource.Open("duckdb:" + path);
        Assert.Equal("", Differences(predictor.Predict(Table.FromFile(path)), source.Predict(predictor)));
    }

    [Fact]
    public void A_row_that_the_model_does_not_know_has_no_prediction()
    {
        var predictor = Predictor.Of(LinearModel.Fit(Table.FromFile(Written("known.csv", "c,x,y|a,1,2|b,2,3|a,3,5|b,4,1"), "y"), LossSpec.Parse("mse"), new() { L2 = 0.1 }));
        using var source = SqlSource.Open("duckdb:" + Written("new.csv", "x,c,prediction|1,a,7|2,z,8|,b,9|5,b,1"));
        var prediction = source.Predict(predictor);
        Assert.Equal(2, prediction.UnknownRows);
        Assert.Equal(["minima_prediction"], prediction.Columns);
        using var duck = new DuckDbConnection("test", null, []);
        var rows = duck.Query($"SELECT CAST(x AS VARCHAR), c, CAST(prediction AS VARCHAR), CAST(minima_prediction AS VARCHAR) FROM ({prediction.Queries[0]})", CancellationToken.None);
        Assert.Equal(["7", "8", "9", "1"], rows.Select(row => row[2]));
        Assert.Equal([true, false, false, true], rows.Select(row => row[3] is not null));
        var known = predictor.Predict(Table.FromFile(Written("rows.csv", "x,c|1,a|5,b")));
        Assert.Equal(known.Values[1], double.Parse(rows[3][3]!, CultureInfo.InvariantCulture), 1e-12);
        using var lacking = SqlSource.Open("duckdb:" + Written("lacking.csv", "c,y|a,1"));
        Assert.Contains("it has no column 'x'", Assert.Throws<DataException>(() => lacking.Predict(predictor)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_prints_the_query_and_makes_views_tables_and_files()
    {
        var model = Path.Combine(_folder, "model.json");
        LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse("log_cosh"), new() { L2 = 0.01 }).Save(model);
        var path = Path.Combine(Data, "diabetes.csv");
        double[] expected = [.. (await CliRun.Good("predict", model, path)).Lines.Skip(1).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        var printed = await CliRun.Good("predict", model, "--from", "duckdb:" + path, "--as", "sql");
        using (var duck = new DuckDbConnection("test", null, [])) Close(expected, duck, $"({printed.Output.Trim().TrimEnd(';')})");

        // A database that the command makes, with a table, a view on the table, and files.
        var database = Path.Combine(_folder, "shop.duckdb");
        var made = await CliRun.Good("predict", model, "--from", "duckdb:" + database, "--sql", $"SELECT * FROM '{path}'", "--as", "table:it's \"scored\"");
        Assert.Contains("prediction", made.Error, StringComparison.Ordinal);
        var viewed = await CliRun.Good("predict", model, "--from", $"duckdb:{database}?table={Uri.EscapeDataString("it's \"scored\"")}", "--as", "view:seen", "--json");
        Assert.Equal("minima_prediction", (string)viewed.Json["columns"]![0]!);
        Assert.Equal(0, (int)viewed.Json["unknown_rows"]!);
        foreach (var format in (string[])["parquet", "csv"]) await CliRun.Good("predict", model, "--from", "duckdb:" + path, "--as", $"file:{Path.Combine(_folder, "scored." + format)}");
        using (var duck = new DuckDbConnection("test", database, []))
        {
            Close(expected, duck, "\"it's \"\"scored\"\"\"");
            Close(expected, duck, "seen");
            foreach (var format in (string[])["parquet", "csv"]) Close(expected, duck, $"'{Path.Combine(_folder, "scored." + format)}'");
        }

        foreach (var (message, code, arguments) in new (string, int, string[])[]
        {
            ("already exists", 4, ["--from", $"duckdb:{database}", "--sql", $"SELECT * FROM '{path}'", "--as", "view:seen"]),
            ("is not a persistent database", 2, ["--from", "duckdb:" + path, "--as", "view:seen"]),
            ("sql, view:NAME, table:NAME or file:PATH is expected", 2, ["--from", "duckdb:" + path, "--as", "views"]),
            ("ends in .parquet or .csv", 2, ["--from", "duckdb:" + path, "--as", "file:x.txt"]),
            ("one file for several parts", 2, ["--from", "duckdb:" + path, "--shard", "duckdb:" + path, "--as", "file:x.csv"]),
            ("predict: --as is given without --from", 2, [path, "--as", "sql"]),
            ("predict: --rounds cannot be combined with --from", 2, ["--from", "duckdb:" + path, "--rounds", "3"]),
            ("name a file, or a source with --from", 2, []),
            ("DuckDB does not open it", 5, ["--from", $"duckdb:{Path.Combine(_folder, "none.duckdb")}?table=t", "--as", "view:v"]),
        })
        {
            var run = await CliRun.Of(["predict", model, .. arguments]);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
            Assert.True(run.Code == code, $"{run.Code}, expected {code}: {run.Error}");
        }

        Assert.False(File.Exists(Path.Combine(_folder, "none.duckdb")));

        static void Close(double[] expected, DuckDbConnection duck, string from)
        {
            double[] found = [.. duck.Query($"SELECT CAST(prediction AS VARCHAR) FROM {from}", CancellationToken.None).Select(row => double.Parse(row[0]!, CultureInfo.InvariantCulture))];
            Assert.Equal(expected.Length, found.Length);
            for (var i = 0; i < found.Length; i++) Assert.InRange(found[i], expected[i] - (1e-12 * Math.Abs(expected[i])), expected[i] + (1e-12 * Math.Abs(expected[i])));
        }
    }

    /// <summary>Differences of predictions beyond 1e-12 relative, and of classes.</summary>
    private static string Differences(TablePrediction expected, SqlPrediction found)
    {
        using var duck = new DuckDbConnection("test", null, []);
        var columns = string.Join(", ", found.Columns.Select(column => $"CAST({SqlText.Column(column)} AS VARCHAR)"));
        return Predicted.Differences(expected, found, duck.Query($"SELECT {columns} FROM ({found.Queries[0]}) AS q", CancellationToken.None));
    }

    private string Written(string name, string lines)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllLines(path, lines.Split('|'));
        return path;
    }

    private string Mixed(int rows, int seed) => MixedTable.Write(Path.Combine(_folder, $"mixed-{seed}.csv"), rows, seed);
}
