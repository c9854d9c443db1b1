using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Fit;
using Xunit;

namespace Minima.Cli.Tests.Predict;

/// <summary>What a written model says of tables.</summary>
public sealed class PredictTests
{
    private const string Table = "size,kind,smoker,y\n1,a,no,1\n2,b,yes,4\n3,c,no,3\n4,a,yes,6\n5,b,no,8\n6,c,yes,7\n7,a,no,9\n";

    [Fact]
    public async Task A_round_trip_gives_the_fitted_values_with_columns_in_any_order()
    {
        using var folder = new TemporaryFolder();
        var model = await Model(folder, Table, "--loss", "mse", "--l2", "0.1");
        var run = await Run(folder, model, "extra,smoker,size,kind\nq,yes,2,b\nq,no,7,a\n");
        Assert.Equal(0, run.Code);
        var root = JsonDocument.Parse(File.ReadAllText(model)).RootElement;
        double[] weights = [.. root.GetProperty("coefficients").EnumerateArray().Select(item => item.GetDouble())];
        var intercept = root.GetProperty("intercept").GetDouble();
        Assert.Equal(["size", "kind=a", "kind=b", "kind=c", "smoker=yes"], root.GetProperty("features").EnumerateArray().Select(item => item.GetString()!), StringComparer.Ordinal);
        var lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("prediction", lines[0]);
        Assert.Equal(intercept + (2 * weights[0]) + weights[2] + weights[4], Number(lines[1]), 1e-13);
        Assert.Equal(intercept + (7 * weights[0]) + weights[1], Number(lines[2]), 1e-13);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task A_logarithm_is_predicted_as_the_number_or_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var model = await Model(folder, Table, "--loss", "poisson_nll");
        var response = await Run(folder, model, Table, "--json");
        var link = await Run(folder, model, Table, "--json", "--scale", "link");
        foreach (var (number, raw) in Values(response).Zip(Values(link))) Assert.Equal(Math.Exp(raw), number, 1e-12 * number);

        // Maximum likelihood with an intercept: fitted and observed counts have the same sum.
        Assert.Equal(38, Values(response).Sum(), 1e-9);
    }

    [Theory]
    [InlineData("bce_with_logits", "probability")]
    [InlineData("hinge", "score")]
    [InlineData("squared_hinge", "probability")]
    public async Task Classes_come_back_as_they_were_written(string loss, string what)
    {
        const string csv = "x,y\n0,\"no, never\"\n1,\"no, never\"\n2,yes\n3,\"no, never\"\n4,yes\n5,yes\n";
        using var folder = new TemporaryFolder();
        var model = await Model(folder, csv, "--loss", loss, "--l2", "0.01");
        var run = await Run(folder, model, "x\n-5\n10\n");
        Assert.Equal($"{what},class", run.Output.Split(Environment.NewLine)[0]);
        Assert.Contains(",\"no, never\"", run.Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await Run(folder, model, "x\n-5\n10\n", "--json")).Output).RootElement;
        Assert.Equal("yes", json.GetProperty("of_class").GetString());
        Assert.Equal(["no, never", "yes"], json.GetProperty("classes").EnumerateArray().Select(item => item.GetString()!), StringComparer.Ordinal);
        if (what == "probability") Assert.All(json.GetProperty("values").EnumerateArray(), value => Assert.InRange(value.GetDouble(), 0, 1));
    }

    [Fact]
    public async Task A_model_without_features_says_the_same_of_every_row()
    {
        using var folder = new TemporaryFolder();
        var model = await Model(folder, "y\n1\n2\n6\n", "--loss", "mse");
        Assert.Equal([3.0, 3.0], Values(await Run(folder, model, "q\n1\n2\n", "--json")).Select(x => Math.Round(x, 12)));
    }

    [Fact]
    public async Task A_model_is_a_start_for_a_loss_with_several_minima()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Write("data.csv", Encoding.UTF8.GetBytes(Table));
        var model = await Model(folder, Table, "--loss", "mse", "--l2", "0.1");
        var run = await FitRun.Of(data, "--target", "y", "--loss", "cauchy", "--l2", "0.1", "--start", model, "--json");
        Assert.Equal(0, run.Code);
        Assert.Equal("local", run.Method);
        Assert.Contains(run.Notes, note => note.Contains("not convex", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("size,kind,smoker\n1,d,no\n", 4, "line 2, column 'kind': the model has not seen the category 'd'")]
    [InlineData("size,kind,smoker\n1,a,No\n", 4, "Did you mean 'no'?")]
    [InlineData("size,kind,smoker\n1,,no\n", 4, "the cell is empty")]
    [InlineData("size,kind,smoker\nx,a,no\n", 4, "'x' is not a number")]
    [InlineData("size,kind,smoker\n,a,no\n", 4, "the cell is empty")]
    [InlineData("size,kind,smoker\ninf,a,no\n", 4, "is not a finite number")]
    [InlineData("size,smoker\n1,no\n", 4, "it has no column 'kind'")]
    [InlineData("Size,kind,smoker\n1,a,no\n", 4, "Is 'size' called 'Size' here?")]
    [InlineData("", 4, "the file is empty")]
    [InlineData("size,kind,smoker\n", 4, "no row")]
    public async Task Tables_that_do_not_fit_the_model(string csv, int code, string message)
    {
        using var folder = new TemporaryFolder();
        var model = await Model(folder, Table, "--loss", "mse", "--l2", "0.1");
        Check(await Run(folder, model, csv), code, message);
    }

    [Theory]
    [InlineData("", "it is not JSON (line 1)")]
    [InlineData("[1,", "it is not JSON")]
    [InlineData("[]", "\"format\"")]
    [InlineData("{\"format\": 3}", "\"format\"")]
    [InlineData("{\"format\": \"minima-model\"}", "\"version\" is missing")]
    [InlineData("{\"format\": \"minima-model\", \"version\": 99}", "it is of version 99")]
    [InlineData("\"coefficients\": [=\"coefficients\": [1e999,", "\"coefficients\" is not a list of finite numbers")]
    [InlineData("\"coefficients\": [=\"coefficients\": [1,", "a row with another number of coefficients")]
    [InlineData("\"link\": \"identity\"=\"link\": \"cube\"", "its link is 'cube'")]
    [InlineData("\"one_hot\"=\"two_hot\"", "the encoding of column 'kind'")]
    [InlineData("\"column\": \"size\"=\"column\": \"length\"", "its features are not those of its encoding")]
    [InlineData("\"intercept\":=\"intersept\":", "\"intercept\" is missing")]
    public async Task Models_that_are_none(string change, string message)
    {
        using var folder = new TemporaryFolder();
        var model = await Model(folder, Table, "--loss", "mse", "--l2", "0.1");
        var parts = change.Split('=');
        File.WriteAllText(model, parts.Length == 2 ? File.ReadAllText(model).Replace(parts[0], parts[1], StringComparison.Ordinal) : change);
        Check(await Run(folder, model, Table), 4, message);
    }

    /// <summary>No option of predict or score leaves out a column that the model needs.</summary>
    [Theory]
    [InlineData("boost --rounds 2")]
    [InlineData("fit --loss mse")]
    public async Task An_infinite_cell_of_a_column_that_the_model_needs(string command)
    {
        using var folder = new TemporaryFolder();
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i % 7},{(2 * i) + (i % 3)}\n"));
        var model = Path.Combine(folder.Path, "model.json");
        string[] words = [.. command.Split(' '), folder.Write("train.csv", Encoding.UTF8.GetBytes("a,b,y\n" + rows)), "--target", "y", "--save", model];
        Assert.Equal(0, await CommandLine.RunAsync(words, TextWriter.Null, TextWriter.Null, TestContext.Current.CancellationToken));
        foreach (var (verb, table) in new[] { ("predict", "a,b,y\ninf,1,2\n2,1,3\n"), ("score", "a,b,y\n1,1,inf\n2,1,3\n") })
        {
            using var error = new StringWriter();
            Assert.Equal(4, await CommandLine.RunAsync([verb, model, folder.Write("data.csv", Encoding.UTF8.GetBytes(table))], TextWriter.Null, error, TestContext.Current.CancellationToken));
            Assert.Contains("is expected. Correct the value, or remove the row.", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Files_and_options_that_do_not_exist()
    {
        using var folder = new TemporaryFolder();
        Check(await Run(folder, Path.Combine(folder.Path, "none.json"), Table), 5, "there is no such file");
        var model = await Model(folder, Table, "--loss", "mse", "--l2", "0.1");
        Check(await Of(model, Path.Combine(folder.Path, "none.csv")), 5, "there is no such file");
        Check(await Run(folder, model, Table, "--scale", "links"), 2, "did you mean 'link'");
    }

    private static void Check(FitRun run, int code, string message)
    {
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(code, run.Code);
        Assert.Empty(run.Output);
    }

    private static double[] Values(FitRun run) =>
        [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("values").EnumerateArray().Select(item => item.GetDouble())];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<string> Model(TemporaryFolder folder, string csv, params string[] options)
    {
        var run = await FitRun.OfText(csv, options);
        Assert.True(run.Code == 0, run.Error);
        return folder.Write("model.json", Encoding.UTF8.GetBytes(run.Output));
    }

    private static Task<FitRun> Run(TemporaryFolder folder, string model, string csv, params string[] options) =>
        Of([model, folder.Write("rows.csv", Encoding.UTF8.GetBytes(csv)), .. options]);

    private static async Task<FitRun> Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["predict", .. arguments], output, error);
        return new FitRun(code, output.ToString(), error.ToString());
    }
}
