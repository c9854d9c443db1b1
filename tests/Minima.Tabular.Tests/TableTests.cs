using System.Globalization;
using Minima.Training.Data;

namespace Minima.Tabular.Tests;

/// <summary>Tables from files, from memory and from Minima itself.</summary>
public sealed class TableTests
{
    /// <summary>Percents and amounts with a currency give the model of the plain numbers.</summary>
    [Fact]
    public void MarksOfUnitsChangeNoModel()
    {
        var (plain, dollars, marked) = (Rates("0.0", ""), Rates("0.0", "$"), Rates("0.0 %", "$"));
        Assert.Equal(LinearModel.Fit(plain, "mse").Coefficients, LinearModel.Fit(marked, "mse").Coefficients);
        Predictor[] models = [Predictor.Of(LinearModel.Fit(plain, "mse")), Predictor.Of(BoostedTrees.Fit(plain, "mse", Few)), Predictor.Of(LinearModel.Fit(dollars, "mse")), Predictor.Of(BoostedTrees.Fit(dollars, "mse", Few))];
        Assert.All(models, model => Assert.Equal(model.Predict(plain, default).Values, model.Predict(dollars, default).Values));
        Assert.Equal(models[1].Predict(plain, default).Values, Predictor.Of(BoostedTrees.Fit(marked, "mse", Few)).Predict(marked, default).Values);
        Assert.Equal(models[0].Score(plain, default).Losses, models[0].Score(dollars, default).Losses);
    }

    /// <summary>Numbers with a unit behind them are texts; the note names the unit, whether the column is dropped or becomes categories.</summary>
    [Theory]
    [InlineData(" kg", 61, "'kg'")]
    [InlineData("‰", 7, "'‰'")]
    [InlineData("°C", 30, "'°C'")]
    [InlineData(" km/h", 30, "'km/h'")]
    [InlineData("x3", 30, null)]
    [InlineData(" - late", 30, null)]
    [InlineData(" a rather long text", 30, null)]
    public void AUnitBehindNumbersIsNamed(string unit, int different, string? named)
    {
        string[] cells = [.. Enumerable.Range(0, 60).Select(i => $"{10.5 + (i % different)}{unit}")];
        double[] numbers = [.. Enumerable.Range(0, 60).Select(i => (double)((i * 7) % 13))];
        var notes = Table.FromColumns([new("size", cells), new("x", numbers), new("y", [.. numbers.Select(x => x * x)])], "y").Notes;
        Assert.Equal(named is not null, notes.Any(note => note.English.Contains("write the numbers without", StringComparison.Ordinal)));
        if (named is not null) Assert.Contains(notes, note => note.English.Contains($"write the numbers without {named}", StringComparison.Ordinal) && note.Chinese.Contains("按数值读取", StringComparison.Ordinal));
    }

    /// <summary>A model reads numbers in the unit that it learned from, also from its file: 12 % is not 12, and an amount in euros is none in dollars. A currency may be left out, and 0 needs no mark.</summary>
    [SlowFact]
    public void NumbersOfAnotherUnitAreRefused()
    {
        (string Share, string Price)[] forms = [("0.0", ""), ("0.0 %", ""), ("0.0", "$"), ("0.0", "€"), ("0.0 %", "€")];
        foreach (var learned in forms)
        {
            var table = Rates(learned.Share, learned.Price);
            var network = NetworkTraining.Train(table, new() { Loss = "mse", Epochs = 1, Hidden = [2] });
            var (linear, trees) = (LinearModel.Fit(table, "mse"), BoostedTrees.Fit(table, "mse", Few));
            foreach (var model in new[] { Predictor.Of(linear), Predictor.Of(trees), network.Predictor, Saved(linear.Save), Saved(trees.Save), Saved(network.Save) })
            {
                foreach (var given in forms)
                {
                    var other = Rates(given.Share, given.Price);
                    var isOne = learned.Share == given.Share && (learned.Price == given.Price || learned.Price.Length == 0 || given.Price.Length == 0);
                    if (isOne) Assert.Equal(120, model.Predict(other, default).Values.Length);
                    else Assert.Contains("Convert the values", Assert.Throws<DataException>(() => model.Predict(other, default)).Message, StringComparison.Ordinal);
                }

                Assert.Single(model.Predict(Table.FromColumns([new("share", ["0"]), new("price", ["0"])]), default).Values);
            }
        }
    }

    private static BoostedTreesOptions Few => new() { Trees = new() { Rounds = 20, Seed = 1, Threads = 1 } };

    /// <summary>A model as its file has it.</summary>
    internal static Predictor Saved(Action<string> save)
    {
        var folder = Directory.CreateTempSubdirectory("minima-test-").FullName;
        try
        {
            var path = Path.Combine(folder, "model");
            save(path);
            return Predictor.Load(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A share and a price in a form, and what they explain.</summary>
    private static Table Rates(string form, string currency)
    {
        var random = new Random(8);
        double[] share = [.. Enumerable.Range(0, 120).Select(_ => Math.Round(40 * random.NextDouble(), 1))];
        double[] price = [.. Enumerable.Range(0, 120).Select(_ => Math.Round((6000 * random.NextDouble()) - 800, 2))];
        double[] y = [.. share.Select((value, i) => Math.Round((0.2 * value) + (price[i] / 1000) + random.NextDouble(), 2))];
        return Table.FromColumns(
            [
                new("share", [.. share.Select(value => value.ToString(form.Replace("%", "'%'", StringComparison.Ordinal), CultureInfo.InvariantCulture))]),
                new("price", [.. price.Select(value => string.Create(CultureInfo.InvariantCulture, $"{(value < 0 ? "-" : "")}{currency}{Math.Abs(value):#,##0.00}"))]),
                new("y", [.. y.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value:0.00}{(currency.Length > 0 ? " EUR" : "")}"))]),
            ],
            "y");
    }

    /// <summary>Above fifty million cells every row is read and counted, and the fit has rows from all over the table.</summary>
    [SlowFact]
    public void ALargeTableIsReadToItsEndAndFittedOnRowsDrawnFromAllOfIt()
    {
        const int columns = 600, rows = 90_000;
        var ignored = Enumerable.Range(0, columns - 3).Select(i => FormattableString.Invariant($"c{i}")).ToArray();
        var line = "," + string.Join(',', ignored.Select(_ => "1"));
        var text = new System.Text.StringBuilder("x,z,y,").AppendJoin(',', ignored).Append('\n');
        for (var i = 0; i < rows; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},{(i % 10 == 0 ? "" : "2")},{2.0 * i}").Append(line).Append('\n');
        var bytes = System.Text.Encoding.UTF8.GetBytes(text.ToString());
        Table Made() => Table.FromStream(new MemoryStream(bytes), "large", "y", new TableOptions { Ignore = ignored });
        var model = LinearModel.Fit(Made(), Loss.Create("mse"), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(50_000_000 / columns, model.Rows);
        Assert.Equal(2, model.Coefficients[0][0], 9);
        var notes = model.Notes.Select(note => note.English).ToArray();
        Assert.Contains("90 000 rows were read; 83 333 of them, drawn evenly from all (seed 1), are used for the fits.", notes);
        Assert.Contains(notes, note => note.StartsWith("Column 'z' has 9000 missing values (10.0 %)", StringComparison.Ordinal));
        var result = Comparison.Run(Made(), new ComparisonOptions { Losses = ["mse"], Rows = 500, Seed = 5 }, null, TestContext.Current.CancellationToken);
        Assert.Equal((90_000, 500), (result.Data.Rows, result.Data.RowsUsed));
        Assert.Contains(result.Data.Notes, note => note.English.StartsWith("90 000 rows were read; 83 333 of them, drawn evenly from all (seed 5)", StringComparison.Ordinal));
    }

    [Fact]
    public void ColumnsInMemoryAreReadLikeAFile()
    {
        var table = Table.FromColumns(
            [new("a;b", [1, double.NaN, 3, 4, 5, 6.5]), new("town", ["x, y", null, "\"z\"", "x, y", "\"z\"", "x, y"]), new("y", [1.5, 2, 3.25, 1, 0.5, 9])], "y");
        Assert.Equal(["a;b", "town", "y"], table.Columns);
        Assert.Contains(table.Notes, note => note.English.Contains("'a;b'", StringComparison.Ordinal) && note.English.Contains("missing", StringComparison.Ordinal));
        Assert.Contains(table.Notes, note => note.Chinese.Contains("“town”", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => Table.FromColumns([new("a", [1.0]), new("b", [1.0, 2])]));
        Assert.Throws<ArgumentException>(() => Table.FromColumns([]));
    }

    [Fact]
    public void AStreamIsReadByOneCall()
    {
        var table = Table.FromStream(new MemoryStream("x,y\n1,2.5\n2,4\n3,6.5\n4,8\n"u8.ToArray()), "made", "y");
        Assert.Equal(2, LinearModel.Fit(table, Loss.Create("mse"), cancellation: TestContext.Current.CancellationToken).Coefficients[0][0], 0);
        Assert.Contains("which has been read", Assert.Throws<DataException>(() => table.Columns).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BundledTablesHaveTheirTarget()
    {
        Assert.Contains("diabetes", Table.BundledNames);
        Assert.Equal("progression", Table.Bundled("diabetes").Target);
        Assert.Contains("Did you mean 'diabetes'?", Assert.Throws<DataException>(() => Table.Bundled("diabetis")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileIsReadWhereItIsNeeded()
    {
        var table = Table.FromFile("no-such-file.csv", "y");
        Assert.Equal("no-such-file.csv", table.Name);
        Assert.True(Assert.Throws<DataException>(() => table.Columns).IsAboutFile);
    }
}
