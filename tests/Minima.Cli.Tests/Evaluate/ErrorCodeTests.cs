using Minima.Cli.Evaluate;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>Every code of the protocol is reached, and its message says what to do.</summary>
public sealed class ErrorCodeTests
{
    [Theory]
    [InlineData("json", "{\"loss\": \"huber\"", "JSON")]
    [InlineData("json", "{\"loss\": \"huber\",}", "trailing comma at the end. Write each")]
    [InlineData("json", "", "empty")]
    [InlineData("json", "   ", "empty")]
    [InlineData("json", "[1, 2]", "object")]
    [InlineData("json", "null", "object")]
    [InlineData("json", "{} {}", "JSON")]
    [InlineData("json", "{\"inputs\": {}}", "'loss'")]
    [InlineData("json", "{\"loss\": 3}", "text")]
    [InlineData("json", "{\"loss\": \"huber\", \"loss\": \"mse\"}", "twice")]
    [InlineData("json", "{\"loss\": \"huber\", \"params\": {\"delta\": 1, \"delta\": 2}}", "twice")]
    [InlineData("json", "{\"loss\": \"huber\", \"inputs\": {\"target\": 1, \"target\": 2}}", "twice")]
    [InlineData("json", "{\"loss\": \"huber\", \"params\": []}", "object")]
    [InlineData("json", "{\"loss\": \"huber\", \"inputs\": 3}", "object")]
    [InlineData("json", "{\"loss\": \"huber\", \"precision\": \"float16\"}", "float32")]
    [InlineData("json", "{\"loss\": \"huber\", \"gradient\": 1}", "true or false")]
    [InlineData("json", "{\"loss\": \"huber\", \"hessian\": \"yes\"}", "true or false")]
    [InlineData("json", "{\"loss\": \"\\ud800\"}", "surrogate")]
    [InlineData("unknown_key", "{\"loss\": \"huber\", \"parms\": {}}", "did you mean 'params'")]
    [InlineData("unknown_key", "{\"loss\": \"huber\", \"delta\": 1}", "'params'")]
    [InlineData("unknown_loss", "{\"loss\": \"hubr\"}", "did you mean 'huber'")]
    [InlineData("unknown_param", "{\"loss\": \"huber\", \"params\": {\"dleta\": 1}, \"inputs\": {}}", "did you mean 'delta'")]
    [InlineData("unknown_param", "{\"loss\": \"huber\", \"params\": {\"class_axis\": 1}, \"inputs\": {}}", "classes")]
    [InlineData("unknown_param", "{\"loss\": \"huber\", \"params\": {\"target\": 1}, \"inputs\": {}}", "move it to 'inputs'")]
    [InlineData("param_type", "{\"loss\": \"huber\", \"params\": {\"delta\": \"1\"}, \"inputs\": {}}", "without quotes")]
    [InlineData("param_type", "{\"loss\": \"huber\", \"params\": {\"delta\": null}, \"inputs\": {}}", "number")]
    [InlineData("param_type", "{\"loss\": \"huber\", \"params\": {\"delta\": true}, \"inputs\": {}}", "number")]
    [InlineData("param_type", "{\"loss\": \"huber\", \"params\": {\"delta\": [1]}, \"inputs\": {}}", "list")]
    [InlineData("param_type", "{\"loss\": \"huber\", \"params\": {\"delta\": [[1], 2]}, \"inputs\": {}}", "list")]
    [InlineData("param_type", "{\"loss\": \"huber\", \"params\": {\"delta\": {}}, \"inputs\": {}}", "object")]
    [InlineData("param_type", "{\"loss\": \"huber\", \"params\": {\"delta\": [\"x\"]}, \"inputs\": {}}", "text")]
    [InlineData("param_type", "{\"loss\": \"huber\", \"params\": {\"weighted_mean\": 1}, \"inputs\": {}}", "sum_of_weights")]
    [InlineData("param_type", "{\"loss\": \"gaussian_nll\", \"params\": {\"full\": 1}, \"inputs\": {}}", "true or false")]
    [InlineData("param_type", "{\"loss\": \"gaussian_nll\", \"params\": {\"full\": \"true\"}, \"inputs\": {}}", "true or false")]
    [InlineData("param_domain", "{\"loss\": \"huber\", \"params\": {\"delta\": 0}, \"inputs\": {}}", "> 0")]
    [InlineData("param_domain", "{\"loss\": \"huber\", \"params\": {\"delta\": \"NaN\"}, \"inputs\": {}}", "NaN")]
    [InlineData("param_domain", "{\"loss\": \"huber\", \"params\": {\"weighted_mean\": \"counts\"}, \"inputs\": {}}", "did you mean 'count'")]
    [InlineData("unknown_input", "{\"loss\": \"huber\", \"inputs\": {\"predictions\": 1, \"target\": 1}}", "did you mean 'prediction'")]
    [InlineData("unknown_input", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": 1, \"target\": 1, \"delta\": 1}}", "move it to 'params'")]
    [InlineData("missing_input", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1]}}", "'target'")]
    [InlineData("missing_input", "{\"loss\": \"huber\"}", "'prediction'")]
    [InlineData("ragged", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [[1], [2, 3]], \"target\": [1]}}", "inputs.prediction[1] has 2")]
    [InlineData("ragged", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [[], [1]], \"target\": [1]}}", "has 1 element, but its neighb")]
    [InlineData("ragged", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [[1], 2], \"target\": [1]}}", "inputs.prediction[1] is a number")]
    [InlineData("ragged", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1, [2]], \"target\": [1]}}", "inputs.prediction[1] is a list")]
    [InlineData("ragged", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [[], 2], \"target\": [1]}}", "number")]
    [InlineData("ragged", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [[], [[]]], \"target\": [1]}}", "prediction[1]")]
    [InlineData("shape", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1, 2], \"target\": [1, 2, 3]}}", "[3]")]
    [InlineData("shape", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [[1, 2]], \"target\": [[1, 2, 3]]}}", "[1, 3]")]
    [InlineData("broadcast", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1, 2], \"target\": 1}}", "single number")]
    [InlineData("broadcast", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [[1], [2]], \"target\": [1, 2]}}", "[2, 1]")]
    [InlineData("broadcast", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1, 2], \"target\": [1, 2], \"mask\": [true]}}", "'mask'")]
    [InlineData("shape", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1, 2], \"target\": [1, 2], \"mask\": [1, 0, 1]}}", "'mask'")]
    [InlineData("label", "{\"loss\": \"hinge\", \"inputs\": {\"prediction\": [1, 2], \"target\": [1, 0]}}", "-1 or +1")]
    [InlineData("label", "{\"loss\": \"hinge\", \"inputs\": {\"prediction\": [1, 2], \"target\": [1, \"NaN\"]}}", "NaN")]
    [InlineData("domain", "{\"loss\": \"gaussian_nll\", \"inputs\": {\"prediction\": [1], \"target\": [1], \"variance\": [-1]}}", ">= 0")]
    [InlineData("reduction", "{\"loss\": \"huber\", \"reduction\": \"average\"}", "mean, sum or none")]
    [InlineData("reduction", "{\"loss\": \"huber\", \"reduction\": \"Mean\"}", "did you mean 'mean'")]
    [InlineData("reduction", "{\"loss\": \"huber\", \"reduction\": \"scalar\"}", "mean, sum or none")]
    [InlineData("reduction", "{\"loss\": \"huber\", \"reduction\": null}", "mean, sum or none")]
    [InlineData("weights", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1], \"target\": [1], \"sample_weight\": [\"NaN\"]}}", "finite")]
    [InlineData("weights", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1], \"target\": [1], \"mask\": [\"NaN\"]}}", "true, false")]
    [InlineData("weights", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1], \"target\": [1], \"mask\": [0.5]}}", "true, false")]
    [InlineData("formula", "{\"formula\": \"abs(p - t]\", \"inputs\": {\"prediction\": [1], \"target\": [1]}}", "column 10: found ']'")]
    [InlineData("formula", "{\"formula\": \"\", \"inputs\": {}}", "column 1")]
    [InlineData("formula", "{\"formula\": \"t + 1\", \"inputs\": {\"target\": [1]}}", "without p")]
    [InlineData("formula", "{\"formula\": \"abz(p)\", \"inputs\": {}}", "did you mean 'abs'")]
    [InlineData("formula", "{\"formula\": \"p + 1e999\", \"inputs\": {}}", "column 5")]
    [InlineData("formula", "{\"formula\": \"p + t + a + b + c\", \"inputs\": {}}", "column 17")]
    [InlineData("formula", "{\"formula\": \"p\\n+ * t\", \"inputs\": {}}", "line 2, column 3")]
    [InlineData("formula", "{\"formula\": \"p + mask\", \"inputs\": {\"prediction\": [1], \"mask\": [1]}}", "belongs to the batch")]
    [InlineData("json", "{\"formula\": 3}", "text")]
    [InlineData("json", "{\"formula\": null}", "text")]
    [InlineData("json", "{\"formula\": \"p\", \"loss\": \"mse\"}", "both")]
    [InlineData("json", "{\"formula\": \"p\", \"formula\": \"p\"}", "twice")]
    [InlineData("unknown_loss", "{\"loss\": \"abs(p - t)\"}", "or 'formula' in a request")]
    [InlineData("unknown_param", "{\"formula\": \"dleta*p\", \"params\": {\"delta\": 1}, \"inputs\": {}}", "did you mean 'dleta'")]
    [InlineData("unknown_param", "{\"formula\": \"p - t\", \"params\": {\"p\": 1}, \"inputs\": {}}", "is the prediction")]
    [InlineData("unknown_param", "{\"formula\": \"p - t\", \"params\": {\"abs\": 1}, \"inputs\": {}}", "is a function")]
    [InlineData("unknown_param", "{\"formula\": \"p - t\", \"params\": {\"ignore_index\": 1}, \"inputs\": {}}", "does not use")]
    [InlineData("param_type", "{\"formula\": \"d*p\", \"params\": {\"d\": [1]}, \"inputs\": {}}", "list")]
    [InlineData("param_type", "{\"formula\": \"d*p\", \"params\": {\"d\": null}, \"inputs\": {}}", "number")]
    [InlineData("param_type", "{\"formula\": \"d*p\", \"params\": {\"d\": \"1\"}, \"inputs\": {}}", "without quotes")]
    [InlineData("param_type", "{\"formula\": \"d*p\", \"params\": {\"d\": true}, \"inputs\": {}}", "number")]
    [InlineData("param_domain", "{\"formula\": \"d*p\", \"params\": {\"d\": \"NaN\"}, \"inputs\": {}}", "NaN")]
    [InlineData("number", "{\"formula\": \"d*p\", \"params\": {\"d\": 1e400}, \"inputs\": {}}", "1e400")]
    [InlineData("missing_input", "{\"formula\": \"w*(p - t)\", \"inputs\": {\"prediction\": [1], \"target\": [1]}}", "'w', which is at character 1 of the text")]
    [InlineData("missing_input", "{\"formula\": \"delta*p + dleta\", \"params\": {\"delta\": 1}, \"inputs\": {\"prediction\": [1]}}", "'dleta' (did you mean 'delta'?), which is at character 11")]
    [InlineData("missing_input", "{\"formula\": \"p - t\", \"inputs\": {\"prediction\": [1]}}", "'target' is missing")]
    [InlineData("unknown_input", "{\"formula\": \"p\", \"inputs\": {\"prediction\": [1], \"target\": [1]}}", "does not use it")]
    [InlineData("unknown_input", "{\"formula\": \"p - t\", \"inputs\": {\"p\": [1], \"t\": [1]}}", "called 'prediction'")]
    [InlineData("unknown_input", "{\"formula\": \"d*p\", \"params\": {\"d\": 1}, \"inputs\": {\"prediction\": [1], \"d\": [1]}}", "move it to 'params'")]
    [InlineData("shape", "{\"formula\": \"w*p\", \"inputs\": {\"prediction\": [1, 2], \"w\": [1, 2, 3]}}", "'w' has shape [3]")]
    [InlineData("reduction", "{\"formula\": \"p\", \"reduction\": \"scalar\", \"inputs\": {\"prediction\": [1]}}", "formula: reduction scalar")]
    [InlineData("weights", "{\"formula\": \"p\", \"inputs\": {\"prediction\": [1], \"sample_weight\": [\"NaN\"]}}", "sample_weight")]
    [InlineData("number", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1, 1e400], \"target\": [1, 1]}}", "inputs.prediction[1] is 1e400")]
    [InlineData("number", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1, -1e400], \"target\": [1, 1]}}", "\"-Infinity\"")]
    [InlineData("number", "{\"loss\": \"huber\", \"params\": {\"delta\": 1e400}, \"inputs\": {}}", "params.delta is 1e400")]
    [InlineData("number", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1, NaN], \"target\": [1, 1]}}", "\"NaN\"")]
    [InlineData("number", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1, -Infinity], \"target\": [1, 1]}}", "\"-Infinity\"")]
    [InlineData("number", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": nan, \"target\": [1, 1]}}", "\"NaN\"")]
    [InlineData("number", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1, \"nan\"], \"target\": [1, 1]}}", "text")]
    [InlineData("number", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [1, null], \"target\": [1, 1]}}", "null")]
    [InlineData("number", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [{}], \"target\": [1]}}", "object")]
    [InlineData("number", "{\"loss\": \"huber\", \"inputs\": {\"prediction\": [true], \"target\": [1]}}", "true or false")]
    [InlineData("number", "{\"loss\": \"huber\", \"precision\": \"float32\", \"inputs\": {\"prediction\": [1, 1e39], \"target\": [1, 1]}}", "float64")]
    [InlineData("no_hessian", "{\"loss\": \"soft_dtw\", \"inputs\": {\"prediction\": [[[1.0], [2.0]]], \"target\": [[[1.0], [3.0]]]}, \"hessian\": true}", "second derivative")]
    [InlineData("missing_input", "{\"loss\": \"r1_penalty\", \"inputs\": {\"w1\": [[1]], \"w2\": [1]}}", "a critic needs x, w1 and w2")]
    [InlineData("unknown_input", "{\"loss\": \"r1_penalty\", \"inputs\": {\"x\": [[1]], \"w1\": [[1]], \"w2\": [1], \"w3\": [1]}}", "'w3'")]
    [InlineData("shape", "{\"loss\": \"r1_penalty\", \"inputs\": {\"x\": [[1, 2]], \"w1\": [[1]], \"w2\": [1]}}", "[N, D], [H, D] and [H]")]
    [InlineData("shape", "{\"loss\": \"dragan\", \"inputs\": {\"x\": [[1]], \"w1\": [[1]], \"w2\": [1], \"noise\": [1]}}", "noise is [1]")]
    [InlineData("missing_input", "{\"loss\": \"gradient_penalty\", \"inputs\": {}}", "gradient")]
    [InlineData("param_domain", "{\"loss\": \"local_ncc\", \"params\": {\"kernel_size\": 2}, \"inputs\": {\"prediction\": [[1]], \"target\": [[1]]}}", "must be odd")]
    public void EveryCodeIsReached(string code, string line, string hint) => Assert.Contains(hint, Ask.Refused(code, line), StringComparison.Ordinal);

    [Fact]
    public void AParameterWithoutDefaultMustBeGiven()
    {
        // No loss of this version has one, so the entry is made here.
        var entry = new LossEntry
        {
            Key = "counted",
            Name = "",
            ChineseName = "",
            English = new LossText("", "", ""),
            Chinese = new LossText("", "", ""),
            Family = LossFamily.Count,
            Shape = "PointLoss",
            Type = typeof(ErrorCodeTests),
            Parameters = [new ParameterInfo { Name = "counts", Kind = ParameterKind.Numbers }],
            Create = (_, _) => throw new InvalidOperationException("reached"),
            ParametersOf = _ => [],
        };
        using var request = new Request();
        var refused = Assert.Throws<EvaluateException>(() => ParameterReader.Create(entry, request));
        Assert.Equal("missing_param", refused.Refusal.Code);
        Assert.Contains("'counts'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TooLongIsALineOfItsOwn()
    {
        var input = System.Text.Encoding.UTF8.GetBytes("{\"loss\": \"huber\"}\n" + new string('x', 70_000) + "\n" + new string('y', 70_000));
        var answers = Ask.Parse(Ask.Bytes(input, longestLine: 40));
        Assert.Equal(["missing_input", "line_too_long", "line_too_long"], answers.Select(a => a.GetProperty("error").GetProperty("code").GetString()!), StringComparer.Ordinal);
    }

    [Fact]
    public void EveryRuleOfTheLibraryHasAWord()
    {
        var words = Enum.GetValues<LossError>().Where(error => error != LossError.Unspecified).Select(EvaluateErrors.CodeOf).ToArray();
        Assert.Equal(words.Length, words.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(EvaluateErrors.Internal, words, StringComparer.Ordinal);
        Assert.Equal("no_hessian", EvaluateErrors.CodeOf(LossError.NoHessian));
    }

    [Fact]
    public void AnyOtherExceptionIsInternalAndSaysSo()
    {
        var refusal = EvaluateFilter.RefusalOf(new InvalidOperationException("broken"));
        Assert.Equal("internal", refusal.Code);
        Assert.Contains("report", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AHostileNameDoesNotMakeTheAnswerLong()
    {
        var name = new string('q', 1_000_000);
        foreach (var line in new[]
        {
            $"{{\"loss\": \"{name}\"}}",
            $"{{\"{name}\": 1}}",
            $"{{\"loss\": \"huber\", \"params\": {{\"{name}\": 1}}}}",
            $"{{\"loss\": \"huber\", \"inputs\": {{\"{name}\": 1}}}}",
            $"{{\"loss\": \"huber\", \"inputs\": {{\"{name}\": null}}}}",
            $"{{\"loss\": \"huber\", \"params\": {{\"delta\": \"{name}\"}}}}",
            $"{{\"loss\": \"huber\", \"reduction\": \"{name}\"}}",
            $"{{\"loss\": \"huber\", \"inputs\": {{\"prediction\": {new string('9', 1000)}}}}}",
            $"{{\"loss\": {name}}}",
        })
        {
            Assert.True(Ask.Bytes(System.Text.Encoding.UTF8.GetBytes(line)).Length < 1000, line[..40]);
        }
    }
}
