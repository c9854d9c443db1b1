using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>Fits of losses over several classes in DuckDB: the models of <see cref="LinearModel.Fit"/> on the same rows.</summary>
public sealed class DuckDbClassFitTests : IDisposable
{
    private static readonly FitOptions Penalty = new() { L2 = 0.01, Standardize = true };

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>One column is the sum of two others: without a penalty the coefficients are the shortest.</summary>
    [Theory, SampledCases]
    [Case("cross_entropy", 0, false, null)]
    [Case("cross_entropy", 0, true, "w")]
    [Case("cross_entropy:label_smoothing=0.1", 0.1, false, "w")]
    [Case("sce", 0.01, true, null)]
    [Case("softmax_focal", 0.01, true, null)]
    [Case("gce", 0.01, true, "w")]
    [Case("brier_multi", 0.01, true, "w")]
    [Case("spherical", 0.01, false, null)]
    [Case("confidence_penalty", 0.01, true, null)]
    [Case("sparsemax", 0.01, true, "w")]
    public void Species_are_fitted_as_in_memory(string loss, double l2, bool standardize, string? weight)
    {
        var path = Flowers();
        FitOptions options = new() { L2 = l2, Standardize = standardize, Weight = weight };
        TableOptions table = new() { Ignore = weight is null ? ["code", "w"] : ["code"] };
        var expected = LinearModel.Fit(Table.FromFile(path, "species", table), LossSpec.Parse(loss), options);
        using var source = SqlSource.Open("duckdb:" + path);
        AreEqual(expected, source.Fit("species", LossSpec.Parse(loss), options, table));
    }

    /// <summary>Numbers are classes, two of them too; so are classes of which only rows without a weight are left.</summary>
    [Theory]
    [InlineData("code", "TRUE", 4)]
    [InlineData("code", "code < 3", 2)]
    [InlineData("species", "w = 0 OR code <> 4", 4)]
    public void Targets_of_any_kind_are_classes(string target, string condition, int classes)
    {
        var path = ClassTable.Write(Path.Combine(_folder, "all.csv"), 200, 4);
        var options = Penalty with { Weight = "w" };
        TableOptions table = new() { Ignore = [target == "code" ? "species" : "code"] };
        using var source = SqlSource.Open("duckdb:", $"SELECT * FROM '{path}' WHERE {condition}");
        var expected = LinearModel.Fit(source.ToTable(target, table), LossSpec.Parse("cross_entropy"), options);
        var found = source.Fit(target, LossSpec.Parse("cross_entropy"), options, table);
        AreEqual(expected, found);
        Assert.Equal(classes - (target == "species" ? 1 : 0), found.Coefficients.Length);
    }

    [Fact]
    public void Threads_and_shards_change_no_bit()
    {
        var lines = File.ReadAllLines(Flowers());
        for (var part = 0; part < 2; part++) File.WriteAllLines(Path.Combine(_folder, $"part-{part}.csv"), [lines[0], .. lines.Skip(1).Where((_, i) => i % 2 == part)]);
        string[] models = [Fitted("flowers.csv?threads=1"), Fitted("flowers.csv?threads=4"), Fitted("part-1.csv?threads=2", "part-0.csv")];
        Assert.Single(models.Distinct(StringComparer.Ordinal));

        string Fitted(string file, params string[] more)
        {
            using var source = SqlSource.Open($"duckdb:{_folder}/{file}", shards: [.. more.Select(part => $"duckdb:{_folder}/{part}")]);
            return source.Fit("species", LossSpec.Parse("cross_entropy"), Penalty, new() { Ignore = ["soil", "code"] }).ToJson();
        }
    }

    /// <summary>Parts are asked at once, and their queries are written at once.</summary>
    [Theory]
    [InlineData("cross_entropy")]
    [InlineData("brier_multi")]
    public void Queries_of_many_parts_are_written_at_once(string name)
    {
        using var shard = SourceAddress.Parse("duckdb:" + Flowers()).Open(null, writes: false, null);
        SourceDesign design = new() { Encodings = [], Centres = [], Units = [], Target = "species", Classes = ["a", "b", "c"], HasSeveralClasses = true };
        var (loss, contrasts) = (LossSpec.Parse(name).Create(), Contrasts.Of(3, differencesOnly: true));
        double[][] scores = [[0.1], [0.2], [0.3]];
        for (var round = 0; round < 50; round++)
        {
            var space = ClassReadings.Of(loss, 3)?.Space(contrasts) ?? RowReadings.Of(loss, 3)!.Space(contrasts);
            var query = new OutputSumsQuery([shard], new(design, [], 1, 1), space);
            var texts = new string[8];
            Parallel.For(0, texts.Length, new ParallelOptions { MaxDegreeOfParallelism = texts.Length }, part => texts[part] = query.Read(shard, scores, []));
            Assert.Single(texts.Distinct(StringComparer.Ordinal));
        }
    }

    /// <summary>A model is a start, and so are the numbers of all classes.</summary>
    [Fact]
    public void A_start_changes_no_optimum()
    {
        using var source = SqlSource.Open("duckdb:" + Flowers());
        var first = source.Fit("species", LossSpec.Parse("cross_entropy"), Penalty);
        var path = Path.Combine(_folder, "model.json");
        first.Save(path);
        var numbers = string.Join(',', first.Coefficients.SelectMany((row, k) => row.Append(first.Intercepts[k])).Select(number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var start in (string[])[path, numbers])
        {
            var again = source.Fit("species", LossSpec.Parse("cross_entropy"), Penalty with { Start = start });
            Assert.Equal("", Equal.Differences(first, again));
            Assert.InRange(again.Certificate.Iterations, 0, 1);
        }
    }

    /// <summary>Classes that columns separate have no finite optimum; the search ends where scores are far apart.</summary>
    [Fact]
    public void Separated_classes_are_refused_as_in_memory()
    {
        var path = Path.Combine(_folder, "separated.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 60).Select(i => $"{i},{(i * 7) % 5},{"abc"[i / 20]}").Prepend("x,z,y"));
        using var source = SqlSource.Open("duckdb:" + path);
        var expected = Assert.Throws<FitException>(() => LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse("cross_entropy"))).Message;
        Assert.Equal(expected, Assert.Throws<FitException>(() => source.Fit("y", LossSpec.Parse("cross_entropy"))).Message);
    }

    [Fact]
    public void Other_losses_are_refused_with_losses_that_can_be_fitted()
    {
        using var source = SqlSource.Open("duckdb:" + Flowers());
        var message = Refusal("multi_margin");
        Assert.Contains("jumps", message, StringComparison.Ordinal);
        var named = message[(message.LastIndexOf('(') + 1)..message.LastIndexOf(')')].Split([", ", " or "], StringSplitOptions.None);
        Assert.Equal(3, named.Length);
        Assert.All(named, name => Assert.Equal(3, source.Fit("species", LossSpec.Parse(name), Penalty, new() { Ignore = ["soil", "sum", "code"] }).Coefficients.Length));

        string Refusal(string loss) => Assert.Throws<UsageException>(() => source.Fit("species", LossSpec.Parse(loss), Penalty)).Message;
    }

    [Fact]
    public void What_does_not_go_with_several_classes_is_refused()
    {
        using var source = SqlSource.Open("duckdb:" + Flowers());
        Assert.Contains("--l1", Refusal<UsageException>(new() { L1 = 0.1 }), StringComparison.Ordinal);
        Assert.Contains("exact or positive", Refusal<UsageException>(new() { Curvature = Curvature.Weight }), StringComparison.Ordinal);
        Assert.Contains("--positive", Assert.Throws<UsageException>(() => source.Fit("species", LossSpec.Parse("cross_entropy"), table: new() { PositiveClass = "setosa" })).Message, StringComparison.Ordinal);
        using var many = SqlSource.Open("duckdb:", "SELECT range % 101 AS y, hash(range) % 1000 AS x FROM range(300)");
        Assert.Contains("more than 100 different numbers", Assert.Throws<DataException>(() => many.Fit("y", LossSpec.Parse("cross_entropy"))).Message, StringComparison.Ordinal);
        using var wide = SqlSource.Open("duckdb:", $"SELECT range % 20 AS y, {string.Join(", ", Enumerable.Range(0, 20).Select(j => $"hash(range + {j}) % 1000 AS x{j}"))} FROM range(300)");
        Assert.Contains("each step needs 44291 sums", Assert.Throws<DataException>(() => wide.Fit("y", LossSpec.Parse("cross_entropy"))).Message, StringComparison.Ordinal);

        string Refusal<T>(FitOptions options)
            where T : Exception => Assert.Throws<T>(() => source.Fit("species", LossSpec.Parse("cross_entropy"), options)).Message;
    }

    private static void AreEqual(LinearModel expected, LinearModel found)
    {
        Assert.Equal("", Equal.Differences(expected, found));
        Assert.Equal(expected.Mapping, found.Mapping);
        Assert.Equal(expected.Notes.Select(note => note.English), found.Notes.Select(note => note.English));
        Assert.Equal(expected.Certificate.IsUnique, found.Certificate.IsUnique);
        Assert.InRange(found.Certificate.GradientNorm, 0, 1e-9);
    }

    private string Flowers() => ClassTable.Write(Path.Combine(_folder, "flowers.csv"), 200);
}
