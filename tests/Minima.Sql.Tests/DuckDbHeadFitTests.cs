using Minima.Tensors;
using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>Fits in DuckDB of losses that read several numbers of a row, by heads or by constants that are learned: the models of <see cref="LinearModel.Fit"/> on the same rows.</summary>
public sealed class DuckDbHeadFitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Densities and probabilities as the loss has them, and densities that a dispersion makes of a deviance.</summary>
    [Theory, SampledCases]
    [Case("gaussian_nll_log_variance", "all", "number", 0, null)]
    [Case("gaussian_nll", "all", "number", 0, "w")]
    [Case("gaussian_nll", "none", "number", 0.1, null)]
    [Case("student_t_nll:degrees_of_freedom=4", "scale", "number", 0.01, "w")]
    [Case("negative_binomial_nll", "none", "count", 0, "w")]
    [Case("zero_inflated_poisson_nll", "all", "count", 0, null)]
    [Case("zero_inflated_negative_binomial_nll", "zero_logit", "count", 0.01, null)]
    [Case("poisson_nll", "all", "count", 0, null)]
    [Case("gamma_nll", "all", "amount", 0, "w")]
    [Case("mse", "all", "number", 0, null)]
    [Case("half_mse", "none", "number", 0.1, "w")]
    public void Distributions_are_fitted_as_in_memory(string loss, string heads, string target, double l2, string? weight)
    {
        var path = HeadTable.Write(Path.Combine(_folder, "rows.csv"));
        FitOptions options = new() { Heads = [heads], L2 = l2, Standardize = l2 > 0, Weight = weight };
        TableOptions table = new() { Ignore = HeadTable.Others(target, weight) };
        var expected = LinearModel.Fit(Table.FromFile(path, target, table), LossSpec.Parse(loss), options);
        using var source = SqlSource.Open("duckdb:" + path);
        var found = source.Fit(target, LossSpec.Parse(loss), options, table);
        AreEqual(expected, found);
        Assert.Equal(expected.Heads, found.Heads);
        Assert.Equal(expected.Kind, found.Kind);

        // The range of the target is that of its quantiles, at which integrals begin.
        var (before, after) = (Predictor.Of(expected).Distributions(Table.FromFile(path)), Predictor.Of(found).Distributions(Table.FromFile(path)));
        for (var row = 0; row < 5; row++) Assert.Equal(before[row].Quantile(0.8), after[row].Quantile(0.8), 1e-3 * (1 + Math.Abs(before[row].Quantile(0.8))));
    }

    /// <summary>Inputs that nobody gives are one constant each.</summary>
    [Theory]
    [InlineData("gaussian_nll", 0, "w")]
    [InlineData("gaussian_nll_log_variance", 0.1, null)]
    [InlineData("student_t_nll", 0.01, "w")]
    public void Inputs_are_learned_as_in_memory(string loss, double l2, string? weight)
    {
        var path = HeadTable.Write(Path.Combine(_folder, "rows.csv"));
        FitOptions options = new() { L2 = l2, Standardize = l2 > 0, Weight = weight };
        TableOptions table = new() { Ignore = HeadTable.Others("number", weight) };
        var expected = LinearModel.Fit(Table.FromFile(path, "number", table), LossSpec.Parse(loss), options);
        using var source = SqlSource.Open("duckdb:" + path);
        var found = source.Fit("number", LossSpec.Parse(loss), options, table);
        AreEqual(expected, found);
        Assert.Equal(expected.Inputs.Count, found.Inputs.Count);
        foreach (var (one, other) in expected.Inputs.Zip(found.Inputs)) Assert.Equal((one.Name, one.Value!.Value), (other.Name, other.Value!.Value), (x, y) => x.Name == y.Name && Math.Abs(x.Item2 - y.Item2) < 1e-8);
        Assert.Equal(expected.Parameters.Select(pair => pair.Key), found.Parameters.Select(pair => pair.Key));
        Assert.Equal(expected.Link, found.Link);
    }

    [SlowFact]
    public void Threads_and_shards_change_no_bit()
    {
        var lines = File.ReadAllLines(HeadTable.Write(Path.Combine(_folder, "rows.csv")));
        for (var part = 0; part < 2; part++) File.WriteAllLines(Path.Combine(_folder, $"part-{part}.csv"), [lines[0], .. lines.Skip(1).Where((_, i) => i % 2 == part)]);
        string[] models = [Fitted("rows.csv?threads=1"), Fitted("rows.csv?threads=4"), Fitted("part-1.csv?threads=2", "part-0.csv")];
        Assert.Single(models.Distinct(StringComparer.Ordinal));

        string Fitted(string file, params string[] more)
        {
            using var source = SqlSource.Open($"duckdb:{_folder}/{file}", shards: [.. more.Select(part => $"duckdb:{_folder}/{part}")]);
            return source.Fit("number", LossSpec.Parse("gaussian_nll"), new() { Heads = ["all"] }, new() { Ignore = HeadTable.Others("number", null) }).ToJson();
        }
    }

    /// <summary>The search of many rows starts at the optimum of a sample, and ends where that of all rows is.</summary>
    [SlowFact]
    public void A_sample_is_a_start_alone()
    {
        using var source = SqlSource.Open("duckdb:", "SELECT x, 2 * x + exp(0.3 * x) * sqrt(-2 * ln(1e-9 + (hash(i + 7) % 1000000) / 1e6)) * cos(6.283185307179586 * ((hash(i + 11) % 1000000) / 1e6)) AS y FROM (SELECT i, (hash(i) % 1000) / 250.0 - 2 AS x FROM range(280000) AS rows(i))");
        FitOptions options = new() { Heads = ["all"] };
        var stages = new Stages();
        var found = source.Fit("y", LossSpec.Parse("gaussian_nll_log_variance"), options, progress: stages);
        Assert.Contains(FitStage.Sample, stages.Seen);
        Assert.InRange(found.Certificate.Iterations, 1, 5);
        Assert.Equal("", Equal.Differences(LinearModel.Fit(source.ToTable("y"), LossSpec.Parse("gaussian_nll_log_variance"), options), found));
        Assert.Equal(2, found.Coefficients[0][0], 0.02);
        Assert.Equal(0.6, found.Coefficients[1][0], 0.02);
    }

    [Theory]
    [InlineData("laplace_nll", "all", "number", "has a derivative that jumps at the target")]
    [InlineData("pinball", "0.1,0.9", "number", "has a derivative that jumps at the target")]
    [InlineData("tweedie", "all", "amount", "learns 'power' besides its heads")]
    [InlineData("student_t_nll", "none", "number", "learns 'degrees_of_freedom' besides its heads")]
    [InlineData("mae", "all", "number", "cannot be fitted with heads")]
    [InlineData("gaussian_nll", "spread", "number", "--heads is 'spread'")]
    [InlineData("negative_binomial_nll", "all", "number", "must be")]
    public void What_cannot_be_fitted_is_refused_with_the_reason(string loss, string heads, string target, string reason)
    {
        using var source = SqlSource.Open("duckdb:" + HeadTable.Write(Path.Combine(_folder, "rows.csv")));
        var refusal = Assert.ThrowsAny<TrainingException>(() => source.Fit(target, LossSpec.Parse(loss), new() { Heads = heads.Split(',') }, new() { Ignore = HeadTable.Others(target, null) }));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_do_not_go_with_heads_are_refused()
    {
        using var source = SqlSource.Open("duckdb:" + HeadTable.Write(Path.Combine(_folder, "rows.csv")));
        Assert.Contains("--l1", Refusal(new() { Heads = ["all"], L1 = 0.1 }), StringComparison.Ordinal);
        Assert.Contains("--start", Refusal(new() { Heads = ["all"], Start = "1,2" }), StringComparison.Ordinal);
        Assert.Contains("--curvature", Refusal(new() { Heads = ["all"], Curvature = Curvature.Exact }), StringComparison.Ordinal);
        Assert.Contains("--input variance=COLUMN", Refusal(new() { L1 = 0.1 }), StringComparison.Ordinal);

        string Refusal(FitOptions options) => Assert.Throws<UsageException>(() => source.Fit("number", LossSpec.Parse("gaussian_nll"), options)).Message;
    }

    /// <summary>A head that the features determine has no finite optimum.</summary>
    [Fact]
    public void A_target_without_noise_is_refused()
    {
        using var source = SqlSource.Open("duckdb:", "SELECT range AS x, 2.0 * range AS y FROM range(50)");
        Assert.Throws<FitException>(() => source.Fit("y", LossSpec.Parse("gaussian_nll"), new() { Heads = ["all"] }));
    }

    private static void AreEqual(LinearModel expected, LinearModel found)
    {
        Assert.Equal("", Equal.Differences(expected, found));
        Assert.Equal(expected.Certificate.IsUnique, found.Certificate.IsUnique);
        Assert.Equal(expected.Rows, found.Rows);
        Assert.InRange(found.Certificate.GradientNorm, 0, 1e-9);
    }

    private sealed class Stages : IProgress<FitProgress>
    {
        public List<FitStage?> Seen { get; } = [];

        public void Report(FitProgress value) => Seen.Add(value.Stage);
    }
}
