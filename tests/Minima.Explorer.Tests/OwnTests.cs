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
            var places = random.Next(2) == 0 ? "" : "&x=" + string.Join(',', data.Split(',').Select(_ => (random.Next(-400, 400) / 10.0).ToString(CultureInfo.InvariantCulture)));
            hashes.Add(FormattableString.Invariant($"#own?loss={loss}&d={data}{places}&p={random.Next(101, 999) / 100.0}&t={random.Next(-999, -1) / 100.0}&seed={random.Next(2, 1_000_000)}&lang={(random.Next(2) == 0 ? "en" : "zh")}"));
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

    /// <summary>At a kink, at whole numbers, of a loss that NumPy needs helpers for, and over an x that never varies, which leaves the line level.</summary>
    [Theory]
    [SampledCases]
    [Case("d=1,2,4,8,16,40&loss=abs(p-t)%2B(p-t)^2&p=2&t=2", "en")]
    [Case("d=1,2.5,4,8&x=-3,0.5,2,0.25&loss=log_cosh&p=0.25&t=-3", "zh")]
    [Case("d=1,2,4&x=3,3,3&loss=(p-t)^2&p=1&t=0", "en")]
    public async Task Exports_give_the_numbers_of_the_screen(string state, string language)
    {
        await using var open = await site.VisitAsync($"#own?{state}&lang={language}");
        await open.Page.UntilAsync(Certified);
        using var folder = new Scratch();
        var exports = new Exports(open, "mx-own");
        var values = open.Page.Locator("mx-own .values");
        var (value, slope) = (await NumberAsync(values, "value"), await NumberAsync(values, "slope"));
        var (best, line) = (open.Page.Locator("mx-own tr.constant"), open.Page.Locator("mx-own tr.line"));
        double[] fitted = [await NumberAsync(best, "value"), await NumberAsync(line, "slope"), await NumberAsync(line, "intercept")];
        double[] means = [await NumberAsync(best, "mean"), await NumberAsync(line, "mean")];
        var models = Command.RunScript(await exports.TextAsync("own.sh"), folder.Path);
        Assert.Equal(models[0].GetProperty("intercept").GetDouble(), fitted[0], 1e-7);
        Close(fitted[1..], [models[1].GetProperty("coefficients").EnumerateArray().Select(one => one.GetDouble()).FirstOrDefault(), models[1].GetProperty("intercept").GetDouble()]);
        Close(means, [.. models.Select(model => model.GetProperty("objective").GetDouble())]);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(folder.Path, "own.csv"), TestContext.Current.CancellationToken), await exports.TextAsync("own.csv"));
        Close([value, slope, .. fitted], await exports.PrintedAsync("Program.cs", folder.Path));
        foreach (var file in new[] { "own.py", "own-torch.py" }) Close([value, slope, .. means], await exports.PrintedAsync(file, folder.Path));

        static void Close(double[] shown, double[] printed)
        {
            Assert.Equal(shown.Length, printed.Length);
            for (var i = 0; i < shown.Length; i++) Assert.Equal(shown[i], printed[i], 1e-9 * Math.Max(1, Math.Abs(shown[i])));
        }
    }

    /// <summary>A table of the reader: its constant and its line are the command's. Targets that are typed later keep x as long as there are as many.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_dropped_table_is_what_the_loss_is_fitted_to(string language)
    {
        const string Csv = "city,size,price\na,30,3.5\nb,2,4\nc,13,7.25\nd,4,7\ne,5,40\n";
        await using var open = await site.OpenAsync($"#own?lang={language}");
        await open.Page.UntilAsync(Certified);
        await open.Page.EvaluateAsync("text => { const data = new DataTransfer(); data.items.add(new File([text], 'table.csv')); document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); }", Csv);
        await FittedAsync("3.5, 4, 7.25, 7, 40");
        Assert.Equal(0, await open.Page.Locator("mx-own .covered").CountAsync());
        Assert.Equal(("size", "price"), (await open.Page.Locator("mx-own .own-data select.x").InputValueAsync(), await open.Page.Locator("mx-own .own-data select.target").InputValueAsync()));
        using var folder = new Scratch();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "table.csv"), Csv, TestContext.Current.CancellationToken);
        var loss = Scene.GetProperty("written")[0].GetString();
        var (constant, line) = (Fit("--ignore city --ignore size"), Fit("--ignore city"));
        Assert.Equal(constant.GetProperty("intercept").GetDouble(), await NumberAsync(open.Page.Locator("mx-own tr.constant"), "value"), 1e-9);
        Assert.Equal(line.GetProperty("coefficients")[0].GetDouble(), await NumberAsync(open.Page.Locator("mx-own tr.line"), "slope"), 1e-9);
        Assert.Equal(line.GetProperty("intercept").GetDouble(), await NumberAsync(open.Page.Locator("mx-own tr.line"), "intercept"), 1e-9);
        Assert.Equal("d=3.5,4,7.25,7,40&x=30,2,13,4,5", await DataAsync());

        await open.Page.Locator("mx-own .own-data select.x").SelectOptionAsync("");
        await open.Page.UntilAsync("!location.hash.includes('&x=')");
        await open.Page.Locator("mx-own .own-data select.x").SelectOptionAsync("size");
        await TypeAsync("3, 4, 7, 7, 40");
        Assert.Equal("d=3,4,7,7,40&x=30,2,13,4,5", await DataAsync());
        await TypeAsync("1, 2, 9");
        Assert.Equal("d=1,2,9", await DataAsync());

        JsonElement Fit(string options) => Command.RunScript($"minima fit table.csv --target price {options} --loss '{loss}' --json", folder.Path).Single();

        async Task TypeAsync(string targets)
        {
            await open.Page.Locator("#own-data").FillAsync(targets);
            await open.Page.Keyboard.PressAsync("Tab");
            await FittedAsync(targets);
        }

        Task FittedAsync(string targets) => open.Page.UntilAsync($"{Certified} && document.querySelector('#own-data').value === '{targets}'");

        async Task<string> DataAsync()
        {
            var fields = await open.Page.EvaluateAsync<string>("() => { document.querySelector('mx-own').dispatchEvent(new CustomEvent('save')); return location.hash; }");
            return string.Join('&', fields.Split('?')[1].Split('&').Where(field => field[0] is 'd' or 'x'));
        }
    }

    private static async Task<double> NumberAsync(ILocator element, string name) => double.Parse((await element.GetAttributeAsync("data-" + name))!, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"column (\d+)")]
    private static partial Regex Column();
}
