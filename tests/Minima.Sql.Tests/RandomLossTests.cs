using System.Globalization;

namespace Minima.Sql.Tests;

/// <summary>200 random smooth losses, fitted by sums in DuckDB: the models of <see cref="LinearModel.Fit"/> on the same rows. A run draws a tenth of them, <c>.ci/run --all</c> takes all.</summary>
public sealed class RandomLossTests : IDisposable
{
    private const int Losses = 200;

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Random_losses_are_fitted_as_in_memory()
    {
        var random = new Random(21);
        var path = Path.Combine(_folder, "rows.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 80).Select(_ =>
        {
            double[] x = [random.NextDouble() - 0.5, (2 * random.NextDouble()) - 1, random.Next(3)];
            return string.Create(CultureInfo.InvariantCulture, $"{x[0]:r},{x[1]:r},{x[2]},{x[0] - x[1] + (0.3 * x[2]) + random.NextDouble() + random.NextDouble():r}");
        }).Prepend("a,b,c,y"));
        var database = Path.Combine(_folder, "rows.duckdb");
        using (var duck = new DuckDbConnection("test", database, [], writes: true)) duck.Execute($"CREATE TABLE rows AS SELECT * FROM '{path}'", CancellationToken.None);
        using var source = SqlSource.Open($"duckdb:{database}?table=rows&threads=1");
        var wrong = new List<string>();
        var fitted = 0;
        foreach (var seed in Sweep.Sample([.. Enumerable.Range(0, Losses)], Sweep.IsFull ? 1 : 0.1, seed => $"random loss {seed}"))
        {
            var text = RandomLoss.Of(seed);
            var options = new FitOptions { L2 = 0.01, Standardize = seed % 2 == 0 };
            var expected = LinearModel.Fit(Table.FromFile(path, "y"), LossSpec.Parse(text), options);
            var differences = Equal.Differences(expected, source.Fit("y", LossSpec.Parse(text), options));
            if (differences.Length > 0) wrong.Add($"seed {seed}, {text}: {differences}");
            fitted++;
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.InRange(fitted, Sweep.IsFull ? Losses : 1, Losses);
    }

    [Fact]
    public void The_losses_differ_and_most_are_deep()
    {
        string[] texts = [.. Enumerable.Range(0, Losses).Select(RandomLoss.Of)];
        Assert.Equal(Losses, texts.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(texts.Count(text => text.Count(letter => letter == '(') > 4), Losses / 2, Losses);
    }
}
