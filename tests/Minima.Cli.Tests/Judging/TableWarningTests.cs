using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Tests.Compare;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Judging;

/// <summary>What <c>advise</c> finds wrong with a table <c>compare</c> tells too, for nobody has to run the one before the other.</summary>
public sealed class TableWarningTests
{
    /// <summary>Each fault alone is told, in the words of the same check, by both commands.</summary>
    [SlowTheory]
    [SampledCases]
    [Case("leak", "leakage")]
    [Case("copies", "copies")]
    [Case("missing", "missing")]
    [Case("extreme", "extremes")]
    [Case("id", "identifiers")]
    [Case("date", "dates")]
    public async Task AFaultOfTheTableIsTold(string fault, string check)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Table(fault));
        var run = await CompareRun.Of(path, "--target", "y", "--loss", "huber", "--repeats", "1", "--folds", "3", "--json");
        Assert.Equal(0, run.Code);
        using var document = JsonDocument.Parse(run.Output);
        var found = document.RootElement.GetProperty("data_checks").EnumerateArray().ToArray();
        Assert.Equal(check, Assert.Single(found).GetProperty("check").GetString());
        var warnings = document.RootElement.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!).ToArray();
        Assert.Contains(warnings, warning => warning.StartsWith("Check the data, ", StringComparison.Ordinal) && warning.Contains(found[0].GetProperty("text").GetString()!, StringComparison.Ordinal));
        if (fault == "leak") Assert.Contains(warnings, warning => warning.Contains("R^2 1.0000", StringComparison.Ordinal));
        var text = await CompareRun.Of(path, "--target", "y", "--loss", "huber", "--repeats", "1", "--folds", "3", "--language", "zh");
        Assert.Contains("请检查数据，", text.Output, StringComparison.Ordinal);
        using var output = new StringWriter();
        using var error = new StringWriter();
        await CommandLine.RunAsync(["advise", path, "--target", "y", "--json"], output, error);
        using var advice = JsonDocument.Parse(output.ToString());
        var advised = advice.RootElement.GetProperty("checks").EnumerateArray().Single(item => item.GetProperty("check").GetString() == check);
        Assert.Contains(advised.GetProperty("status").GetString(), (string?[])["likely", "possible"]);
    }

    /// <summary>A sample of the rows misses no extreme number of a long table; with the cell read as missing, as the warning proposes, the comparison is that of the clean table.</summary>
    [Fact]
    public async Task AnExtremeNumberOfALongTableIsReported()
    {
        using var folder = new TemporaryFolder();
        var random = new RandomState(3);
        string[] lines = [.. Enumerable.Range(0, 12_000).Select(i =>
        {
            var a = Math.Round(JudgedTable.Normal(random), 3);
            return string.Create(CultureInfo.InvariantCulture, $"{(i == 7777 ? 1e6 : a)},{(5 * a) + JudgedTable.Normal(random)}\n");
        })];
        var path = folder.Write("long.csv", Encoding.UTF8.GetBytes("a,y\n" + string.Concat(lines)));
        string[] options = [path, "--target", "y", "--loss", "mse", "--repeats", "1", "--folds", "2", "--json"];
        using var found = JsonDocument.Parse((await CompareRun.Of(options)).Output);
        var check = Assert.Single(found.RootElement.GetProperty("data_checks").EnumerateArray());
        Assert.Equal("extremes", check.GetProperty("check").GetString());
        Assert.Contains("--missing a=1000000", check.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("7779", check.GetProperty("lines").GetRawText(), StringComparison.Ordinal);
        using var mended = JsonDocument.Parse((await CompareRun.Of([.. options, "--missing", "a=1000000"])).Output);
        Assert.Empty(mended.RootElement.GetProperty("data_checks").EnumerateArray());
    }

    /// <summary>Dates whose year stands last are told by both commands, whatever comes first, whether it can be told or not, and however many of them differ.</summary>
    [Theory]
    [SampledCases]
    [Case("day first", true, '/')]
    [Case("day first", false, '-')]
    [Case("month first", true, '-')]
    [Case("month first", false, '/')]
    [Case("ambiguous", true, '/')]
    [Case("ambiguous", false, '-')]
    [Case("with time", true, '/')]
    public async Task DatesThatAreNotReadAreTold(string order, bool unique, char separator)
    {
        for (ulong seed = 1; seed <= 2; seed++)
        {
            using var folder = new TemporaryFolder();
            var path = folder.Write("t.csv", Dated(seed, order, unique, separator));
            var run = await CompareRun.Of(path, "--target", "y", "--loss", "huber", "--repeats", "1", "--folds", "2", "--json");
            Assert.Equal(0, run.Code);
            using var document = JsonDocument.Parse(run.Output);
            var text = document.RootElement.GetProperty("data_checks").EnumerateArray().Single(found => found.GetProperty("check").GetString() == "dates").GetProperty("text").GetString()!;
            Assert.Contains("'when'", text, StringComparison.Ordinal);
            Assert.Equal(order is "ambiguous", text.Contains("are ambiguous", StringComparison.Ordinal));
            using var output = new StringWriter();
            using var error = new StringWriter();
            await CommandLine.RunAsync(["advise", path, "--target", "y", "--json"], output, error);
            using var advice = JsonDocument.Parse(output.ToString());
            var advised = advice.RootElement.GetProperty("checks").EnumerateArray().Single(item => item.GetProperty("check").GetString() == "dates");
            Assert.Equal("likely", advised.GetProperty("status").GetString());
            Assert.Equal(text, advised.GetProperty("text").GetProperty("english").GetString());
        }
    }

    /// <summary>What is read as a date, or is none, is not told.</summary>
    [Theory]
    [InlineData("iso")]
    [InlineData("points")]
    [InlineData("parts")]
    [InlineData("versions")]
    public async Task OtherTextsAreNoDates(string kind)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Dated(1, kind, true, '-'));
        var run = await CompareRun.Of(path, "--target", "y", "--loss", "huber", "--repeats", "1", "--folds", "2", "--json");
        Assert.Equal(0, run.Code);
        Assert.DoesNotContain("\"dates\"", run.Output, StringComparison.Ordinal);
    }

    /// <summary>A table without a fault has no warning; nor has one of few different values, whose rows are alike by chance.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ACleanTableHasNone(bool discrete)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var random = new RandomState(seed);
            var columns = JudgedTable.Columns(random, 200, 3);
            if (discrete) columns = [.. columns.Select(column => Array.ConvertAll(column, value => (double)(value > 0 ? 1 : 0)))];
            var target = JudgedTable.Line(random, columns, 1);
            Assert.Empty(TableWarnings.Of(JudgedTable.Of(columns, discrete ? Array.ConvertAll(target, Math.Round) : target)));
        }
    }

    /// <summary>A likelihood chooses its own shape and scale: near normal errors alpha is near 2, far tails take it down.</summary>
    [Theory]
    [InlineData(false, 1.2, 4)]
    [InlineData(true, 0, 1)]
    public void BarronAdaptiveLearnsItsParameters(bool tails, double low, double high)
    {
        var random = new RandomState(77);
        var columns = JudgedTable.Columns(random, 400, 2);
        var target = JudgedTable.Line(random, columns, 0);
        for (var i = 0; i < target.Length; i++) target[i] += JudgedTable.Normal(random) / (tails ? Math.Abs(JudgedTable.Normal(random)) + 1e-3 : 1);
        var row = JudgedTable.Compare(JudgedTable.Of(columns, target), ["barron_adaptive", "pseudo_huber", "barron_general"]).Rows.Single(row => row.Name == "barron_adaptive");
        Assert.Equal(0, row.Model);
        Assert.All(row.Parameters, parameter => Assert.Equal(ParameterOrigin.Learned, parameter.Origin));
        Assert.InRange((double)row.Parameters.Single(parameter => parameter.Name == "alpha").Value!, low, high);
    }

    /// <summary>Only a density prices its parameters.</summary>
    [Fact]
    public void NoOtherLossIsTakenForADensity() =>
        Assert.Equal(["barron_adaptive"], Catalogue.All.Where(entry => (entry.Task & LossTask.Regression) != LossTask.None && DensityParameters.AreLearned(entry, new Dictionary<string, object?>(StringComparer.Ordinal))).Select(entry => entry.Key));

    private static byte[] Dated(ulong seed, string kind, bool unique, char separator)
    {
        var random = new RandomState(seed);
        var text = new StringBuilder("a,when,y\n");
        for (var i = 0; i < 150; i++)
        {
            // Different in every row by their years, or some ten of them.
            var (small, large, year) = unique ? (1 + (i % 12), 1 + random.NextInt(28), 1850 + i) : (1 + random.NextInt(3), (13 * (i % 2)) + 1 + (i % 5), 2024);
            if (kind is "ambiguous") large = 1 + (large % 12);
            var cell = kind switch
            {
                "day first" => $"{large:00}{separator}{small:00}{separator}{year}",
                "month first" or "ambiguous" => $"{small}{separator}{large}{separator}{year}",
                "with time" => $"{small:00}{separator}{large:00}{separator}{year} {i % 24:00}:30",
                "iso" => $"{year}-{small:00}-{Math.Min(large, 28):00}",
                "points" => $"{large:00}.{small:00}.{year}",
                "parts" => $"{20 + small}-{40 + large}-{year}",
                _ => $"v{small}-{large}-{year}",
            };
            var a = JudgedTable.Normal(random);
            text.Append(CultureInfo.InvariantCulture, $"{a:R},{cell},{(2 * a) + JudgedTable.Normal(random):R}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Table(string fault)
    {
        var random = new RandomState(9);
        var text = new StringBuilder("a,b,extra,y\n");
        var lines = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            var (a, b) = (JudgedTable.Normal(random), JudgedTable.Normal(random));
            var y = (2 * a) - b + JudgedTable.Normal(random);
            var extra = fault switch
            {
                "leak" => (3 * y) + 1,
                "missing" when i % 12 == 0 => 999,
                "extreme" when i == 200 => 1e6,
                "id" => 10_000 + i,
                _ => JudgedTable.Normal(random),
            };
            var cell = fault == "date" ? $"{1 + (i % 12):00}/{1 + (i % 28):00}/2024" : extra.ToString("R", CultureInfo.InvariantCulture);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{a},{b},{cell},{y}\n"));
            if (fault == "copies" && i % 5 == 0) lines.Add(lines[^1]);
        }

        return Encoding.UTF8.GetBytes(text + string.Concat(lines));
    }
}
