using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The screen Sure and wrong: losses and gradients are those of <c>minima evaluate</c>.</summary>
public sealed class SureTests(Site site)
{
    private static readonly JsonElement Golden = Repository.Golden("sure");

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Gradients_at_five_logits_are_those_of_the_command(string language)
    {
        var losses = Repository.Scene("sure").GetProperty("written").EnumerateArray().Select(loss => loss.GetString()!).ToArray();
        var logits = Repository.Scene("sure").GetProperty("logits").EnumerateArray().Select(z => z.GetDouble()).ToArray();
        await using var open = await site.VisitAsync($"#sure?rate=1&t=0&z=0&lang={language}");
        for (var i = 0; i < logits.Length; i++)
        {
            await open.Page.GoAsync(FormattableString.Invariant($"#sure?z={logits[i]}&lang={language}"));
            await open.Page.UntilAsync(FormattableString.Invariant($"document.querySelector('mx-sure output.z').textContent === '{logits[i]}' && document.querySelectorAll('mx-sure tr[data-series]').length === 2"));
            for (var series = 0; series < 2; series++)
            {
                var row = open.Page.Locator($"mx-sure tr[data-series='{series}']");
                var golden = Golden.GetProperty("gradients").GetProperty(losses[series])[i];
                Close(golden.GetProperty("value").GetDouble(), await row.GetAttributeAsync("data-value"));
                Close(golden.GetProperty("gradient")[0].GetDouble(), await row.GetAttributeAsync("data-gradient"));
            }
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Tables_are_those_of_the_command_and_of_the_design(string language)
    {
        await using var open = await site.VisitAsync($"#sure?k=10&lang={language}");
        await open.Page.UntilAsync("document.querySelector('mx-sure').dataset.tables === 'ready'");
        await Rows("pets", [.. Golden.GetProperty("pets").EnumerateArray().Select(one => one.GetDouble())], [0.105361, 1.203973, 0.510826]);
        await Rows("three", [.. Golden.GetProperty("three").EnumerateArray().Select(one => one.GetDouble())], [0.316779, 0.273736, 0.295257]);
        await Rows("introductions", [.. Golden.GetProperty("introductions").EnumerateArray().Select(one => one.GetDouble())], [0.17, 0.366667, 0.085, 0.183883, 0.025, 0.164252]);
        var certain = open.Page.Locator("mx-sure .certain tr[data-value]");
        Assert.Equal("Infinity,Infinity,800,800", string.Join(",", await Task.WhenAll(Enumerable.Range(0, 4).Select(i => certain.Nth(i).GetAttributeAsync("data-value")))));
        Assert.Equal("-1", await certain.Nth(2).GetAttributeAsync("data-gradient"));
        Assert.Equal("1", await certain.Nth(3).GetAttributeAsync("data-gradient"));
        foreach (var (k, floor) in new[] { (10, 1.4612), (3, 0.5514) })
        {
            await open.Page.GoAsync(FormattableString.Invariant($"#sure?k={k}&lang={language}"));
            await open.Page.UntilAsync(FormattableString.Invariant($"Math.abs(Number(document.querySelector('mx-sure .floor').dataset.value) - {floor}) < 5e-5"));
            Close(Golden.GetProperty("floors").GetProperty(k.ToString(CultureInfo.InvariantCulture)).GetDouble(), await open.Page.Locator("mx-sure .floor").GetAttributeAsync("data-value"));
        }

        async Task Rows(string table, double[] golden, double[] design)
        {
            var rows = open.Page.Locator($"mx-sure .{table} tr[data-value]");
            Assert.Equal(golden.Length, await rows.CountAsync());
            for (var i = 0; i < golden.Length; i++)
            {
                Close(golden[i], await rows.Nth(i).GetAttributeAsync("data-value"));
                Assert.Equal(design[i], Math.Round(golden[i], 6));
            }
        }
    }

    /// <summary>From logit 8 the squared error hardly moves; the cross-entropy comes back.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task From_logit_eight_only_the_cross_entropy_comes_back(string language)
    {
        await using var open = await site.VisitAsync($"#sure?rate=1&lang={language}");
        await open.Page.UntilAsync("document.querySelectorAll('mx-sure tr[data-series]').length === 2");
        await open.Page.Locator("mx-sure button", new() { HasTextString = language == "en" ? "20 steps" : "20 步" }).ClickAsync();
        var last = (await open.Page.Locator("mx-sure").GetAttributeAsync("data-trained"))!.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        Assert.InRange(last[0], 7.9, 8);
        Assert.InRange(last[1], -4, -1);
    }

    [Theory]
    [InlineData("en", "Yes.")]
    [InlineData("zh", "对。")]
    public async Task The_prediction_answers_with_the_ratio(string language, string verdict)
    {
        await using var open = await site.OpenAsync($"#sure?lang={language}");
        await open.Page.Locator("mx-sure .answers button").Nth(3).ClickAsync();
        await open.Page.UntilAsync($"document.querySelector('mx-sure .reply').innerText.includes('{verdict}')");
        Assert.Contains("0.00067", await open.SeenAsync("mx-sure .reply"), StringComparison.Ordinal);
    }

    /// <summary>Command, C#, NumPy and PyTorch print value and gradient of both losses. A quarter is a logit that no slider gives, but an address.</summary>
    [Theory]
    [SampledCases]
    [Case("0.25", "1", "en")]
    [Case("-7", "0", "zh")]
    public async Task Exports_print_the_numbers_of_the_screen(string logit, string target, string language)
    {
        await using var open = await site.VisitAsync($"#sure?z={logit}&t={target}&lang={language}");
        await open.Page.UntilAsync($"document.querySelector('mx-sure output.z').textContent.replace('−', '-') === '{logit}' && document.querySelectorAll('mx-sure tr[data-series]').length === 2");
        var shown = new List<double>();
        for (var series = 0; series < 2; series++)
        {
            foreach (var name in new[] { "data-value", "data-gradient" }) shown.Add(double.Parse((await open.Page.Locator($"mx-sure tr[data-series='{series}']").GetAttributeAsync(name))!, CultureInfo.InvariantCulture));
        }

        var exports = new Exports(open, "mx-sure");
        using var folder = new Scratch();
        var answers = Command.RunScript(await exports.TextAsync("evaluate.sh"), folder.Path);
        Holds([.. answers.SelectMany(answer => new[] { answer.GetProperty("value").GetDouble(), answer.GetProperty("gradient").GetProperty("prediction")[0].GetDouble() })]);
        foreach (var file in new[] { "Program.cs", "sure.py", "sure-torch.py" }) Holds(await exports.PrintedAsync(file, folder.Path));
        var rows = (await exports.TextAsync("sure.csv")).TrimEnd().Split('\n').Skip(1).Select(line => line.Split(',')).GroupBy(cells => cells[0], StringComparer.Ordinal).ToArray();
        Assert.All(rows, loss => Assert.Equal(42, loss.Count()));
        Holds([.. rows.SelectMany(loss => loss.First().Skip(3).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)))]);

        void Holds(double[] printed)
        {
            Assert.Equal(shown.Count, printed.Length);
            for (var i = 0; i < printed.Length; i++) Assert.Equal(shown[i], printed[i], 1e-9 * Math.Max(1e-3, Math.Abs(shown[i])));
        }
    }

    [Fact]
    public async Task States_go_round()
    {
        var random = new Random(21);
        await using var open = await site.VisitAsync("#sure");
        var hashes = new List<string>();
        while (hashes.Count < RoundTrip.States)
        {
            hashes.Add(FormattableString.Invariant($"#sure?z={random.Next(-39, 39) / 2.0 + 0.25}&t=1&rate={random.Next(2, 90)}&k={random.Next(4, 100)}&lang={(random.Next(2) == 0 ? "en" : "zh")}"));
        }

        await RoundTrip.HoldsAsync(open, "mx-sure", hashes, "screen.querySelector('output.k').textContent", hash => hash.Split("k=")[1].Split('&')[0]);
    }

    private static void Close(double expected, string? shown)
    {
        var value = double.Parse(shown!, CultureInfo.InvariantCulture);
        Assert.Equal(expected, value, 1e-12 * Math.Max(1, Math.Abs(expected)) + (1e-9 * Math.Abs(expected)));
    }
}
