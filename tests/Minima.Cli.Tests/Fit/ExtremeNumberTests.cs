using System.Globalization;
using System.Text;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Train;
using Xunit;

namespace Minima.Cli.Tests.Fit;

/// <summary>One mistyped number decides a linear fit and the scale of a network's input: both commands name it, with its line.</summary>
public sealed class ExtremeNumberTests
{
    private const int Rows = 600;
    private const int Mistyped = 300;

    public static TheoryData<string[], string, string> Runs => new()
    {
        { ["fit", "--loss", "mse"], "en", "Column 'x' has extreme numbers (1 of 600), at least " },
        { ["fit", "--loss", "huber"], "zh", "列“x”有极端数值（600 个中的 1 个），与中位数的距离至少是其余各值的 " },
        { ["fit", "--loss", "gaussian_nll", "--heads", "variance"], "en", "Column 'x' has extreme numbers (1 of 600)" },
        { ["train", "--epochs", "1", "--hidden", "4"], "en", "Column 'x' has extreme numbers (1 of 600), at least " },
        { ["train", "--epochs", "1", "--hidden", "4", "--memory", "256MB"], "zh", "列“x”有极端数值（600 个中的 1 个）" },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task AMistypedNumberIsReported(string[] command, string language, string note)
    {
        using var folder = new TemporaryFolder();
        string[] arguments = [command[0], folder.Write("data.csv", Encoding.UTF8.GetBytes(Table("1000000"))), "--target", "y", "--language", language, .. command[1..]];
        var run = await CliRun.Good(arguments);
        var text = string.Concat((run.Output + run.Error).ReplaceLineEndings("\n").Split("\n  ").Select(line => line + " ")).Replace("  ", " ", StringComparison.Ordinal);
        Assert.Contains(note.Replace(" ", "", StringComparison.Ordinal), text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains($"{Mistyped + 2}", text, StringComparison.Ordinal);
        Assert.Contains("--missing x=1000000", text, StringComparison.Ordinal);
        var clean = await CliRun.Good([command[0], folder.Write("clean.csv", Encoding.UTF8.GetBytes(Table("1.5"))), "--target", "y", "--language", language, .. command[1..]]);
        Assert.DoesNotContain(language == "en" ? "extreme numbers" : "极端数值", clean.Output + clean.Error, StringComparison.Ordinal);
    }

    private static string Table(string typed)
    {
        var random = new Random(3);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var lines = Enumerable.Range(0, Rows).Select(row =>
        {
            var (x, z) = (Normal(), Normal());
            return string.Create(CultureInfo.InvariantCulture, $"{(row == Mistyped ? typed : x.ToString("F4", CultureInfo.InvariantCulture))},{z:F4},{(5 * x) + (2 * z) + Normal():F4}");
        });
        return string.Join('\n', lines.Prepend("x,z,y")) + "\n";
    }
}
