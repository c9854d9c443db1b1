using System.Globalization;
using System.Text;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Train;
using Xunit;

namespace Minima.Cli.Tests.Terminal;

/// <summary><c>--ignore</c> reads one name or several, in every command that has it.</summary>
public sealed class IgnoreTests
{
    [Theory]
    [InlineData("fit", "--loss", "mse", "--json")]
    [InlineData("boost", "--loss", "mse", "--rounds", "2", "--json")]
    [InlineData("train", "--epochs", "1", "--hidden", "none", "--json")]
    [InlineData("compare", "--loss", "mae", "--repeats", "1", "--json", "--no-timing")]
    [InlineData("advise", "--json")]
    public async Task NamesSeparatedByCommasAreLeftOut(string command, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(4);
        string Number() => random.NextDouble().ToString("0.000", CultureInfo.InvariantCulture);
        var path = folder.Write("t.csv", Encoding.UTF8.GetBytes("a,b,c,\"d,e\",y\n" + string.Concat(Enumerable.Range(0, 60).Select(_ => $"{Number()},{Number()},{Number()},{Number()},{Number()}\n"))));
        Task<CliRun> Run(params string[] ignored) => CliRun.Good([command, path, "--target", "y", .. ignored.SelectMany(column => (string[])["--ignore", column]), .. options]);
        var repeated = await Run("a", "b", "d,e");
        Assert.Equal(repeated.Output, (await Run("a, b", "d,e")).Output);
        Assert.NotEqual(repeated.Output, (await Run("a")).Output);
    }
}
