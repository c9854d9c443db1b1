using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Minima.Analysis;
using Minima.Tensors;
using Minima.Tensors.Randomness;
using Minima.Training;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The screen Playground: its trainings are those of the same program outside of a browser, and its field is the network's own prediction.</summary>
public sealed class PlaygroundTests(Site site)
{
    /// <summary>Of the acceptance; both compute in double, so that they agree far closer.</summary>
    private const double Near = 1e-5;

    private static readonly JsonElement Golden = Repository.Golden("playground");

    private static readonly JsonElement Scene = Repository.Scene("playground");

    private static readonly string[] Kinds = [.. Scene.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetProperty("id").GetString()!)];

    /// <summary>What two trainings differ in, and whether the loss takes the labels -1 and 1.</summary>
    public sealed record Runner(string Loss, string Optimizer, double Rate, int[] Hidden, bool HasMarginLabels = false, double Momentum = 0);

    public static TheoryData<string, int, Runner, Runner> Trainings =>
    [
        ("#playground?steps=200&lang=en", 1, new("bce_with_logits", "adam", 0.02, [8, 8]), new("mse", "adam", 0.02, [8, 8])),
        ("#playground?data=outliers&seed=3&lossa=mae&lossb=cauchy&optimizerb=sgd:momentum=0.9&rateb=0.01&layersb=4&steps=200&lang=zh", 3, new("mae", "adam", 0.02, [8, 8]), new("cauchy", "sgd", 0.01, [4], Momentum: 0.9)),
        ("#playground?data=rare&lossa=hinge&layersa=16,16&lossb=softplus(p)%20-%20t*p&optimizerb=rmsprop&rateb=0.005&layersb=none&steps=200&lang=en", 1, new("hinge", "adam", 0.02, [16, 16], HasMarginLabels: true), new("softplus(p) - t*p", "rmsprop", 0.005, [])),
    ];

    [Theory]
    [SampledData(nameof(Trainings), Thin = 0.5, Wide = 0.5)]
    public async Task Losses_and_field_are_those_of_the_same_program(string state, int seed, Runner a, Runner b)
    {
        await using var open = await site.VisitAsync(state);
        await SettledAsync(open, 200);
        var exports = new Exports(open, "mx-playground");
        var (rows, field) = (Table(await exports.TextAsync("playground.csv")), Table(await exports.TextAsync("field.csv")));
        var inputs = rows[0].Length - 1;
        foreach (var (runner, place) in new[] { (a, 0), (b, 1) })
        {
            var shown = await LossesAsync(open, place);
            Assert.Equal(200, shown.Length);
            var (losses, model) = Trained(runner, seed, rows);
            for (var i = 0; i < losses.Length; i++) Assert.Equal(losses[i], shown[i], Near);
            using var unrecorded = Autograd.NoGradient();
            var forward = model.Forward(Tensor.Of([.. field.SelectMany(row => row[..inputs])], [field.Length, inputs])).ToArray();
            for (var i = 0; i < field.Length; i++) Assert.Equal(forward[i], field[i][inputs + place], Near);
            Assert.True(forward.Max() - forward.Min() > 0.1);
        }
    }

    /// <summary>One row on its way: forwards and backwards in the page as in the library, at the weights before the step.</summary>
    [Theory]
    [SampledData(nameof(Trainings), Thin = 0.5, Wide = 0.5)]
    public async Task The_flow_of_a_row_has_the_gradients_of_the_library(string state, int seed, Runner a, Runner b)
    {
        const int Steps = 30;
        const int Row = 7;
        await using var open = await site.VisitAsync($"{state.Replace("steps=200", $"steps={Steps}", StringComparison.Ordinal)}&row={Row}&of=b");
        await SettledAsync(open, Steps);
        var rows = Table(await new Exports(open, "mx-playground").TextAsync("playground.csv"));
        foreach (var runner in new[] { b, a })
        {
            if (runner == a) await open.Page.Locator("mx-playground .flow select.of").SelectOptionAsync("0");
            var (predictions, norms) = Passes(runner, Trained(runner, seed, rows, Steps - 1).Model, rows);
            var figure = open.Page.Locator("mx-playground figure.flow");
            var shown = (await figure.GetAttributeAsync("data-norms"))!.Split(',').Select(Number).ToArray();
            Assert.Equal((Steps - 1).ToString(CultureInfo.InvariantCulture), await figure.GetAttributeAsync("data-step"));
            Assert.Equal(norms.Length, shown.Length);
            for (var layer = 0; layer < norms.Length; layer++) Assert.Equal(norms[layer], shown[layer], Near * Math.Max(1e-3, norms[layer]));
            Assert.Equal(predictions[Row - 1], Number(await figure.GetAttributeAsync("data-prediction")), Near);
            Assert.Equal(6, await open.Page.Locator("mx-playground .stages li").CountAsync());
        }
    }

    /// <summary>The exported program and the exported tables: the losses of the screen, its scores, and the steps that the golden numbers hold. The exported commands are accepted.</summary>
    [Fact]
    public async Task The_exported_program_makes_the_trainings_of_the_screen()
    {
        var steps = Golden.GetProperty("scores")[0].GetArrayLength();
        await using var open = await site.VisitAsync($"#playground?steps={steps}&lang=en");
        await SettledAsync(open, steps);
        var exports = new Exports(open, "mx-playground");
        using var folder = new Scratch();
        foreach (var table in new[] { "playground.csv", "held-out.csv" }) await File.WriteAllTextAsync(Path.Combine(folder.Path, table), await exports.TextAsync(table), TestContext.Current.CancellationToken);
        var printed = Command.RunProgram(await exports.TextAsync("Program.cs"), folder.Path).Trim().Split('\n').Select(line => line.Split(',')).ToArray();
        for (var place = 0; place < 2; place++)
        {
            var own = printed.Where(line => line[0] == (place == 0 ? "A" : "B")).ToArray();
            var shown = await LossesAsync(open, place);
            Assert.Equal(steps, own.Length);
            for (var i = 0; i < steps; i++)
            {
                Assert.Equal(Number(own[i][2]), shown[i], Near);
                Assert.Equal(Golden.GetProperty("scores")[place][i].GetDouble(), Number(own[i][3]), 1e-12);
            }

            var row = Row(open, place);
            Assert.Equal(Number(own[^1][3]), Number(await row.GetAttributeAsync("data-score")), 1e-12);
            Assert.Equal(Golden.GetProperty("finish")[place].GetInt32().ToString(CultureInfo.InvariantCulture), await row.GetAttributeAsync("data-finish"));
        }

        Assert.Equal(2, Command.RunScript(await exports.TextAsync("playground.sh"), folder.Path).Count);
    }

    /// <summary>From the same weights PyTorch makes both trainings by its own optimizers, NumPy by rules and gradients written out: a loss for each step.</summary>
    [Theory]
    [SampledCases]
    [Case("", "en")]
    [Case("data=outliers&lossa=huber:delta=0.5&optimizera=sgd:momentum=0.9&ratea=0.01&lossb=log_cosh&optimizerb=adagrad&layersb=3,5,2&", "zh")]
    [Case("data=rare&lossa=hinge&optimizera=lion&ratea=0.003&lossb=softplus(p)%20-%20t*p&optimizerb=rmsprop&rateb=0.005&layersb=none&", "en")]
    public async Task Python_makes_the_trainings_of_the_screen(string state, string language)
    {
        const int Steps = 40;
        await using var open = await site.VisitAsync($"#playground?{state}steps={Steps}&lang={language}");
        await SettledAsync(open, Steps);
        var exports = new Exports(open, "mx-playground");
        using var folder = new Scratch();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "playground.csv"), await exports.TextAsync("playground.csv"), TestContext.Current.CancellationToken);
        foreach (var file in new[] { "playground-torch.py", "playground.py" })
        {
            var printed = (await exports.PrintedAsync(file, folder.Path)).Chunk(3).ToArray();
            Assert.Equal(2 * Steps, printed.Length);
            for (var place = 0; place < 2; place++)
            {
                var shown = await LossesAsync(open, place);
                for (var i = 0; i < Steps; i++) Assert.Equal(shown[i], printed[(Steps * place) + i][2], 1e-9 * Math.Max(1, Math.Abs(shown[i])));
            }
        }
    }

    [Theory]
    [InlineData("en", "Not quite.")]
    [InlineData("zh", "不完全对。")]
    public async Task The_prediction_answers_with_the_steps_of_the_golden_numbers(string language, string verdict)
    {
        await using var open = await site.OpenAsync($"#playground?lang={language}");
        var answers = open.Page.Locator("mx-playground .answers button");
        if (await open.Page.Locator("mx-playground figure.covered").CountAsync() == 0) Assert.Fail("the figure is not covered");
        await answers.Nth(0).ClickAsync();
        var finish = Golden.GetProperty("finish").EnumerateArray().Select(step => step.GetInt32()).ToArray();
        await open.Page.UntilAsync("document.querySelector('mx-playground .answers button[data-right]')");
        Assert.Equal("true", await answers.Nth(finish[0] < finish[1] ? 0 : 1).GetAttributeAsync("data-right"));
        var reply = await open.SeenAsync("mx-playground .reply");
        Assert.StartsWith(verdict, reply, StringComparison.Ordinal);
        foreach (var step in finish) Assert.Contains(step.ToString(CultureInfo.InvariantCulture), reply, StringComparison.Ordinal);

        // What it says of the outputs: three rows of ten are class 1.
        Assert.Contains(language == "en" ? "for the squared error it is that probability, for the cross-entropy its logit" : "平方误差的输出是概率本身，交叉熵的输出是它的 logit", reply, StringComparison.Ordinal);
        double Best(string loss) => LossAnalysis.Of(LossSpec.Parse(loss).Create()).OptimalConstant([1, 1, 1, 0, 0, 0, 0, 0, 0, 0]).Value;
        Assert.Equal(0.3, Best("mse"), 1e-9);
        Assert.Equal(Math.Log(0.3 / 0.7), Best("bce_with_logits"), 1e-9);
    }

    /// <summary>By keyboard, and where motion is to be reduced: the button trains until both are at the goal, and the slider of the steps goes back.</summary>
    [Fact]
    public async Task To_the_goal_by_keyboard_and_back()
    {
        await using var open = await site.OpenAsync("#playground?lang=en");
        await open.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await open.Page.Keyboard.PressAsync("Escape");
        var last = Golden.GetProperty("finish").EnumerateArray().Max(step => step.GetInt32());
        await open.Page.Locator("mx-playground .again button").Nth(2).FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        await SettledAsync(open, last);
        Assert.Contains($"reached it at step {last}", await open.SeenAsync("mx-playground .reached"), StringComparison.Ordinal);
        var slider = open.Page.Locator("mx-playground input.step");
        await slider.FocusAsync();
        await slider.PressAsync("Home");
        await SettledAsync(open, 0);
        Assert.Equal("0", await slider.GetAttributeAsync("aria-valuetext"));
        Assert.Contains("A has not reached it", await open.SeenAsync("mx-playground .reached"), StringComparison.Ordinal);
    }

    /// <summary>A rate that is far too large: the doctor's findings in both languages, and an end where a number is not finite.</summary>
    [Theory]
    [InlineData("en", "not finite")]
    [InlineData("zh", "NaN 或无穷大")]
    public async Task A_training_that_diverges_is_diagnosed_and_ended(string language, string end)
    {
        await using var open = await site.VisitAsync($"#playground?lossa=mse&optimizera=sgd&ratea=1000&steps=100&lang={language}");
        await SettledAsync(open, 100);
        Assert.Contains(end, await open.SeenAsync("mx-playground .reached"), StringComparison.Ordinal);
        Assert.Contains("A · loss-rises", await open.SeenAsync("mx-playground .findings"), StringComparison.Ordinal);
        Assert.Equal(100, (await LossesAsync(open, 1)).Length);
    }

    [Theory]
    [InlineData("gaussian_nll", "more than a prediction and a target")]
    [InlineData("no_such_loss", "no_such_loss")]
    [InlineData("p -", "")]
    public async Task A_loss_that_does_not_fit_is_refused_and_the_other_trains(string loss, string said)
    {
        await using var open = await site.VisitAsync($"#playground?lossa={Uri.EscapeDataString(loss)}&steps=10&lang=en");
        await SettledAsync(open, 10);
        var row = open.Page.Locator("mx-playground .trainings tbody tr").First;
        Assert.Equal(2, await row.Locator("th, td").CountAsync());
        Assert.Contains(said, await row.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(10, (await LossesAsync(open, 0)).Length);
    }

    /// <summary>Rows of the reader: two classes, and numbers whose errors are told in the units of the target. The address holds them.</summary>
    [Fact]
    public async Task A_table_of_the_reader_is_learned_in_its_own_units()
    {
        await using var open = await site.OpenAsync("#playground?lang=en");
        await open.Page.Locator("mx-playground .own-data summary").ClickAsync();
        await PasteAsync(open, "a,b,c\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i % 10},{i / 10},{(i % 10) + (i / 10) > 6}\n"))).Replace("True", "yes", StringComparison.Ordinal).Replace("False", "no", StringComparison.Ordinal));
        await open.Page.Locator("mx-playground .own-data select.target").SelectOptionAsync("c");
        await open.Page.Locator("mx-playground .own-data select.x").SelectOptionAsync("a");
        await open.Page.Locator("mx-playground .own-data select.y").SelectOptionAsync("b");
        await open.Page.UntilAsync("document.querySelector('mx-playground').dataset.settled === '0' && document.querySelector('mx-playground .problem').textContent === ''");
        await open.Page.Locator("mx-playground .again button").Nth(2).ClickAsync();
        await open.Page.UntilAsync("Number(document.querySelector('mx-playground').dataset.settled) > 0");
        Assert.InRange(Number(await Row(open, 0).GetAttributeAsync("data-score")), 0.95, 1);

        await PasteAsync(open, "x,price\n" + string.Concat(Enumerable.Range(0, 50).Select(i => FormattableString.Invariant($"{i},{1000 + (20 * i)}\n"))));
        await open.Page.UntilAsync("document.querySelector('mx-playground .problem').innerText.includes('units of the target')");
        await open.Page.Locator("mx-playground .again button").Nth(2).ClickAsync();
        await open.Page.UntilAsync("document.querySelector('mx-playground .reached').innerText.includes('B reached it')");
        var written = await open.Page.EvaluateAsync<string>("() => { document.querySelector('mx-playground').dispatchEvent(new CustomEvent('save')); return location.hash; }");
        Assert.Contains("data=own&n=1&d=0,1000,1,1020,2,1040", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task States_go_round()
    {
        var random = new Random(29);
        await using var open = await site.VisitAsync("#playground");
        string[] losses = ["hinge", "huber:delta=0.5", "(p - t)^2"];
        string[] optimizers = ["sgd", "sgd:momentum=0.9", "rmsprop", "adagrad", "lion"];
        string[] layers = ["none", "4", "16,16", "3,5,2"];
        var hashes = new List<string>();
        while (hashes.Count < RoundTrip.States)
        {
            var runners = string.Concat("ab".Select(letter => FormattableString.Invariant($"&loss{letter}={Uri.EscapeDataString(losses[random.Next(3)]).Replace("%28", "(", StringComparison.Ordinal).Replace("%29", ")", StringComparison.Ordinal).Replace("%3D", "=", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal)}&optimizer{letter}={optimizers[random.Next(5)]}&rate{letter}=0.00{random.Next(1, 10)}&layers{letter}={layers[random.Next(4)]}")));
            hashes.Add(FormattableString.Invariant($"#playground?data={Kinds[random.Next(1, Kinds.Length)]}&seed={random.Next(2, 1000)}&goal=0.{random.Next(5, 9)}{runners}&steps={random.Next(1, 4)}&lang={(random.Next(2) == 0 ? "en" : "zh")}"));
        }

        await RoundTrip.HoldsAsync(open, "mx-playground", hashes, "screen.dataset.settled", hash => hash.Split("steps=")[1].Split('&')[0]);
    }

    /// <summary>The loop that the screen runs, here.</summary>
    private static (double[] Losses, Module Model) Trained(Runner runner, int seed, double[][] rows, int steps = 200)
    {
        var inputs = rows[0].Length - 1;
        var (x, t) = Batch(runner, rows);
        var loss = LossSpec.Parse(runner.Loss).Create();
        var model = Models.Mlp(inputs, runner.Hidden, 1, new RandomState((ulong)seed), type: ElementType.Double);
        var optimizer = runner.Momentum > 0 ? Optimizers.Create(runner.Optimizer, model.Parameters, runner.Rate, ("momentum", runner.Momentum)) : Optimizers.Create(runner.Optimizer, model.Parameters, runner.Rate);
        var losses = new double[steps];
        for (var step = 0; step < losses.Length; step++)
        {
            using var scope = StepScope.Begin();
            optimizer.ClearGradients();
            var value = loss.Apply(model.Forward(x).Reshape(t.Shape), t);
            value.Backward();
            optimizer.Step();
            losses[step] = value.Item();
        }

        return (losses, model);
    }

    /// <summary>The predictions of all rows, and the norm of the gradient of each layer.</summary>
    private static (double[] Predictions, double[] Norms) Passes(Runner runner, Module model, double[][] rows)
    {
        var (x, t) = Batch(runner, rows);
        using var scope = StepScope.Begin();
        model.ClearGradients();
        var predictions = model.Forward(x).Reshape(t.Shape);
        LossSpec.Parse(runner.Loss).Create().Apply(predictions, t).Backward();
        return (predictions.ToArray(), [.. model.Parameters.Chunk(2).Select(layer => Math.Sqrt(layer.SelectMany(parameter => parameter.Gradient!.ToArray()).Sum(slope => slope * slope)))]);
    }

    private static (Tensor X, Tensor T) Batch(Runner runner, double[][] rows)
    {
        var inputs = rows[0].Length - 1;
        return (Tensor.Of([.. rows.SelectMany(row => row[..inputs])], [rows.Length, inputs]), Tensor.Of([.. rows.Select(row => runner.HasMarginLabels ? (2 * row[^1]) - 1 : row[^1])], [rows.Length]));
    }

    private static async Task PasteAsync(OpenPage open, string csv)
    {
        await open.Page.Locator("mx-playground .own-data textarea").FillAsync(csv);
        await open.Page.Locator("mx-playground .own-data .read button").ClickAsync();
        await open.Page.UntilAsync("!document.querySelector('mx-playground .own-data .columns').hidden");
    }

    private static Task SettledAsync(OpenPage open, int steps) => open.Page.UntilAsync($"document.querySelector('mx-playground').dataset.settled === '{steps}'");

    private static ILocator Row(OpenPage open, int place) => open.Page.Locator("mx-playground .trainings tbody tr[data-losses]").Nth(place);

    private static async Task<double[]> LossesAsync(OpenPage open, int place) => [.. (await Row(open, place).GetAttributeAsync("data-losses"))!.Split(',').Select(Number)];

    private static double[][] Table(string csv) => [.. csv.Trim().Split('\n').Skip(1).Select(line => line.Split(',').Select(Number).ToArray())];

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);
}
