using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The screen Distributions: divergences are those of <c>minima evaluate</c>, and cross-entropy is entropy plus divergence.</summary>
public sealed class DistributionsTests(Site site)
{
    private static readonly string[] Measures = ["forward", "reverse", "symmetric", "transport", "cross", "entropy"];

    private static readonly JsonElement Golden = Repository.Golden("distributions").GetProperty("presets");

    private static readonly JsonElement Presets = Repository.Scene("distributions").GetProperty("presets");

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Examples_have_the_values_of_the_command(string language)
    {
        await using var open = await site.VisitAsync($"#distributions?p=100,0&q=100,0&lang={language}");
        for (var i = 0; i < Golden.GetArrayLength(); i++)
        {
            await open.Page.Locator("mx-distributions .presets button").Nth(i).ClickAsync();
            await Measured(open, List(Presets[i], "p"), List(Presets[i], "q"));
            var shown = await Values(open);
            foreach (var measure in Measures) Close(Numbers(Golden[i].GetProperty(measure)), shown[measure]);
        }

        Assert.Equal(0.020411, Math.Round(Numbers(Golden[1].GetProperty("forward")), 6));
        Assert.Equal(double.PositiveInfinity, Numbers(Golden[2].GetProperty("forward")));
    }

    [Fact]
    public async Task Cross_entropy_is_entropy_plus_divergence()
    {
        var random = new Random(23);
        await using var open = await site.VisitAsync("#distributions");
        for (var i = 0; i < 30; i++)
        {
            var (p, q) = (Bars(random, (i % 7) + 2), Bars(random, (i % 7) + 2));
            await open.Page.GoAsync($"#distributions?p={p}&q={q}");
            await Measured(open, p, q);
            var shown = await Values(open);
            if (double.IsFinite(shown["cross"])) Assert.InRange(Math.Abs(shown["cross"] - shown["entropy"] - shown["forward"]), 0, 1e-12);
            else Assert.Equal(shown["cross"], shown["forward"]);
            Assert.InRange(Number(await open.Page.Locator("mx-distributions .rest").GetAttributeAsync("data-rest")), 0, 1e-12);
        }
    }

    /// <summary>The exported command and the exported programs print the numbers of the screen.</summary>
    [Theory]
    [SampledCases]
    [Case("20,30,50", "30,30,40")]
    [Case("0,60,40", "10,0,90")]
    public async Task Exports_print_the_numbers_of_the_screen(string p, string q)
    {
        await using var open = await site.VisitAsync($"#distributions?p={p}&q={q}");
        await Measured(open, p, q);
        var shown = await Values(open);
        var exports = new Exports(open, "mx-distributions");
        using var folder = new Scratch();
        var answers = Command.RunScript(await exports.TextAsync("distributions.sh"), folder.Path);
        Assert.Equal(Measures.Length, answers.Count);
        for (var i = 0; i < Measures.Length; i++) Close(Numbers(answers[i].GetProperty("value")), shown[Measures[i]]);
        foreach (var file in new[] { "Program.cs", "distributions.py", "distributions-torch.py" })
        {
            var printed = await exports.PrintedAsync(file, folder.Path);
            Assert.Equal(Measures.Length, printed.Length);
            for (var i = 0; i < Measures.Length; i++) Close(printed[i], shown[Measures[i]]);
        }
    }

    /// <summary>The covering q has the moments of p. Around the seeking ones the library's divergence is larger. Both values are the library's own.</summary>
    [Fact]
    public async Task Covering_and_seeking_are_optima_of_the_two_divergences()
    {
        await using var open = await site.VisitAsync("#distributions?gap=6&mix=0.3&m=1&s=2&lang=zh");
        await open.Page.UntilAsync("[...document.querySelectorAll('mx-distributions .results.modes tbody tr')].length === 4 && [...document.querySelectorAll('mx-distributions .results.modes tbody tr')].every(row => row.dataset.reverse !== '')");
        var rows = new List<(double Mean, double Deviation, double Forward, double Reverse)>();
        foreach (var row in await open.Page.Locator("mx-distributions .results.modes tbody tr").AllAsync())
            rows.Add((Number(await row.GetAttributeAsync("data-mean")), Number(await row.GetAttributeAsync("data-deviation")), Number(await row.GetAttributeAsync("data-forward")), Number(await row.GetAttributeAsync("data-reverse"))));
        var grid = Enumerable.Range(0, 321).Select(i => -16 + (i / 10.0)).ToArray();
        var p = Normalized([.. grid.Select(x => (0.3 * Density(x, -3, 0.8)) + (0.7 * Density(x, 3, 0.8)))]);
        foreach (var (mean, deviation, forward, reverse) in rows)
        {
            Assert.Equal(Divergence("kl_div", mean, deviation), forward, 1e-9 * Math.Max(1, forward));
            Assert.Equal(Divergence("reverse_kl", mean, deviation), reverse, 1e-9 * Math.Max(1, reverse));
        }

        var covering = Normalized([.. grid.Select(x => Density(x, rows[0].Mean, rows[0].Deviation))]);
        Assert.Equal(Moment(p, 1), Moment(covering, 1), 1e-5);
        Assert.Equal(Moment(p, 2), Moment(covering, 2), 1e-4);
        foreach (var seeking in rows[1..3])
        {
            foreach (var (m, s) in new[] { (0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01) }) Assert.True(Divergence("reverse_kl", seeking.Mean + m, seeking.Deviation + s) > seeking.Reverse);
        }

        Assert.Equal((-3, 3), (Math.Round(rows[1].Mean), Math.Round(rows[2].Mean)));

        double Moment(double[] weights, int power) => grid.Zip(weights).Sum(pair => Math.Pow(pair.First, power) * pair.Second);

        double Divergence(string loss, double mean, double deviation)
        {
            var q = grid.Select(x => -((x - mean) * (x - mean)) / (2 * deviation * deviation)).ToArray();
            var sum = Math.Log(q.Sum(Math.Exp));
            return LossSpec.Parse(loss).Create().Evaluate(new LossBatch<double> { Prediction = [.. q.Select(one => one - sum)], Target = loss == "kl_div" ? p : [.. p.Select(one => Math.Log(one))], Classes = grid.Length }).Value;
        }
    }

    [Fact]
    public async Task A_bar_moved_by_keyboard_and_by_mouse_leaves_a_distribution()
    {
        await using var open = await site.VisitAsync("#distributions?p=50,50&q=40,60&lang=en");
        var handle = open.Page.Locator("mx-distributions [data-bar=q1]");
        await handle.PressAsync("Shift+ArrowUp");
        await Measured(open, "50,50", "50,50");
        Assert.Equal(0, (await Values(open))["forward"]);
        await handle.PressAsync("ArrowDown");
        await Measured(open, "50,50", "49,51");
        Assert.Equal("49 %", await handle.GetAttributeAsync("aria-valuetext"));

        var box = await handle.GrabAsync();
        await open.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 2000);
        await open.Page.Mouse.UpAsync();
        await Measured(open, "50,50", "0,100");
        Assert.Equal(double.PositiveInfinity, (await Values(open))["forward"]);
    }

    [Fact]
    public async Task The_prediction_answers_with_the_infinite_divergence()
    {
        await using var open = await site.OpenAsync("#distributions");
        await open.Page.Locator("mx-distributions .answers button").Nth(0).ClickAsync();
        await open.Page.UntilAsync("document.querySelector('mx-distributions .reply').textContent.includes('0.693147')");
        Assert.StartsWith("Yes. KL(p‖q) = ∞", await open.SeenAsync("mx-distributions .reply"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task States_go_round()
    {
        var random = new Random(24);
        await using var open = await site.VisitAsync("#distributions");
        var hashes = new List<string>();
        while (hashes.Count < RoundTrip.States)
        {
            var bars = random.Next(2, 9);
            var (p, q) = (Bars(random, bars), Bars(random, bars));
            hashes.Add(FormattableString.Invariant($"#distributions?p={p}&q={q}&gap={random.Next(51, 80) / 10.0}&mix={random.Next(9, 19) / 20.0}&m={random.Next(1, 60) / 10.0}&s={random.Next(11, 50) / 10.0}&lang={(random.Next(2) == 0 ? "en" : "zh")}"));
        }

        await RoundTrip.HoldsAsync(open, "mx-distributions", hashes, "screen.querySelector('output.gap').textContent", hash => hash.Split("gap=")[1].Split('&')[0]);
    }

    private static async Task Measured(OpenPage open, string p, string q) => await open.Page.UntilAsync($"document.querySelector('mx-distributions').dataset.state === '{p} {q}'");

    private static async Task<Dictionary<string, double>> Values(OpenPage open)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var measure in Measures) values[measure] = Number(await open.Page.Locator($"mx-distributions tr[data-measure={measure}]").GetAttributeAsync("data-value"));
        return values;
    }

    /// <summary>Whole per cents that sum to 100; some are 0.</summary>
    private static string Bars(Random random, int count)
    {
        var bars = new int[count];
        for (var left = 100; left > 0;)
        {
            var some = random.Next(1, Math.Min(left, 30) + 1);
            bars[random.Next(count)] += some;
            left -= some;
        }

        return string.Join(',', bars);
    }

    private static string List(JsonElement preset, string name) => string.Join(',', preset.GetProperty(name).EnumerateArray().Select(one => one.GetInt32()));

    private static double Density(double x, double mean, double deviation) => Math.Exp(-(x - mean) * (x - mean) / (2 * deviation * deviation));

    private static double[] Normalized(double[] weights) => [.. weights.Select(one => one / weights.Sum())];

    private static double Numbers(JsonElement value) => value.ValueKind == JsonValueKind.String ? Number(value.GetString()) : value.GetDouble();

    private static void Close(double expected, double shown)
    {
        if (double.IsFinite(expected)) Assert.Equal(expected, shown, 1e-12);
        else Assert.Equal(expected, shown);
    }

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);
}
