using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class StandardizerTests
{
    [Fact]
    public void NumbersAreThoseOfScikitLearn()
    {
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reference", "training", "data", "standardizer.json")));
        foreach (var entry in reference.RootElement.EnumerateArray())
        {
            var columns = entry.GetProperty("columns").GetInt32();
            double[] rows = [.. entry.GetProperty("rows").EnumerateArray().Select(value => value.GetDouble())];
            double[] expected = [.. entry.GetProperty("standardized").EnumerateArray().Select(value => value.GetDouble())];
            var standardizer = Standardizer.Learn<double>(rows, columns);
            var made = rows.ToArray();
            standardizer.Apply<double>(made);
            for (var i = 0; i < made.Length; i++) Assert.Equal(expected[i], made[i], 1e-9);
            standardizer.Restore<double>(made);
            for (var i = 0; i < made.Length; i++) Assert.Equal(rows[i], made[i], 1e-12 * Math.Max(1, Math.Abs(rows[i])));
        }
    }

    /// <summary>Medians for what is missing, columns that say where, one-hot texts: as scikit-learn's transformers make them.</summary>
    [Fact]
    public void TablesAreThoseOfScikitLearn()
    {
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reference", "training", "data", "table.json")));
        using var folder = new TemporaryFolder();
        using var data = CsvData.Open(folder.Write("t.csv", reference.RootElement.GetProperty("csv").GetString()!), new() { Target = "y", Precision = ElementType.Double, MemoryBudget = 0 });
        Assert.Equal(reference.RootElement.GetProperty("names").EnumerateArray().Select(name => name.GetString()!), data.Treatment.FeatureNames, StringComparer.Ordinal);
        double[] expected = [.. reference.RootElement.GetProperty("features").EnumerateArray().Select(value => value.GetDouble())];
        var made = Tables.Features(data);
        Assert.Equal(expected.Length, made.Length);
        for (var i = 0; i < made.Length; i++) Assert.Equal(expected[i], made[i], 1e-12);
    }

    [Fact]
    public void FloatsAreStandardisedInDouble()
    {
        float[] rows = [1e8f, 1, 1e8f + 8, 2, 1e8f + 16, 3];
        var standardizer = Standardizer.Learn<float>(rows, 2);
        standardizer.Apply<float>(rows);
        var high = (float)Math.Sqrt(1.5);
        Assert.Equal([-high, -high, 0, 0, high, high], rows);
    }

    [Fact]
    public void HugeTinyAndConstantColumns()
    {
        double[] rows = [1e300, 1e-300, 5, -1e300, -1e-300, 5];
        var standardizer = Standardizer.Learn<double>(rows, 3);
        standardizer.Apply<double>(rows);
        Assert.Equal([1, 1, 0, -1, -1, 0], rows, (a, b) => Math.Abs(a - b) < 1e-15);
        standardizer.Restore<double>(rows);
        Assert.Equal([1e300, 1e-300, 5, -1e300, -1e-300, 5], rows, (a, b) => Math.Abs(a - b) <= 1e-15 * Math.Abs(a));
    }

    /// <summary>Differences of whole numbers are data, however large the numbers are; those of other numbers may be rounding.</summary>
    [Theory]
    [InlineData(9e15, 1, true)]
    [InlineData(0.1, 1.3877787807814457e-17, false)]
    public void DifferencesAtTheLimitOfDoubles(double from, double step, bool vary)
    {
        double[] rows = [.. Enumerable.Range(0, 20).Select(i => from + (i * step))];
        var standardizer = Standardizer.Learn<double>(rows, 1);
        standardizer.Apply<double>(rows);
        Assert.Equal(vary ? 1 : 0, Math.Sqrt(rows.Average(value => value * value)), 0.01);
        Assert.Equal(0, rows.Average(), 0.1);
    }

    [Fact]
    public void ThroughJsonToTheLastBit()
    {
        var random = new Random(2);
        double[] rows = [.. Enumerable.Range(0, 300).Select(i => Math.Exp(random.NextDouble() * 100) * (i % 3))];
        var standardizer = Standardizer.Learn<double>(rows, 3);
        var read = Standardizer.FromJson((JsonObject)JsonNode.Parse(standardizer.ToJson().ToJsonString())!);
        var copy = rows.ToArray();
        standardizer.Apply<double>(rows);
        read.Apply<double>(copy);
        Assert.Equal(rows, copy);
        Assert.Equal(3, read.Columns);
    }

    [Fact]
    public void WhatIsNoTableIsRefused()
    {
        Assert.Contains("0 numbers into rows of 2", Assert.Throws<TrainingException>(() => Standardizer.Learn<double>([], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("3 numbers into rows of 2", Assert.Throws<TrainingException>(() => Standardizer.Learn<double>([1, 2, 3], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("NaN in row 1, column 0", Assert.Throws<TrainingException>(() => Standardizer.Learn<float>([1, 2, float.NaN, 4], 2)).Message, StringComparison.Ordinal);
        var standardizer = Standardizer.Learn<double>([1, 2, 3, 4], 2);
        Assert.Contains("whole rows", Assert.Throws<TrainingException>(() => standardizer.Apply<double>(new double[3])).Message, StringComparison.Ordinal);
        Assert.Contains("it has no scales", Assert.Throws<DataException>(() => Standardizer.FromJson(new JsonObject { ["format"] = "minima-standardizer", ["scales"] = new JsonArray() })).Message, StringComparison.Ordinal);
        Assert.Contains("its \"format\" is not", Assert.Throws<DataException>(() => Standardizer.FromJson(new JsonObject { ["format"] = "other" })).Message, StringComparison.Ordinal);
    }
}
