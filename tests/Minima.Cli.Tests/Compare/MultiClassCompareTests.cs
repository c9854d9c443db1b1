using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class MultiClassCompareTests
{
    private static readonly string[] Names = ["ant", "bee", "cat"];

    [SlowFact]
    public async Task TheDefaultReadsDigits()
    {
        var run = await CompareRun.Of("--data", "digits", "--loss", "sparsemax", "--folds", "3", "--repeats", "1");
        Assert.Equal(0, run.Code);
        Assert.Contains("digits: 1797 rows, 61 features, target 'digit'", run.Output, StringComparison.Ordinal);
        Assert.Contains("Task: 10 classes, because 'digit' has a few whole numbers, each in many rows; --task regression or --task ordinal takes it otherwise.", run.Text, StringComparison.Ordinal);
        Assert.InRange(run.Value("cross_entropy (default)", "log-loss"), 0.05, 0.2);
        foreach (var key in new[] { "accuracy", "balanced-accuracy", "macro-f1" }) Assert.InRange(run.Value("cross_entropy (default)", key), 0.95, 0.99);
        Assert.InRange(run.Value("sparsemax", "accuracy"), 0.94, 0.99);
        Assert.Equal(Math.Log(10), run.Value("constant (class frequencies)", "log-loss"), 1e-3);
        Assert.InRange(run.Value("constant (class frequencies)", "accuracy"), 0.08, 0.12);
        Assert.Equal(0.1, run.Value("constant (class frequencies)", "balanced-accuracy"), 1e-9);
        Assert.Contains("--data digits --target digit", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryLossOfClassesIsComparedOrSaysWhyNot()
    {
        using var folder = new TemporaryFolder();
        var run = await CompareRun.Of(Write(folder, Table(60, Names)), "--target", "kind", "--json", "--folds", "2", "--repeats", "1");
        Assert.Equal(0, run.Code);
        using var document = JsonDocument.Parse(run.Output);
        var root = document.RootElement;
        Assert.Equal("multiclass", root.GetProperty("data").GetProperty("task").GetString());
        Assert.Equal(Names, root.GetProperty("data").GetProperty("classes").EnumerateArray().Select(name => name.GetString()!).ToArray());
        var rows = root.GetProperty("rows").EnumerateArray().ToArray();
        var compared = rows.Select(row => row.GetProperty("name").GetString()!).Where(name => !name.StartsWith("constant", StringComparison.Ordinal));
        var expected = Catalogue.All.Where(entry => entry.Task.HasFlag(LossTask.MultiClass)).Select(entry => entry.Key);
        Assert.Equal(expected.Order(StringComparer.Ordinal), compared.Order(StringComparer.Ordinal));
        var not = root.GetProperty("not_compared").EnumerateArray().ToDictionary(
            item => item.GetProperty("loss").GetString()!, item => item.GetProperty("reason").GetString()!, StringComparer.Ordinal);
        foreach (var key in new[] { "nll", "probs_cross_entropy" }) Assert.Equal("it has the minimum of cross_entropy on every table; take that", not[key]);
        Assert.Equal("it reads classes in their order; give it with --order", not["coral_ordinal"]);
        foreach (var row in rows) Assert.Equal(2, row.GetProperty("metrics").GetProperty("accuracy").GetProperty("by_fold").GetArrayLength());
        foreach (var key in new[] { "multi_margin", "crammer_singer" })
        {
            var row = rows.Single(row => row.GetProperty("name").GetString() == key);
            Assert.Equal(JsonValueKind.Null, row.GetProperty("metrics").GetProperty("log-loss").GetProperty("mean").ValueKind);
            Assert.Equal(JsonValueKind.Number, row.GetProperty("metrics").GetProperty("macro-f1").GetProperty("mean").ValueKind);
        }
    }

    [SlowFact]
    public async Task SameBytesWhateverTheThreads()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, Table(60, Names));
        var one = await CompareRun.Of(path, "--target", "kind", "--json", "--no-timing", "--threads", "1");
        var three = await CompareRun.Of(path, "--target", "kind", "--json", "--no-timing", "--threads", "3");
        Assert.Equal(0, one.Code);
        Assert.Equal(one.Output, three.Output);
    }

    [SlowFact]
    public async Task TheNamesOfTheClassesChangeNothing()
    {
        using var folder = new TemporaryFolder();
        string[][] encodings = [Names, ["0", "1", "2"], ["-3", "5", "40"], ["1.0", "2.0", "3.00"], ["一", "七", "三"]];
        var expected = "";
        foreach (var encoding in encodings)
        {
            var run = await CompareRun.Of(Write(folder, Table(90, encoding)), "--target", "kind", "--loss", "sparsemax", "--folds", "3");
            Assert.Equal(0, run.Code);
            Assert.Contains("Task: 3 classes, because 'kind' has ", run.Text, StringComparison.Ordinal);
            var numbers = string.Join(' ', run.Row("cross_entropy (default)").Concat(run.Row("sparsemax")));
            if (expected.Length == 0) expected = numbers;
            Assert.Equal(expected, numbers);
        }
    }

    [Theory]
    [InlineData("0,1,2", 10, "MultiClass")]
    [InlineData("0,1,2", 9, "Regression")]
    [InlineData("0,1,2.5", 10, "Regression")]
    [InlineData("0,1", 10, "Binary")]
    [InlineData("1e7,2e7,3e7", 10, "Regression")]
    [InlineData("a,b,c", 2, "MultiClass")]
    [InlineData("a,b", 2, "Binary")]
    public void TheTargetDecides(string values, int repeats, string kind)
    {
        Assert.Equal(kind, Read(values.Split(','), repeats, TargetKind.Automatic).Kind.ToString());
    }

    [Fact]
    public void CountsWithRareValuesAreNumbers()
    {
        string[] counts = [.. Enumerable.Repeat("0", 50), .. Enumerable.Repeat("1", 30), .. Enumerable.Repeat("2", 10), .. Enumerable.Repeat("3", 4)];
        Assert.Equal(TargetKind.Regression, Read(counts, 1, TargetKind.Automatic).Kind);
        Assert.Equal(TargetKind.Regression, Read([.. Enumerable.Range(0, 21).Select(i => i.ToString(CultureInfo.InvariantCulture))], 20, TargetKind.Automatic).Kind);
        Assert.Equal(TargetKind.MultiClass, Read([.. Enumerable.Range(0, 20).Select(i => i.ToString(CultureInfo.InvariantCulture))], 20, TargetKind.Automatic).Kind);
    }

    [Fact]
    public void TheTaskThatIsAskedForDecidesBeforeTheTarget()
    {
        Assert.Equal(TargetKind.Regression, Read(["0", "1", "2"], 20, TargetKind.Regression).Kind);
        var classes = Read(["10", "9", "2.5"], 2, TargetKind.MultiClass);
        Assert.Equal(["2.5", "9", "10"], classes.Classes);
        Assert.Equal([2, 1, 0, 2, 1, 0], classes.Values);
        Assert.Equal(TargetKind.MultiClass, Read(["no", "yes"], 5, TargetKind.MultiClass).Kind);
        Assert.Equal(TargetKind.MultiClass, Read(["0", "1"], 5, TargetKind.MultiClass).Kind);
        Refused("it holds 3 different texts ('a', 'b', 'c'); numbers, or two classes, are expected", () => Read(["a", "b", "c"], 5, TargetKind.Binary));
        Refused("it holds numbers of more than two values; two classes are expected", () => Read(["0", "1", "2"], 50, TargetKind.Binary));
        Refused("it holds numbers of 101 different values; at most 100 classes are expected", () => Read([.. Enumerable.Range(0, 101).Select(i => i.ToString(CultureInfo.InvariantCulture))], 2, TargetKind.MultiClass));
        Refused("it holds more than 100 different texts; numbers, or at most 100 classes, are expected", () => Read([.. Enumerable.Range(0, 101).Select(i => $"c{i}")], 2, TargetKind.Automatic));
        Refused("every row is of the class 'a'; ", () => Read(["a"], 9, TargetKind.MultiClass));
        Refused("every row is of the class '4'; ", () => Read(["4"], 9, TargetKind.MultiClass));
    }

    [SlowFact]
    public async Task AClassThatIsMissingInFoldsIsStillPredicted()
    {
        using var folder = new TemporaryFolder();
        var table = Table(60, Names) + "0.4,-9.1,rare\n0.6,-9.3,rare\n";
        var run = await CompareRun.Of(Write(folder, table), "--target", "kind");
        Assert.Equal(0, run.Code);
        Assert.Contains("Task: 4 classes", run.Text, StringComparison.Ordinal);
        Assert.Contains("A class of so few rows is missing in some folds.", run.Text, StringComparison.Ordinal);
        Assert.InRange(run.Value("cross_entropy (default)", "accuracy"), 0.9, 1);
        Assert.DoesNotContain("NaN", run.Output, StringComparison.Ordinal);
        var single = await CompareRun.Of(Write(folder, Table(60, Names) + "0.4,-9.1,rare\n"), "--target", "kind");
        Assert.NotEqual(0, single.Code);
        Assert.Contains("a class has one row only; at least two rows of each class are expected", single.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoRowsOfEachClassAreEnoughForTwoFolds()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, Table(6, Names));
        var run = await CompareRun.Of(path, "--target", "kind", "--folds", "2");
        Assert.Equal(0, run.Code);
        var five = await CompareRun.Of(path, "--target", "kind");
        Assert.NotEqual(0, five.Code);
        Assert.Contains("there are 6 rows; at least 10 are expected", five.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LossesThatAreAskedForAreTrainedOrSayWhyNot()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, Table(60, Names));
        var run = await CompareRun.Of(path, "--target", "kind", "--loss", "soft_cross_entropy", "--loss", "mse", "--loss", "giou", "--loss", "(p - t)^2", "--metric", "accuracy");
        Assert.Equal(0, run.Code);

        // One-hot rows make it the same loss.
        Assert.Equal(run.Row("cross_entropy (default)"), run.Row("soft_cross_entropy"));
        Assert.Contains("Not compared: mse: it is not a loss for rows of classes.", run.Text, StringComparison.Ordinal);
        Assert.Contains("Not compared: giou: it is for boxes, and the task of the target is several classes.", run.Text, StringComparison.Ordinal);
        Assert.Contains("Not compared: (p - t)^2: a formula as text has one prediction for each row, not one for each class.", run.Text, StringComparison.Ordinal);
        Assert.Contains("ordered by accuracy", run.Text, StringComparison.Ordinal);
        var positive = await CompareRun.Of(path, "--target", "kind", "--positive", "ant");
        Assert.NotEqual(0, positive.Code);
        Assert.Contains("has 3 classes; the option is expected only with two classes", positive.Error, StringComparison.Ordinal);
        var metric = await CompareRun.Of(path, "--target", "kind", "--metric", "auc");
        Assert.Contains("log-loss, brier, accuracy, balanced-accuracy, macro-f1, ece", metric.Error, StringComparison.Ordinal);
        var task = await CompareRun.Of(path, "--target", "kind", "--task", "classes");
        Assert.Contains("it must be regression, count, positive, binary, multiclass, ordinal, multilabel, vector, composition or boxes.", task.Error, StringComparison.Ordinal);
        var asked = await CompareRun.Of(path, "--target", "kind", "--task", "multiclass", "--loss", "sparsemax");
        Assert.Contains("Task: 3 classes as asked.", asked.Output, StringComparison.Ordinal);
        Assert.Contains("--task multiclass", asked.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void FoldsHaveTheirShareOfEveryClass()
    {
        var target = BundledData.Read("digits").Target;
        Assert.Equal(TargetKind.MultiClass, target.Kind);
        foreach (var fold in Folds.Over([.. Enumerable.Range(0, target.Values.Length)], target, 5, 1))
        {
            for (var k = 0; k < 10; k++)
            {
                var all = target.Values.Count(value => value.Equals(k));
                Assert.InRange(fold.Test.Count(row => target.Values[row].Equals(k)), all / 5, (all / 5) + 1);
            }
        }
    }

    private static TargetColumn Read(string[] values, int repeats, TargetKind kind)
    {
        var text = new StringBuilder("x,y\n");
        for (var i = 0; i < repeats * values.Length; i++) text.Append(CultureInfo.InvariantCulture, $"{i},{values[i % values.Length]}\n");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        return CsvReader.Read(TableSource.OfStream(stream, "a.csv", leavesOpen: true), new CsvReadOptions { Target = "y", Kind = kind, SeveralClasses = true }).Target;
    }

    private static void Refused(string part, Action read) =>
        Assert.Contains(part, Assert.Throws<DataException>(read).Message, StringComparison.Ordinal);

    private static string Write(TemporaryFolder folder, string table) => folder.Write("a.csv", Encoding.UTF8.GetBytes(table));

    /// <summary>Three clouds that hardly touch.</summary>
    private static string Table(int rows, string[] names)
    {
        var random = new RandomState(6);
        var text = new StringBuilder("x,y,kind\n");
        for (var i = 0; i < rows; i++)
        {
            var x = (i % 3 == 1 ? 3 : 0) + (3 * random.NextDouble());
            var y = (i % 3 == 2 ? 3 : 0) + (3 * random.NextDouble());
            text.Append(CultureInfo.InvariantCulture, $"{x:0.0000},{y:0.0000},{names[i % 3]}\n");
        }

        return text.ToString();
    }
}
