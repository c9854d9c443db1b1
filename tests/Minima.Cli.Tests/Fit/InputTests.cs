using System.Text;
using Minima.Cli.Tests.Compare;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>Every bad input ends with its own code, one line that helps, and no output.</summary>
public sealed class InputTests
{
    private const string Good = "a,b,y,w\n1,2,3,1\n2,1,5,1\n3,5,4,2\n4,4,7,0\n5,2,8,1\n";

    [Theory]
    [InlineData("", "the file is empty", "--loss", "mse")]
    [InlineData("a,y\n", "a header but no row", "--loss", "mse")]
    [InlineData("a,y\n1,2\n", "it is 2 in every row", "--loss", "mse")]
    [InlineData("a,y\n1,2\n2,2\n", "it is 2 in every row", "--loss", "mse")]
    [InlineData("a,y\n1,no\n2,no\n", "every row is of the class 'no'", "--loss", "hinge")]
    [InlineData("a,a,y\n1,2,3\n", "are both called 'a'", "--loss", "mse")]
    [InlineData("a,z\n1,2\n", "has no such column", "--loss", "mse")]
    [InlineData("a,y\n1,2\ninf,3\n", "line 3, column 'a': 'inf' is not a finite number", "--loss", "mse")]
    [InlineData("a,y\n1,2\n1.2.3,3\n2,5\n", "line 3, column 'a': '1.2.3' is not a number", "--loss", "mse")]
    [InlineData("a,y\n1,2\n2,NA\n", "line 3, column 'y': 'NA' marks a missing value", "--loss", "mse")]
    [InlineData("a,y\n1,2\n2,inf\n", "line 3, column 'y': 'inf' is not a finite number", "--loss", "mse")]
    [InlineData("a,y\n1,a\n2,b\n3,c\n", "it holds 3 different texts", "--loss", "hinge")]
    [InlineData("a,y\n1,0\n2,1\n3,2\n", "two classes are expected", "--loss", "hinge")]
    [InlineData("a,y\n1,x\n2,z\n", "it holds texts such as 'x'; the loss takes numbers", "--loss", "mse")]
    [InlineData("a,y\n1,-1\n2,3\n3,2\n", "must be >= 0", "--loss", "poisson_nll")]
    [InlineData("a,y\n1,0.2\n2,0.5\n3,1.5\n", "must be in [0, 1]", "--loss", "bce_with_logits")]
    [InlineData(Good, "line 3, column 'w': the weight is -1", "--loss", "mse", "--weight", "w", "#2,1,5,1=2,1,5,-1")]
    [InlineData(Good, "line 3, column 'w': 'NaN' marks a missing value", "--loss", "mse", "--weight", "w", "#2,1,5,1=2,1,5,NaN")]
    [InlineData(Good, "line 3, column 'w': 'x' is not a number", "--loss", "mse", "--weight", "w", "#2,1,5,1=2,1,5,x")]
    [InlineData("a,y,w\n1,2,0\n2,3,0\n", "every weight is 0", "--loss", "mse", "--weight", "w")]
    [InlineData("a,y,w\n1,2,1\n2,2,1\n3,5,0\n", "in every row whose weight is not 0 it is 2", "--loss", "mse", "--weight", "w")]
    [InlineData(Good, "has no such column", "--loss", "mse", "--weight", "ww")]
    [InlineData(Good, "this column is the target", "--loss", "mse", "--weight", "y")]
    [InlineData(Good, "this column is left out", "--loss", "mse", "--weight", "w", "--ignore", "w")]
    [InlineData(Good, "line 5, column 'w': it is 0; the input scale must be >", "--loss", "laplace_nll", "--input", "scale=w")]
    [InlineData(Good, "one of its classes is expected", "--loss", "hinge", "--positive", "maybe", "#1,2,3,1=1,2,5,1", "#3,5,4,2=3,5,4,2")]
    public async Task Data(string csv, string message, params string[] options)
    {
        // Words after # change a line of the table.
        foreach (var change in options.Where(word => word.StartsWith('#'))) csv = csv.Replace(change[1..].Split('=')[0] + "\n", change.Split('=')[1] + "\n", StringComparison.Ordinal);
        string[] words = [.. options.Where(word => !word.StartsWith('#'))];
        if (words.Contains("--positive")) csv = "a,y\n1,no\n2,yes\n";
        var run = await FitRun.OfText(csv, words);
        Check(run, 4, message);
    }

    [Theory]
    [InlineData(2, "'--loss' is required", "DATA", "--target", "y")]
    [InlineData(2, "there is no table", "--loss", "mse")]
    [InlineData(2, "needs --target COLUMN", "DATA", "--loss", "mse")]
    [InlineData(2, "there is no bundled data set 'iris'", "--data", "iris", "--loss", "mse")]
    [InlineData(2, "both a file", "DATA", "--data", "diabetes", "--loss", "mse")]
    [InlineData(2, "--l2 is '-1'; it must be a finite number of at least 0", "DATA", "--target", "y", "--loss", "mse", "--l2", "-1")]
    [InlineData(2, "--l1 is 'much'", "DATA", "--target", "y", "--loss", "mse", "--l1", "much")]
    [InlineData(2, "--l2 is 'Infinity'", "DATA", "--target", "y", "--loss", "mse", "--l2", "Infinity")]
    [InlineData(2, "it must be NAME=COLUMN", "DATA", "--target", "y", "--loss", "mse", "--input", "w")]
    [InlineData(2, "mse has no further inputs", "DATA", "--target", "y", "--loss", "mse", "--input", "scale=w")]
    [InlineData(2, "laplace_nll has no such input; it has 'scale'", "DATA", "--target", "y", "--loss", "laplace_nll", "--input", "size=w")]
    [InlineData(2, "given twice", "DATA", "--target", "y", "--loss", "laplace_nll", "--input", "scale=w", "--input", "scale=a")]
    [InlineData(2, "--start has 2 numbers; 4 are expected", "DATA", "--target", "y", "--loss", "cauchy", "--start", "1,2")]
    [InlineData(2, "a model file is expected", "DATA", "--target", "y", "--loss", "cauchy", "--start", "1,2,x")]
    [InlineData(3, "did you mean 'huber'", "DATA", "--target", "y", "--loss", "hubr")]
    [InlineData(3, "must be > 0", "DATA", "--target", "y", "--loss", "huber", "--param", "delta=-1")]
    [InlineData(3, "'delta' is given twice", "DATA", "--target", "y", "--loss", "huber:delta=1", "--param", "delta=2")]
    [InlineData(3, "delat", "DATA", "--target", "y", "--loss", "huber", "--param", "delat=1")]
    [InlineData(4, "cannot be fitted here: its prediction must be >= 0", "DATA", "--target", "y", "--loss", "poisson")]
    [InlineData(5, "there is no such file", "nowhere.csv", "--target", "y", "--loss", "mse")]
    public async Task Options(int code, string message, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Good));
        Check(await FitRun.Of([.. arguments.Select(word => word == "DATA" ? path : word)]), code, message);
    }

    private static void Check(FitRun run, int code, string message)
    {
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(code, run.Code);
        Assert.Empty(run.Output);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("minima: ", run.Error, StringComparison.Ordinal);
    }
}
