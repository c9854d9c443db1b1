using System.Text.Json;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>The protocol for losses over rows of classes.</summary>
public sealed class RowProtocolTests
{
    private const string Rows = "\"inputs\": {\"prediction\": [[1.2, -0.8, -0.5], [0.9, -1.2, 1.1]], \"target\": [0, 1]}";

    [Fact]
    public void TheClassAxisMovesPredictionAndGradient()
    {
        var last = Ask.Value($"{{\"loss\": \"cross_entropy\", {Rows}}}");
        foreach (var axis in (string[])["0", "-2", "0.0"])
        {
            var first = Ask.Value($"{{\"loss\": \"cross_entropy\", \"params\": {{\"class_axis\": {axis}}}, \"inputs\": {{\"prediction\": [[1.2, 0.9], [-0.8, -1.2], [-0.5, 1.1]], \"target\": [0, 1]}}}}");
            Assert.Equal(last.GetProperty("value").GetDouble(), first.GetProperty("value").GetDouble(), 1e-14);
            var (want, got) = (Gradient(last), Gradient(first));
            Assert.Equal(want[1][2].GetDouble(), got[2][1].GetDouble(), 1e-14);
        }
    }

    [Fact]
    public void SoftTargetsMoveWithTheClassAxis()
    {
        var last = Ask.Value("{\"loss\": \"kl_div\", \"reduction\": \"none\", \"inputs\": {\"prediction\": [[-1, -2], [-3, -0.5]], \"target\": [[0.25, 0.75], [1, 0]]}}");
        var first = Ask.Value("{\"loss\": \"kl_div\", \"reduction\": \"none\", \"params\": {\"class_axis\": 0}, \"inputs\": {\"prediction\": [[-1, -3], [-2, -0.5]], \"target\": [[0.25, 1], [0.75, 0]]}}");
        Assert.Equal(last.GetProperty("value")[0].GetDouble(), first.GetProperty("value")[0].GetDouble(), 1e-14);
        Assert.Equal(last.GetProperty("value")[1].GetDouble(), first.GetProperty("value")[1].GetDouble(), 1e-14);
        Assert.Equal(2, last.GetProperty("denominator").GetDouble());
    }

    /// <summary>The target's shape says whether it holds labels or soft targets.</summary>
    [Fact]
    public void LabelsAndSoftTargetsAreToldByShape()
    {
        var labels = Ask.Value($"{{\"loss\": \"softmax_focal\", {Rows}}}").GetProperty("value").GetDouble();
        var soft = Ask.Value("{\"loss\": \"softmax_focal\", \"inputs\": {\"prediction\": [[1.2, -0.8, -0.5], [0.9, -1.2, 1.1]], \"target\": [[1, 0, 0], [0, 1, 0]]}}").GetProperty("value").GetDouble();
        Assert.Equal(labels, soft, 1e-15);
    }

    [Fact]
    public void DenominatorsAreWhatTheMeanDividesBy()
    {
        Assert.Equal(6, Denominator("cross_entropy", "\"class_weight\": [2, 4, 8]", ""));
        Assert.Equal(2, Denominator("cross_entropy", "\"class_weight\": [2, 4, 8], \"weighted_mean\": \"count\"", ""));
        Assert.Equal(2, Denominator("multi_margin", "\"class_weight\": [2, 4, 8]", ""));
        Assert.Equal(2 * 0.5 + 4 * 3, Denominator("cross_entropy", "\"class_weight\": [2, 4, 8]", ", \"sample_weight\": [0.5, 3]"));
        Assert.Equal(4, Denominator("cross_entropy", "\"class_weight\": [2, 4, 8]", ", \"mask\": [false, true]"));
        Assert.Equal(1, Denominator("cross_entropy", "\"ignore_index\": 1", ""));
        Assert.Equal(0, Denominator("sparsemax", "\"ignore_index\": 0", ", \"mask\": [1, 0]"));
        Assert.Equal(2, Denominator("cross_entropy", "\"ignore_index\": null, \"class_weight\": null", ""));
    }

    [Fact]
    public void NoneGivesOneTermForEachRow()
    {
        var answer = Ask.Value("{\"loss\": \"nll\", \"reduction\": \"none\", \"inputs\": {\"prediction\": [[[-1, -2], [-3, -4]]], \"target\": [[1, -100]]}}");
        Assert.Equal("[[2,0]]", answer.GetProperty("value").ToString().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("2", Ask.Value("{\"loss\": \"nll\", \"reduction\": \"none\", \"inputs\": {\"prediction\": [-1, -2], \"target\": 1}}").GetProperty("value").ToString());
    }

    [Theory]
    [InlineData("cross_entropy", "[]", "[]")]
    [InlineData("kl_div", "[]", "[]")]
    public void NoRowsAreZero(string loss, string prediction, string target)
    {
        var answer = Ask.Value($"{{\"loss\": \"{loss}\", \"hessian\": true, \"inputs\": {{\"prediction\": {prediction}, \"target\": {target}}}}}");
        Assert.Equal((0, 0), (answer.GetProperty("value").GetDouble(), answer.GetProperty("denominator").GetDouble()));
        Assert.Equal(prediction, answer.GetProperty("gradient").GetProperty("prediction").ToString());
    }

    [Fact]
    public void FloatsAndCurvature()
    {
        var answer = Ask.Value($"{{\"loss\": \"cross_entropy\", \"precision\": \"float32\", \"hessian\": true, {Rows}}}");
        var gradient = Gradient(answer)[0][0].GetDouble();
        Assert.Equal(gradient.ToString("R", System.Globalization.CultureInfo.InvariantCulture), ((float)gradient).ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        var hessian = answer.GetProperty("hessian").GetProperty("prediction")[0][0].GetDouble();
        var probability = 2 * gradient + 1;
        Assert.Equal(probability * (1 - probability) / 2, hessian, 1e-6);
    }

    [Theory]
    [InlineData("param_domain", "\"class_axis\": 2", Rows, "from -2 to 1")]
    [InlineData("param_type", "\"class_axis\": 0.5", Rows, "whole number")]
    [InlineData("param_type", "\"class_weight\": 2", Rows, "flat list")]
    [InlineData("param_type", "\"class_weight\": [[1, 2, 3]]", Rows, "flat list")]
    [InlineData("shape", "\"class_weight\": []", Rows, "empty")]
    [InlineData("weights", "\"class_weight\": [1, \"NaN\", 1]", Rows, "index 1")]
    [InlineData("param_type", "\"ignore_index\": \"x\"", Rows, "whole number")]
    [InlineData("unknown_param", "\"class_weights\": [1, 2, 3]", Rows, "did you mean 'class_weight'")]
    [InlineData("label", "\"ignore_index\": null", "\"inputs\": {\"prediction\": [[1, 2]], \"target\": [-100]}", "from 0 to 1")]
    [InlineData("label", "", "\"inputs\": {\"prediction\": [[1, 2]], \"target\": [\"NaN\"]}", "NaN")]
    [InlineData("label", "", "\"inputs\": {\"prediction\": [[1, 2]], \"target\": [1e300]}", "whole number")]
    [InlineData("shape", "", "\"inputs\": {\"prediction\": 1, \"target\": 0}", "single number")]
    [InlineData("shape", "", "\"inputs\": {\"prediction\": [[], []], \"target\": [0, 0]}", "no classes")]
    [InlineData("shape", "", "\"inputs\": {\"prediction\": [[1, 2]], \"target\": [[1, 0]]}", "one label for each row, in shape [1]")]
    [InlineData("broadcast", "", "\"inputs\": {\"prediction\": [[1, 2]], \"target\": [0], \"sample_weight\": [1, 2, 3]}", "sample_weight")]
    [InlineData("shape", "", "\"inputs\": {\"prediction\": [[1, 2], [3, 4]], \"target\": [0, 1], \"mask\": [1, 0, 1]}", "mask")]
    [InlineData("missing_input", "", "\"inputs\": {\"prediction\": [[1, 2]]}", "one label for each row")]
    [InlineData("number", "", "\"inputs\": {\"prediction\": [[1, 2]], \"target\": [true]}", "true or false")]
    public void Refuses(string code, string parameters, string inputs, string words) =>
        Assert.Contains(words, Ask.Refused(code, $"{{\"loss\": \"cross_entropy\", \"params\": {{{parameters}}}, {inputs}}}"), StringComparison.Ordinal);

    [Fact]
    public void ParamsOfClassesAreRefusedElsewhere()
    {
        Assert.Contains("losses over classes", Ask.Refused("unknown_param", "{\"loss\": \"mse\", \"params\": {\"class_axis\": 0}, \"inputs\": {\"prediction\": [1], \"target\": [1]}}"), StringComparison.Ordinal);
        Ask.Refused("unknown_param", "{\"loss\": \"kl_div\", \"params\": {\"class_weight\": [1, 1]}, \"inputs\": {\"prediction\": [[-1, -1]], \"target\": [[0, 1]]}}");
        Ask.Refused("unknown_param", "{\"loss\": \"kl_div\", \"params\": {\"ignore_index\": 1}, \"inputs\": {\"prediction\": [[-1, -1]], \"target\": [[0, 1]]}}");
    }

    private static JsonElement Gradient(JsonElement answer) => answer.GetProperty("gradient").GetProperty("prediction");

    private static double Denominator(string loss, string parameters, string inputs) =>
        Ask.Value($"{{\"loss\": \"{loss}\", \"params\": {{{parameters}}}, {Rows[..^1]}{inputs}}}}}").GetProperty("denominator").GetDouble();
}
