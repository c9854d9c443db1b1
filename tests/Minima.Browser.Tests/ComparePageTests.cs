using System.Globalization;
using Microsoft.Playwright;
using Minima.Cli.Compare;
using Xunit;

namespace Minima.Browser.Tests;

public sealed class ComparePageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string Numbers = ComparePage.Write(FabricatedComparison.Numbers(), FabricatedComparison.Request);

    [Fact]
    public void The_same_comparison_gives_the_same_bytes() => Assert.Equal(Numbers, ComparePage.Write(FabricatedComparison.Numbers(), FabricatedComparison.Request));

    [Theory]
    [InlineData("en-US", ColorScheme.Light, 1200)]
    [InlineData("zh-CN", ColorScheme.Dark, 1200)]
    [InlineData("en-US", ColorScheme.Dark, 360)]
    [InlineData("zh-CN", ColorScheme.Light, 360)]
    public async Task The_answer_comes_first_in_both_languages_themes_and_widths(string locale, ColorScheme scheme, int width)
    {
        await using var open = await chromium.OpenAsync(Numbers, locale, scheme, width);
        Assert.Equal(0, await open.OverflowAsync());
        var answer = await open.SeenAsync(".answer");
        Assert.StartsWith(locale == "zh-CN" ? "建议使用 tukey_biweight" : "Train with tukey_biweight: it beats the default mse", answer, StringComparison.Ordinal);
        var seen = await open.SeenAsync("main");
        if (locale == "zh-CN")
        {
            // Names, formulas and commands stay; three English words in a row are a sentence.
            Assert.DoesNotMatch(@"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b", seen.Replace(await open.SeenAsync("#command"), "", StringComparison.Ordinal));
            foreach (var chinese in new[] { "常数（均值）", "12 行没有目标值", "列“city”有 4 种文本", "gamma_nll：目标值须大于 0", "2 折上的搜索提前结束", "回归（取值是许多不同的数）" })
            {
                Assert.Contains(chinese, seen, StringComparison.Ordinal);
            }
        }
        else
        {
            // The browser's own words and the reader's are English; no Chinese sentence is left, in the tables of numbers neither.
            await open.Page.EvaluateAsync("() => { for (const details of document.querySelectorAll('figure.chart details')) details.open = true; }");
            Assert.True(await open.Page.Locator("figure.chart details caption").CountAsync() >= 10);
            Assert.DoesNotContain(seen + await open.SeenAsync("main"), c => c is >= '\u4e00' and <= '\u9fff');
        }

        foreach (var figure in await open.Page.Locator("figure.chart").AllAsync())
        {
            Assert.True(await figure.Locator(".plot svg path.curve, .plot svg path.dot").CountAsync() > 0, await figure.GetAttributeAsync("data-chart"));
        }

        Assert.Equal(10, await open.Page.Locator("figure.chart").CountAsync());
    }

    [Theory]
    [InlineData("en", "zh-CN", "Train with")]
    [InlineData("zh", "en-US", "建议使用")]
    public async Task The_language_that_was_asked_for_is_the_first_one(string language, string locale, string answer)
    {
        var result = FabricatedComparison.Numbers();
        await using var open = await chromium.OpenAsync(ComparePage.Write(result, FabricatedComparison.Request with { Language = language }), locale);
        Assert.StartsWith(answer, await open.SeenAsync(".answer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_sorts_by_click_and_by_keyboard()
    {
        await using var open = await chromium.OpenAsync(Numbers);
        Task<string> First() => open.SeenAsync("#losses tbody tr:first-child th");
        Assert.StartsWith("tukey_biweight", await First(), StringComparison.Ordinal);
        var head = open.Page.Locator("#losses thead th").First;
        await head.Locator("button").ClickAsync();
        Assert.Equal("ascending", await head.GetAttributeAsync("aria-sort"));
        Assert.StartsWith("andrews_wave", await First(), StringComparison.Ordinal);
        await head.Locator("button").FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("descending", await head.GetAttributeAsync("aria-sort"));
        Assert.StartsWith("welsch", await First(), StringComparison.Ordinal);

        // R² is best where it is highest, so that it comes first so.
        var last = open.Page.Locator("#losses thead th", new() { HasText = "R²" });
        await last.Locator("button").ClickAsync();
        Assert.Equal("descending", await last.GetAttributeAsync("aria-sort"));
        Assert.Equal(1, await open.Page.Locator("#losses [aria-sort]").CountAsync());
    }

    [Fact]
    public async Task Few_rows_first_and_all_on_request()
    {
        await using var open = await chromium.OpenAsync(Numbers);
        var rows = open.Page.Locator("#losses tbody tr:visible");
        var few = await rows.CountAsync();
        await open.Page.ClickAsync("button.more");
        Assert.Equal(24, await rows.CountAsync());
        Assert.True(few < 24);
    }

    [Fact]
    public async Task Losses_are_chosen_for_the_charts_up_to_eight()
    {
        await using var open = await chromium.OpenAsync(Numbers);
        var curves = open.Page.Locator("[data-chart=learning] .plot path.curve");
        var before = await curves.CountAsync();
        for (var i = 6; i < 6 + 8 - before; i++)
        {
            await open.Page.Locator("#shown input:not(:checked):not(:disabled)").Last.CheckAsync();
        }

        Assert.Equal(8, await open.Page.Locator("#shown input:checked").CountAsync());
        Assert.Equal(0, await open.Page.Locator("#shown input:not(:checked):not(:disabled)").CountAsync());
        Assert.Equal(8, await curves.CountAsync());
        Assert.Equal(8, (await open.Page.Locator("[data-chart=learning] .plot path.curve").EvaluateAllAsync<string[]>("(all) => all.map((e) => getComputedStyle(e).stroke)")).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(8, (await open.Page.Locator("[data-chart=learning] .plot path.curve").EvaluateAllAsync<string[]>("(all) => all.map((e) => e.getAttribute('stroke-dasharray'))")).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Differences_follow_the_metric_and_predictions_the_loss()
    {
        await using var open = await chromium.OpenAsync(Numbers);
        async Task<string> Whiskers() => string.Join('|', await open.Page.Locator("[data-chart=differences] path.whisker").EvaluateAllAsync<string[]>("(all) => all.map((e) => e.getAttribute('d'))"));
        var before = await Whiskers();
        await open.Page.SelectOptionAsync("#difference-metric", "rmse");
        Assert.NotEqual(before, await Whiskers(), StringComparer.Ordinal);
        var dots = await open.Page.Locator("[data-chart=actual] .plot path.dot").First.GetAttributeAsync("d");
        await open.Page.SelectOptionAsync("#one", "2");
        Assert.NotEqual(dots, await open.Page.Locator("[data-chart=actual] .plot path.dot").First.GetAttributeAsync("d"), StringComparer.Ordinal);
        var share = await open.SeenAsync("[data-table=costs] caption");
        await open.Page.SelectOptionAsync("#cost-loss", "4");
        Assert.NotEqual(share, await open.SeenAsync("[data-table=costs] caption"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_data_becomes_markup()
    {
        await using var open = await chromium.OpenAsync(ComparePage.Write(FabricatedComparison.Classes(FabricatedComparison.Nasty), FabricatedComparison.Request with { Path = FabricatedComparison.Nasty }));
        Assert.Equal(0, await open.Page.EvaluateAsync<int>("[...document.scripts].filter((s) => s.textContent.startsWith('alert')).length"));
        Assert.Contains(FabricatedComparison.Nasty, await open.SeenAsync("h1"), StringComparison.Ordinal);

        // The command is for a shell, where a quote within quotes is written '\''.
        Assert.Contains(FabricatedComparison.Nasty.Replace("'", "'\\''", StringComparison.Ordinal), await open.SeenAsync("#command"), StringComparison.Ordinal);
        Assert.Contains(FabricatedComparison.Nasty, await open.SeenAsync("[data-table=confusion] thead"), StringComparison.Ordinal);
        Assert.Contains(FabricatedComparison.Nasty, await open.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await open.Page.Locator("main").CountAsync());

        // Most rows of both classes were told right.
        var counts = (await open.Page.Locator("[data-table=confusion] tbody td").AllInnerTextsAsync()).Select(t => int.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(600, counts.Sum());
        Assert.True(counts[0] > counts[1] && counts[3] > counts[2], string.Join(", ", counts));
    }

    [Fact]
    public async Task Names_ids_and_labels_are_whole()
    {
        await using var open = await chromium.OpenAsync(Numbers);
        Assert.Empty(await open.Page.EvaluateAsync<string[]>("(() => { const ids = [...document.querySelectorAll('[id]')].map((e) => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i); })()"));
        Assert.Empty(await open.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("button, input, select, [role=application], [role=region], figure")]
              .filter((e) => !(e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.textContent.trim() || (e.labels && e.labels.length)))
              .map((e) => e.outerHTML.slice(0, 120))
            """));
        Assert.Empty(await open.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("[aria-labelledby], [aria-describedby], label[for]")]
              .flatMap((e) => [e.getAttribute("aria-labelledby"), e.getAttribute("aria-describedby"), e.getAttribute("for")])
              .filter((id) => id && !document.getElementById(id))
            """));
    }

    [Fact]
    public async Task Every_text_has_contrast_in_both_themes()
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var open = await chromium.OpenAsync(Numbers, scheme: scheme);
            var low = await open.Page.EvaluateAsync<string[]>(
                """
                (() => {
                  const parse = (c) => c.match(/[\d.]+/g).map(Number);
                  const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
                  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
                  const style = getComputedStyle(document.documentElement);
                  const hex = (name) => { const h = style.getPropertyValue(name).trim().slice(1); return [0, 2, 4].map((i) => parseInt(h.length === 3 ? h[i / 2] + h[i / 2] : h.slice(i, i + 2), 16)); };
                  const wrong = [];
                  for (const back of ["--paper", "--card", "--tint"]) {
                    for (const text of ["--ink", "--soft", "--accent", "--good", "--bad"]) {
                      if (ratio(hex(text), hex(back)) < 4.5) { wrong.push(`${text} on ${back}`); }
                    }
                  }
                  for (let i = 0; i < 8; i++) { if (ratio(hex(`--c${i}`), hex("--card")) < 3) { wrong.push(`--c${i}`); } }
                  return wrong;
                })()
                """);
            Assert.Empty(low);
        }
    }
}
