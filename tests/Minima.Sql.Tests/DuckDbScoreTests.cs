using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>Scores of models on files that DuckDB reads: the sheet of <see cref="ModelScores.Score(Predictor, Table, CancellationToken)"/> on the same rows.</summary>
public sealed class DuckDbScoreTests : IDisposable
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "data");

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mse")]
    [InlineData("huber:delta=30")]
    [InlineData("mae")]
    [InlineData("pinball:quantile=0.9")]
    [InlineData("poisson_nll")]
    [InlineData("gamma_nll")]
    [InlineData("4*relu(t-p)^2 + relu(p-t)^2")]
    public void Numbers_are_scored_as_in_memory(string loss)
    {
        var path = Path.Combine(Data, "diabetes.csv");
        var model = LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse(loss), new() { L2 = 0.01, Standardize = true });
        using var source = SqlSource.Open("duckdb:" + path);
        Assert.Equal("", Scores.Differences(model.Score(Table.FromFile(path)), source.Score(Predictor.Of(model)), 150));
    }

    [Theory]
    [InlineData("bce_with_logits")]
    [InlineData("hinge")]
    [InlineData("squared_hinge")]
    [InlineData("probit")]
    [InlineData("exponential")]
    [InlineData("tangent")]
    public void Two_classes_are_scored_as_in_memory(string loss)
    {
        var path = Path.Combine(Data, "breast-cancer.csv");
        var model = LinearModel.Fit(Table.Bundled("breast-cancer"), LossSpec.Parse(loss), new() { L2 = 0.01, Standardize = true });
        using var source = SqlSource.Open("duckdb:" + path);
        var expected = model.Score(Table.FromFile(path));
        Assert.Equal("", Scores.Differences(expected, source.Score(Predictor.Of(model)), 1));
        Assert.NotNull(expected.Of(TableMetric.Of("auc")));
    }

    /// <summary>Texts, gaps, classes as texts and as numbers, rows without a target, two parts: metrics, mean loss and the shares of the classes beside them.</summary>
    [Theory]
    [InlineData("cross_entropy", "species")]
    [InlineData("cross_entropy:label_smoothing=0.1", "code")]
    [InlineData("softmax_focal", "species")]
    [InlineData("multi_margin", "species")]
    [InlineData("brier_multi", "code")]
    public void Several_classes_are_scored_as_in_memory(string loss, string target)
    {
        TableOptions options = new() { Ignore = target == "code" ? ["species", "w"] : ["code", "w"], Task = PredictionTask.MultiClass };
        var model = LinearModel.Fit(Table.FromFile(ClassTable.Write(Path.Combine(_folder, "classes.csv"), 300), target, options), LossSpec.Parse(loss), new() { L2 = 0.01 });
        var lines = File.ReadAllLines(ClassTable.Write(Path.Combine(_folder, "others.csv"), 200, seed: 5));
        for (var i = 3; i < lines.Length; i += 9) lines[i] = Without(lines[i], target == "code");
        var path = Path.Combine(_folder, "others.csv");
        File.WriteAllLines(path, lines);
        for (var part = 0; part < 2; part++) File.WriteAllLines(Path.Combine(_folder, $"half{part}.csv"), [lines[0], .. lines.Skip(1).Where((_, i) => i % 2 == part)]);
        var expected = model.Score(Table.FromFile(path));
        using var source = SqlSource.Open("duckdb:" + path);
        var found = source.Score(Predictor.Of(model));
        Assert.Equal("", Scores.Differences(expected, found, 1));
        Assert.Equal(loss != "multi_margin", expected.Of(TableMetric.Of("brier")) is not null);
        Assert.Equal(expected.Notes.Select(note => note.English), found.Notes.Select(note => note.English));
        using var halves = SqlSource.Open($"duckdb:{_folder}/half0.csv", shards: [$"duckdb:{_folder}/half1.csv"]);
        Assert.Equal(found.Columns[0].Values[0], halves.Score(Predictor.Of(model)).Columns[0].Values[0]);
    }

    /// <summary>A row without its last cell, or without the quoted one before it.</summary>
    private static string Without(string line, bool last)
    {
        var comma = line.LastIndexOf(',');
        return last ? line[..(comma + 1)] : line[..line.IndexOf('"', StringComparison.Ordinal)] + line[comma..];
    }

    /// <summary>A winner of minima compare may have a loss as text; its slopes say the probability.</summary>
    [Theory]
    [InlineData("log(1 + exp(-p*(2*t-1)))", true)]
    [InlineData("(p-t)^2", true)]
    [InlineData("abs(p-t)", false)]
    public void A_loss_as_text_has_the_probabilities_of_its_slopes(string loss, bool hasProbabilities)
    {
        var path = Path.Combine(Data, "breast-cancer.csv");
        var fitted = LinearModel.Fit(Table.Bundled("breast-cancer"), LossSpec.Parse("bce_with_logits"), new() { L2 = 0.01, Standardize = true });
        var json = System.Text.Json.Nodes.JsonNode.Parse(fitted.ToJson())!.AsObject();
        (json["loss"], json["parameters"]) = (loss, new System.Text.Json.Nodes.JsonObject());
        var saved = Path.Combine(_folder, "text.json");
        File.WriteAllText(saved, json.ToJsonString());
        var expected = Predictor.Load(saved).Score(Table.FromFile(path));
        Assert.Equal(hasProbabilities, expected.Of(TableMetric.Of("brier")) is not null);
        using var source = SqlSource.Open("duckdb:" + path);
        Assert.Equal("", Scores.Differences(expected, source.Score(Predictor.Load(saved)), 1));
    }

    [Fact]
    public void Parts_give_the_same_but_for_the_order_of_all_rows()
    {
        foreach (var (name, loss, size, unknown) in new (string, string, double, string[])[] { ("diabetes", "log_cosh", 150, []), ("breast-cancer", "bce_with_logits", 1, ["auc", "average-precision"]) })
        {
            var lines = File.ReadAllLines(Path.Combine(Data, name + ".csv"));
            for (var part = 0; part < 3; part++) File.WriteAllLines(Path.Combine(_folder, $"{name}-{part}.csv"), [lines[0], .. lines.Skip(1).Where((_, i) => i % 3 == part)]);
            var model = LinearModel.Fit(Table.Bundled(name), LossSpec.Parse(loss), new() { L2 = 0.01, Standardize = true });
            string[] addresses = [.. Enumerable.Range(0, 3).Select(part => $"duckdb:{Path.Combine(_folder, $"{name}-{part}.csv")}")];
            using var source = SqlSource.Open(addresses[0], shards: addresses[1..]);
            var found = source.Score(Predictor.Of(model));
            Assert.Equal("", Scores.Differences(model.Score(Table.FromFile(Path.Combine(Data, name + ".csv"))), found, size, unknown));
            Assert.Equal(unknown.Length > 0, found.Notes.Any(note => note.English.StartsWith("AUC", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Texts_missing_values_dates_ties_and_rows_without_a_target_are_as_in_a_file()
    {
        var path = Mixed(200, 5);
        foreach (var loss in (string[])["mse", "log_cosh"])
        {
            var model = LinearModel.Fit(Table.FromFile(Mixed(400, 7), "y"), LossSpec.Parse(loss), new() { L2 = 0.1 });
            var holes = Path.Combine(_folder, "holes.csv");
            File.WriteAllLines(holes, File.ReadAllLines(path).Select((line, i) => i % 9 == 4 ? line[..(line.LastIndexOf(',') + 1)] : line));
            var expected = model.Score(Table.FromFile(holes));
            using var source = SqlSource.Open("duckdb:" + holes);
            var found = source.Score(Predictor.Of(model));
            Assert.Equal("", Scores.Differences(expected, found, 5));
            Assert.Equal(expected.Notes, found.Notes);
            Assert.NotEmpty(found.Notes);
        }

        // Scores that tie: one column of few values.
        var tied = Path.Combine(_folder, "tied.csv");
        var random = new Random(9);
        File.WriteAllLines(tied, Enumerable.Range(0, 300).Select(_ => random.Next(4)).Select(x => $"{x},{(random.Next(6) < x + 1 ? 1 : 0)}").Prepend("x,y"));
        var two = LinearModel.Fit(Table.FromFile(tied, "y"), LossSpec.Parse("bce_with_logits"));
        using var ties = SqlSource.Open("duckdb:" + tied);
        Assert.Equal("", Scores.Differences(two.Score(Table.FromFile(tied)), ties.Score(Predictor.Of(two)), 1));
    }

    [Fact]
    public void What_a_model_does_not_know_is_refused_by_name()
    {
        var model = LinearModel.Fit(Table.FromFile(Written("known.csv", ["c,x,y", "a,1,2", "b,2,3", "a,3,5", "b,4,1"]), "y"), LossSpec.Parse("mse"), new() { L2 = 0.1 });
        foreach (var (rows, expected) in new[]
        {
            ("c,x,y|a,1,2|z,2,3", "1 row holds a value that the model has not seen"),
            ("c,x,y|a,1,2|b,,3", "1 value is missing"),
            ("c,x,y|a,1,|b,2,", "it is empty in every row"),
            ("c,x,y|a,1,u|b,2,v", "it holds texts"),
            ("c,x|a,1|b,2", "'y'"),
            ("c,y|a,1|b,2", "it has no column 'x'"),
        })
        {
            using var source = SqlSource.Open("duckdb:" + Written("new.csv", rows.Split('|')));
            Assert.Contains(expected, Assert.Throws<DataException>(() => source.Score(Predictor.Of(model))).Message, StringComparison.Ordinal);
        }

        // Numbers and texts as classes.
        foreach (var (zero, one) in new[] { ("0", "1"), ("no", "yes") })
        {
            string[] lines = ["x,y", .. Enumerable.Range(0, 40).Select(i => $"{i},{(i % 7 < i / 6 ? one : zero)}")];
            var path = Written("classes.csv", lines);
            var classes = LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse("bce_with_logits"), new() { L2 = 0.1 });
            Assert.NotNull(classes.Score(Table.FromFile(path)).Of(TableMetric.Of("brier")));
            using (var known = SqlSource.Open("duckdb:" + path)) Assert.Equal("", Scores.Differences(classes.Score(Table.FromFile(path)), known.Score(Predictor.Of(classes)), 1));
            lines[3] = zero == "0" ? "2,2" : "2,unheard";
            using var strange = SqlSource.Open("duckdb:" + Written("strange.csv", lines));
            Assert.Contains("1 row holds a value that the model has not seen", Assert.Throws<DataException>(() => strange.Score(Predictor.Of(classes))).Message, StringComparison.Ordinal);
        }

        var several = LinearModel.Fit(Table.FromFile(Written("three.csv", ["x,y", .. Enumerable.Range(0, 30).Select(i => $"{i},{"abc"[i % 3]}")]), "y"), LossSpec.Parse("sparsemax"), new() { L2 = 0.1 });
        using var three = SqlSource.Open("duckdb:" + Path.Combine(_folder, "three.csv"));
        Assert.Contains("the probabilities of sparsemax are projections", Assert.Throws<UsageException>(() => three.Score(Predictor.Of(several))).Message, StringComparison.Ordinal);
    }

    private string Written(string name, string[] lines)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private string Mixed(int rows, int seed) => MixedTable.Write(Path.Combine(_folder, $"mixed-{seed}.csv"), rows, seed);
}
