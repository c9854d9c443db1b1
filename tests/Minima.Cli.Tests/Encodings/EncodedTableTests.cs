using System.Globalization;
using System.Text;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Xunit;

namespace Minima.Cli.Tests.Encodings;

/// <summary>A table gives the same numbers in every encoding, and what was recognised is reported.</summary>
public sealed class EncodedTableTests
{
    private const string Table = "城市,价格,y\n北京,1,2\n上海,2,4\n北京,3,6.5\n上海,4,8\n北京,5,10\n上海,6,12.5\n北京,7,14\n上海,8,16\n北京,9,18\n上海,10,20\n";

    [Theory]
    [InlineData("gbk", false, "GB18030")]
    [InlineData("gb18030", false, "GB18030")]
    [InlineData("utf-16", true, "UTF-16")]
    [InlineData("utf-8", true, null)]
    public async Task ATableIsReadAsWhatItIs(string encoding, bool hasMark, string? named)
    {
        using var folder = new TemporaryFolder();
        var plain = folder.Write("plain.csv", Encoding.UTF8.GetBytes(Table));
        var coding = EncodingNames.Find(encoding)!;
        var path = folder.Write("coded.csv", [.. hasMark ? coding.GetPreamble() : [], .. coding.GetBytes(Table)]);
        var (expected, _) = await Fit(plain);
        var (model, error) = await Fit(path);
        Assert.Equal(expected, model);
        if (named is null) Assert.DoesNotContain("is read as", error, StringComparison.Ordinal);
        else Assert.Contains($"coded.csv is not UTF-8 and is read as {named}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("big5")]
    [InlineData("gbk")]
    [InlineData("utf-16")]
    public async Task AnEncodingThatIsNamedIsTaken(string encoding)
    {
        using var folder = new TemporaryFolder();
        const string Traditional = "城市,y\n北京,2\n上海,4\n北京,6\n上海,9\n";
        var plain = folder.Write("plain.csv", Encoding.UTF8.GetBytes(Traditional));
        var path = folder.Write("coded.csv", EncodingNames.Find(encoding)!.GetBytes(Traditional));
        var (expected, _) = await Fit(plain);
        var (model, error) = await Fit(path, "--encoding", encoding);
        Assert.Equal(expected, model);
        Assert.DoesNotContain("is read as", error, StringComparison.Ordinal);
    }

    /// <summary>The first byte above 127 may stand behind a megabyte of plain ones.</summary>
    [Fact]
    public async Task ALongFileIsRecognisedByWhatComesLate()
    {
        using var folder = new TemporaryFolder();
        var text = new StringBuilder("name,x,y\n");
        for (var i = 0; i < 120_000; i++) text.Append(CultureInfo.InvariantCulture, $"plain,{i % 7},{i % 5}\n");
        text.Append("北京,1,2\n");
        var path = folder.Write("long.csv", EncodingNames.Find("gbk")!.GetBytes(text.ToString()));
        var (_, error) = await Fit(path);
        Assert.Contains("long.csv is not UTF-8 and is read as GB18030", error, StringComparison.Ordinal);
    }

    private static async Task<(string Model, string Error)> Fit(string path, params string[] more)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await CommandLine.RunAsync(["fit", path, "--target", "y", "--loss", "mse", "--json", .. more], output, error);
        Assert.True(code == ExitCode.Ok, error.ToString());
        return (output.ToString(), error.ToString());
    }
}
