using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Train;

/// <summary>Every mistake has its exit code and a message that says what to do.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData(2, "train: --learning-rate is 0; it must be a finite number above 0.", "--learning-rate", "0")]
    [InlineData(2, "train: --learning-rate is -1;", "--learning-rate", "-1")]
    [InlineData(2, "train: --learning-rate is NaN;", "--learning-rate", "NaN")]
    [InlineData(2, "train: --weight-decay is -1; it must be a finite number of at least 0.", "--weight-decay", "-1")]
    [InlineData(2, "--learning-rate is 'fast'; it must be a number", "--learning-rate", "fast")]
    [InlineData(2, "(did you mean ", "--optimizer", "adamm")]
    [InlineData(2, "sgd has no option 'momentun' (did you mean 'momentum'?)", "--optimizer", "sgd:momentun=0.9")]
    [InlineData(2, "option=number is expected", "--optimizer", "sgd:momentum")]
    [InlineData(2, "did you mean 'cosine'?", "--schedule", "cosin")]
    [InlineData(2, "did you mean 'relu'?", "--activation", "rellu")]
    [InlineData(2, "did you mean 'batch'?", "--normalise", "bach")]
    [InlineData(2, "--epochs is '0'; it must be a whole number of at least 1", "--epochs", "0")]
    [InlineData(2, "--batch is '1.5'", "--batch", "1.5")]
    [InlineData(2, "whole numbers above 0 separated by commas", "--hidden", "8,,8")]
    [InlineData(2, "--validation is '1'; it must be a fraction", "--validation", "1")]
    [InlineData(2, "--dropout is '1'; it must be a fraction", "--dropout", "1")]
    [InlineData(2, "train: --hidden 100000000 is more than memory or one tensor holds; with steps of 32 rows at most ", "--hidden", "100000000")]
    [InlineData(3, "minima boost and minima compare take it with --order", "--target", "kind", "--loss", "cumulative_link")]
    [InlineData(2, "--clip is 0", "--clip", "0")]
    [InlineData(2, "--checkpoint-every needs --checkpoints", "--checkpoint-every", "5")]
    [InlineData(2, "--stop-early watches the validation rows", "--stop-early", "3", "--validation", "0")]
    [InlineData(2, "--warm-up is 1000 steps, and the training has", "--warm-up", "1000", "--epochs", "2")]
    [InlineData(2, "do not go together", "--warm-up", "1", "--schedule", "plateau")]
    [InlineData(2, "--class-weights is for one target of classes", "--class-weights", "balanced")]
    [InlineData(2, "--param is for a formula", "--param", "x=1")]
    [InlineData(2, "--target gives one. Name more", "--balance", "pcgrad")]
    [InlineData(2, "(did you mean 'pcgrad'?)", "--target", "y,z", "--balance", "pcgard")]
    [InlineData(2, "pcgrad makes a step of one batch, and --accumulate is 2", "--target", "y,z", "--balance", "pcgrad", "--accumulate", "2")]
    [InlineData(2, "these targets of 0 and 1 have one loss together", "--target", "l,m", "--balance", "pcgrad")]
    [InlineData(2, "its name must end in .svg", "--plot", "picture.png")]
    [InlineData(2, "Create it, or name another", "--plot", "no such folder/picture.svg")]
    [InlineData(2, "--group and --time both choose the rows for validation", "--group", "w", "--time", "a")]
    [InlineData(4, "--group 'v': data.csv has no such column", "--group", "v")]
    [InlineData(3, "(did you mean 'huber'?)", "--loss", "hubber")]
    [InlineData(3, "it is not a loss for regression. Losses that fit: mse, ", "--loss", "cross_entropy")]
    [InlineData(3, "Losses that fit: mse, ", "--loss", "hinge")]
    [InlineData(3, "its text does not use t, the target", "--loss", "p^2")]
    [InlineData(3, "it needs the input 'c' for every row, which the network does not predict; if it is one number, give it with --param c=VALUE, if a column, take minima fit", "--loss", "(p - t)^2/c")]
    [InlineData(4, "--target 'yy': data.csv has no such column", "--target", "yy")]
    [InlineData(4, "--ignore 'q': data.csv has no such column", "--ignore", "q")]
    [InlineData(4, "--weight 'weights': data.csv has no such column", "--weight", "weights")]
    [InlineData(4, "several targets are all numbers that vary, or all labels of 0 and 1", "--target", "y,kind")]
    [InlineData(4, "it does not hold every target", "--validation-file", "other.csv")]
    [InlineData(5, "there is no such file", "--validation-file", "none.csv")]
    public async Task Options(int code, string message, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(40));
        TrainTables.Write(folder, "other.csv", "a,b\n1,2\n");
        string[] here = Array.ConvertAll(options, word => word.EndsWith(".csv", StringComparison.Ordinal) ? Path.Combine(folder.Path, word) : word);
        string[] target = options[0] == "--target" ? [] : ["--target", "y"];
        string[] ignore = options[0] is "--ignore" or "--target" ? [] : ["--ignore", TrainTables.But("y")];
        var run = await CliRun.Of(["train", data, .. target, .. ignore, .. here]);
        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch 1/", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", ExitCode.Data, "the file is empty")]
    [InlineData("a,y\n", ExitCode.Data, "there is a header but no row")]
    [InlineData("a,y\n1,\n2,\n", ExitCode.Data, "it is empty in every row")]
    [InlineData("a,y\n1,3\n2,3\n", ExitCode.Data, "it is 3 in every row")]
    [InlineData("a,y\n1,5\n1,3\n1,4\n", ExitCode.Data, "no column")]
    [InlineData("y\n1\n2\n", ExitCode.Data, "no column")]
    [InlineData("a,b,y\n1,1,5\ninf,2,6\n2,3,8\n", ExitCode.Data, "leave the column out with --ignore a.")]
    [InlineData("a,y\n1,5\n2,inf\n2,8\n", ExitCode.Data, "is expected. Correct the value, or remove the row.")]
    [InlineData("a,y\n1,1e-300\n2,2e-300\n5,4e-300\n", ExitCode.Data, "it holds no number beyond 1.2e-38")]
    [InlineData("a,y\n1,x\n2,z\n", ExitCode.Data, "Each class has one row")]
    public async Task Tables(string text, int code, string message)
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.Of("train", TrainTables.Write(folder, "data.csv", text), "--target", "y");
        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    /// <summary>A column is named by its option.</summary>
    [Theory]
    [InlineData("--time", "data.csv, --time 't': the column holds neither numbers nor dates")]
    [InlineData("--weight", "Name another column as --weight.")]
    public async Task AColumnIsNamedByItsOption(string option, string message)
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.Of("train", TrainTables.Write(folder, "data.csv", "a,t,y\n1,u,5\n2,v,6\n2,u,8\n4,v,9\n6,u,3\n"), "--target", "y", option, "t");
        Assert.Equal(ExitCode.Data, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind", "mae", "it is not a loss for rows of classes. Losses that fit: cross_entropy, ")]
    [InlineData("answer", "mae", "it is not a loss for two classes. Losses that fit: bce_with_logits, ")]
    [InlineData("answer", "cross_entropy", "To use it as classes, give --task multiclass. Losses that fit: bce_with_logits, ")]
    [InlineData("count", "hinge", "Losses that fit: poisson_nll, ")]
    [InlineData("l,m", "mse", "Losses that fit: bce_with_logits, ")]
    public async Task ALossThatDoesNotFitTheTarget(string target, string loss, string message)
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.Of("train", TrainTables.Write(folder, "data.csv", TrainTables.All(80)), "--target", target, "--loss", loss);
        Assert.Equal(ExitCode.Loss, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALossThatDivergesIsReportedWithItsSource()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(60));
        var run = Path.Combine(folder.Path, "run");
        var result = await CliRun.Of("train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--learning-rate", "1e30", "--checkpoints", run);
        Assert.Equal(ExitCode.Diverged, result.Code);
        Assert.Contains("Training stopped at step 2 (epoch 1)", result.Error, StringComparison.Ordinal);
        Assert.Contains("of data.csv", result.Error, StringComparison.Ordinal);
        Assert.Contains("remedy   Lower the learning rate", result.Error, StringComparison.Ordinal);
        Assert.Contains("minima resume", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(run, "replay.json")));

        // The replay tells the same again, from the files alone.
        var again = Minima.Training.Replay.Run(Path.Combine(run, "replay"), Networks.Build);
        Assert.Contains(again.Entry.English.Cause, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FoldersThatAreNoneOfATraining()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(60));
        var run = Path.Combine(folder.Path, "run");
        Assert.Equal(ExitCode.File, (await CliRun.Of("resume", run)).Code);
        Directory.CreateDirectory(run);
        var empty = await CliRun.Of("resume", run);
        Assert.Equal(ExitCode.File, empty.Code);
        Assert.Contains("there is no checkpoint in it", empty.Error, StringComparison.Ordinal);
        string[] arguments = ["train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--epochs", "3", "--checkpoints", run];
        await CliRun.Good(arguments);
        var again = await CliRun.Of(arguments);
        Assert.Equal(ExitCode.Usage, again.Code);
        Assert.Contains("has the checkpoints of a training already", again.Error, StringComparison.Ordinal);
        var fewer = await CliRun.Of("resume", run, "--epochs", "2");
        Assert.Equal(ExitCode.Usage, fewer.Code);
        Assert.Contains("3 epochs are done already", fewer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AModelThatCannotBeWrittenIsTold()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(60));
        var run = await CliRun.Of("train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--epochs", "1", "--save", Path.Combine(data, "model"));
        Assert.Equal(ExitCode.File, run.Code);
        Assert.Contains("is a file, not a folder", run.Error, StringComparison.Ordinal);
    }
}
