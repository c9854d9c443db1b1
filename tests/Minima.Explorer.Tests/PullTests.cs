using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The screen Pull: what it shows is what <c>minima fit</c> answers.</summary>
public sealed class PullTests(Site site)
{
    private static readonly JsonElement Golden = Repository.Golden("pull");

    [Theory]
    [SampledCases]
    [Case("en")]
    [Case("zh")]
    public async Task The_last_point_moved_by_keyboard_gives_the_lines_of_the_command(string language)
    {
        await using var open = await site.VisitAsync($"#pull?point=12&lang={language}");
        await Holds(open, "line");
        var handle = open.Page.Locator("mx-pull .handle").Nth(11);
        await handle.FocusAsync();
        var press = 0;
        for (var value = await Value(handle); value < 40; value = await Value(handle))
        {
            Assert.True(press++ < 500);
            await handle.PressAsync(40 - value > 5 ? "Shift+ArrowUp" : "ArrowUp");
            await open.Page.DrawnAsync();
        }

        // Steps widen with the range; the rest of the way is exact in the field of numbers.
        if (await Value(handle) is not 40) await open.Page.Locator("#pull-value").FillAsync("40");
        await open.Page.UntilAsync("document.querySelectorAll('mx-pull .handle')[11].getAttribute('aria-valuenow') === '40'");
        await Holds(open, "moved");
        Assert.Contains("t = 40", await handle.GetAttributeAsync("aria-valuetext"), StringComparison.Ordinal);
    }

    /// <summary>A point that moves while the library computes: a line that is marked as certified is the line of the points on the screen, in every frame.</summary>
    [Fact]
    public async Task No_frame_shows_the_certified_line_of_points_that_have_moved()
    {
        var targets = string.Join(',', Enumerable.Range(1, 300).Select(i => i % 10));
        await using var open = await site.VisitAsync($"#pull?point=12&loss=mse&d={targets}");
        Assert.Equal("", await open.Page.EvaluateAsync<string>(
            """
            async () => {
              const field = document.querySelector('#pull-value');
              const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
              let [certified, wrong, isOver] = [0, '', false];
              const look = () => {
                const row = document.querySelector('mx-pull tr[data-loss=mse]');
                const t = [...document.querySelectorAll('mx-pull .handle')].map((handle) => Number(handle.getAttribute('aria-valuenow')));
                const x = t.map((_, i) => i + 1);
                const middle = mean(x);
                const slope = mean(x.map((one, i) => (one - middle) * t[i])) / mean(x.map((one) => (one - middle) ** 2));
                if (row.dataset.certified === 'true') {
                  certified++;
                  if (Math.abs(Number(row.dataset.slope) - slope) > 1e-9) wrong = `${row.dataset.slope} in place of ${slope}, ${t.length} points`;
                }
                if (!isOver) requestAnimationFrame(look);
              };
              look();
              for (let change = 0; change < 80 && wrong === ''; change++) {
                field.value = 50 + (change % 7);
                field.dispatchEvent(new Event('input', { bubbles: true }));
                field.dispatchEvent(new Event('change', { bubbles: true }));
                await new Promise((rest) => setTimeout(rest, 56 + 3 * (change % 24)));
              }
              isOver = true;
              return wrong === '' && certified === 0 ? 'nothing was certified' : wrong;
            }
            """));
    }

    [Theory]
    [SampledCases]
    [Case("en")]
    [Case("zh")]
    public async Task The_last_point_dragged_by_mouse_gives_the_lines_of_the_command(string language)
    {
        await using var open = await site.VisitAsync($"#pull?point=12&lang={language}");
        await Holds(open, "line");
        var handle = open.Page.Locator("mx-pull .handle").Nth(11);
        var box = await handle.GrabAsync();
        var x = box.X + (box.Width / 2);
        var plot = (await open.Page.Locator("mx-pull figure.drawn > .plot").BoundingBoxAsync())!;

        // Beyond the edge the picture makes room.
        for (var i = 0; await Value(handle) < 40; i++)
        {
            Assert.True(i < 500);
            await open.Page.Mouse.MoveAsync(x + (i % 2), plot.Y + 4);
            await open.Page.DrawnAsync();
        }

        for (var y = plot.Y + 4; await Value(handle) > 40; y++)
        {
            await open.Page.Mouse.MoveAsync(x, y);
            await open.Page.DrawnAsync();
        }

        await open.Page.Mouse.UpAsync();
        Assert.Equal(40, await Value(handle));
        await Holds(open, "moved");
    }

    [Fact]
    public void The_absolute_error_does_not_turn() =>
        Assert.Equal(Golden.GetProperty("line").GetProperty("mae").GetProperty("slope").GetDouble(), Golden.GetProperty("moved").GetProperty("mae").GetProperty("slope").GetDouble(), 1e-12);

    [Fact]
    public async Task Constants_intervals_and_shares_are_those_of_the_design()
    {
        await using var open = await site.VisitAsync("#pull?model=constant&point=12");
        var rows = await Holds(open, "constant");
        Assert.Equal([3.4, 2.7875, 2.8], rows.Select(row => Math.Round(row.Intercept, 10)));
        Assert.Equal((2.6, 3.0), (rows[2].Low, rows[2].High));
        Assert.Equal([0.453, 0.127, 0.083], rows.Select(row => Math.Round(row.Share, 3)));
    }

    [Fact]
    public async Task Other_losses_and_formulas_are_fitted_as_the_command_does()
    {
        var choices = Golden.GetProperty("constant").EnumerateObject().Select(one => one.Name).ToArray();
        foreach (var three in choices.Chunk(3))
        {
            await using var open = await site.VisitAsync($"#pull?model=constant&loss={Uri.EscapeDataString(string.Join(';', three))}");
            Assert.Equal(three, (await Holds(open, "constant")).Select(row => row.Loss));
        }
    }

    /// <summary>What is shown while a point is dragged lies close to what the library answers afterwards.</summary>
    [Fact]
    public async Task The_page_computes_nearly_what_the_library_certifies()
    {
        await using var open = await site.VisitAsync("#pull?model=constant");
        await PullRow.AllAsync(open.Page);
        var live = await open.Page.EvaluateAsync<double[]>("""
            async () => {
              const field = document.querySelector('#pull-value');
              field.value = '20';
              field.dispatchEvent(new Event('input', { bubbles: true }));
              await new Promise(requestAnimationFrame);
              await new Promise(requestAnimationFrame);
              return [...document.querySelectorAll('mx-pull tr[data-loss]')].map(row => Number(row.dataset.intercept));
            }
            """);
        var certified = await PullRow.AllAsync(open.Page);
        Assert.Equal(certified[0].Intercept, live[0], 1e-9 * certified[0].Intercept);
        Assert.Equal(certified[1].Intercept, live[1], 1e-9 * certified[1].Intercept);
        Assert.InRange(live[2], certified[2].Low - 1e-6, certified[2].High + 1e-6);
    }

    /// <summary>Command, C#, NumPy, PyTorch and SQL: the line or the constant, its mean loss, and the share of the chosen point.</summary>
    [Theory]
    [SampledCases]
    [Case("#pull?loss=huber:delta=1;mse&point=7&lang=en", true)]
    [Case("#pull?model=constant&d=1,2,4,8,16,31&loss=log_cosh&lang=zh", false)]
    public async Task Exports_give_the_numbers_of_the_screen(string state, bool isLine)
    {
        await using var open = await site.VisitAsync(state);
        var row = (await PullRow.AllAsync(open.Page))[0];
        using var folder = new Scratch();
        var exports = new Exports(open, "mx-pull");
        var fit = Command.RunScript((await exports.TextAsync("pull.sh")).TrimEnd() + " --json", folder.Path)[0];
        Close([row.Intercept, row.Mean], [fit.GetProperty("intercept").GetDouble(), fit.GetProperty("objective").GetDouble()]);
        Close(isLine ? [row.Slope, row.Intercept] : [row.Intercept], await exports.PrintedAsync("Program.cs", folder.Path));
        Close([row.Mean], await exports.PrintedAsync("pull.py", folder.Path));
        Close([row.Mean, row.Share], await exports.PrintedAsync("pull-torch.py", folder.Path));
        Close([row.Mean], await exports.PrintedAsync("pull.sql", folder.Path));

        static void Close(double[] shown, double[] printed)
        {
            Assert.Equal(shown.Length, printed.Length);
            for (var i = 0; i < shown.Length; i++) Assert.Equal(shown[i], printed[i], 1e-9 * Math.Max(1e-3, Math.Abs(shown[i])));
        }
    }

    [Fact]
    public async Task A_prediction_uncovers_the_figure_and_answers_with_computed_numbers()
    {
        await using var open = await site.OpenAsync("#pull");
        Assert.Contains("covered", await open.Page.Locator("mx-pull figure.drawn").GetAttributeAsync("class"), StringComparison.Ordinal);
        await open.Page.Locator("mx-pull .answers button").Nth(2).ClickAsync();
        await open.Page.UntilAsync("document.querySelector('mx-pull .reply').textContent.includes('1.64825')");
        Assert.Contains("0.282867 → 0.328182", await open.SeenAsync("mx-pull .reply"), StringComparison.Ordinal);
        Assert.DoesNotContain("covered", await open.Page.Locator("mx-pull figure.drawn").GetAttributeAsync("class"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Escape_skips_the_prediction()
    {
        await using var open = await site.OpenAsync("#pull");
        await open.Page.Keyboard.PressAsync("Escape");
        Assert.DoesNotContain("covered", await open.Page.Locator("mx-pull figure.drawn").GetAttributeAsync("class"), StringComparison.Ordinal);
    }

    private static async Task<double> Value(ILocator handle) => double.Parse((await handle.GetAttributeAsync("aria-valuenow"))!, CultureInfo.InvariantCulture);

    /// <summary>Every certified number on the screen is the command's, to 1e-9.</summary>
    private static async Task<IReadOnlyList<PullRow>> Holds(OpenPage open, string part)
    {
        var golden = Golden.GetProperty(part);
        var rows = await PullRow.AllAsync(open.Page);
        foreach (var row in rows)
        {
            var expected = golden.GetProperty(row.Loss);
            foreach (var (name, shown) in new[] { ("slope", row.Slope), ("intercept", row.Intercept), ("objective", row.Mean) })
            {
                var wanted = expected.GetProperty(name).GetDouble();
                Assert.Equal(wanted, shown, 1e-9 * Math.Max(1e-3, Math.Abs(wanted)));
            }
        }

        return rows;
    }
}
