using System.Globalization;
using System.Text;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>A table with marks of missing values is the table with those cells emptied, to whatever learns from it, and to the model that it left.</summary>
public sealed class MissingMarkTests
{
    private static readonly MissingMark[] Marks = [new("unknown"), new("999", "balance")];

    private static readonly TableOptions Marked = new() { MissingMarks = Marks };

    private static readonly string Filled = Rows(marked: true);

    private static readonly string Emptied = Rows(marked: false);

    [Fact]
    public void AFitIsThatOfEmptyCells()
    {
        var loss = LossSpec.Parse("huber");
        var marked = LinearModel.Fit(Of(Filled, Marked), loss);
        Assert.Equal(LinearModel.Fit(Of(Emptied), loss).Coefficients, marked.Coefficients);
        SavedAndAsked(marked.Save);
    }

    [Theory]
    [InlineData(ComparedModel.Linear)]
    [InlineData(ComparedModel.Trees)]
    public void AComparisonIsThatOfEmptyCells(ComparedModel model)
    {
        var options = new ComparisonOptions { Losses = [LossSpec.Parse("mse")], Repeats = 1, Models = [model] };
        var marked = Comparison.Run(Of(Filled, Marked), options);
        Assert.Equal(Comparison.Run(Of(Emptied), options).Rows.SelectMany(row => row.Metrics.Select(metric => metric.Mean)), marked.Rows.SelectMany(row => row.Metrics.Select(metric => metric.Mean)));
        SavedAndAsked(model == ComparedModel.Trees ? marked.Best!.RefitTrees(Of(Filled, Marked)).Save : marked.Best!.Refit(Of(Filled, Marked)).Save);
    }

    [Fact]
    public void TreesAreThoseOfEmptyCells()
    {
        var trees = BoostedTrees.Fit(Of(Filled, Marked), LossSpec.Parse("mse"));
        Assert.Equal(BoostedTrees.Fit(Of(Emptied), LossSpec.Parse("mse")).Predict(Of(Emptied)), trees.Predict(Of(Emptied)));
        SavedAndAsked(trees.Save);
    }

    [Fact]
    public void ANetworksTreatmentKeepsTheMarks()
    {
        var bytes = Encoding.UTF8.GetBytes(Filled);
        using var learned = CsvData.Open(new MemoryStream(bytes), "t.csv", new CsvDataOptions { Target = "y", MissingMarks = Marks });
        var treatment = TableTreatment.FromJson(learned.Treatment.ToJson());
        Assert.Equal(Marks, treatment.MissingMarks);
        using var marked = treatment.Open(new MemoryStream(bytes), "t.csv");
        using var emptied = treatment.Open(new MemoryStream(Encoding.UTF8.GetBytes(Emptied)), "t.csv");
        Assert.Equal(Features(emptied), Features(marked));
        var (ofMarks, ofGaps) = (new double[treatment.FeatureCount], new double[treatment.FeatureCount]);
        treatment.Apply(["unknown", "999.0", "UNKNOWN"], ofMarks);
        treatment.Apply(["", "", ""], ofGaps);
        Assert.Equal(ofGaps, ofMarks);

        static double[] Features(CsvData data)
        {
            using var loader = new DataLoader(data, new() { BatchSize = data.Rows, Shuffles = false });
            var features = new List<double>();
            foreach (var batch in loader.Epoch(0)) features.AddRange(batch.Features.ToArray());
            return [.. features];
        }
    }

    [Fact]
    public void AMarkThatNoCellHoldsIsSeen()
    {
        var notes = LinearModel.Fit(Of(Filled, new() { MissingMarks = [.. Marks, new("unkown")] }), LossSpec.Parse("mse")).Notes;
        Assert.Contains(notes, note => note.English.StartsWith("Read as missing, as asked: 'unknown' in ", StringComparison.Ordinal) && note.English.EndsWith("'unkown' in 0 cells.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("=5")]
    [InlineData("balance=")]
    public void AMarkWithoutACellOrAColumnIsRefused(string text) => Assert.Throws<DataException>(() => MissingMark.Parse(text));

    [Fact]
    public void AColumnThatAMarkNamesIsThere()
    {
        var refusal = Assert.Throws<DataException>(() => LinearModel.Fit(Of(Filled, new() { MissingMarks = [new("999", "balanse")] }), LossSpec.Parse("mse")));
        Assert.Contains("Did you mean 'balance'?", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Few numbers and a text are categories; if the text is the only one, it may be a mark.</summary>
    [Theory]
    [InlineData("unknown", true)]
    [InlineData("large", false)]
    public void ALoneTextAmongNumbersIsPointedOut(string second, bool isPointedOut)
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i % 9 == 0 ? "unknown" : i % 10 == 0 ? second : i % 3)},{Math.Sin(i):F3}\n")).Prepend("size,y\n"));
        var notes = Comparison.Run(Of(text), new() { Losses = [LossSpec.Parse("mse")], Repeats = 1 }).Data.Notes;
        Assert.Equal(isPointedOut, notes.Any(note => note.English.StartsWith("Column 'size' holds numbers and the text 'unknown'.", StringComparison.Ordinal) && note.English.EndsWith("--missing unknown.", StringComparison.Ordinal)));
    }

    /// <summary>A saved model predicts the marked rows as it predicts empty cells, and judges them so.</summary>
    private static void SavedAndAsked(Action<string> save)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");
        try
        {
            save(path);
            var predictor = Predictor.Load(path);
            Assert.Equal(predictor.Predict(Of(Emptied)).Values, predictor.Predict(Of(Filled)).Values);
            Assert.Equal(predictor.Score(Of(Emptied)).Losses, predictor.Score(Of(Filled)).Losses);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Table Of(string text, TableOptions? options = null) => Table.FromStream(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv", "y", options).Held();

    /// <summary>Every fifth age is unknown, every seventh balance 999, every eleventh city unknown.</summary>
    private static string Rows(bool marked)
    {
        var random = new Random(20261130);
        var text = new StringBuilder("age,balance,city,y\n");
        for (var i = 0; i < 120; i++)
        {
            var (age, balance) = (20 + 40 * random.NextDouble(), 50 + 100 * random.NextDouble());
            text.Append(CultureInfo.InvariantCulture, $"{Cell(5, $"{age:F1}", "unknown")},{Cell(7, $"{balance:F1}", "999")},{Cell(11, "ABC"[i % 3].ToString(), "Unknown")},{age + balance:F2}\n");

            string Cell(int every, string value, string mark) => i % every != 0 ? value : marked ? mark : "";
        }

        return text.ToString();
    }
}
