using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Analysis;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Fit;
using Xunit;

namespace Minima.Cli.Tests.Predict;

/// <summary>What models of several classes, of formulas as text and of links without a name say of tables.</summary>
public sealed class ClassPredictTests
{
    private static readonly double[][] Features = FitSamples.Features(9, 60, 2);
    private static readonly int[] Labels = ClassSamples.Labels(9, Features, 3);
    private static readonly string Table = ClassSamples.Csv(Features, [.. Labels.Select(label => label == 1 ? "\"b, or not\"" : $"c{label}")]);

    [SlowTheory]
    [InlineData("cross_entropy", "probability")]
    [InlineData("sparsemax", "probability")]
    [InlineData("crammer_singer", "score")]
    public async Task Every_class_has_a_number(string loss, string what)
    {
        using var folder = new TemporaryFolder();
        var model = await Model(folder, Table, "--loss", loss, "--l2", "0.01");
        var json = JsonDocument.Parse((await Run(folder, model, Table, "--json")).Output).RootElement;
        var link = JsonDocument.Parse((await Run(folder, model, Table, "--json", "--scale", "link")).Output).RootElement;
        Assert.Equal(what, json.GetProperty("what").GetString());
        Assert.Equal("score", link.GetProperty("what").GetString());
        string[] names = ["b, or not", "c0", "c2"];
        Assert.Equal(names, json.GetProperty("of_classes").EnumerateArray().Select(item => item.GetString()!), StringComparer.Ordinal);
        var (values, raw) = (Rows(json), Rows(link));
        var root = JsonDocument.Parse(File.ReadAllText(model)).RootElement;
        for (var i = 0; i < values.Length; i++)
        {
            for (var k = 0; k < 3; k++)
            {
                var weights = root.GetProperty("coefficients")[k].EnumerateArray().Select(item => item.GetDouble()).ToArray();
                Assert.Equal(root.GetProperty("intercept")[k].GetDouble() + (weights[0] * Features[i][0]) + (weights[1] * Features[i][1]), raw[i][k], 1e-13);
            }

            var best = Array.IndexOf(raw[i], raw[i].Max());
            Assert.Equal(names[best], json.GetProperty("classes")[i].GetString());
            if (what != "probability") continue;
            Assert.Equal(1, values[i].Sum(), 1e-14);
            Assert.Equal(values[i].Max(), values[i][best]);
            if (loss == "cross_entropy") Assert.Equal(Math.Exp(raw[i][0] - raw[i][1]), values[i][0] / values[i][1], 1e-10 * Math.Exp(raw[i][0] - raw[i][1]));
        }

        var csv = (await Run(folder, model, Table)).Output.Split(Environment.NewLine);
        Assert.Equal($"\"{what}_b, or not\",{what}_c0,{what}_c2,class", csv[0]);
        Assert.StartsWith(values[0][0].ToString("R", CultureInfo.InvariantCulture) + ",", csv[1], StringComparison.Ordinal);
        Assert.Equal("\"score_b, or not\",score_c0,score_c2", (await Run(folder, model, Table, "--scale", "link")).Output.Split(Environment.NewLine)[0]);
    }

    [Fact]
    public async Task A_model_of_classes_is_a_start()
    {
        using var folder = new TemporaryFolder();
        var model = await Model(folder, Table, "--loss", "cross_entropy", "--l2", "0.1");
        var data = folder.Write("data.csv", Encoding.UTF8.GetBytes(Table));
        var run = await FitRun.Of(data, "--target", "y", "--loss", "gce", "--l2", "0.1", "--start", model, "--json");
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal("local", run.Method);
        var wrong = await FitRun.Of(data, "--target", "x0", "--loss", "mse", "--ignore", "y", "--start", model);
        Assert.Contains("the model has a row of coefficients for each class", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_without_a_name_is_derived_again()
    {
        var target = FitSamples.Classes(9, Features);
        var csv = FitRun.Csv(Features, target);
        using var folder = new TemporaryFolder();
        var model = await Model(folder, csv, "--loss", "sigmoid_focal:gamma=1.5", "--l2", "0.05");
        Assert.Contains("\"link\": \"other\"", File.ReadAllText(model), StringComparison.Ordinal);
        var values = Numbers(await Run(folder, model, csv, "--json"));
        var raw = Numbers(await Run(folder, model, csv, "--json", "--scale", "link"));
        var link = LossAnalysis.Of(Loss.Create("sigmoid_focal", ("gamma", 1.5))).Link;
        for (var i = 0; i < raw.Length; i++)
        {
            Assert.InRange(values[i], 0, 1);
            Assert.Equal(raw[i], link.Forward(values[i]), 1e-6 * (1 + Math.Abs(raw[i])));
        }
    }

    [Fact]
    public async Task A_text_is_read_again_from_the_model()
    {
        var target = Array.ConvertAll(FitSamples.Target(9, Features, 0.3), y => Math.Exp(y / 2));
        var csv = FitRun.Csv(Features, target);
        using var folder = new TemporaryFolder();
        var model = await Model(folder, csv, "--loss", "a*exp(p) - a*t*p", "--param", "a=2");
        var values = Numbers(await Run(folder, model, csv, "--json"));
        var raw = Numbers(await Run(folder, model, csv, "--json", "--scale", "link"));
        Assert.Equal(target.Sum(), values.Sum(), 1e-6 * target.Sum());
        for (var i = 0; i < raw.Length; i++) Assert.Equal(Math.Exp(raw[i]), values[i], 1e-9 * values[i]);
    }

    [SlowTheory]
    [InlineData("\"loss\": \"cross_entropy\"=\"loss\": \"cross_entrpy\"", "Did you mean 'cross_entropy'?")]
    [InlineData("\"loss\": \"cross_entropy\"=\"loss\": \"(p - t\"", "the model's loss '(p - t'")]
    [InlineData("\"loss\": \"cross_entropy\"=\"loss\": \"mse\"", "the model's loss 'mse'")]
    [InlineData("\"label_smoothing\": 0=\"label_smoothing\": 7", "label_smoothing")]
    [InlineData("\"task\": \"multiclass\"=\"task\": \"binary\"", "its task is 'binary', and it has 3 classes and 3 rows of coefficients")]
    [InlineData("\"task\": \"multiclass\"=\"task\": \"ranking\"", "its task is 'ranking'")]
    public async Task Models_that_do_not_hold_together(string change, string message)
    {
        using var folder = new TemporaryFolder();
        var model = await Model(folder, Table, "--loss", "cross_entropy", "--l2", "0.1");
        var at = change.IndexOf('=', StringComparison.Ordinal);
        var text = File.ReadAllText(model);
        Assert.Contains(change[..at], text, StringComparison.Ordinal);
        File.WriteAllText(model, text.Replace(change[..at], change[(at + 1)..], StringComparison.Ordinal));
        var run = await Run(folder, model, Table);
        Assert.Equal(4, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static double[][] Rows(JsonElement root) => [.. root.GetProperty("values").EnumerateArray().Select(row => row.EnumerateArray().Select(item => item.GetDouble()).ToArray())];

    private static double[] Numbers(FitRun run) => [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("values").EnumerateArray().Select(item => item.GetDouble())];

    private static async Task<string> Model(TemporaryFolder folder, string csv, params string[] options)
    {
        var run = await FitRun.OfText(csv, options);
        Assert.True(run.Code == 0, run.Error);
        return folder.Write("model.json", Encoding.UTF8.GetBytes(run.Output));
    }

    private static async Task<FitRun> Run(TemporaryFolder folder, string model, string csv, params string[] options)
    {
        var path = folder.Write("new.csv", Encoding.UTF8.GetBytes(csv));
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["predict", model, path, .. options], output, error);
        return new FitRun(code, output.ToString(), error.ToString());
    }
}
