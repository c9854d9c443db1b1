using System.Globalization;
using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>Fits of files that DuckDB reads: the models of <see cref="LinearModel.Fit"/> on the same rows.</summary>
public sealed class DuckDbFitTests : IDisposable
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "data");

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A limit of the caller holds where the address has none; the name of the source stays as the address was typed.</summary>
    [Theory]
    [InlineData("duckdb:", "100.0 MiB")]
    [InlineData("duckdb:?memory=300MiB", "300.0 MiB")]
    public void DuckDb_takes_the_limit_of_the_caller(string address, string expected)
    {
        using var source = SqlSource.Open(address, $"SELECT CAST(i AS DOUBLE) AS x, 2.0 * i AS y FROM range(20) t(i) WHERE current_setting('memory_limit') = '{expected}'", memory: 100L << 20);
        Assert.Equal(address, source.Name);
        Assert.Equal(2, source.Fit("y", LossSpec.Parse("mse"), new()).Coefficients[0][0], 1e-9);
    }

    [Theory]
    [InlineData("huber:delta=30", 0, false)]
    [InlineData("huber:delta=30", 0.1, true)]
    [InlineData("mse", 0, false)]
    [InlineData("log_cosh", 0.01, true)]
    [InlineData("pseudo_huber:delta=30", 0.1, false)]
    [InlineData("4*relu(t-p)^2 + relu(p-t)^2", 0.1, false)]
    [InlineData("abs(p - t)^1.5", 0.1, true)]
    public void Diabetes_is_fitted_as_in_memory(string loss, double l2, bool standardize)
    {
        var options = new FitOptions { L2 = l2, Standardize = standardize };
        var target = Table.Bundled("diabetes").Target!;
        var expected = LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse(loss), options);
        using var source = SqlSource.Open("duckdb:" + Path.Combine(Data, "diabetes.csv"));
        Assert.Equal("", Equal.Differences(expected, source.Fit(target, LossSpec.Parse(loss), options)));
    }

    /// <summary>A fit whose rows are reweighted step by step ends at the optimum of Newton's, in more steps.</summary>
    [Theory]
    [InlineData("pseudo_huber:delta=30")]
    [InlineData("log_cosh")]
    [InlineData("cauchy:scale=30")]
    [InlineData("welsch:scale=100")]
    public void Weights_lead_where_curvature_leads(string loss)
    {
        var target = Table.Bundled("diabetes").Target!;
        using var source = SqlSource.Open("duckdb:" + Path.Combine(Data, "diabetes.csv"));
        var models = Array.ConvertAll((Curvature?[])[null, Curvature.Exact, Curvature.GaussNewton, Curvature.Weight], curvature => source.Fit(target, LossSpec.Parse(loss), new FitOptions { L2 = 0.1, Standardize = true, Curvature = curvature }));
        foreach (var model in models)
        {
            Assert.Equal(models[0].Certificate.Objective, model.Certificate.Objective, 1e-9 * models[0].Certificate.Objective);
            for (var j = 0; j < model.Features.Count; j++) Assert.Equal(models[0].Coefficients[0][j], model.Coefficients[0][j], 1e-5 * (1 + Math.Abs(models[0].Coefficients[0][j])));
        }

        Assert.True(models[3].Certificate.Iterations > models[0].Certificate.Iterations, string.Join(", ", models.Select(model => model.Certificate.Iterations)));
    }

    /// <summary>The weight of a square is its second derivative.</summary>
    [Fact]
    public void Weights_of_squares_are_least_squares()
    {
        var target = Table.Bundled("diabetes").Target!;
        using var source = SqlSource.Open("duckdb:" + Path.Combine(Data, "diabetes.csv"));
        var expected = source.Fit(target, LossSpec.Parse("mse"), new());
        var found = source.Fit(target, LossSpec.Parse("mse"), new() { Curvature = Curvature.Weight });
        Assert.Equal(expected.Coefficients[0], found.Coefficients[0], (a, b) => Math.Abs(a - b) <= 1e-9 * (1 + Math.Abs(a)));
        Assert.InRange(found.Certificate.Iterations, 1, expected.Certificate.Iterations + 1);
    }

    [Theory]
    [InlineData("mae", Curvature.Weight, "jumps")]
    [InlineData("poisson_nll", Curvature.Weight, "residual alone")]
    [InlineData("mse", Curvature.Bound, "exact, positive or weight")]
    public void A_curvature_that_does_not_fit_is_refused(string loss, Curvature curvature, string piece)
    {
        using var source = SqlSource.Open("duckdb:" + Path.Combine(Data, "diabetes.csv"));
        var refusal = Assert.Throws<UsageException>(() => source.Fit(Table.Bundled("diabetes").Target!, LossSpec.Parse(loss), new() { Curvature = curvature }));
        Assert.Contains(piece, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--from", Assert.Throws<UsageException>(() => LinearModel.Fit(Table.Bundled("diabetes"), "mse", new() { Curvature = Curvature.Exact })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_and_shards_change_no_bit()
    {
        var lines = File.ReadAllLines(Path.Combine(Data, "diabetes.csv"));
        for (var parts = 2; parts <= 3; parts++)
        {
            for (var part = 0; part < parts; part++) File.WriteAllLines(Path.Combine(_folder, $"{parts}-{part}.csv"), [lines[0], .. lines.Skip(1).Where((_, i) => i % parts == part)]);
        }

        var models = new List<string>();
        foreach (var threads in (int[])[1, 2, 4])
        {
            using var whole = SqlSource.Open($"duckdb:{Path.Combine(Data, "diabetes.csv")}?threads={threads}");
            models.Add(Fitted(whole));
            for (var parts = 2; parts <= 3; parts++)
            {
                string[] addresses = [.. Enumerable.Range(0, parts).Select(part => $"duckdb:{Path.Combine(_folder, $"{parts}-{part}.csv")}?threads={threads}")];
                using var source = SqlSource.Open(addresses[0], shards: addresses[1..]);
                models.Add(Fitted(source));
            }
        }

        Assert.Single(models.Distinct(StringComparer.Ordinal));

        static string Fitted(SqlSource source) => source.Fit(Table.Bundled("diabetes").Target!, LossSpec.Parse("log_cosh"), new() { L2 = 0.01, Standardize = true }).ToJson();
    }

    [Fact]
    public void The_model_predicts_and_scores()
    {
        using var source = SqlSource.Open("duckdb:" + Path.Combine(Data, "diabetes.csv"));
        var model = source.Fit(Table.Bundled("diabetes").Target!, LossSpec.Parse("huber:delta=30"));
        var path = Path.Combine(_folder, "model.json");
        model.Save(path);
        var predictor = Predictor.Load(path);
        Assert.Equal(442, predictor.Predict(Table.FromFile(Path.Combine(Data, "diabetes.csv"))).Rows);
    }

    [Fact]
    public void Categories_missing_values_and_dates_are_prepared_as_in_a_file()
    {
        var path = Path.Combine(_folder, "mixed.csv");
        var random = new Random(7);
        string[] shops = ["north", "south", "it's \"east\"", "west"];
        var lines = new List<string> { "shop,size,paid,day,\"select\",y" };
        for (var i = 0; i < 400; i++)
        {
            var (shop, size) = (random.Next(4), random.NextDouble() * 10);
            var day = new DateTime(2024, 1, 1).AddDays(random.Next(700));
            var name = random.Next(20) == 0 ? "" : $"\"{shops[shop].Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            var width = random.Next(15) == 0 ? "NA" : size.ToString("r", CultureInfo.InvariantCulture);
            var y = (3 * shop) + size + (0.01 * day.DayOfYear) + random.NextDouble();
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{name},{width},{(random.Next(2) == 0 ? "yes" : "no")},{day:yyyy-MM-dd},{random.Next(100)},{y:r}"));
        }

        File.WriteAllLines(path, lines);
        foreach (var loss in (string[])["mse", "log_cosh"])
        {
            foreach (var options in (FitOptions[])[new() { L2 = 0.1 }, new() { L2 = 0.1, Standardize = true }, new()])
            {
                var expected = LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse(loss), options);
                using var source = SqlSource.Open("duckdb:" + path);
                var found = source.Fit("y", LossSpec.Parse(loss), options);
                Assert.Equal("", Equal.Differences(expected, found));
                Assert.Equal(expected.Certificate.IsUnique, found.Certificate.IsUnique);
                Assert.Equal(expected.Notes.Select(note => note.English), found.Notes.Select(note => note.English));
            }
        }
    }

    /// <summary>To an engine a text stays one; who knows the command on files hears that numbers are meant.</summary>
    [Theory]
    [InlineData("range || ' %'", true)]
    [InlineData("'$1,' || (100 + range % 3)", true)]
    [InlineData("CASE range % 3 WHEN 0 THEN '5%' WHEN 1 THEN 'much' ELSE '7%' END", false)]
    [InlineData("CASE range % 3 WHEN 0 THEN 'a' WHEN 1 THEN 'b' ELSE 'c' END", false)]
    public void Numbers_in_texts_are_named(string column, bool isNamed)
    {
        using var source = SqlSource.Open("duckdb:", $"SELECT {column} AS marked, range::DOUBLE AS x, 2.0 * range + range % 7 AS y FROM range(60)");
        Assert.Equal(isNamed, source.Fit("y", LossSpec.Parse("mse"), new()).Notes.Any(note => note.English.Contains("which would be read from a file as numbers", StringComparison.Ordinal)));
    }

    /// <summary>As a target such a column is refused, in every fit, with what to do; it is no fault of Minima.</summary>
    [Theory]
    [InlineData("mse", "range || '%'")]
    [InlineData("mae", "'$' || (100 + range)")]
    [InlineData("huber", "(range % 40 + 0.5)::VARCHAR")]
    [InlineData("gaussian_nll", "range || '%'")]
    public void Numbers_in_texts_are_no_target(string loss, string column)
    {
        using var source = SqlSource.Open("duckdb:", $"SELECT {column} AS y, range::DOUBLE AS x FROM range(300)");
        Assert.Contains("it holds texts for the engine, such as ", Assert.Throws<DataException>(() => source.Fit("y", LossSpec.Parse(loss), new())).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => source.Fit("y", LossSpec.Parse("gaussian_nll"), new() { Heads = ["all"] }));
    }

    /// <summary>A comparison takes few such texts for classes, and says that a file would have numbers.</summary>
    [Fact]
    public void A_comparison_says_that_its_classes_are_numbers_in_texts()
    {
        using var source = SqlSource.Open("duckdb:", "SELECT (range % 4) * 10 || '%' AS y, range % 7 + 0.5 AS x FROM range(300)");
        Assert.Contains("such as '0%', which would be read from a file as numbers", string.Join('\n', source.Compare("y", new() { Losses = ["softmax_focal"], Folds = 2 }, new()).Data.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_count_and_a_weight_of_0_leaves_its_row_out()
    {
        var path = Path.Combine(_folder, "weighted.csv");
        var random = new Random(8);
        File.WriteAllLines(path, Enumerable.Range(0, 200).Select(_ => (random.NextDouble(), random.NextDouble(), random.Next(4))).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Item1:r},{row.Item3},{(2 * row.Item1) + row.Item2:r}")).Prepend("x,w,y"));
        var expected = LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse("log_cosh"), new() { Weight = "w" });
        using var source = SqlSource.Open("duckdb:" + path);
        Assert.Equal("", Equal.Differences(expected, source.Fit("y", LossSpec.Parse("log_cosh"), new() { Weight = "w" })));
    }

    [Fact]
    public void A_text_target_of_two_classes_is_mapped()
    {
        var expected = LinearModel.Fit(Table.Bundled("breast-cancer"), LossSpec.Parse("bce_with_logits"), new() { L2 = 0.01, Standardize = true });
        using var source = SqlSource.Open("duckdb:" + Path.Combine(Data, "breast-cancer.csv"));
        var found = source.Fit(Table.Bundled("breast-cancer").Target!, LossSpec.Parse("bce_with_logits"), new() { L2 = 0.01, Standardize = true });
        Assert.Equal("", Equal.Differences(expected, found));
        Assert.Equal(expected.Mapping, found.Mapping);
    }

    /// <summary>Kinks are rounded off, less and less; the certificate says how near the optimum is, and is right.</summary>
    [Theory, SampledCases]
    [Case("diabetes", "mae", 0)]
    [Case("diabetes", "pinball:quantile=0.9", 0)]
    [Case("diabetes", "9*relu(t-p) + relu(p-t)", 0)]
    [Case("diabetes", "epsilon_insensitive:epsilon=20", 0.01)]
    [Case("diabetes", "mape", 0.001)]
    [Case("diabetes", "abs(p-t) + relu(p-90)", 0)]
    [Case("breast-cancer", "hinge", 0.01)]
    public void A_convex_loss_with_kinks_is_fitted_to_its_optimum(string data, string loss, double l2)
    {
        var options = new FitOptions { L2 = l2, Standardize = l2 > 0 };
        string[] ignored = data == "diabetes" ? ["s1", "s2", "s3", "s4"] : [.. Table.Bundled(data).Columns.Where(name => name.EndsWith("_error", StringComparison.Ordinal) || name.StartsWith("worst", StringComparison.Ordinal))];
        var path = Path.Combine(Data, data + ".csv");
        var expected = LinearModel.Fit(Table.FromFile(path, Table.Bundled(data).Target, new() { Ignore = ignored }), LossSpec.Parse(loss), options);
        using var source = SqlSource.Open("duckdb:" + path);
        var found = source.Fit(Table.Bundled(data).Target!, LossSpec.Parse(loss), options, new() { Ignore = ignored });
        var (least, reached) = (expected.Certificate.Objective, found.Certificate.Objective);
        Assert.InRange(reached - least, -1e-12 * least, found.Certificate.Gap + (1e-12 * least));
        Assert.InRange(found.Certificate.Gap, 0, 2e-6 * least);
        Assert.Equal(FitMethod.Smoothing, found.Certificate.Method);
        Assert.All(expected.Coefficients[0].Zip(found.Coefficients[0]), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * expected.Coefficients[0].Max(Math.Abs)));
    }

    /// <summary>Coefficients become 0 where those of a fit in memory do.</summary>
    [Theory, SampledCases]
    [Case("diabetes", "mse", 60, 0, false)]
    [Case("diabetes", "huber:delta=30", 3, 0, true)]
    [Case("diabetes", "log_cosh", 0.05, 0.001, true)]
    [Case("diabetes", "cauchy:scale=30", 0.01, 0, true)]
    [Case("breast-cancer", "logistic", 0.02, 0, true)]
    public void An_l1_penalty_keeps_the_columns_that_it_keeps_in_memory(string data, string loss, double l1, double l2, bool standardize)
    {
        var options = new FitOptions { L1 = l1, L2 = l2, Standardize = standardize };
        var expected = LinearModel.Fit(Table.Bundled(data), LossSpec.Parse(loss), options);
        using var source = SqlSource.Open("duckdb:" + Path.Combine(Data, data + ".csv"));
        var found = source.Fit(Table.Bundled(data).Target!, LossSpec.Parse(loss), options);
        Assert.Equal("", Equal.Differences(expected, found));
        Assert.Contains(0.0, found.Coefficients[0]);
        Assert.Equal(expected.Coefficients[0].Select(Math.Sign), found.Coefficients[0].Select(Math.Sign));
        Assert.InRange(found.Certificate.GradientNorm, 0, 1e-9);
        Assert.Equal((l1, true), (found.L1, found.Certificate.IsUnique));
    }

    /// <summary>Of columns that are the same, each takes a part or none: the predictions are those of one.</summary>
    [Fact]
    public void An_l1_penalty_on_a_column_that_stands_twice_is_not_unique()
    {
        using var source = SqlSource.Open("duckdb:", $"SELECT *, bmi AS again FROM read_csv('{Path.Combine(Data, "diabetes.csv")}')");
        var options = new FitOptions { L1 = 0.5, Standardize = true };
        var found = source.Fit("progression", LossSpec.Parse("huber:delta=30"), options);
        var once = LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse("huber:delta=30"), options);
        Assert.Equal(once.Certificate.Objective, found.Certificate.Objective, Equal.Objective * once.Certificate.Objective);
        Assert.False(found.Certificate.IsUnique);
        Assert.Contains(found.Notes, note => note.English.StartsWith("not unique", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cost_with_kinks_may_read_columns()
    {
        using var source = SqlSource.Open("duckdb:" + Path.Combine(Data, "diabetes.csv"));
        CostsOfRows(source);
    }

    /// <summary>Each row of the diabetes data has costs of its own: its kink lies at the target, and the jump there is read in it.</summary>
    internal static void CostsOfRows(SqlSource source)
    {
        TableOptions few = new() { Ignore = ["sex", "s1", "s2", "s3", "s4", "s5", "s6"] };
        var options = new FitOptions { L2 = 0.1, Standardize = true, Inputs = new Dictionary<string, string> { ["over"] = "age" } };
        var loss = LossSpec.Parse("over*relu(p-t) + 40*relu(t-p)");
        var expected = LinearModel.Fit(Table.FromFile(Path.Combine(Data, "diabetes.csv"), "progression", few), loss, options);
        var found = source.Fit("progression", loss, options, few);
        var least = expected.Certificate.Objective;
        Assert.InRange(found.Certificate.Objective - least, -1e-12 * least, found.Certificate.Gap + (1e-12 * least));
        Assert.InRange(found.Certificate.Gap, 0, 2e-6 * least);
    }

    /// <summary>Where a loss that is not convex has kinks, both searches begin at the absolute error and find the same minimum.</summary>
    [Theory, SampledCases]
    [Case("diabetes", "smape", 0.0001)]
    [Case("diabetes", "abs(p-t) < 90 ? abs(p-t) : 90", 0.01)]
    [Case("breast-cancer", "ramp", 0.01)]
    public void A_loss_with_kinks_that_is_not_convex_is_fitted_to_a_minimum(string data, string loss, double l2)
    {
        var target = Table.Bundled(data).Target!;
        TableOptions few = new() { Ignore = [.. Table.Bundled(data).Columns.Skip(4).Where(name => name != target)] };
        var path = Path.Combine(Data, data + ".csv");
        var options = new FitOptions { L2 = l2, Standardize = true };
        var expected = LinearModel.Fit(Table.FromFile(path, target, few), LossSpec.Parse(loss), options);
        using var source = SqlSource.Open("duckdb:" + path);
        var found = source.Fit(target, LossSpec.Parse(loss), options, few);
        Assert.Equal(FitMethod.Local, found.Certificate.Method);
        Assert.InRange(found.Certificate.Objective, 0, expected.Certificate.Objective * (1 + 1e-8));
    }

    [Theory]
    [InlineData("diabetes", "abs(p - sqrt(t))")]
    [InlineData("diabetes", "abs(p-t)/t + relu(p-90)")]
    public void Kinks_at_places_that_are_no_lines_in_the_target_or_cross_are_refused_with_losses_that_can_be_fitted(string data, string loss)
    {
        var target = Table.Bundled(data).Target!;
        TableOptions few = new() { Ignore = [.. Table.Bundled(data).Columns.Skip(4).Where(name => name != target)] };
        using var source = SqlSource.Open("duckdb:" + Path.Combine(Data, data + ".csv"));
        var refusal = Assert.Throws<UsageException>(() => source.Fit(target, LossSpec.Parse(loss)));
        var list = refusal.Message.LastIndexOf('(');
        var named = refusal.Message[(list + 1)..refusal.Message.LastIndexOf(')')].Split([", ", " or "], StringSplitOptions.None);
        Assert.Equal(4, named.Length);
        Assert.All(named, name => Assert.NotEmpty(source.Fit(target, LossSpec.Parse(name), new() { L2 = 0.01, Standardize = true }, few).Features));
    }

    /// <summary>An objective that falls to 0 ends too: classes without an overlap of interest, and a target that the columns determine.</summary>
    [Theory]
    [InlineData("perceptron", 0.01)]
    [InlineData("mae", 0)]
    [InlineData("pinball:quantile=0.9", 0)]
    public void A_loss_with_kinks_whose_optimum_is_0_is_fitted(string loss, double l2)
    {
        var (path, options) = (Path.Combine(_folder, "exact.csv"), new FitOptions { L2 = l2, Standardize = true });
        var random = new Random(4);
        File.WriteAllLines(path, Enumerable.Range(0, 60).Select(_ => (X: random.NextDouble(), Z: random.Next(4))).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.X:r},{row.Z},{(loss == "perceptron" ? row.X > 0.5 ? 1 : 0 : (3 * row.X) - row.Z):r}")).Prepend("x,z,y"));
        using var source = SqlSource.Open("duckdb:" + path);
        var found = source.Fit("y", LossSpec.Parse(loss), options);
        Assert.InRange(LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse(loss), options).Certificate.Objective, 0, 1e-12);
        Assert.InRange(found.Certificate.Objective, 0, found.Certificate.Gap);
        Assert.InRange(found.Certificate.Gap, 0, 1e-5);
    }

    /// <summary>Predictions that lie on kinks exactly, as a constant one of whole numbers does, have the slope of the kink's middle.</summary>
    [Theory]
    [InlineData("pinball:quantile=0.9")]
    [InlineData("9*relu(t-p) + relu(p-t)")]
    public void Rows_on_a_kink_count_with_both_of_its_slopes(string loss)
    {
        var path = Path.Combine(_folder, "whole.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 70).Select(i => $"{i % 5 - 2},{i % 7}").Prepend("x,y"));
        var expected = LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse(loss));
        using var source = SqlSource.Open("duckdb:" + path);
        var found = source.Fit("y", LossSpec.Parse(loss), new() { Start = "0,3" });
        Assert.InRange(found.Certificate.Objective, expected.Certificate.Objective * (1 - 1e-12), (expected.Certificate.Objective * (1 + 1e-12)) + found.Certificate.Gap);
    }

    /// <summary>Prediction and target have other names in some losses, and a further input has theirs.</summary>
    [SlowFact]
    public void Losses_read_their_inputs_by_their_own_names()
    {
        var path = Path.Combine(Data, "diabetes.csv");
        using var source = SqlSource.Open("duckdb:" + path);
        foreach (var loss in (string[])["bpr", "policy_gradient"])
        {
            // They fall for ever along the intercept, in memory too.
            Assert.Throws<FitException>(() => LinearModel.Fit(Table.FromFile(path, "progression"), LossSpec.Parse(loss)));
            Assert.Throws<FitException>(() => source.Fit("progression", LossSpec.Parse(loss)));
        }

        var options = new FitOptions { L2 = 0.1, Standardize = true, Inputs = new Dictionary<string, string> { ["target"] = "progression" } };
        Assert.Equal("", Equal.Differences(LinearModel.Fit(Table.FromFile(path, "bp"), LossSpec.Parse("beta_nll"), options), source.Fit("bp", LossSpec.Parse("beta_nll"), options)));
    }

    [Fact]
    public void The_name_that_was_typed_is_in_the_message()
    {
        using var source = SqlSource.Open("duckdb:" + Path.Combine(Data, "diabetes.csv"));
        Assert.StartsWith("fit: softmax_cross_entropy (soft_cross_entropy) is not a loss", Assert.Throws<UsageException>(() => source.Fit("progression", LossSpec.Parse("softmax_cross_entropy"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("fit: soft_cross_entropy is not a loss", Assert.Throws<UsageException>(() => source.Fit("progression", LossSpec.Parse("soft_cross_entropy"))).Message, StringComparison.Ordinal);
    }

    /// <summary>Products of such columns are beyond the range of doubles, or below it.</summary>
    [Theory]
    [InlineData("1e160")]
    [InlineData("1e150")]
    [InlineData("1e-170")]
    public void Columns_of_any_size_are_fitted(string size)
    {
        var path = Path.Combine(_folder, "sizes.csv");
        File.WriteAllText(path, Sized(size));
        using var source = SqlSource.Open("duckdb:" + path);
        foreach (var options in (FitOptions[])[new() { L2 = 0.1 }, new() { L2 = 0.1, Standardize = true }])
            Assert.Equal("", Equal.Differences(LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse("log_cosh"), options), source.Fit("y", LossSpec.Parse("log_cosh"), options)));
    }

    /// <summary>A column with numbers of one size, and numbers of an ordinary one.</summary>
    internal static string Sized(string size) => $"x,big,y\n1,{size},3\n2,-{size},5\n4,3,6\n3,{size},2\n7,2,9\n";

    [Fact]
    public void A_column_wider_than_doubles_are_is_refused_by_name()
    {
        var path = Path.Combine(_folder, "wide.csv");
        File.WriteAllText(path, Sized("1e308"));
        using var source = SqlSource.Open("duckdb:" + path);
        Assert.Contains("column 'big': its numbers range from -1.0e+308 to 1.0e+308", Assert.Throws<DataException>(() => source.Fit("y", LossSpec.Parse("log_cosh"))).Message, StringComparison.Ordinal);
    }

    /// <summary>Only a feature can be left out.</summary>
    [Theory]
    [InlineData("y", false)]
    [InlineData("w", false)]
    [InlineData("x", true)]
    public void An_infinite_value_is_refused_with_advice_that_can_be_followed(string column, bool canBeIgnored)
    {
        var names = string.Join(", ", ((string[])["y", "w", "x", "z"]).OrderBy(name => name != column));
        using var source = SqlSource.Open("duckdb:", $"SELECT * FROM (VALUES (CAST('inf' AS DOUBLE), 1, 2, 3), (1, 3, 2, 5), (2, 5, 3, 1), (4, 1, 2, 2)) AS rows({names})");
        var message = Assert.Throws<DataException>(() => source.Fit("y", LossSpec.Parse("mse"), new() { Weight = "w" })).Message;
        Assert.Contains("1 value is infinite", message, StringComparison.Ordinal);
        Assert.Equal(canBeIgnored, message.Contains("--ignore x", StringComparison.Ordinal));
        Assert.Equal(canBeIgnored, message.Contains("--ignore", StringComparison.Ordinal));
    }
}
