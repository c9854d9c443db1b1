using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The screen Your own loss: what it derives of a text is what the command answers, and challenges tell right losses from wrong ones.</summary>
public sealed partial class OwnTests(Site site)
{
    private const string Certified = "document.querySelector('mx-own').dataset.certified === 'true'";

    private static readonly JsonElement Golden = Repository.Golden("own");

    private static readonly JsonElement Scene = Repository.Scene("own");

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Value_gradient_constant_and_line_are_those_of_the_command(string language)
    {
        await using var open = await site.VisitAsync($"#own?p=3&lang={language}");
        await open.Page.UntilAsync(Certified);
        var constant = open.Page.Locator("mx-own tr.constant");
        Assert.Equal(Golden.GetProperty("constant").GetDouble(), await NumberAsync(constant, "value"), 1e-9);
        Assert.Equal(3.7, await NumberAsync(constant, "value"), 1e-9);
        var line = open.Page.Locator("mx-own tr.line");
        Assert.Equal(Golden.GetProperty("line").GetProperty("slope").GetDouble(), await NumberAsync(line, "slope"), 1e-9);
        Assert.Equal(Golden.GetProperty("line").GetProperty("intercept").GetDouble(), await NumberAsync(line, "intercept"), 1e-9);
        var points = Scene.GetProperty("points").EnumerateArray().Select(point => point.GetDouble()).Zip(Golden.GetProperty("points").EnumerateArray()).ToArray();
        Assert.Equal(5, points.Length);
        foreach (var (p, expected) in points)
        {
            await open.Page.Locator("mx-own input.p").FillAsync(p.ToString(CultureInfo.InvariantCulture));
            var values = open.Page.Locator("mx-own .values");
            Assert.Equal(expected.GetProperty("value").GetDouble(), await NumberAsync(values, "value"), 1e-12);
            Assert.Equal(expected.GetProperty("gradient").GetDouble(), await NumberAsync(values, "slope"), 1e-12);
        }
    }

    /// <summary>At a thousand points value and gradient are those of the command, within four steps of a double.</summary>
    [Theory]
    [SampledCases]
    [Case("4*relu(t - p) + relu(p - t)", "en")]
    [Case("(p - t)^2/(1 + abs(p - t))", "zh")]
    public async Task A_thousand_points_are_those_of_the_command(string loss, string language)
    {
        const int Count = 1000;
        var random = new Random(33);
        double[] points = [.. Enumerable.Range(0, Count).Select(_ => Math.Round((random.NextDouble() * 20) - 10, 6))];
        double[] targets = [.. Enumerable.Range(0, Count).Select(i => i % 50 == 0 ? points[i] : Math.Round((random.NextDouble() * 20) - 10, 6))];
        await using var open = await site.VisitAsync($"#own?loss={Uri.EscapeDataString(loss)}&lang={language}");
        await open.Page.UntilAsync(Certified);
        var shown = await open.Page.EvaluateAsync<double[]>(
            """
            ([points, targets]) => {
              const [p, t] = ['p', 't'].map((name) => document.querySelector(`mx-own input.${name}`));
              const values = document.querySelector('mx-own .values').dataset;
              p.step = t.step = 'any';
              const set = (field, value) => { field.value = value; field.dispatchEvent(new Event('input', { bubbles: true })); };
              const shown = points.flatMap((point, i) => { set(p, point); set(t, targets[i]); return [Number(values.value), Number(values.slope)]; });
              p.step = t.step = '0.25';
              return shown;
            }
            """, new[] { points, targets });
        using var folder = new Scratch();
        var request = JsonSerializer.Serialize(new { formula = loss, inputs = new { prediction = points, target = targets }, reduction = "none" });
        var answer = Command.RunScript($"minima evaluate <<'END'\n{request}\nEND\n", folder.Path).Single();
        var (value, gradient) = (answer.GetProperty("value"), answer.GetProperty("gradient").GetProperty("prediction"));
        for (var i = 0; i < Count; i++)
        {
            Near(value[i].GetDouble(), shown[2 * i]);
            Near(gradient[i].GetDouble(), shown[(2 * i) + 1]);
        }

        static void Near(double expected, double shown) => Assert.InRange(Math.Abs(expected - shown), 0, 4 * Math.Max(Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected), 1e-300));
    }

    [Fact]
    public async Task States_go_round()
    {
        var random = new Random(34);
        await using var open = await site.VisitAsync("#own");
        string[] losses = ["mse", "huber:delta=0.5", "(p - t)^2", "abs(p - t) + 2*relu(t - p)", "log(1 + (p - t)^2)"];
        var hashes = new List<string>();
        while (hashes.Count < RoundTrip.States)
        {
            var loss = Uri.EscapeDataString(losses[random.Next(losses.Length)]);
            foreach (var sign in new[] { ",", ":", ";", "=", "/", "(", ")", "*" }) loss = loss.Replace(Uri.EscapeDataString(sign), sign, StringComparison.Ordinal);
            var data = string.Join(',', Enumerable.Range(0, random.Next(1, 30)).Select(_ => (random.Next(-4000, 4000) / 100.0).ToString(CultureInfo.InvariantCulture)));
            hashes.Add(FormattableString.Invariant($"#own?loss={loss}&d={data}&p={random.Next(101, 999) / 100.0}&t={random.Next(-999, -1) / 100.0}&seed={random.Next(2, 1_000_000)}&lang={(random.Next(2) == 0 ? "en" : "zh")}"));
        }

        await RoundTrip.HoldsAsync(open, "mx-own", hashes, "screen.querySelector('output.p').textContent", hash => hash.Split("&p=")[1].Split('&')[0]);
    }

    [Fact]
    public async Task An_error_is_underlined_at_the_column_of_the_command_and_says_the_same()
    {
        await using var open = await site.VisitAsync("#own?lang=en");
        var errors = Scene.GetProperty("errors").EnumerateArray().Select(text => text.GetString()!).Zip(Golden.GetProperty("errors").EnumerateArray().Select(text => text.GetString()!));
        foreach (var (formula, message) in errors.Where(pair => Column().IsMatch(pair.Second)))
        {
            var column = Column().Match(message).Groups[1].Value;
            await open.Page.Locator("#own-loss").FillAsync(formula);
            await open.Page.UntilAsync($"document.querySelector('#own-problem').dataset.column === '{column}' && document.querySelector('#own-problem mark')");
            Assert.Equal(formula[..(int.Parse(column, CultureInfo.InvariantCulture) - 1)], await open.Page.EvaluateAsync<string>("document.querySelector('#own-problem mark').previousSibling?.textContent ?? ''"));
            Assert.Contains(message, await open.Page.Locator("#own-problem p").TextContentAsync(), StringComparison.Ordinal);
        }

        await open.Page.Locator("#own-loss").FillAsync("(p - t)^2");
        await open.Page.UntilAsync(Certified);
        Assert.Equal("", await open.Page.Locator("#own-problem").TextContentAsync());
    }

    [Fact]
    public async Task A_loss_that_is_not_convex_has_a_counter_example()
    {
        await using var open = await site.VisitAsync("#own?loss=log(1%2B(p-t)^2)&lang=en");
        await open.Page.UntilAsync(Certified);
        Assert.Equal("no", await open.Page.Locator("mx-own tr[data-trait=Convex] td").First.InnerTextAsync());
        Assert.Matches(@"\d", await open.Page.Locator("mx-own tr[data-trait=Convex] td").Nth(1).InnerTextAsync());
    }

    /// <summary>The reply names the constant, and what it says of the targets is so: nine of twelve lie below, one on it.</summary>
    [Theory]
    [InlineData("en", "Yes.", "four of five targets lie below")]
    [InlineData("zh", "对。", "偏低与偏高的边际代价相等")]
    public async Task The_prediction_answers_with_the_quantile(string language, string verdict, string says)
    {
        await using var open = await site.OpenAsync($"#own?lang={language}");
        Assert.Contains("covered", await open.Page.Locator("mx-own figure.own").GetAttributeAsync("class"), StringComparison.Ordinal);
        await open.Page.Locator("mx-own .answers button").Nth(2).ClickAsync();
        await open.Page.UntilAsync($"document.querySelector('mx-own .reply').innerText.includes('{verdict}')");
        var reply = await open.SeenAsync("mx-own .reply");
        Assert.Contains(says, reply, StringComparison.Ordinal);
        Assert.Contains("80 %", reply, StringComparison.Ordinal);
        var constant = Golden.GetProperty("constant").GetDouble();
        Assert.Contains(constant.ToString(CultureInfo.InvariantCulture), reply, StringComparison.Ordinal);
        var targets = Scene.GetProperty("target").EnumerateArray().Select(target => target.GetDouble()).ToArray();
        Assert.Equal((9, 2), (targets.Count(target => target < constant - 1e-9), targets.Count(target => target > constant + 1e-9)));
    }

    [Fact]
    public void There_are_three_challenges() => Assert.Equal(3, Scene.GetProperty("challenges").GetArrayLength());

    [Theory]
    [SampledCases]
    [Case(0, "en")]
    [Case(0, "zh")]
    [Case(1, "en")]
    [Case(1, "zh")]
    [Case(2, "en")]
    [Case(2, "zh")]
    public async Task Challenges_tell_right_losses_from_wrong_ones(int place, string language)
    {
        await using var open = await site.VisitAsync($"#own?seed=7&lang={language}");
        var challenge = Scene.GetProperty("challenges")[place];
        var selector = $"mx-own .challenge[data-challenge={challenge.GetProperty("id").GetString()}]";
        var card = open.Page.Locator(selector);
        foreach (var (list, expected) in new[] { ("right", "true"), ("wrong", "false") })
        {
            foreach (var loss in challenge.GetProperty(list).EnumerateArray())
            {
                await open.Page.Locator("#own-loss").FillAsync(loss.GetString()!);
                await card.Locator("button").ClickAsync();
                await open.Page.UntilAsync($"document.querySelector('{selector}').dataset.right !== ''");
                Assert.True(expected == await card.GetAttributeAsync("data-right"), $"{loss}: {await card.Locator(".verdict").InnerTextAsync()}");
            }
        }
    }

    /// <summary>At a kink, at whole numbers, and of a loss that NumPy needs helpers for.</summary>
    [Theory]
    [SampledCases]
    [Case("d=1,2,4,8,16,40&loss=abs(p-t)%2B(p-t)^2&p=2&t=2", "en")]
    [Case("d=1,2.5,4&loss=log_cosh&p=0.25&t=-3", "zh")]
    public async Task Exports_give_the_numbers_of_the_screen(string state, string language)
    {
        await using var open = await site.VisitAsync($"#own?{state}&lang={language}");
        await open.Page.UntilAsync(Certified);
        using var folder = new Scratch();
        var exports = new Exports(open, "mx-own");
        var values = open.Page.Locator("mx-own .values");
        var (value, slope, constant) = (await NumberAsync(values, "value"), await NumberAsync(values, "slope"), await NumberAsync(open.Page.Locator("mx-own tr.constant"), "value"));
        var model = Command.RunScript(await exports.TextAsync("own.sh"), folder.Path)[0];
        Assert.Equal(model.GetProperty("intercept").GetDouble(), constant, 1e-7);
        Close([value, slope, constant], await exports.PrintedAsync("Program.cs", folder.Path));
        foreach (var file in new[] { "own.py", "own-torch.py" }) Close([value, slope], await exports.PrintedAsync(file, folder.Path));

        static void Close(double[] shown, double[] printed)
        {
            Assert.Equal(shown.Length, printed.Length);
            for (var i = 0; i < shown.Length; i++) Assert.Equal(shown[i], printed[i], 1e-9 * Math.Max(1, Math.Abs(shown[i])));
        }
    }

    private static async Task<double> NumberAsync(ILocator element, string name) => double.Parse((await element.GetAttributeAsync("data-" + name))!, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"column (\d+)")]
    private static partial Regex Column();
}
