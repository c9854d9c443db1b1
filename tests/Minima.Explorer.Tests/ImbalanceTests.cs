using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The screen Imbalance: models are those of <c>minima fit</c> on the rows that it exports, and constants those of the command.</summary>
public sealed class ImbalanceTests(Site site)
{
    private const string Certified = "document.querySelector('mx-imbalance').dataset.certified === 'true'";

    private static readonly JsonElement Golden = Repository.Golden("imbalance");

    /// <summary>The exported command and programs are run: their coefficients are those of the screen, and the command's average precision on the exported rows too.</summary>
    [Theory]
    [SampledCases]
    [Case("#imbalance?lang=en")]
    [Case("#imbalance?ratio=20&gamma=1.5&alpha=0.75&weight=7&tau=0.5&flips=1&seed=3&lang=zh")]
    public async Task Exports_fit_the_models_of_the_screen(string state)
    {
        await using var open = await site.VisitAsync(state);
        await open.Page.UntilAsync(Certified);
        var rows = await open.Page.Locator("mx-imbalance .models tr[data-loss]").AllAsync();
        Assert.Equal(4, rows.Count);
        var exports = new Exports(open, "mx-imbalance");
        using var folder = new Scratch();
        var models = Command.RunScript(await exports.TextAsync("imbalance.sh"), folder.Path);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "held-out.csv"), await exports.TextAsync("held-out.csv"), TestContext.Current.CancellationToken);
        for (var i = 0; i < rows.Count; i++)
        {
            var model = models[i];
            var coefficients = model.GetProperty("coefficients").EnumerateArray().Select(one => one.GetDouble()).Append(model.GetProperty("intercept").GetDouble());
            var shown = (await rows[i].GetAttributeAsync("data-coefficients") + "," + await rows[i].GetAttributeAsync("data-intercept")).Split(',');
            Assert.Equal(3, shown.Length);
            foreach (var (expected, text) in coefficients.Zip(shown)) Assert.Equal(expected, Number(text), 1e-7 * Math.Max(1, Math.Abs(expected)));
            Assert.Equal(model.GetProperty("objective").GetDouble(), Number(await rows[i].GetAttributeAsync("data-objective")), 1e-9);
        }

        // The programs read the table that the script has written.
        var csharp = Command.RunProgram(await exports.TextAsync("Program.cs"), folder.Path).Trim().Split('\n').Select(line => line[(line.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].Split(' ').Select(Number).ToArray()).ToArray();
        var torch = (await exports.PrintedAsync("imbalance-torch.py", folder.Path)).Chunk(3).ToArray();
        var numpy = (await exports.PrintedAsync("imbalance.py", folder.Path)).Chunk(3).ToArray();
        Assert.Equal((rows.Count, rows.Count, rows.Count), (csharp.Length, torch.Length, numpy.Length));
        for (var i = 0; i < rows.Count; i++)
        {
            var shown = (await rows[i].GetAttributeAsync("data-coefficients") + "," + await rows[i].GetAttributeAsync("data-intercept")).Split(',').Select(Number).ToArray();
            for (var j = 0; j < shown.Length; j++)
            {
                Assert.Equal(csharp[i][j], shown[j], 1e-7 * Math.Max(1, Math.Abs(shown[j])));
                foreach (var python in new[] { torch, numpy }) Assert.Equal(python[i][j], shown[j], 1e-9 * Math.Max(1, Math.Abs(shown[j])));
            }
        }

        // The cross-entropy's scores are probabilities, so that the command reports its average precision.
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "model.json"), models[0].GetRawText(), TestContext.Current.CancellationToken);
        var score = Command.RunScript("minima score model.json held-out.csv --json", folder.Path)[0];
        var metrics = score.GetProperty("targets")[0].GetProperty("scores")[0].GetProperty("metrics");
        Assert.Equal(metrics.GetProperty("average-precision").GetDouble(), Number(await rows[0].GetAttributeAsync("data-average-precision")), 1e-9);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Constants_are_those_of_the_command_and_of_the_design(string language)
    {
        await using var open = await site.VisitAsync($"#imbalance?gamma=5&lang={language}");
        await open.Page.UntilAsync(Certified);
        var shown = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => open.Page.Locator("mx-imbalance .constant tr[data-probability]").Nth(i).GetAttributeAsync("data-probability")));
        double[] expected = [Constant("bce_with_logits"), Constant("sigmoid_focal:gamma=5"), 0.5, 0.5];
        for (var i = 0; i < 4; i++) Assert.Equal(expected[i], Number(shown[i]), 1e-9);
        Assert.Equal([0.1, 0.3058, 0.4026], new[] { "bce_with_logits", "sigmoid_focal:gamma=2", "sigmoid_focal:gamma=5" }.Select(loss => Math.Round(Constant(loss), 4)));
    }

    [Fact]
    public async Task The_prediction_answers_with_three_constants()
    {
        await using var open = await site.OpenAsync("#imbalance");
        Assert.Contains("covered", await open.Page.Locator("mx-imbalance figure.imbalance").GetAttributeAsync("class"), StringComparison.Ordinal);
        await open.Page.Locator("mx-imbalance .answers button").Nth(1).ClickAsync();
        await open.Page.UntilAsync("document.querySelector('mx-imbalance .reply').textContent.includes('0.3058')");
        var reply = await open.SeenAsync("mx-imbalance .reply");
        Assert.StartsWith("Yes.", reply, StringComparison.Ordinal);
        Assert.Contains("0.4026", reply, StringComparison.Ordinal);
    }

    /// <summary>Of two classes, the balanced softmax is logit adjustment at tau 1.</summary>
    [Fact]
    public void Balanced_softmax_is_logit_adjustment()
    {
        var (balanced, adjusted) = (Golden.GetProperty("balanced"), Golden.GetProperty("adjusted"));
        Assert.Equal(10, balanced.GetArrayLength());
        for (var i = 0; i < 10; i++) Assert.Equal(balanced[i].GetDouble(), adjusted[i].GetDouble(), 1e-14);
    }

    /// <summary>Gamma takes the gradient from easy rows to hard ones; a weight of class 1 takes it from class 0.</summary>
    [Fact]
    public async Task Focal_moves_the_gradient_to_hard_rows()
    {
        await using var open = await site.VisitAsync("#imbalance?ratio=99&lang=en");
        await open.Page.UntilAsync("[...document.querySelectorAll('mx-imbalance .carried tr[data-series]')].length === 4 && [...document.querySelectorAll('mx-imbalance .carried tr[data-series]')].every(row => row.dataset.shares !== '')");
        var shares = new List<double[]>();
        foreach (var row in await open.Page.Locator("mx-imbalance .carried tr[data-series]").AllAsync()) shares.Add([.. (await row.GetAttributeAsync("data-shares"))!.Split(',').Select(Number)]);
        foreach (var one in shares) Assert.Equal(1, one.Sum(), 1e-12);
        var (entropy, focal, weights) = (shares[0], shares[1], shares[2]);
        Assert.True(focal[1] + focal[3] > entropy[1] + entropy[3]);
        Assert.True(weights[2] + weights[3] > entropy[2] + entropy[3]);
    }

    [Fact]
    public async Task States_go_round()
    {
        var random = new Random(22);
        await using var open = await site.VisitAsync("#imbalance");
        var hashes = new List<string>();
        while (hashes.Count < RoundTrip.States)
        {
            hashes.Add(FormattableString.Invariant($"#imbalance?ratio={random.Next(10, 501)}&gamma={random.Next(21, 51) / 10.0}&alpha={random.Next(1, 20) / 20.0 - 0.01:0.##}&weight={random.Next(1, 500)}&tau={random.Next(11, 21) / 10.0}&flips=1&seed={random.Next(2, 1000)}&lang={(random.Next(2) == 0 ? "en" : "zh")}"));
        }

        await RoundTrip.HoldsAsync(open, "mx-imbalance", hashes, "screen.querySelector('output.ratio').textContent", hash => "1:" + hash.Split("ratio=")[1].Split('&')[0]);
    }

    [Fact]
    public async Task Sliders_answer_to_the_keyboard()
    {
        await using var open = await site.VisitAsync("#imbalance?lang=en");
        await open.Page.Keyboard.PressAsync("Escape");
        var slider = open.Page.Locator("mx-imbalance input.gamma");
        await slider.FocusAsync();
        await slider.PressAsync("ArrowRight");
        Assert.Equal("2.1", await open.SeenAsync("mx-imbalance output.gamma"));
        Assert.Equal("2.1", await slider.GetAttributeAsync("aria-valuetext"));
    }

    private static double Constant(string loss) => 1 / (1 + Math.Exp(-Golden.GetProperty("constants").GetProperty(loss).GetDouble()));

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);
}
