using System.Globalization;
using Microsoft.Playwright;
using Minima.Analysis;
using Minima.Cli.Explain;
using Minima.Pages;
using Minima.Writers;
using Xunit;

namespace Minima.Browser.Tests;

public sealed class ExplainPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static string Huber => ExplainPage.Write([Loss.Create("huber")], null);

    public static TheoryData<string> Keys => [.. Catalogue.All.Select(entry => entry.Key)];

    [Fact]
    public void The_same_loss_gives_the_same_bytes() => Assert.Equal(Huber, Huber);

    [Theory]
    [SlowData(nameof(Keys), Wide = 0.12)]
    public async Task Every_loss_draws_its_charts_without_a_complaint(string key)
    {
        await using var open = await chromium.OpenAsync(ExplainPage.Write([Catalogue.Find(key).CreateExample()], null), width: 360);
        Assert.Equal(0, await open.OverflowAsync());
        var figures = await open.Page.Locator("figure.chart").CountAsync();
        Assert.InRange(figures, Catalogue.Find(key) is { IsPoint: true } or { Row: not null } ? 1 : 0, 3);
        for (var i = 0; i < figures; i++)
        {
            var path = await open.Page.Locator("figure.chart").Nth(i).Locator(".plot path.curve").First.GetAttributeAsync("d");
            Assert.NotEmpty(path!);
            Assert.DoesNotContain("NaN", path, StringComparison.Ordinal);
        }

        var shapes = await open.Page.Locator("figure.shape svg").CountAsync();
        Assert.Equal(ShapePictures.Of(Catalogue.Find(key).CreateExample()).Count, shapes);
        for (var i = 0; i < shapes; i++)
        {
            var drawn = await open.Page.Locator("figure.shape svg").Nth(i).InnerHTMLAsync();
            Assert.DoesNotContain("NaN", drawn, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", drawn, StringComparison.Ordinal);
        }

        // Each slider, from end to end.
        foreach (var slider in await open.Page.Locator("input[type=range]").AllAsync())
        {
            await slider.FocusAsync();
            await slider.PressAsync("Home");
            await slider.PressAsync("End");
        }
    }

    [Fact]
    public async Task Gradients_and_curvatures_as_JavaScript_are_those_of_the_engine()
    {
        await using var open = await chromium.OpenAsync("<!DOCTYPE html><title>blank</title>");
        var tried = 0;
        foreach (var entry in Catalogue.All)
        {
            var loss = entry.CreateExample();
            if (!LossAnalysis.CanAnalyse(loss) || entry.StopsGradient || entry.Inputs is not [{ Differentiated: true }, { Name: "target" }])
            {
                continue;
            }

            var curves = new Curves(LossAnalysis.Of(loss));
            var target = curves.Targets[0];

            // Between kinks, which stand at round places.
            var x = Enumerable.Range(0, 9).Select(i => curves.From + (curves.To - curves.From) * (0.0517 + 0.1123 * i)).ToArray();
            var (gradient, curvature) = (new double[x.Length], new double[x.Length]);
            loss.Evaluate(new LossBatch<double> { Prediction = x, Target = [.. x.Select(_ => target)], Gradient = gradient, Hessian = curvature, Reduction = Reduction.Sum });
            var written = new[] { FormulaWriter.WriteDerivative(loss, FormulaLanguage.JavaScript), FormulaWriter.WriteSecondDerivative(loss, FormulaLanguage.JavaScript) };
            var got = await open.Page.EvaluateAsync<double[][]>("([texts, x, t]) => texts.map((text) => { const f = new Function(`return (${text})`)(); return x.map((p) => f(p, t)); })", new object[] { written, x, target });
            for (var i = 0; i < x.Length; i++)
            {
                Assert.True(Math.Abs(gradient[i] - got[0][i]) <= 1e-9 * Math.Max(1, Math.Abs(gradient[i])), $"{entry.Key} at {x[i]}: gradient {got[0][i]}, not {gradient[i]}");
                Assert.True(Math.Abs(curvature[i] - got[1][i]) <= 1e-7 * Math.Max(1, Math.Abs(curvature[i])), $"{entry.Key} at {x[i]}: curvature {got[1][i]}, not {curvature[i]}");
            }

            tried++;
        }

        Assert.True(tried > 40, $"{tried} losses");
    }

    [Fact]
    public async Task A_slider_moves_the_curves_and_the_field_takes_a_number()
    {
        await using var open = await chromium.OpenAsync(Huber);
        var before = await open.DrawnAsync("[data-what=gradient]");
        await open.Page.Locator("#loss-1-delta").FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowLeft");
        await open.RedrawnAsync("[data-what=gradient]", before);

        await open.Page.FillAsync("#loss-1-delta-number", "0.5");
        Assert.Equal("minima explain huber --param delta=0.5", await open.SeenAsync(".controls code"));
        Assert.Equal(0.5 * (2 - 0.25), await ValueAsync(open, 2), 12);

        await open.Page.FillAsync("#loss-1-delta-number", "-1");
        Assert.Equal("true", await open.Page.GetAttributeAsync("#loss-1-delta-number", "aria-invalid"));
        Assert.Contains("> 0", await open.SeenAsync("#loss-1-delta-rule"), StringComparison.Ordinal);
        await open.Page.ClickAsync(".controls button");
        Assert.Equal("minima explain huber", await open.SeenAsync(".controls code"));
        await open.RestoredAsync("[data-what=gradient]", before);
    }

    [Fact]
    public async Task Parameters_that_must_ascend_push_each_other()
    {
        await using var open = await chromium.OpenAsync(ExplainPage.Write([Loss.Create("hampel")], null));
        await open.Page.FillAsync("#loss-1-a-number", "9");
        double At(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        var b = At(await open.Page.InputValueAsync("#loss-1-b-number"));
        var c = At(await open.Page.InputValueAsync("#loss-1-c-number"));
        Assert.True(b > 9 && c > b, $"{b} {c}");
    }

    [Fact]
    public async Task Both_languages_and_the_switch_between_them()
    {
        await using var english = await chromium.OpenAsync(Huber);
        Assert.Equal("Huber", await english.SeenAsync("h1"));
        await english.Page.ClickAsync("button[data-language=zh-Hans]");
        Assert.Equal("Huber 损失", await english.SeenAsync("h1"));
        Assert.StartsWith("Huber 损失", await english.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal("zh-Hans", await english.Page.GetAttributeAsync("html", "lang"));
        var seen = await english.SeenAsync("main");
        Assert.Contains("何时使用", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("When to use", seen, StringComparison.Ordinal);
        Assert.Contains("数据表", seen, StringComparison.Ordinal);

        await using var chinese = await chromium.OpenAsync(Huber, locale: "zh-CN");
        Assert.Equal("Huber 损失", await chinese.SeenAsync("h1"));
        await using var asked = await chromium.OpenAsync(ExplainPage.Write([Loss.Create("huber")], "zh"));
        Assert.Equal("Huber 损失", await asked.SeenAsync("h1"));
    }

    [Fact]
    public async Task Both_themes_and_the_switch_between_them()
    {
        static Task<string> Paper(OpenPage open) => open.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        await using var light = await chromium.OpenAsync(Huber);
        await using var dark = await chromium.OpenAsync(Huber, scheme: ColorScheme.Dark);
        Assert.Equal("rgb(252, 252, 251)", await Paper(light));
        Assert.Equal("rgb(20, 23, 26)", await Paper(dark));
        await light.Page.ClickAsync("#theme");
        Assert.Equal("rgb(252, 252, 251)", await Paper(light));
        await light.Page.ClickAsync("#theme");
        Assert.Equal("rgb(20, 23, 26)", await Paper(light));
        await light.Page.ReloadAsync();
        Assert.Equal("rgb(20, 23, 26)", await Paper(light));

        // On paper a dark page is light.
        await dark.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal("rgb(255, 255, 255)", await Paper(dark));
    }

    [Fact]
    public async Task A_chart_is_read_by_keyboard_hovered_and_zoomed()
    {
        await using var open = await chromium.OpenAsync(Huber);
        var plot = open.Page.Locator("[data-what=value] .plot");
        await plot.FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowRight");
        await open.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Contains("value", await open.Page.Locator("[data-what=value] [aria-live]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(await open.Page.Locator("[data-what=value] .tip").IsVisibleAsync());
        var before = await open.DrawnAsync("[data-what=value]");
        await open.Page.Keyboard.PressAsync("+");
        await open.RedrawnAsync("[data-what=value]", before);
        await open.Page.Keyboard.PressAsync("0");
        await open.RestoredAsync("[data-what=value]", before);

        var box = (await plot.BoundingBoxAsync())!;
        await open.Page.Mouse.MoveAsync(box.X + 200, box.Y + 100);
        await open.Page.Mouse.DownAsync();
        await open.Page.Mouse.MoveAsync(box.X + 400, box.Y + 120, new() { Steps = 4 });
        await open.Page.Mouse.UpAsync();
        await open.RedrawnAsync("[data-what=value]", before);
        await plot.DblClickAsync();
        await open.RestoredAsync("[data-what=value]", before);
    }

    [Fact]
    public async Task A_table_of_numbers_stands_behind_each_chart()
    {
        await using var open = await chromium.OpenAsync(Huber);
        foreach (var figure in await open.Page.Locator("figure.chart").AllAsync())
        {
            await figure.Locator("summary").ClickAsync();
            await figure.Locator("tbody tr").First.WaitForAsync();
            Assert.InRange(await figure.Locator("tbody tr").CountAsync(), 20, 80);
        }

        var first = open.Page.Locator("[data-what=value] tbody tr").First;
        Assert.Equal("−2", await first.Locator("th").InnerTextAsync());
        Assert.Equal("1.5", await first.Locator("td").InnerTextAsync());
    }

    [Fact]
    public async Task Landmarks_names_and_headings()
    {
        await using var open = await chromium.OpenAsync(Huber);
        var missing = await open.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("button, input, select, [role=application], [role=region], [role=group], figure")]
              .filter((e) => !(e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.textContent.trim() || (e.labels && e.labels.length)))
              .map((e) => e.outerHTML.slice(0, 120))
            """);
        Assert.Empty(missing);
        var dangling = await open.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("[aria-labelledby], [aria-describedby], label[for]")]
              .flatMap((e) => [e.getAttribute("aria-labelledby"), e.getAttribute("aria-describedby"), e.getAttribute("for")])
              .filter((id) => id && !document.getElementById(id))
            """);
        Assert.Empty(dangling);
        Assert.Empty(await open.Page.EvaluateAsync<string[]>("(() => { const ids = [...document.querySelectorAll('[id]')].map((e) => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i); })()"));
        Assert.Equal(1, await open.Page.Locator("main").CountAsync());
        Assert.Equal(1, await open.Page.Locator("h1").CountAsync());
        await open.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", await open.Page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
    }

    [Fact]
    public async Task Several_losses_and_a_formula_stand_in_one_page()
    {
        var text = Loss.Parse("a * abs(p - t) + (p - t)^2", new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = 2.0 });
        await using var open = await chromium.OpenAsync(ExplainPage.Write([Loss.Create("huber"), Loss.Create("mae"), text], null));
        Assert.Equal(3, await open.Page.Locator("section.loss").CountAsync());
        Assert.Equal(3, await open.Page.Locator("[data-overview=value] .plot path.curve").CountAsync());
        Assert.Equal(3, await open.Page.Locator("nav a").CountAsync());
        var before = await open.DrawnAsync("#about-loss-3 [data-what=value]");
        await open.Page.FillAsync("#loss-3-a-number", "7");
        await open.RedrawnAsync("#about-loss-3 [data-what=value]", before);
    }

    private static Task<double> ValueAsync(OpenPage open, double residual) => open.Page.EvaluateAsync<double>(
        "(r) => { const section = document.querySelector('section.loss'); return minima.functions['loss-1'][0].value(r, 0, { delta: Number(section.querySelector('input[type=number]').value) }); }", residual);
}
