using System.Text.Json;
using Minima.Examples;
using Minima.Tabular;
using Xunit;
using Split = Minima.Lab.Split;

namespace Minima.Python.Tests;

/// <summary>The perceptrons of scikit-learn that docs/training-results.md compares with: the same rows, and the figures that stand in the repository.</summary>
public sealed class PerceptronTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "examples", "Minima.Examples");
    private static readonly string Script = Path.Combine(Folder, "sklearn_mlp.py");

    [Fact]
    public async Task Both_languages_part_the_rows_alike()
    {
        using var json = JsonDocument.Parse(await Python.RunPlainAsync(Script, "--splits"));
        foreach (var table in new[] { BundledTable.Digits(), BundledTable.BreastCancer(), BundledTable.Diabetes() })
        {
            var splits = json.RootElement.GetProperty(table.Name).EnumerateArray().ToArray();
            Assert.Equal(10, splits.Length);
            for (var i = 0; i < splits.Length; i++)
            {
                var split = Split.Of(table, i + 1);
                Assert.Equal(split.Training, Numbers(splits[i][0]));
                Assert.Equal(split.Folds, Numbers(splits[i][1]));
                Assert.Equal(split.Test, Numbers(splits[i][2]));
            }
        }
    }

    [Fact]
    public async Task The_script_gives_the_figures_that_are_kept()
    {
        using var now = JsonDocument.Parse(await Python.RunWithoutTorchAsync(Script, "diabetes", "1"));
        using var kept = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "sklearn_mlp.json"), TestContext.Current.CancellationToken));

        // Another BLAS rounds otherwise, and training carries that on, perhaps to another setting.
        Assert.Equal(Score(kept), Score(now), 0.03);

        static double Score(JsonDocument json) => json.RootElement.GetProperty("results").GetProperty("diabetes")[0].GetProperty("score").GetDouble();
    }

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];
}
