using Minima.Cli.Streaming;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Train;
using Minima.Tensors.Streams;
using Xunit;

namespace Minima.Cli.Tests.Losses;

/// <summary>One reader of a loss: what one command takes every command takes, and what one refuses every command refuses in the same words.</summary>
public sealed class LossSpecTests
{
    private static readonly string[] Commands = ["explain", "check", "compare", "fit", "train", "doctor", "stream"];

    public static TheoryData<string, string> Read() => new()
    {
        { "huber", "huber" },
        { "Huber", "huber" },
        { " huber ", "huber" },
        { "smooth-l1", "smooth_l1" },
        { "HuberLoss:delta=2", "huber:delta=2" },
        { "huber: delta = 2 ", "huber:delta=2" },
        { "huber:delta=2e+0", "huber:delta=2" },
        { "huber:", "huber" },
        { "pinball:quantile=0.9", "pinball:quantile=0.9" },
        { "rank:ndcg", "lambdarank" },
        { "p-t", "p-t" },
        { "t-p", "t-p" },
        { "p", "p" },
        { "(p-t)^2", "(p-t)^2" },
        { " (p - t)^2 ", "(p - t)^2" },
        { "p < t ? t - p : 2*(p - t)", "p < t ? t - p : 2*(p - t)" },
        { "d*abs(p - t):d=2", "d*abs(p - t):d=2" },
        { "p < t ? t - p : d*(p - t):d=2", "p < t ? t - p : d*(p - t):d=2" },
        { "forward_correction:transition=[[0.8,0.2],[0.1,0.9]]", "forward_correction:transition=[[0.8, 0.2], [0.1, 0.9]]" },
        { "forward_correction:transition=[[0.8, 0.2], [0.1, 0.9]]", "forward_correction:transition=[[0.8, 0.2], [0.1, 0.9]]" },
        { "class_balanced_ce:class_counts=[10,20,30]", "class_balanced_ce:class_counts=[10, 20, 30]" },
    };

    /// <summary>An argument of any length is read or refused in a time that grows with its length: a minute would not do for the old reader of colons, nor for one that copies what it has read at each sign.</summary>
    [Theory]
    [InlineData("a:")]
    [InlineData(":")]
    [InlineData("huber:delta")]
    [InlineData("huber:")]
    [InlineData("p<t?")]
    [InlineData("p:a=")]
    [InlineData("[")]
    [InlineData("=")]
    [InlineData(",")]
    [InlineData("(")]
    [InlineData("rank:ndcg:")]
    public async Task AWordOfAHundredThousandSignsEnds(string piece)
    {
        var word = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
        var reading = Task.Run(() => Record.Exception(() => LossSpec.Parse(word)), TestContext.Current.CancellationToken);
        Assert.Same(reading, await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)));
        var refused = Assert.IsType<LossException>(await reading, exactMatch: false);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(refused.Message), 1, 4096);
    }

    /// <summary>Every name and alias of the catalogue is that loss; what was read is read again as the same.</summary>
    [Fact]
    public void EveryNameIsThatLoss()
    {
        foreach (var entry in Catalogue.All)
        {
            foreach (var name in entry.Aliases.Prepend(entry.Key))
            {
                Assert.Same(entry, LossSpec.Named(name));
                Assert.False(LossSpec.IsFormula(name), name);
            }

            var parameters = entry.Parameters.Where(parameter => parameter.Shown is not null && !entry.Parameters.Any(other => other.IsRequired && other.Shown is null)).Select(parameter => $"{parameter.Name}={ParameterInfo.Format(parameter.Shown)}").ToArray();
            if (parameters.Length == 0) continue;
            foreach (var name in entry.Aliases.Prepend(entry.Key))
            {
                // Every kind of value as it is shown: numbers, words, lists and matrices.
                var spec = LossSpec.Parse($"{name}:{string.Join(',', parameters)}");
                Assert.Same(entry, spec.Entry);
                Assert.Equal(spec.ToString(), LossSpec.Parse(spec.ToString()).ToString());
                for (var i = 0; i < entry.Parameters.Count; i++)
                {
                    if (entry.Parameters[i].Shown is { } shown) Assert.Equal(ParameterInfo.Format(shown), ParameterInfo.Format(spec.Create().Parameters[i]));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Read))]
    public void WhatIsReadIsReadAgain(string text, string expected)
    {
        var spec = LossSpec.Parse(text);
        Assert.Equal(expected, spec.ToString());
        Assert.Equal(expected, LossSpec.Parse(spec.ToString()).ToString());
        Assert.Equal(spec.Name, spec.Create().Entry is { IsText: true } entry ? entry.Formula : spec.Create().Entry.Key);
    }

    [Theory]
    [SampledCases]
    [Case("huber")]
    [Case("HuberLoss:delta=2")]
    [Case("smooth-l1")]
    [Case("p-t")]
    [Case("t-p")]
    [Case("(p-t)^2")]
    [Case("p < t ? t - p : 2*(p - t)")]
    [Case("d*abs(p - t):d=2")]
    [Case("pinball:quantile=0.9")]
    public async Task EveryCommandTakesIt(string text)
    {
        foreach (var command in Commands)
        {
            var run = await Run(command, text);

            // Whether a loss without a lowest place can be trained is another question, which no command answers by not knowing it.
            foreach (var unread in new[] { "there is no loss", "is not a parameter", "must be", "is missing", "no formula" }) Assert.False(run.Error.Contains(unread, StringComparison.Ordinal), $"{command}: {run.Error}");
        }
    }

    [Theory]
    [InlineData("hubber", "there is no loss 'hubber' (did you mean 'huber'?)")]
    [InlineData("hubber:delta=2", "there is no loss 'hubber' (did you mean 'huber'?)")]
    [InlineData("smooth-l2", "there is no loss 'smooth-l2'")]
    [InlineData("huber:dleta=2", "huber: there is no parameter 'dleta' (did you mean 'delta'?)")]
    [InlineData("huber:delta=x", "huber: parameter 'delta' is 'x'; it must be a number")]
    [InlineData("huber:delta=-1", "huber: parameter 'delta' is -1")]
    [InlineData("huber:delta=1e999", "huber: parameter 'delta' is 1e999, beyond the largest double")]
    [InlineData("huber:delta", "huber: 'delta' is not a parameter; write name=value")]
    [InlineData("huber:delta=1,delta=2", "huber: parameter 'delta' is given twice")]
    [InlineData("huber:delta=[1", "huber: parameter 'delta' is '[1'")]
    [InlineData("class_balanced_ce:class_counts=[1,,2]", "class_balanced_ce: parameter 'class_counts' is '[1,,2]'")]
    [InlineData("class_balanced_ce:class_counts=[1e999]", "class_balanced_ce: parameter 'class_counts' is 1e999, beyond the largest double")]
    [InlineData("forward_correction:transition=[[0.8,0.2],[0.1]]", "forward_correction: parameter 'transition'")]
    [InlineData("(p-t", "formula, column 5")]
    [InlineData("p-t)", "formula, column 4")]
    [InlineData("d*abs(p-t):d=x", "formula: parameter 'd' is 'x'; it must be a number")]
    [InlineData("abs(p-t):d=1", "formula: the text does not use the parameter 'd'")]
    public async Task EveryCommandRefusesItInTheSameWords(string text, string refusal)
    {
        var refused = (await Run("explain", text)).Error;
        Assert.Contains(refusal, refused, StringComparison.Ordinal);
        foreach (var command in Commands)
        {
            var run = await Run(command, text);
            Assert.Equal(ExitCode.Loss, run.Code);
            Assert.Equal(refused, run.Error.Replace("minima stream: ", "minima: ", StringComparison.Ordinal));
        }
    }

    /// <summary>A range is for what tunes; elsewhere it is no number, for all alike.</summary>
    [Fact]
    public void ARangeIsReadWhereParametersAreTuned()
    {
        var tuned = LossSpec.Parse("huber:delta=0.5..5", new Dictionary<string, string>(), SpecUse.Tuning);
        Assert.Equal(new TunedParameter("delta", 0.5, 5), tuned.Tuned);
        Assert.Equal("huber:delta=0.5..5", tuned.ToString());
        Assert.Contains("must be a number", Assert.Throws<LossException>(() => LossSpec.Parse("huber:delta=0.5..5")).Message, StringComparison.Ordinal);
    }

    /// <summary>Parameters beside losses go to each that has them, by name or as text; one that none has is refused.</summary>
    [Fact]
    public void ParametersBesideLossesAreThoseBehindTheColon()
    {
        var beside = LossSpec.Parse(["huber", "delta*abs(p - t)", "mae"], LossSpec.Words(["delta=3"]));
        Assert.Equal(["huber:delta=3", "delta*abs(p - t):delta=3", "mae"], beside.Select(spec => spec.ToString()));
        Assert.Contains("none of the 2 losses has this parameter", Assert.Throws<LossException>(() => LossSpec.Parse(["huber", "mae"], LossSpec.Words(["gamma=3"]))).Message, StringComparison.Ordinal);
        Assert.Contains("given twice", Assert.Throws<LossException>(() => LossSpec.Parse(["huber:delta=1"], LossSpec.Words(["delta=3"]))).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Marks() => [.. CellParser.MissingMarks, ""];

    /// <summary>A missing mark is one for every command, in a target and in a feature.</summary>
    [Theory]
    [SampledData(nameof(Marks), Thin = 0.3, Wide = 1)]
    public async Task AMissingMarkIsOneForEveryCommand(string mark)
    {
        using var folder = new TemporaryFolder();
        var target = TrainTables.Write(folder, "target.csv", Table(row => $"{row},{row % 7},{(row == 5 ? mark : Number(row))}"));
        var feature = TrainTables.Write(folder, "feature.csv", Table(row => $"{row},{(row == 5 ? mark : Number(row % 7))},{Number(row)}"));
        var fit = await CliRun.Of("fit", target, "--target", "y", "--loss", "mse");
        Assert.Equal(ExitCode.Data, fit.Code);
        Assert.Contains($"column 'y': {(mark.Length == 0 ? "the cell is empty" : $"'{mark}' marks a missing value")}", fit.Error, StringComparison.Ordinal);
        await CliRun.Good("fit", feature, "--target", "y", "--loss", "mse");
        Assert.Contains("1 row has no target and was left out", (await CliRun.Good("compare", target, "--target", "y", "--loss", "mae", "--folds", "2", "--repeats", "1")).Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var json = (await CliRun.Good("train", target, "--target", "y", "--epochs", "1", "--json")).Json;
        Assert.Equal(39, (int)json["training_rows"]! + (int)json["validation_rows"]!);

        static string Table(Func<int, string> row) => "a,b,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => row(i) + "\n"));

        static string Number(int row) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(row * 1.5) + (row % 3)}");
    }

    private static async Task<CliRun> Run(string command, string text)
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", "a,b,y\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"{i % 5},{i * 7 % 11},{1 + (i % 5) + (i * 7 % 11 % 3)}\n")));
        string[] target = [data, "--target", "y", "--loss", text];
        return command switch
        {
            "explain" => await CliRun.Of("explain", text),
            "check" => await CliRun.Of("check", "--loss", text),
            "compare" => await CliRun.Of(["compare", .. target, "--folds", "2", "--repeats", "1"]),
            "train" => await CliRun.Of(["train", .. target, "--epochs", "1"]),
            "doctor" => await CliRun.Of(["doctor", .. target, "--steps", "20"]),
            "stream" => Stream(data, text),
            _ => await CliRun.Of([command, .. target]),
        };
    }

    /// <summary>Standard input belongs to the test process, so the command is entered behind it.</summary>
    private static CliRun Stream(string data, string text)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var input = File.OpenText(data);
        var code = StreamCommand.RunAsync(new StreamRequest("y", text, 0.02, "none", DriftReaction.None, null, 0), input, output, error, CancellationToken.None).GetAwaiter().GetResult();
        return new CliRun(code, output.ToString(), error.ToString());
    }
}
