using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The screen Atlas: the search of the command, and curves that are the library's.</summary>
public sealed class AtlasTests(Site site)
{
    private const string Screen = "document.querySelector('mx-atlas')";

    private static readonly JsonElement Golden = Repository.Golden("atlas");

    /// <summary>How many losses the command lists.</summary>
    private static readonly Lazy<int> Count = new(() =>
    {
        using var folder = new Scratch();
        return Command.RunScript("minima losses --json", folder.Path).Single().GetArrayLength();
    });

    /// <summary>What people type, and the losses of which one must be among the first three.</summary>
    [Fact]
    public async Task Each_search_pair_has_its_loss_among_the_first_three()
    {
        var pairs = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "tests/reference/search-pairs.tsv"), TestContext.Current.CancellationToken)).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')).ToArray();
        Assert.True(pairs.Length >= 40);
        await using var open = await Open("#atlas");
        foreach (var pair in pairs)
        {
            var found = await Found(open, pair[0]);
            Assert.True(pair[1].Split(',').Intersect(found, StringComparer.Ordinal).Any(), $"{pair[0]}: {string.Join(", ", found)}");
        }
    }

    [Theory]
    [InlineData("不平衡")]
    [InlineData("outlier")]
    [InlineData("time series")]
    public async Task A_search_gives_the_order_of_the_command(string text)
    {
        await using var open = await Open("#atlas");
        using var folder = new Scratch();
        var answer = Command.RunScript($"minima losses --search '{text}' --json", folder.Path).Single();
        Assert.Equal(answer.EnumerateArray().Take(3).Select(one => one.GetProperty("key").GetString()), await Found(open, text));
        Assert.StartsWith($"{answer.GetArrayLength()} of {Count.Value}", await open.SeenAsync("mx-atlas .count"), StringComparison.Ordinal);
    }

    /// <summary>Losses over numbers, over probabilities, over positive numbers and over rows, each pair of charts for itself.</summary>
    [Theory]
    [SampledCases]
    [Case("huber:delta=2;mse;logistic;bce;poisson;cross_entropy", "en")]
    [Case("pinball:quantile=0.9;welsch;brier_binary;hinge;multi_margin", "zh")]
    public async Task Curves_are_those_of_the_library(string shown, string language)
    {
        await using var open = await Open($"#atlas?show={shown}&lang={language}");
        await open.Page.UntilAsync($"{Screen}.dataset.drawn === {JsonSerializer.Serialize(shown)}");
        var exports = new Exports(open, "mx-atlas");
        var curves = JsonDocument.Parse(await exports.TextAsync("atlas.json")).RootElement.GetProperty("curves").EnumerateArray().ToArray();
        Assert.Equal(shown.Split(';'), curves.Select(curve => curve.GetProperty("loss").GetString()));
        Assert.Equal(curves.Length, (await open.Page.Locator("mx-atlas .chosen button").AllAsync()).Count);
        foreach (var curve in curves)
        {
            var loss = LossSpec.Parse(curve.GetProperty("loss").GetString()!).Create();
            var (x, value, slope) = (Numbers(curve, "x"), Numbers(curve, "value"), Numbers(curve, "gradient"));
            var finite = 0;
            for (var i = 0; i < x.Length; i += 7)
            {
                var isRow = loss.Entry.Row is not null;
                double[] prediction = isRow ? [x[i]!.Value, 0, 0] : [x[i]!.Value];
                var gradient = new double[prediction.Length];
                var batch = new LossBatch<double> { Prediction = prediction, Gradient = gradient };
                if (isRow)
                {
                    batch.Labels = new[] { 0 };
                    batch.Classes = 3;
                }
                else
                {
                    batch.Target = new[] { curve.GetProperty("target").GetDouble() };
                }

                var expected = loss.Evaluate(batch).Value;
                if (!double.IsFinite(expected) || !double.IsFinite(gradient[0])) continue;
                finite++;
                Assert.Equal(expected, value[i]!.Value, 1e-9 * Math.Max(1, Math.Abs(expected)));
                Assert.Equal(gradient[0], slope[i]!.Value, 1e-9 * Math.Max(1, Math.Abs(gradient[0])));
            }

            Assert.InRange(finite, 20, 24);
        }

        // The command, C#, NumPy and PyTorch give the same numbers.
        using var folder = new Scratch();
        var points = curves.Where(curve => LossSpec.Parse(curve.GetProperty("loss").GetString()!).Create().Entry.Row is null).ToArray();
        var (values, slopes) = (points.Select(curve => Sampled(curve, "value")).ToArray(), points.Select(curve => Sampled(curve, "gradient")).ToArray());
        var command = Command.RunScript(await exports.TextAsync("atlas.sh"), folder.Path);
        Assert.Equal(points.Length, command.Count);
        for (var i = 0; i < points.Length; i++) Close(values[i], Values(command[i]));
        var means = await exports.PrintedAsync("Program.cs", folder.Path);
        Assert.Equal(points.Length, means.Length);
        for (var i = 0; i < points.Length; i++) Close([values[i].Contains(null) ? null : values[i].Average()], [means[i]]);
        Close(values[0], await exports.PrintedAsync("atlas.py", folder.Path));
        Close([.. points.SelectMany((_, i) => (double?[])[.. values[i], .. slopes[i]])], await exports.PrintedAsync("atlas-torch.py", folder.Path));
    }

    /// <summary>Every loss over two numbers that has a curve: the command's values, and PyTorch's values and gradients, at kinks and ends too.</summary>
    [Fact]
    public async Task Command_and_PyTorch_compute_every_loss_that_is_drawn()
    {
        await using var open = await Open("#atlas");
        string[] all = [.. Catalogue.All.Where(entry => entry.IsPoint && entry.Inputs.Count is 1 or 2 && entry.Inputs[0].Differentiated && !entry.Parameters.Any(parameter => parameter.IsRequired)).Select(entry => entry.Key)];
        string[] drawn = [.. Sweep.Sample(all, Sweep.Of(0.3, 0.3, 1.0), key => key)];
        var exports = new Exports(open, "mx-atlas");
        using var folder = new Scratch();
        var (expected, programs, scripts, values, lacking) = (new List<double?>(), new StringBuilder(), new StringBuilder(), new List<double?[]>(), 0);
        foreach (var keys in drawn.Chunk(6))
        {
            var shown = string.Join(';', keys);
            await open.Page.GoAsync($"#atlas?show={shown}&lang=en");
            await open.Page.UntilAsync($"{Screen}.dataset.drawn === {JsonSerializer.Serialize(shown)}");
            var curves = JsonDocument.Parse(await exports.TextAsync("atlas.json")).RootElement.GetProperty("curves").EnumerateArray().ToArray();
            scripts.Append(await exports.TextAsync("atlas.sh"));
            values.AddRange(curves.Select(curve => Sampled(curve, "value")));
            var program = await exports.TextAsync("atlas-torch.py");
            if (program.StartsWith('#'))
            {
                lacking++;
                continue;
            }

            // One program for all: the start of PyTorch is most of what one costs.
            programs.Append("def one():\n").AppendJoin('\n', program.Split('\n').Select(line => "    " + line)).Append("\n\n\none()\n");
            foreach (var curve in curves) expected.AddRange([.. Sampled(curve, "value"), .. Sampled(curve, "gradient")]);
        }

        Assert.InRange(all.Length, 60, 200);
        Assert.InRange(values.Count, drawn.Length / 2, drawn.Length);
        var answers = Command.RunScript(scripts.ToString(), folder.Path);
        Assert.Equal(values.Count, answers.Count);
        for (var i = 0; i < answers.Count; i++) Close(values[i], Values(answers[i]));
        Assert.InRange(lacking, 0, 2);
        Close([.. expected], [.. Command.RunPython(programs.ToString(), folder.Path).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Exports.Number)]);
    }

    /// <summary>Every loss that the command finds convex, and no other.</summary>
    [Fact]
    public async Task A_trait_keeps_the_losses_of_which_it_holds()
    {
        await using var open = await Open("#atlas?trait=convex&task=1");
        var expected = Golden.GetProperty("holds").EnumerateObject().Where(one => one.Value.GetString()!.Split(' ').Contains("convex") && Catalogue.Find(one.Name).Task == LossTask.Regression).ToArray();
        Assert.InRange(expected.Length, 5, 36);
        await open.Page.UntilAsync($"document.querySelector('mx-atlas .count').textContent.startsWith('{expected.Length} of ')");
        using var folder = new Scratch();
        foreach (var (key, isConvex) in new[] { ("huber", true), ("welsch", false) })
        {
            var traits = Command.RunScript($"minima explain {key} --json", folder.Path).Single().GetProperty("traits").EnumerateArray();
            Assert.Equal(isConvex, traits.Single(one => one.GetProperty("trait").GetString() == "convex").GetProperty("holds").GetBoolean());
            Assert.Equal(isConvex, expected.Any(one => one.Name == key));
        }
    }

    [Fact]
    public async Task Barrons_alpha_leads_from_the_squared_error_to_Welsch()
    {
        await using var open = await Open("#atlas?alpha=2");
        foreach (var alpha in new[] { 2.0, 1, 0, -2, -7.5 })
        {
            await open.Page.GoAsync(FormattableString.Invariant($"#atlas?alpha={alpha}"));
            await open.Page.UntilAsync(FormattableString.Invariant($"{Screen}.dataset.alpha === '{alpha}'"));
            var gradient = new double[1];
            LossSpec.Parse(FormattableString.Invariant($"barron_general:alpha={alpha}")).Create().ValueAndGradient([10.0], [0.0], gradient);
            Assert.Equal(gradient[0], double.Parse((await open.Page.Locator("mx-atlas").GetAttributeAsync("data-pull"))!, CultureInfo.InvariantCulture), 1e-9);
            if (Golden.GetProperty("curves").TryGetProperty(FormattableString.Invariant($"barron_general:alpha={alpha}"), out var points)) Assert.Equal(11, points.GetArrayLength());
        }
    }

    [Fact]
    public async Task A_loss_is_chosen_and_left_by_keyboard()
    {
        await using var open = await Open("#atlas?show=mse&q=huber");
        await open.Page.UntilAsync($"{Screen}.dataset.searched === 'huber'");
        var entry = open.Page.Locator("mx-atlas .entries button[data-key=huber]");
        await entry.FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        await open.Page.UntilAsync($"{Screen}.dataset.drawn === 'mse;huber'");
        Assert.Equal("true", await entry.GetAttributeAsync("aria-pressed"));
        Assert.Equal("huber", await open.Page.EvaluateAsync<string>("document.activeElement.dataset.key"));
        await open.Page.UntilAsync("document.querySelector('mx-atlas .about math')");
        await open.Page.Keyboard.PressAsync("Space");
        await open.Page.UntilAsync($"{Screen}.dataset.drawn === 'mse'");
    }

    [Fact]
    public async Task The_prediction_answers_with_the_gradients_of_the_command()
    {
        await using var open = await site.OpenAsync("#atlas");
        await open.Page.Locator("mx-atlas .answers button").Nth(3).ClickAsync();
        await open.Page.UntilAsync("document.querySelector('mx-atlas .reply').textContent.includes('squared error 20')");
        Assert.StartsWith("Yes.", await open.SeenAsync("mx-atlas .reply"), StringComparison.Ordinal);
        Assert.Equal([20, 1, 1], Golden.GetProperty("predict").EnumerateArray().Take(3).Select(one => Math.Round(one.GetDouble(), 6)));
        Assert.InRange(Golden.GetProperty("predict")[3].GetDouble(), 0, 1e-6);
    }

    /// <summary>A name that is no loss is a message, and nothing else.</summary>
    [Theory]
    [InlineData("nosuch", "No loss has the key nosuch.")]
    [InlineData("constructor", "No loss has the key constructor.")]
    [InlineData("__proto__", "No loss has the key __proto__.")]
    [InlineData("</script>", "No loss has the key </script>.")]
    [InlineData("huber:delta=-1", "delta")]
    [InlineData("triplet_margin", "is no function of one number")]
    public async Task Hostile_names_are_messages(string name, string says)
    {
        await using var open = await Open("#atlas?show=mse;" + Uri.EscapeDataString(name));
        await open.Page.UntilAsync($"document.querySelector('mx-atlas .problem').textContent.includes({JsonSerializer.Serialize(says)})");
        await open.Page.UntilAsync($"document.querySelectorAll('mx-atlas .chosen button').length === 2");
    }

    [Fact]
    public async Task States_go_round()
    {
        var random = new Random(31);
        string[] keys = ["mse", "mae", "log_cosh", "cauchy", "huber:delta=2", "logistic", "hinge"];
        string[] traits = [.. Golden.GetProperty("traits").EnumerateObject().Select(one => one.Name)];
        await using var open = await Open("#atlas");
        var hashes = new List<string>();
        while (hashes.Count < RoundTrip.States)
        {
            var shown = string.Join(';', keys.OrderBy(_ => random.Next()).Take(random.Next(1, 4)));
            hashes.Add(FormattableString.Invariant($"#atlas?q={(random.Next(2) == 0 ? "robust" : "l1")}&task={1 << random.Next(3)}&trait={traits[random.Next(traits.Length)]}&shape=point&show={shown}&alpha={random.Next(-90, 10) / 10.0}&lang={(random.Next(2) == 0 ? "en" : "zh")}"));
        }

        await RoundTrip.HoldsAsync(open, "mx-atlas", hashes, "screen.dataset.alpha", hash => hash.Split("alpha=")[1].Split('&')[0]);
    }

    /// <summary>The places that programs print.</summary>
    private static double?[] Sampled(JsonElement curve, string name) => [.. Numbers(curve, name).Where((_, i) => i % 20 == 0)];

    /// <summary>What the command answers: infinities are texts.</summary>
    private static double[] Values(JsonElement answer) => [.. answer.GetProperty("value").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.PositiveInfinity)];

    /// <summary>Null is what a curve does not draw.</summary>
    private static void Close(double?[] expected, double[] printed)
    {
        Assert.Equal(expected.Length, printed.Length);
        for (var i = 0; i < printed.Length; i++) if (expected[i] is { } value) Assert.Equal(value, printed[i], 1e-9 * Math.Max(1, Math.Abs(value)));
    }

    private static double?[] Numbers(JsonElement curve, string name) => [.. curve.GetProperty(name).EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Null ? (double?)null : one.GetDouble())];

    private async Task<OpenPage> Open(string hash)
    {
        var open = await site.VisitAsync(hash);
        await open.Page.UntilAsync($"{Screen}.dataset.losses === '{Count.Value}'");
        return open;
    }

    private static async Task<string[]> Found(OpenPage open, string text)
    {
        await open.Page.Locator("mx-atlas input[type=search]").FillAsync(text);
        await open.Page.UntilAsync($"{Screen}.dataset.searched === {JsonSerializer.Serialize(text)}");
        return (await open.Page.Locator("mx-atlas").GetAttributeAsync("data-found"))!.Split(',');
    }
}
