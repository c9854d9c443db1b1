using System.CommandLine;
using System.Text;
using Minima.Cli.Compare;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>Every bad input ends with its own code, one line that helps, and no output.</summary>
public sealed class CompareInputTests
{
    [Theory]
    [InlineData(3, "did you mean 'huber'", "--loss", "hubr")]
    [InlineData(3, "delta", "--loss", "huber:delat=1")]
    [InlineData(3, "must be > 0", "--loss", "huber:delta=-1")]
    [InlineData(3, "name=value", "--loss", "barron_general:3")]
    [InlineData(2, "Did you mean 'diabetes'", "--data", "diabetis")]
    [InlineData(2, "Did you mean 'rmse'", "--metric", "rmsee")]
    [InlineData(2, "log-loss", "--data", "breast-cancer", "--metric", "mae")]
    [InlineData(2, "at least 2", "--folds", "1")]
    [InlineData(2, "at least 1", "--threads", "0")]
    [InlineData(2, "both", "x.csv", "--data", "diabetes")]
    [InlineData(2, "--folds is 'many'; it must be a whole number of at least 2", "--folds", "many")]
    [InlineData(2, "--folds is '99999999999'; it must be", "--folds", "99999999999")]
    [InlineData(2, "--seed is '-1'; it must be a whole number of at least 0", "--seed", "-1")]
    [InlineData(2, "--task is 'ranking'; it must be regression, count, positive, binary, multiclass, ordinal, multilabel, vector, composition or boxes", "--task", "ranking")]
    [InlineData(2, "did you mean 'regression'", "--task", "regresion")]
    [InlineData(2, "'--trget' is not understood (did you mean '--target'?)", "--trget", "y")]
    [InlineData(2, "'--jsn' is not understood (did you mean '--json'?)", "--jsn")]
    [InlineData(5, "there is no such file", "--target", "y", "--", "--jsn")]
    [InlineData(3, "'delta' is given twice", "--loss", "huber:delta=1,delta=2")]
    [InlineData(3, "beyond the largest double", "--loss", "huber:delta=1e400")]
    [InlineData(3, "'delta' is [1, 2]; it must be a number", "--loss", "huber:delta=[1,2]")]
    [InlineData(4, "has no such column", "--target", "progresion")]
    [InlineData(4, "more than two values", "--task", "binary")]
    [InlineData(4, "folds", "--folds", "400")]
    [InlineData(5, "there is no such file", "nowhere.csv", "--target", "y")]
    [InlineData(5, "there is no such file", "nowhere.csv")]
    public async Task Options(int code, string message, params string[] arguments) =>
        Check(await CompareRun.Of(arguments), code, message);

    [Theory]
    [InlineData("", 4, "the file is empty")]
    [InlineData("a,y\n", 4, "no row")]
    [InlineData("a,y\n1,2\n2,NaN\n", 4, "it is 2 in every row")]
    [InlineData("a,y\n1,2\ninf,3\n", 4, "line 3, column 'a'")]
    [InlineData("a,y\n1,2\n2\n", 4, "line 3")]
    [InlineData("a,y\n1,2\n2,2\n3,2\n", 4, "it is 2 in every row")]
    [InlineData("a,y\n1,yes\n2,yes\n3,yes\n", 4, "every row is of the class 'yes'")]
    [InlineData("y\n1\n2\n", 4, "no column is left")]
    [InlineData("a,y\n1,2\n2,3\n3,4\n", 4, "there are 3 rows")]
    [InlineData("a,y\n1,2\n2,\"3\"x\n", 4, "quotation mark")]
    [InlineData("a,y\n1,2\n2,\"3\n3,4\n", 4, "is not closed")]
    [InlineData("a~y\n1~2\n2~3\n", 4, "commas, semicolons or tabs")]
    [InlineData("a,z\n1,2\n2,3\n", 4, "Choose one of these.")]
    public async Task Files(string content, int code, string message)
    {
        using var folder = new TemporaryFolder();
        Check(await CompareRun.Of(folder.Write("t.csv", Encoding.UTF8.GetBytes(content)), "--target", "y"), code, message);
    }

    [Fact]
    public async Task WithoutATargetTheColumnsAreListed()
    {
        using var folder = new TemporaryFolder();
        Check(await CompareRun.Of(folder.Write("t.csv", CompareData.Regression(20))), 2, "it has 'area', 'age', 'price'");
    }

    [Fact]
    public async Task AnEndlessFieldIsRefused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Encoding.UTF8.GetBytes("a,y\n1,2\n" + new string('9', 10_000_000) + ",3\n"));
        Check(await CompareRun.Of(path, "--target", "y"), 4, "after line 2: a field is longer");
    }

    [Fact]
    public async Task AFolderWithoutRowsIsRefused()
    {
        using var folder = new TemporaryFolder();
        Check(await CompareRun.Of(folder.Path, "--target", "y"), 5, "the folder has no file with rows");
    }

    [Fact]
    public void AFileThatVanishesWhileItIsRead()
    {
        using var stream = new FailingStream("a,y\n1,2\n"u8.ToArray());
        var problem = Assert.Throws<DataException>(() => CsvReader.Read(TableSource.OfStream(stream, "t.csv", leavesOpen: true), new CsvReadOptions { Target = "y" }));
        Assert.True(problem.IsAboutFile);
    }

    [Fact]
    public async Task CancellationEndsTheRunWithoutOutput()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var source = new CancellationTokenSource();
        var parsed = CompareCommand.Create().Parse(["--folds", "50"]);
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };

        // Before the first fold is done there is nothing to keep.
        await source.CancelAsync();
        var problem = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => parsed.InvokeAsync(configuration, source.Token));
        Assert.Equal(ExitCode.Cancelled, ExitCode.Of(problem));
        Assert.Equal("", output.ToString());
    }

    [Fact]
    public async Task BytesThatAreNoTextHaveAPlace()
    {
        using var folder = new TemporaryFolder();
        Check(await CompareRun.Of(folder.Write("t.csv", [0xE9, (byte)',', (byte)'y', (byte)'\n', 0x81, (byte)',', 0x98, (byte)'\n']), "--target", "y"), 4, "valid in none of the encodings that Minima recognises");
    }

    [Theory]
    [InlineData("no", "yes", false)]
    [InlineData("2", "5", true)]
    public async Task OnlyClassesThatAreNumbersAreOfferedAsNumbers(string zero, string one, bool offered)
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 30).Select(i => $"{i % 7},{(i % 3 == 0 ? one : zero)}\n");
        var path = folder.Write("t.csv", Encoding.UTF8.GetBytes("a,y\n" + string.Concat(rows)));
        var run = await CompareRun.Of(path, "--target", "y", "--loss", "logistic");
        Assert.Equal(offered, run.Text.Contains("--task regression", StringComparison.Ordinal));
        Assert.Contains(", 1 feature,", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TinyTargetsAreNotAWallOfZeros()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.csv", Encoding.UTF8.GetBytes("a,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i % 7},{i % 5}e-100\n"))));
        var run = await CompareRun.Of(path, "--target", "y", "--loss", "mse");
        Assert.DoesNotContain("0.000000", run.Output, StringComparison.Ordinal);
        Assert.Contains("e-100", run.Line("mse"), StringComparison.Ordinal);
    }

    private static void Check(CompareRun run, int code, string message)
    {
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(code, run.Code);
        Assert.Equal("", run.Output);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", run.Error, StringComparison.Ordinal);
        Assert.InRange(run.Error.Length, 1, 1000);
    }
}
