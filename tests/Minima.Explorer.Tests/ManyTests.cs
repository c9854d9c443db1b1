using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The screen Many losses: directions, coefficients, springs and alarms are those of the command and of the packages.</summary>
public sealed class ManyTests(Site site)
{
    private static readonly JsonElement Golden = Repository.Golden("many");

    private static readonly JsonElement Scene = Repository.Scene("many");

    private static readonly string[] Methods = [.. Scene.GetProperty("tasks").GetProperty("methods").EnumerateArray().Select(one => one.GetString()!)];

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task As_it_opens_the_steps_are_those_of_the_command(string language)
    {
        await using var open = await site.VisitAsync($"#many?lang={language}");
        await CertifiedAsync(open, "tasks", "[[{\"length\":3,\"angle\":20},{\"length\":1,\"angle\":165}],1]");
        foreach (var method in Methods)
        {
            var golden = Golden.GetProperty("tasks").GetProperty(method);
            Close(Doubles(golden.GetProperty("direction")), await NumbersAsync(open, $"tr[data-of={method}]", "direction"), 1e-12);
            Close(Doubles(golden.GetProperty("changes")), await NumbersAsync(open, $"tr[data-of={method}]", "changes"), 1e-12);
        }

        Assert.Contains(language == "en" ? "rises" : "上升", await open.SeenAsync("mx-many tr[data-of=fixed_weights]"), StringComparison.Ordinal);
        foreach (var method in Methods.Skip(1)) Assert.DoesNotContain(language == "en" ? "rises" : "上升", await open.SeenAsync($"mx-many tr[data-of={method}]"), StringComparison.Ordinal);
    }

    /// <summary>The definitions of the methods, computed here: the projections of PCGrad one after the other, the shortest mixture of MGDA by bisection, equal lengths of GradNorm.</summary>
    [Fact]
    public async Task Steps_follow_the_definitions_of_the_methods()
    {
        var random = new Random(31);
        await using var open = await site.VisitAsync("#many");

        // Alike, opposite, at a right angle, a short one against a long one; then at random.
        (double First, double Second, int Angle, int Other)[] special = [(2, 2, 30, 30), (2, 1, 30, 30), (2, 2, 30, -150), (3, 1, 30, -150), (1, 2, 0, 90), (0.1, 4, 0, 179)];
        for (var round = 0; round < 16; round++)
        {
            double[] lengths = round < special.Length ? [special[round].First, special[round].Second] : [random.Next(1, 41) / 10.0, random.Next(1, 41) / 10.0];
            int[] angles = round < special.Length ? [special[round].Angle, special[round].Other] : [random.Next(-180, 180), random.Next(-180, 180)];
            var weight = random.Next(0, 41) / 20.0;
            await open.Page.GoAsync(FormattableString.Invariant($"#many?lengths={lengths[0]},{lengths[1]}&angles={angles[0]},{angles[1]}&weight={weight}&lang=en"));
            await CertifiedAsync(open, "tasks", FormattableString.Invariant($"[[{{\"length\":{lengths[0]},\"angle\":{angles[0]}}},{{\"length\":{lengths[1]},\"angle\":{angles[1]}}}],{weight}]"));
            var (g, h) = (Gradient(lengths[0], angles[0]), Gradient(lengths[1], angles[1]));
            foreach (var method in Methods)
            {
                var expected = method switch
                {
                    "fixed_weights" => Mix(weight / 2, g, 1 - (weight / 2), h),
                    "gradnorm" => Mix(Equal(lengths[0], lengths[1]), g, Equal(lengths[1], lengths[0]), h),
                    "pcgrad" => Mix(1, Projected(g, h), 1, Projected(h, g)),
                    "mgda" => Shortest(g, h),
                    _ => throw new InvalidOperationException(method),
                };
                Close(expected, await NumbersAsync(open, $"tr[data-of={method}]", "direction"), 1e-9);
                double[] changes = [-Dot(g, expected), -Dot(h, expected)];
                Close(changes, await NumbersAsync(open, $"tr[data-of={method}]", "changes"), 1e-8);
                if (method is "pcgrad" or "mgda") Assert.All(changes, change => Assert.InRange(change, double.NegativeInfinity, 1e-9));
            }
        }
    }

    [Fact]
    public async Task An_arrow_is_moved_by_keyboard_and_by_mouse()
    {
        await using var open = await site.VisitAsync("#many?method=mgda");
        await CertifiedAsync(open, "tasks");
        var handle = open.Page.Locator("mx-many .many-tasks .handle").Nth(0);
        await handle.FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowRight");
        await open.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await open.Page.Keyboard.PressAsync("ArrowUp");
        Assert.Equal("31", await handle.GetAttributeAsync("aria-valuenow"));
        Assert.Contains("angle 31 degrees, length 3.1", await handle.GetAttributeAsync("aria-valuetext"), StringComparison.Ordinal);
        await open.Page.Keyboard.PressAsync("Home");
        Assert.Equal("-180", await handle.GetAttributeAsync("aria-valuenow"));
        await open.Page.Keyboard.PressAsync("Shift+ArrowDown");
        await CertifiedAsync(open, "tasks", "[[{\"length\":2.1,\"angle\":-180},{\"length\":1,\"angle\":165}],1]");

        var box = await handle.GrabAsync();
        await open.Page.Mouse.MoveAsync(box.X + 4000, box.Y + (box.Height / 2));
        await open.Page.Mouse.UpAsync();
        await CertifiedAsync(open, "tasks", "[[{\"length\":4,\"angle\":0},{\"length\":1,\"angle\":165}],1]");

        var dot = open.Page.Locator("mx-many .many-springs .handle").Nth(4);
        await dot.FocusAsync();
        await open.Page.Keyboard.PressAsync("End");
        Assert.Equal("3", await dot.GetAttributeAsync("aria-valuenow"));
        await open.Page.UntilAsync("document.querySelector('.many-springs').dataset.certified.includes('[2,-1.5,1,-2,3]')");
    }

    /// <summary>What the command gives exactly 0, the screen shows as exactly 0; and l2 gives no 0.</summary>
    [Fact]
    public async Task Coefficients_are_those_of_the_command_and_zeros_are_exact()
    {
        await using var open = await site.VisitAsync("#many");
        foreach (var strength in Scene.GetProperty("sparse").GetProperty("strengths").EnumerateArray().Select(one => one.GetRawText()))
        {
            await open.Page.GoAsync($"#many?penalty={strength}&lang=en");
            await CertifiedAsync(open, "sparse", strength);
            foreach (var kind in new[] { "l1", "l2" })
            {
                var golden = Doubles(Golden.GetProperty("sparse").GetProperty(kind).GetProperty(strength).GetProperty("coefficients"));
                var shown = await open.Page.EvaluateAsync<string[]>($"[...document.querySelectorAll('mx-many td[data-{kind}]')].map(cell => cell.dataset.{kind} + ' ' + cell.textContent)");
                Close(golden, [.. shown.Select(text => Number(text.Split(' ')[0]))], 1e-9);
                for (var j = 0; j < golden.Length; j++) Assert.Equal(golden[j] == 0, shown[j] == "0 0");
            }

            Assert.InRange(Number(await open.Page.Locator("mx-many .many-sparse").GetAttributeAsync("data-apart")), 0, 1e-9);
        }

        await open.Page.GoAsync("#many?lang=en");
        await CertifiedAsync(open, "sparse", "1");
        Assert.Equal(3, await open.Page.Locator("mx-many td[data-l1='0']").CountAsync());
        Assert.Equal(0, await open.Page.Locator("mx-many td[data-l2='0']").CountAsync());
        Assert.Contains("3 of 8", await open.SeenAsync("mx-many .zeros"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Springs_and_the_new_task_balance_as_the_command_says()
    {
        await using var open = await site.VisitAsync("#many");
        await CertifiedAsync(open, "springs");
        var golden = Golden.GetProperty("springs");
        var weights = await open.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('mx-many tr[data-rest]')].map(row => row.dataset.rest)");
        double[] shown = [.. weights.Select(text => Number(text))];
        Close(Doubles(golden.GetProperty("weights")), shown, 1e-12);
        var springs = open.Page.Locator("mx-many .many-springs");
        Close([golden.GetProperty("forgotten").GetDouble()], [Number(await springs.GetAttributeAsync("data-forgotten"))], 1e-12);

        // The command's pull of the springs is the new task's: half the squared distance has the distance as its gradient.
        Close(Doubles(golden.GetProperty("pulls")), [.. Doubles(Scene.GetProperty("springs").GetProperty("wanted")).Zip(shown, (wanted, rest) => wanted - rest)], 1e-12);
        Assert.True(Number(await springs.GetAttributeAsync("data-even")) > Number(await springs.GetAttributeAsync("data-forgotten")));
    }

    /// <summary>Command, C#, Python and PyTorch give what the screen shows; the alarms are those of the package.</summary>
    [Theory]
    [SampledCases]
    [Case("", "en")]
    [Case("&lengths=2.5,1.5&angles=-40,100&weight=1.3&penalty=0.5&lambda=10&wanted=1,2,-1,-3,0.5&fisher=1,0,2,0.5,5&before=0.6&after=0.3&over=100&delta=0.05&seed=7", "zh")]
    public async Task Exports_give_the_numbers_of_the_screen(string state, string language)
    {
        await using var open = await site.VisitAsync($"#many?lang={language}{state}");
        foreach (var section in new[] { "tasks", "sparse", "springs", "drift" }) await CertifiedAsync(open, section);
        using var folder = new Scratch();
        var exports = new Exports(open, "mx-many");
        using var shown = JsonDocument.Parse(await exports.TextAsync("many.json"));
        var methods = shown.RootElement.GetProperty("tasks").GetProperty("methods");
        var (surgery, shortest) = (Doubles(methods.GetProperty("pcgrad").GetProperty("direction")), Doubles(methods.GetProperty("mgda").GetProperty("direction")));
        var penalties = shown.RootElement.GetProperty("penalty");
        var (l1, l2) = (Doubles(penalties.GetProperty("l1").GetProperty("coefficients")), Doubles(penalties.GetProperty("l2").GetProperty("coefficients")));
        double[] rest = Doubles(shown.RootElement.GetProperty("springs").GetProperty("weights")), alarms = Doubles(shown.RootElement.GetProperty("stream").GetProperty("alarms"));
        Assert.NotEmpty(alarms);

        var answers = Command.RunScript(await exports.TextAsync("many.sh"), folder.Path);
        Assert.Equal(7, answers.Count);
        Close([.. Doubles(methods.GetProperty("fixed_weights").GetProperty("weights"))], Doubles(answers[0].GetProperty("gradient").GetProperty("losses")), 1e-12);
        Assert.InRange(answers[1].GetProperty("value").GetDouble(), 0, 1e-12);
        Close(surgery, Doubles(answers[2].GetProperty("value")), 1e-9);
        Close(shortest, Doubles(answers[3].GetProperty("value")), 1e-9);
        var held = shown.RootElement.GetProperty("springs");
        Close([.. Doubles(held.GetProperty("wanted")).Zip(rest, (wanted, one) => wanted - one)], Doubles(answers[4].GetProperty("gradient").GetProperty("weight")), 1e-9);
        Close(l1, Doubles(answers[5].GetProperty("coefficients")), 1e-9);
        Close(l2, Doubles(answers[6].GetProperty("coefficients")), 1e-9);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(folder.Path, "many.csv"), TestContext.Current.CancellationToken), await exports.TextAsync("many.csv"));

        double[][] lines = [.. Command.RunProgram(await exports.TextAsync("Program.cs"), folder.Path).Trim().Split('\n').Select(line => line.Trim().Split(' ').Select(text => Number(text)).ToArray())];
        Close(surgery, lines[0], 1e-9);
        Close(shortest, lines[1], 1e-9);
        Close(l1, lines[2], 1e-9);
        Close(l2, lines[3], 1e-9);
        Assert.Equal(alarms, lines.Skip(4).Select(line => line[0]));

        foreach (var file in new[] { "many.py", "many-torch.py" })
        {
            var python = await exports.PrintedAsync(file, folder.Path);
            Close([.. surgery, .. shortest, .. l1, .. rest], python, 1e-9);
            Assert.Equal(l1.Select(one => one == 0), python[4..12].Select(one => one == 0));
        }
    }

    [Fact]
    public async Task A_stream_that_does_not_change_gives_no_alarm_and_one_that_does_gives_one()
    {
        await using var open = await site.VisitAsync("#many?before=0.2&after=0.2&delta=0.00001");
        await CertifiedAsync(open, "drift", "{\"before\":0.2,\"after\":0.2,\"over\":0,\"delta\":0.00001,\"seed\":1}");
        Assert.Equal("", await open.Page.Locator("mx-many .many-drift").GetAttributeAsync("data-alarms"));
        await open.Page.GoAsync("#many?before=0.05&after=0.95&lang=en");
        await CertifiedAsync(open, "drift", "{\"before\":0.05,\"after\":0.95,\"over\":0,\"delta\":0.002,\"seed\":1}");
        var first = Number((await open.Page.Locator("mx-many .many-drift").GetAttributeAsync("data-alarms"))!.Split(',')[0]);
        Assert.InRange(first, 501, 544);
        Assert.Contains(first.ToString(CultureInfo.InvariantCulture), await open.SeenAsync("mx-many .alarms"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-US", "Yes.")]
    [InlineData("zh-CN", "对。")]
    public async Task The_prediction_answers_with_the_numbers_of_the_command(string locale, string verdict)
    {
        await using var open = await site.OpenAsync("#many", locale);
        Assert.Contains("covered", await open.Page.Locator("mx-many .many-tasks").GetAttributeAsync("class"), StringComparison.Ordinal);
        await open.Page.Locator("mx-many .answers button").Nth(0).ClickAsync();
        await open.Page.UntilAsync($"document.querySelector('mx-many .reply').innerText.includes('{verdict}')");
        var reply = await open.SeenAsync("mx-many .reply");
        foreach (var method in new[] { "fixed_weights", "pcgrad" })
        {
            foreach (var change in Doubles(Golden.GetProperty("tasks").GetProperty(method).GetProperty("changes")))
                Assert.Contains(Math.Abs(change).ToString("G4", CultureInfo.InvariantCulture), reply, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task States_go_round()
    {
        var random = new Random(32);
        await using var open = await site.VisitAsync("#many");
        var hashes = new List<string>();
        while (hashes.Count < RoundTrip.States)
        {
            var wanted = string.Join(',', Enumerable.Range(0, 5).Select(_ => (random.Next(-29, 29) / 10.0 + 0.1).ToString("0.0", CultureInfo.InvariantCulture).Replace(".0", "", StringComparison.Ordinal)));
            var fisher = string.Join(',', Enumerable.Range(0, 5).Select(_ => (random.Next(1, 100) / 20.0).ToString(CultureInfo.InvariantCulture)));
            hashes.Add(FormattableString.Invariant($"#many?lengths={random.Next(11, 29) / 10.0},{random.Next(11, 40) / 10.0}&angles={random.Next(-180, 19)},{random.Next(-180, 164)}&method={Methods[random.Next(1, 4)]}&weight={random.Next(0, 20) / 20.0}&penalty={random.Next(11, 90) / 10.0}&wanted={wanted}&fisher={fisher}&lambda={random.Next(2, 100)}&before={random.Next(21, 90) / 100.0}&after={random.Next(51, 90) / 100.0}&over={random.Next(1, 50) * 10}&delta={random.Next(11, 99) / 1000.0}&seed={random.Next(2, 1000)}&lang={(random.Next(2) == 0 ? "en" : "zh")}"));
        }

        await RoundTrip.HoldsAsync(open, "mx-many", hashes, "screen.querySelector('output.penalty').textContent", hash => hash.Split("penalty=")[1].Split('&')[0]);
    }

    /// <summary>Waits until the library has answered for a section; where its state is given, for that.</summary>
    private static Task CertifiedAsync(OpenPage open, string section, string? state = null) => open.Page.UntilAsync($"document.querySelector('mx-many .many-{section}')?.dataset.certified{(state is null ? "" : $" === {JsonSerializer.Serialize(state)}")}");

    private static async Task<double[]> NumbersAsync(OpenPage open, string element, string field) => [.. (await open.Page.Locator($"mx-many {element}").GetAttributeAsync("data-" + field))!.Split(',').Select(text => Number(text))];

    private static double[] Gradient(double length, int angle) => [-length * Math.Cos(angle * Math.PI / 180), -length * Math.Sin(angle * Math.PI / 180)];

    private static double Dot(double[] a, double[] b) => (a[0] * b[0]) + (a[1] * b[1]);

    private static double[] Mix(double v, double[] a, double w, double[] b) => [(v * a[0]) + (w * b[0]), (v * a[1]) + (w * b[1])];

    /// <summary>The weight that makes weighted lengths equal; both weights sum to 2.</summary>
    private static double Equal(double own, double other) => 2 / own / ((1 / own) + (1 / other));

    /// <summary>A gradient without its part against another one.</summary>
    private static double[] Projected(double[] g, double[] h) => Dot(g, h) < 0 ? Mix(1, g, -Dot(g, h) / Dot(h, h), h) : g;

    /// <summary>The shortest mixture, by bisection on the slope of its squared length in the share.</summary>
    private static double[] Shortest(double[] g, double[] h)
    {
        double low = 0, high = 1;
        double Slope(double share) => Dot(Mix(share, g, 1 - share, h), Mix(1, g, -1, h));
        if (Slope(0) >= 0) return h;
        if (Slope(1) <= 0) return g;
        for (var step = 0; step < 100; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Slope(middle) < 0 ? (middle, high) : (low, middle);
        }

        return Mix(low, g, 1 - low, h);
    }

    private static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetDouble())];

    private static void Close(double[] expected, double[] shown, double tolerance)
    {
        Assert.Equal(expected.Length, shown.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], shown[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);
}
