using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The screen Embedding table: losses, gradients and steps are those of <c>minima evaluate</c>.</summary>
public sealed class EmbeddingTests(Site site)
{
    private static readonly JsonElement Golden = Repository.Golden("embedding");

    private static readonly JsonElement Scene = Repository.Scene("embedding");

    private static readonly JsonElement[] Learned = [.. Scene.GetProperty("learned").EnumerateArray()];

    public static TheoryData<int, string> Losses => [.. Enumerable.Range(0, Scene.GetProperty("learned").GetArrayLength()).Select(i => (i, i % 2 == 0 ? "en" : "zh"))];

    /// <summary>Before a step all numbers are the command's; one step is the rate times its gradients; and after more steps the exported command agrees with the screen.</summary>
    [Theory]
    [SampledData(nameof(Losses), Thin = 0.5, Wide = 0.5)]
    public async Task Gradients_and_steps_are_those_of_the_command(int place, string language)
    {
        var one = Learned[place];
        var (loss, golden) = (one.GetProperty("loss").GetString()!, Golden.GetProperty(one.GetProperty("loss").GetString()!));
        await using var open = await site.VisitAsync($"#embedding?loss={loss}&rate=0.5&lang={language}");
        await SettledAsync(open, loss, 0);
        Close(golden.GetProperty("value").GetDouble(), Number(await open.Page.Locator("mx-embedding").GetAttributeAsync("data-value")));
        var start = await RowsAsync(open);
        var gradients = golden.GetProperty("points").EnumerateArray().Select(Pair).ToArray();
        Assert.Equal(12, start.Length);
        for (var i = 0; i < start.Length; i++)
        {
            Assert.Equal(Pair(Scene.GetProperty("points")[i]), start[i].Place);
            Close(gradients[i], start[i].Gradient);
        }

        var steps = open.Page.Locator("mx-embedding .again button");
        await steps.Nth(0).ClickAsync();
        await SettledAsync(open, loss, 1);
        var next = await RowsAsync(open);
        for (var i = 0; i < start.Length; i++) Close((start[i].Place.X - (0.5 * gradients[i].X), start[i].Place.Y - (0.5 * gradients[i].Y)), next[i].Place);

        await steps.Nth(1).ClickAsync();
        await SettledAsync(open, loss, 21);
        var end = await RowsAsync(open);
        using var folder = new Scratch();
        var answers = Command.RunScript(await new Exports(open, "mx-embedding").TextAsync("embedding.sh"), folder.Path);
        Assert.Equal(2, answers.Count);
        Close(golden.GetProperty("value").GetDouble(), answers[0].GetProperty("value").GetDouble());
        Close(answers[1].GetProperty("value").GetDouble(), Number(await open.Page.Locator("mx-embedding").GetAttributeAsync("data-value")));
        Assert.True(answers[1].GetProperty("value").GetDouble() < answers[0].GetProperty("value").GetDouble());
        var summed = new (double X, double Y)[12];
        foreach (var rows in one.GetProperty("rows").EnumerateObject())
        {
            for (var row = 0; row < rows.Value.GetArrayLength(); row++)
            {
                var (x, y) = Pair(answers[1].GetProperty("gradient").GetProperty(rows.Name)[row]);
                ref var sum = ref summed[rows.Value[row].GetInt32()];
                sum = (sum.X + x, sum.Y + y);
            }
        }

        for (var i = 0; i < summed.Length; i++) Close(summed[i], end[i].Gradient);
    }

    /// <summary>The programs take the steps by the gradients of the library and of PyTorch, and by those written out for NumPy; each comes to the same loss and the same points.</summary>
    [Theory]
    [SampledCases]
    [Case("triplet_margin", "&value=1.5")]
    [Case("contrastive", "")]
    [Case("info_nce", "&value=0.2")]
    [Case("center_loss", "")]
    [Case("island_loss", "&value=2")]
    [Case("cosine_distance", "")]
    public async Task The_steps_are_those_of_the_exported_programs(string loss, string value)
    {
        await using var open = await site.VisitAsync($"#embedding?loss={loss}{value}&rate=0.5&steps=20");
        await SettledAsync(open, loss, 20);
        using var folder = new Scratch();
        var exports = new Exports(open, "mx-embedding");
        var reached = Number(await open.Page.Locator("mx-embedding").GetAttributeAsync("data-value"));
        var rows = await RowsAsync(open);
        foreach (var file in new[] { "Program.cs", "embedding-torch.py", "embedding.py" })
        {
            var printed = await exports.PrintedAsync(file, folder.Path);
            Assert.Equal((2 * rows.Length) + 1, printed.Length);
            Assert.Equal(reached, printed[0], 1e-9 * Math.Max(1, reached));
            foreach (var (row, place) in rows.Zip(printed.Skip(1).Chunk(2)))
            {
                Assert.Equal(place[0], row.Place.X, 1e-9);
                Assert.Equal(place[1], row.Place.Y, 1e-9);
            }
        }
    }

    /// <summary>What only attracts shortens distances between classes too; what repels as well does not.</summary>
    [Fact]
    public async Task Center_loss_lets_classes_fall_together_and_contrastive_tells_them_apart()
    {
        await using var open = await site.VisitAsync("#embedding?loss=center_loss&rate=2&steps=100");
        await SettledAsync(open, "center_loss", 100);
        var center = await DistancesAsync(open);
        await open.Page.GoAsync("#embedding?loss=contrastive&rate=2&steps=100");
        await SettledAsync(open, "contrastive", 100);
        var contrastive = await DistancesAsync(open);
        Assert.InRange(center.Within, 0, 0.5);
        Assert.InRange(contrastive.Within, 0, 0.5);
        Assert.True(contrastive.Between > center.Between, $"{contrastive} {center}");
    }

    [Fact]
    public async Task A_point_moved_by_keyboard_and_by_mouse_starts_anew()
    {
        await using var open = await site.VisitAsync("#embedding?loss=cosine_distance&steps=3");
        await SettledAsync(open, "cosine_distance", 3);
        var handle = open.Page.Locator("mx-embedding .handle").Nth(3);
        await handle.FocusAsync();
        var before = (await RowsAsync(open))[3].Place;
        await open.Page.Keyboard.PressAsync("Shift+ArrowLeft");
        await SettledAsync(open, "cosine_distance", 0);
        Assert.Equal((Math.Round(before.X - 1, 2), Math.Round(before.Y, 2)), (await RowsAsync(open))[3].Place);
        Assert.Contains("size of the gradient", await handle.GetAttributeAsync("aria-valuetext"), StringComparison.Ordinal);

        var box = await handle.GrabAsync();
        await open.Page.Mouse.MoveAsync(box.X + (box.Width / 2) - 4000, box.Y + (box.Height / 2));
        await open.Page.Mouse.UpAsync();
        await SettledAsync(open, "cosine_distance", 0);
        Assert.Equal(-Scene.GetProperty("range").GetDouble(), (await RowsAsync(open))[3].Place.X);
    }

    [Fact]
    public async Task The_prediction_answers_with_the_gradients_of_the_command()
    {
        await using var open = await site.OpenAsync("#embedding");
        Assert.Contains("covered", await open.Page.Locator("mx-embedding figure.embedding").GetAttributeAsync("class"), StringComparison.Ordinal);
        await open.Page.Locator("mx-embedding .answers button").Nth(0).ClickAsync();
        await open.Page.UntilAsync("document.querySelector('mx-embedding .reply').textContent.includes('Yes.')");
        var sizes = Golden.GetProperty("triplet_margin").GetProperty("points").EnumerateArray().Select(Pair).Select(one => Math.Sqrt((one.X * one.X) + (one.Y * one.Y))).ToArray();
        Assert.Equal(3, Array.IndexOf(sizes, sizes.Max()));
        Assert.Equal(0, sizes[1]);
        Assert.Contains(sizes[3].ToString("0.000", CultureInfo.InvariantCulture).TrimEnd('0'), await open.SeenAsync("mx-embedding .reply"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task States_go_round()
    {
        var random = new Random(26);
        await using var open = await site.VisitAsync("#embedding");
        var hashes = new List<string>();
        while (hashes.Count < RoundTrip.States)
        {
            var points = string.Join(',', Enumerable.Range(0, 24).Select(_ => (random.Next(-400, 401) / 100.0).ToString(CultureInfo.InvariantCulture)));
            hashes.Add(FormattableString.Invariant($"#embedding?loss={(random.Next(2) == 0 ? "contrastive" : "island_loss")}&value={random.Next(11, 19) / 10.0}&d={points}&rate=0.{random.Next(2, 10)}&steps={random.Next(1, 3)}&lang={(random.Next(2) == 0 ? "en" : "zh")}"));
        }

        await RoundTrip.HoldsAsync(open, "mx-embedding", hashes, "screen.querySelector('output.value').textContent", hash => hash.Split("value=")[1].Split('&')[0]);
    }

    private static Task SettledAsync(OpenPage open, string loss, int steps) => open.Page.UntilAsync($"document.querySelector('mx-embedding').dataset.settled.startsWith('{loss} ') && document.querySelector('mx-embedding').dataset.settled.endsWith(' {steps}')");

    private static async Task<((double X, double Y) Place, (double X, double Y) Gradient)[]> RowsAsync(OpenPage open)
    {
        var rows = await open.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('mx-embedding .points tbody tr')].map(row => `${row.dataset.x},${row.dataset.y},${row.dataset.gradient}`)");
        return [.. rows.Select(row => row.Split(',').Select(text => Number(text)).ToArray()).Select(row => ((row[0], row[1]), (row[2], row[3])))];
    }

    private static async Task<(double Within, double Between)> DistancesAsync(OpenPage open)
    {
        var screen = open.Page.Locator("mx-embedding");
        return (Number(await screen.GetAttributeAsync("data-within")), Number(await screen.GetAttributeAsync("data-between")));
    }

    private static (double X, double Y) Pair(JsonElement pair) => (pair[0].GetDouble(), pair[1].GetDouble());

    private static void Close((double X, double Y) expected, (double X, double Y) shown)
    {
        Close(expected.X, shown.X);
        Close(expected.Y, shown.Y);
    }

    private static void Close(double expected, double shown) => Assert.Equal(expected, shown, 1e-12 * Math.Max(1, Math.Abs(expected)));

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);
}
