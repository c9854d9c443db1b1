using System.Text;
using System.Text.Json;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>A formula as text in place of a loss: the same answers as the loss that says the same.</summary>
public sealed class FormulaTests
{
    private const string Huber = "abs(p - t) < delta ? 0.5*abs(p - t)*abs(p - t) : delta*(abs(p - t) - 0.5*delta)";

    private const string Inputs = "\"inputs\": {\"prediction\": [[0.25, 1, -3], [2, 7, 0]], \"target\": [[0, 0, 0], [0, 0, 0]]";

    public static TheoryData<string> Requests =>
    [
        Inputs + "}",
        Inputs + "}, \"hessian\": true",
        Inputs + "}, \"reduction\": \"sum\", \"hessian\": true",
        Inputs + "}, \"reduction\": \"none\"",
        Inputs + "}, \"precision\": \"float32\", \"hessian\": true",
        Inputs + "}, \"gradient\": false",
        Inputs + ", \"sample_weight\": [[1, 2, 3], [0, 1, 0.5]]}",
        Inputs + ", \"sample_weight\": [[1, 2, 3], [0, 1, 0.5]], \"mask\": [[true, false, true], [true, true, true]]}, \"hessian\": true",
        "\"inputs\": {\"prediction\": [], \"target\": []}",
        "\"inputs\": {\"prediction\": 3, \"target\": 1}",
        "\"inputs\": {\"prediction\": [\"NaN\", \"Infinity\"], \"target\": [1, 2]}",
    ];

    [Theory]
    [MemberData(nameof(Requests))]
    public void Answers_are_those_of_the_loss(string rest)
    {
        foreach (var parameters in (string[])["{\"delta\": 1.5}", "{\"delta\": 2, \"weighted_mean\": \"count\"}"])
        {
            var byText = Ask.Value($"{{\"formula\": \"{Huber}\", \"params\": {parameters}, {rest}}}");
            var byName = Ask.Value($"{{\"loss\": \"huber\", \"params\": {parameters}, {rest}}}");
            Assert.Equal("formula", byText.GetProperty("loss").GetString());
            foreach (var property in byName.EnumerateObject().Where(p => p.Name != "loss"))
            {
                Assert.Equal(property.Value.GetRawText(), byText.GetProperty(property.Name).GetRawText());
            }
        }
    }

    [Fact]
    public void Further_names_are_inputs_and_have_gradients()
    {
        var answer = Ask.Value("{\"formula\": \"w*(prediction - t)^2\", \"inputs\": {\"w\": [1, 2], \"prediction\": [3, 4], \"target\": [1, 1]}, \"reduction\": \"none\", \"hessian\": true}");
        Assert.Equal("[4,18]", answer.GetProperty("value").GetRawText());
        Assert.Equal("{\"prediction\":[4,12],\"w\":[4,9]}", answer.GetProperty("gradient").GetRawText());
        Assert.Equal("{\"prediction\":[2,4],\"w\":[0,0]}", answer.GetProperty("hessian").GetRawText());
    }

    [Fact]
    public void A_penalty_needs_no_target()
    {
        var answer = Ask.Value("{\"formula\": \"lambda*abs(p)\", \"params\": {\"lambda\": 0.5}, \"inputs\": {\"prediction\": [-3, 0]}}");
        Assert.Equal(0.75, answer.GetProperty("value").GetDouble());
        Assert.Equal([-0.25, 0], Ask.Numbers(answer.GetProperty("gradient").GetProperty("prediction")));
    }

    [Fact]
    public void Names_of_any_script_are_inputs()
    {
        var answer = Ask.Value("{\"formula\": \"\u91cd\u91cf*(p - t)^2\", \"inputs\": {\"\u91cd\u91cf\": [2], \"prediction\": [3], \"target\": [1]}}");
        Assert.Equal(8, answer.GetProperty("value").GetDouble());
    }

    [Fact]
    public void A_late_delivery_costs_four_times_an_early_one()
    {
        var answer = Ask.Value("{\"formula\": \"4*relu(t - p) + relu(p - t)\", \"inputs\": {\"prediction\": [10, 10, 10], \"target\": [12, 9, 10]}, \"reduction\": \"none\"}");
        Assert.Equal([8, 1, 0], Ask.Numbers(answer.GetProperty("value")));
        Assert.Equal([-4, 1, 0], Ask.Numbers(answer.GetProperty("gradient").GetProperty("prediction")));
    }

    [Fact]
    public void A_megabyte_of_text_is_refused_and_the_stream_goes_on()
    {
        var answers = Ask.Lines(
            $"{{\"id\": 1, \"formula\": \"{new string('(', 1 << 20)}\", \"inputs\": {{}}}}",
            $"{{\"id\": 2, \"formula\": \"{new string('(', 4000)}p{new string(')', 4000)}\", \"inputs\": {{}}}}",
            "{\"id\": 3, \"formula\": \"p\", \"inputs\": {\"prediction\": [1]}}");
        Assert.Equal("formula", Code(answers[0]));
        Assert.Equal("formula", Code(answers[1]));
        Assert.Contains("nested deeper", answers[1].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, answers[2].GetProperty("value").GetDouble());
        Assert.All(answers, answer => Assert.InRange(Encoding.UTF8.GetByteCount(answer.GetRawText()), 1, 700));
    }

    private static string? Code(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetString();
}
