using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>The protocol, point by point.</summary>
public sealed class ProtocolTests
{
    [Theory]
    [InlineData("7", "7")]
    [InlineData("\"a \\\" b\\\\\"", "\"a \\\" b\\\\\"")]
    [InlineData("12345678901234567890.50", "12345678901234567890.50")]
    [InlineData("{ \"a\" : [ 1 , \"x  y\" ] }", "{\"a\":[1,\"x  y\"]}")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    [InlineData("[\t1,\r2]", "[1,2]")]
    [InlineData("\"中文\"", "\"中文\"")]
    [InlineData("1e400", "1e400")]
    public void TheIdIsEchoed(string id, string echoed)
    {
        var first = Encoding.UTF8.GetString(Ask.Bytes(Encoding.UTF8.GetBytes($"{{\"id\": {id}, \"loss\": \"mse\", \"inputs\": {{\"prediction\": 1, \"target\": 3}}}}")));
        Assert.StartsWith($"{{\"id\":{echoed},\"line\":1,\"loss\":\"mse\",", first, StringComparison.Ordinal);
        var last = Encoding.UTF8.GetString(Ask.Bytes(Encoding.UTF8.GetBytes($"{{\"bad\": [NaN, \"\\\"NaN\"], \"loss\": 3, \"id\": {id}}}")));
        Assert.StartsWith($"{{\"id\":{echoed},\"line\":1,\"error\":", last, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingIdIsNullAndLinesAreCounted()
    {
        var answers = Ask.Lines("{\"loss\": \"mse\", \"inputs\": {\"prediction\": 1, \"target\": 3}}", "", "{", "{\"loss\": \"mse\", \"inputs\": {\"prediction\": 1, \"target\": 3}}");
        Assert.Equal([1, 2, 3, 4], answers.Select(a => a.GetProperty("line").GetInt32()));
        Assert.All(answers, a => Assert.Equal(JsonValueKind.Null, a.GetProperty("id").ValueKind));
        Assert.Equal(4, answers[3].GetProperty("value").GetDouble());
    }

    [Fact]
    public void TheAnswerHasTheCanonicalKeyAndItsMembersInOrder()
    {
        var answer = Ask.Value("{\"loss\": \"HuberLoss\", \"inputs\": {\"prediction\": [1], \"target\": [3]}, \"hessian\": true}");
        Assert.Equal("huber", answer.GetProperty("loss").GetString());
        Assert.Equal(["id", "line", "loss", "value", "denominator", "gradient", "hessian"], answer.EnumerateObject().Select(p => p.Name), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("", true, false)]
    [InlineData(", \"gradient\": true", true, false)]
    [InlineData(", \"gradient\": false", false, false)]
    [InlineData(", \"gradient\": {\"prediction\": [9]}", true, false)]
    [InlineData(", \"hessian\": true", true, true)]
    [InlineData(", \"hessian\": true, \"gradient\": false", false, true)]
    [InlineData(", \"value\": 1, \"source\": \"s\", \"group\": \"A\", \"note\": 0, \"kink\": true, \"stop_gradient\": true, \"cross_checked\": true, \"expect\": [], \"why\": {}", true, false)]
    public void GradientAndHessianComeWhenAskedFor(string keys, bool gradient, bool hessian)
    {
        var answer = Ask.Value("{\"loss\": \"mse\", \"inputs\": {\"prediction\": [1, 2], \"target\": [3, 3]}" + keys + "}");
        Assert.Equal(gradient, answer.TryGetProperty("gradient", out var first));
        Assert.Equal(hessian, answer.TryGetProperty("hessian", out var second));
        if (gradient)
        {
            Assert.Equal("{\"prediction\":[-2,-1]}", first.GetRawText());
        }

        if (hessian)
        {
            Assert.Equal("{\"prediction\":[1,1]}", second.GetRawText());
        }
    }

    [Fact]
    public void ExactlyTheDifferentiatedInputsHaveAGradient()
    {
        var answer = Ask.Value("{\"loss\": \"gaussian_nll\", \"inputs\": {\"prediction\": [1, 2], \"target\": [3, 3], \"variance\": [1, 2]}}");
        Assert.Equal(["prediction", "variance"], answer.GetProperty("gradient").EnumerateObject().Select(p => p.Name), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("mean", "2.5", "-2,-1")]
    [InlineData("sum", "5", "-4,-2")]
    [InlineData("none", "[4,1]", "-4,-2")]
    public void Reductions(string reduction, string value, string gradient)
    {
        var answer = Ask.Value($"{{\"loss\": \"mse\", \"inputs\": {{\"prediction\": [1, 2], \"target\": [3, 3]}}, \"reduction\": \"{reduction}\"}}");
        Assert.Equal(value, answer.GetProperty("value").GetRawText());
        Assert.Equal($"{{\"prediction\":[{gradient}]}}", answer.GetProperty("gradient").GetRawText());
        Assert.Equal(2, answer.GetProperty("denominator").GetDouble());
    }

    [Theory]
    [InlineData("1", "3", "4", "-4")]
    [InlineData("[1]", "[3]", "[4]", "[-4]")]
    [InlineData("[]", "[]", "[]", "[]")]
    [InlineData("[[],[]]", "[[],[]]", "[[],[]]", "[[],[]]")]
    [InlineData("[[[1],[2]]]", "[[[3],[3]]]", "[[[4],[1]]]", "[[[-4],[-2]]]")]
    public void ShapesAreThoseOfTheInputs(string prediction, string target, string value, string gradient)
    {
        var answer = Ask.Value($"{{\"loss\": \"mse\", \"inputs\": {{\"prediction\": {prediction}, \"target\": {target}}}, \"reduction\": \"none\", \"hessian\": true}}");
        Assert.Equal(value, answer.GetProperty("value").GetRawText());
        Assert.Equal(gradient, answer.GetProperty("gradient").GetProperty("prediction").GetRawText());
        Assert.Equal(Ask.Shape(answer.GetProperty("gradient")), Ask.Shape(answer.GetProperty("hessian")));
    }

    [Theory]
    [InlineData("[]", "[[]]")]
    [InlineData("[[],[]]", "[[]]")]
    [InlineData("[[]]", "[[[]]]")]
    public void EmptyArraysHaveShapes(string prediction, string target)
    {
        var answer = Ask.Lines($"{{\"loss\": \"mse\", \"inputs\": {{\"prediction\": {prediction}, \"target\": {target}}}}}")[0];
        Assert.Equal("broadcast", answer.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void AnEmptyBatchHasValueAndDenominatorZero()
    {
        var answer = Ask.Value("{\"loss\": \"mse\", \"inputs\": {\"prediction\": [], \"target\": [], \"sample_weight\": [], \"mask\": []}}");
        Assert.Equal(0, answer.GetProperty("value").GetDouble());
        Assert.Equal(0, answer.GetProperty("denominator").GetDouble());
    }

    [Fact]
    public void WeightsAndMasks()
    {
        const string inputs = "\"inputs\": {\"prediction\": [1, 2, \"NaN\", 5], \"target\": [3, 3, 3, 3], \"sample_weight\": [1, 2, 3, 0.5], \"mask\": [true, 1, false, 0]}";
        var mean = Ask.Value($"{{\"loss\": \"mse\", {inputs}}}");
        Assert.Equal(3, mean.GetProperty("denominator").GetDouble());
        Assert.Equal(2, mean.GetProperty("value").GetDouble(), 1e-15);
        Assert.Equal([-4.0 / 3, -4.0 / 3, 0, 0], Ask.Numbers(mean.GetProperty("gradient").GetProperty("prediction")).Select(x => Math.Round(x, 14) is var r && Math.Abs(r + 4.0 / 3) < 1e-12 ? -4.0 / 3 : x));

        var count = Ask.Value($"{{\"loss\": \"mse\", {inputs}, \"params\": {{\"weighted_mean\": \"count\"}}}}");
        Assert.Equal(2, count.GetProperty("denominator").GetDouble());
        Assert.Equal(3, count.GetProperty("value").GetDouble(), 1e-15);

        var none = Ask.Value($"{{\"loss\": \"mse\", {inputs}, \"reduction\": \"none\"}}");
        Assert.Equal("[4,2,0,0]", none.GetProperty("value").GetRawText());
        Assert.Equal(3, none.GetProperty("denominator").GetDouble());

        var nothing = Ask.Value("{\"loss\": \"mse\", \"inputs\": {\"prediction\": [1, \"NaN\"], \"target\": [3, 3], \"mask\": [false, false]}}");
        Assert.Equal((0, 0), (nothing.GetProperty("value").GetDouble(), nothing.GetProperty("denominator").GetDouble()));
        Assert.Equal("{\"prediction\":[0,0]}", nothing.GetProperty("gradient").GetRawText());
    }

    [Fact]
    public void NonFiniteNumbersAreStringsBothWays()
    {
        var answer = Ask.Value("{\"loss\": \"mse\", \"inputs\": {\"prediction\": [\"NaN\", \"Infinity\", \"-Infinity\"], \"target\": [0, 0, 0]}, \"reduction\": \"none\"}");
        Assert.Equal("[\"NaN\",\"Infinity\",\"Infinity\"]", answer.GetProperty("value").GetRawText());
        Assert.Equal("[\"NaN\",\"Infinity\",\"-Infinity\"]", answer.GetProperty("gradient").GetProperty("prediction").GetRawText());
        Assert.Equal("NaN", Ask.Value("{\"loss\": \"mse\", \"inputs\": {\"prediction\": \"NaN\", \"target\": 0}}").GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("1", "-1")]
    [InlineData("1.0", "-1.0")]
    [InlineData("1e0", "-10e-1")]
    public void ALabelIsANumberHoweverWritten(string positive, string negative)
    {
        var answer = Ask.Value($"{{\"loss\": \"hinge\", \"inputs\": {{\"prediction\": [0, 0.5], \"target\": [{positive}, {negative}]}}, \"reduction\": \"none\"}}");
        Assert.Equal("[1,1.5]", answer.GetProperty("value").GetRawText());
    }

    [Fact]
    public void MinusZeroEqualsZero()
    {
        var answer = Ask.Value("{\"loss\": \"bce\", \"inputs\": {\"prediction\": [-0.0], \"target\": [-0.0]}}");
        Assert.Equal(0, answer.GetProperty("value").GetDouble());
    }

    [Fact]
    public void Float32RoundsInputsSumsInDoubleAndPrintsShortFloats()
    {
        var answer = Ask.Value("{\"loss\": \"mse\", \"precision\": \"float32\", \"inputs\": {\"prediction\": [0.1, 0.1], \"target\": [0, 0.0]}, \"reduction\": \"sum\", \"hessian\": true}");
        Assert.Equal("[0.2,0.2]", answer.GetProperty("gradient").GetProperty("prediction").GetRawText());
        Assert.Equal("[2,2]", answer.GetProperty("hessian").GetProperty("prediction").GetRawText());

        // The terms are floats, and their sum is the double of them.
        double term = 0.1f * 0.1f;
        Assert.Equal(term + term, answer.GetProperty("value").GetDouble());
        Assert.NotEqual(0.02, answer.GetProperty("value").GetDouble());
        Assert.Equal("0", Ask.Value("{\"loss\": \"mse\", \"precision\": \"float32\", \"inputs\": {\"prediction\": 1e-60, \"target\": 0}}").GetProperty("value").GetRawText());
        Assert.Equal("Infinity", Ask.Value("{\"loss\": \"mse\", \"precision\": \"float32\", \"inputs\": {\"prediction\": \"Infinity\", \"target\": 0}}").GetProperty("value").GetString());
    }

    [Fact]
    public void AParameterThatStandsForAnInputIsANumberOrAListForTheLastAxis()
    {
        const string inputs = "\"inputs\": {\"prediction\": [[0.5, -1], [2, 0.1]], \"target\": [[1, 0], [1, 1]]}, \"reduction\": \"none\"";
        var number = Ask.Value($"{{\"loss\": \"bce_with_logits\", \"params\": {{\"pos_weight\": 2}}, {inputs}}}");
        var list = Ask.Value($"{{\"loss\": \"bce_with_logits\", \"params\": {{\"pos_weight\": [2, 2]}}, {inputs}}}");
        var none = Ask.Value($"{{\"loss\": \"bce_with_logits\", \"params\": {{\"pos_weight\": null}}, {inputs}}}");
        var plain = Ask.Value($"{{\"loss\": \"bce_with_logits\", {inputs}}}");
        Assert.Equal(number.GetProperty("value").GetRawText(), list.GetProperty("value").GetRawText());
        Assert.Equal(plain.GetProperty("value").GetRawText(), none.GetProperty("value").GetRawText());
        Assert.NotEqual(plain.GetProperty("value").GetRawText(), number.GetProperty("value").GetRawText(), StringComparer.Ordinal);
        Ask.Refused("shape", $"{{\"loss\": \"bce_with_logits\", \"params\": {{\"pos_weight\": [1, 2, 3]}}, {inputs}}}");
        Ask.Refused("shape", $"{{\"loss\": \"bce_with_logits\", \"params\": {{\"pos_weight\": [1, 2, 1, 2]}}, {inputs}}}");
        Ask.Refused("shape", $"{{\"loss\": \"bce_with_logits\", \"params\": {{\"pos_weight\": [1]}}, {inputs}}}");
        Ask.Refused("shape", "{\"loss\": \"bce_with_logits\", \"params\": {\"pos_weight\": [1]}, \"inputs\": {\"prediction\": 1, \"target\": 1}}");
    }

    [Fact]
    public void AParameterGivenAlsoAsAnInputIsRefused()
    {
        Ask.Refused("unknown_param", "{\"loss\": \"bce_with_logits\", \"params\": {\"pos_weight\": 2}, \"inputs\": {\"prediction\": [1], \"target\": [1], \"pos_weight\": [2]}}");
        Ask.Value("{\"loss\": \"bce_with_logits\", \"inputs\": {\"prediction\": [1], \"target\": [1], \"pos_weight\": [2]}}");
    }

    [Fact]
    public void BooleansAndWordsForParameters()
    {
        Ask.Value("{\"loss\": \"gaussian_nll\", \"params\": {\"full\": true}, \"inputs\": {\"prediction\": 1, \"target\": 1, \"variance\": 1}}");
        Ask.Value("{\"loss\": \"poisson_nll\", \"params\": {\"full\": true}, \"inputs\": {\"prediction\": 1, \"target\": 1}}");
        Ask.Value("{\"loss\": \"poisson_nll\", \"params\": {\"full\": \"exact\"}, \"inputs\": {\"prediction\": 1, \"target\": 1}}");
        Ask.Refused("param_domain", "{\"loss\": \"poisson_nll\", \"params\": {\"full\": \"exactly\"}, \"inputs\": {\"prediction\": 1, \"target\": 1}}");
    }

    [Fact]
    public void DeepNestingIsRefusedWithoutHarm()
    {
        foreach (var depth in new[] { 65, 1000, 100_000 })
        {
            Assert.Contains("64", Ask.Refused("json", "{\"loss\": \"mse\", \"inputs\": {\"prediction\": " + new string('[', depth) + new string(']', depth) + "}}"), StringComparison.Ordinal);
            Ask.Refused("json", new string('[', depth));
            Ask.Refused("json", "{\"id\": " + new string('[', depth) + new string(']', depth) + "}");
        }

        var deepest = new string('[', 62) + "1" + new string(']', 62);
        Assert.Equal(0, Ask.Value($"{{\"loss\": \"mse\", \"inputs\": {{\"prediction\": {deepest}, \"target\": {deepest}}}, \"reduction\": \"none\"}}").GetProperty("denominator").GetDouble() - 1);
    }

    [Fact]
    public void OtherEncodingsAreRefusedAndAByteOrderMarkIsNot()
    {
        const string line = "{\"loss\": \"mse\", \"inputs\": {\"prediction\": 1, \"target\": 3}}";
        Assert.Contains("UTF-8", Ask.Parse(Ask.Bytes([.. Encoding.Latin1.GetBytes("{\"loss\": \"é\"}")]))[0].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(4, Ask.Parse(Ask.Bytes([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(line)]))[0].GetProperty("value").GetDouble());
    }

    [Fact]
    public void WindowsLineEndsAndAMissingLastOneAreFine()
    {
        const string line = "{\"loss\": \"mse\", \"inputs\": {\"prediction\": 1, \"target\": 3}}";
        Assert.Equal([4.0, 4.0], Ask.Parse(Ask.Bytes(Encoding.UTF8.GetBytes(line + "\r\n" + line))).Select(a => a.GetProperty("value").GetDouble()));
        Assert.Empty(Ask.Bytes([]));
    }

    [Fact]
    public void TheStreamGoesOnAfterEveryKindOfError()
    {
        var answers = Ask.Lines("{", "{\"loss\": \"?\"}", "\0", "{\"loss\": \"mse\", \"inputs\": {\"prediction\": 1, \"target\": 3}}");
        Assert.Equal(4, answers[3].GetProperty("value").GetDouble());
    }

    [Fact]
    public void ALongAnswerLeavesInPiecesAndWhole()
    {
        var numbers = string.Join(",", Enumerable.Range(0, 200_000).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        var answer = Ask.Value($"{{\"loss\": \"mse\", \"inputs\": {{\"prediction\": [{numbers}], \"target\": [{numbers}]}}, \"reduction\": \"none\"}}");
        Assert.Equal(200_000, answer.GetProperty("value").GetArrayLength());
        Assert.Equal(200_000, answer.GetProperty("gradient").GetProperty("prediction").GetArrayLength());
    }

    [Fact]
    public void ACultureWithCommasChangesNothing()
    {
        var before = CultureInfo.CurrentCulture;
        string[] lines =
        [
            "{\"loss\": \"huber\", \"params\": {\"delta\": 0.5}, \"inputs\": {\"prediction\": [1.25, 2.5], \"target\": [1, 1000000.75]}, \"reduction\": \"none\"}",
            "{\"loss\": \"huber\", \"params\": {\"delta\": -0.5}, \"inputs\": {\"prediction\": [1.25], \"target\": [1]}}",
            "{\"loss\": \"mse\", \"inputs\": {\"prediction\": [1.25, -1e400], \"target\": [1]}}",
            "{\"loss\": \"mse\", \"precision\": \"float32\", \"inputs\": {\"prediction\": [-1.5e39], \"target\": [1]}}",
        ];
        var expected = Ask.Lines(lines).Select(a => a.GetRawText()).ToArray();
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
            Assert.Equal(expected, Ask.Lines(lines).Select(a => a.GetRawText()), StringComparer.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
