using System.Text;
using System.Text.Json;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Xunit;

namespace Minima.Cli.Tests.Boost;

/// <summary><c>minima export</c>: boosted trees for XGBoost, and back.</summary>
public sealed class ExportCommandTests
{
    private const string Csv = "x,town,y\n1,a,3\n2,b,5\n3,a,6\n4,b,9\n5,a,9\n6,b,13\n7,a,15\n8,b,17\n9,a,20\n10,b,22\n";

    /// <summary>A tree of XGBoost 1.7.4: f0 below 2.5 gives 1, others 2; the classes have no names.</summary>
    private const string Foreign = """
        {"learner":{"attributes":{},"feature_names":[],"feature_types":[],"gradient_booster":{"model":{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1","size_leaf_vector":"0"},"tree_info":[0],"trees":[{"base_weights":[0E0,-1E0,2E0],"categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],"default_left":[1,0,0],"id":0,"left_children":[1,-1,-1],"loss_changes":[3E0,0E0,0E0],"parents":[2147483647,0,0],"right_children":[2,-1,-1],"split_conditions":[2.5E0,-1E0,2E0],"split_indices":[0,0,0],"split_type":[0,0,0],"sum_hessian":[4E0,2E0,2E0],"tree_param":{"num_deleted":"0","num_feature":"1","num_nodes":"3","size_leaf_vector":"0"}}]},"name":"gbtree"},"learner_model_param":{"base_score":"5E-1","boost_from_average":"1","num_class":"0","num_feature":"1","num_target":"1"},"objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}},"version":[1,7,4]}
        """;

    [Fact]
    public async Task ThereAndBackItPredictsTheSame()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Write("data.csv", Encoding.UTF8.GetBytes(Csv));
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes((await RunAsync("boost", data, "--target", "y", "--min-rows", "1", "--rounds", "9", "--json")).Output));
        var (code, text, error) = await RunAsync("export", model);
        Assert.Equal((ExitCode.Ok, ""), (code, error));
        using var json = JsonDocument.Parse(text);
        Assert.Equal(["learner", "version"], json.RootElement.EnumerateObject().Select(item => item.Name));
        Assert.Equal(["float", "c"], json.RootElement.GetProperty("learner").GetProperty("feature_types").EnumerateArray().Select(item => item.GetString()));
        var other = folder.Write("xgboost.json", Encoding.UTF8.GetBytes(text));
        var back = folder.Write("back.json", Encoding.UTF8.GetBytes((await RunAsync("export", other, "--as", "minima")).Output));
        var expected = Numbers((await RunAsync("predict", model, data)).Output);
        foreach (var path in new[] { other, back })
        {
            var found = Numbers((await RunAsync("predict", path, data)).Output);
            Assert.Equal(expected.Length, found.Length);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * Math.Abs(pair.First)));
        }
    }

    [Fact]
    public async Task AModelOfXGBoostIsPredictedWithNamedAndScored()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("xgboost.json", Encoding.UTF8.GetBytes(Foreign));
        var data = folder.Write("data.csv", Encoding.UTF8.GetBytes("f0,answer\n2,no\n3,yes\n,no\n"));
        var (_, predicted, _) = await RunAsync("predict", path, data);
        Assert.Equal("probability,class\n0.2689414213699951,0\n0.8807970779778823,1\n0.2689414213699951,0\n", predicted.ReplaceLineEndings("\n"));
        var named = folder.Write("named.json", Encoding.UTF8.GetBytes((await RunAsync("export", path, "--as", "minima", "--target", "answer", "--classes", "no,yes")).Output));
        Assert.Contains("0.8807970779778823,yes", (await RunAsync("predict", named, data)).Output, StringComparison.Ordinal);
        var (code, scored, _) = await RunAsync("score", named, data);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("Mean loss (bce_with_logits): 0.25", scored, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--as onnx", "export: --as is 'onnx'")]
    [InlineData("--as minima --classes a,b,c", "the model has 2 classes, and 3 names are given")]
    [InlineData("--as minima --classes a,a", "the model has 2 classes, and 2 names are given")]
    public async Task WhatCannotBeWrittenIsRefused(string options, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("xgboost.json", Encoding.UTF8.GetBytes(Foreign));
        var (code, output, error) = await RunAsync(["export", path, .. options.Split(' ')]);
        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADamagedModelOfXGBoostIsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("xgboost.json", Encoding.UTF8.GetBytes(Foreign[..400]));
        var (code, _, error) = await RunAsync("export", path, "--as", "minima");
        Assert.Equal(ExitCode.File, code);
        Assert.Contains("xgboost.json: this is not a model that XGBoost saved as JSON", error, StringComparison.Ordinal);
        var table = folder.Write("data.csv", Encoding.UTF8.GetBytes(Csv));
        Assert.Contains("it is not JSON", (await RunAsync("export", table)).Error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync("export", "nosuch.json");
        Assert.Equal(ExitCode.File, code);
        Assert.Contains("nosuch.json: there is no such file; the path of a saved model is expected. Check the spelling; ", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        using var error = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private static double[] Numbers(string output) => [.. output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => double.Parse(line, System.Globalization.CultureInfo.InvariantCulture))];
}
