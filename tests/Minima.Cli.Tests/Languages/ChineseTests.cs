using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Languages;

/// <summary>Under <c>--language zh</c>, and under a Chinese locale, no command answers a mistake with an English sentence.</summary>
public sealed partial class ChineseTests
{
    private const string Table = "x,z,y,label\n1,2,3,a\n2,1,5,b\n3,5,7,a\n4,3,9,b\n5,2,11,a\n6,1,13,b\n7,3,15,a\n8,2,17,b\n9,1,19,a\n10,4,21,b\n";

    /// <summary>A line of each command for each kind of mistake; the table is T, a broken one B, a text that is none N.</summary>
    public static TheoryData<string> Mistakes =>
    [
        "nosuchcommand", "fit --nosuch", "fit", "fit T", "fit T --target nosuch --loss mse", "fit T --target y --loss nosuch", "fit T --target y --loss huber:delta=-1",
        "fit T --target y --loss huber:nosuch=1", "fit T --target y --loss mse --l2 x", "fit T --target y --loss hinge", "fit T --target label --loss mse", "fit T --target y --loss p-t)",
        "fit T --target y --loss mse --weight nosuch", "fit T --target y --loss mse --start 1", "fit B --target y --loss mse", "fit N --target y --loss mse", "fit missing.csv --target y --loss mse",
        "fit T --target y --loss mse --encoding nosuch", "fit --data nosuch --loss mse", "fit T --target label --loss logistic --positive c",
        "compare T", "compare T --target nosuch", "compare T --target y --metric nosuch", "compare T --target y --loss nosuch", "compare T --target y --folds 1", "compare T --target y --task nosuch",
        "compare T --target y --group x --time z", "compare T --target y --time-budget soon", "compare T --target y --corrupt much", "compare B --target y", "compare missing.csv --target y", "compare T --target y --positive a",
        "compare --data nosuch --target y", "compare T --target label --task count", "compare T --target y --folds 50",
        "advise T", "advise T --target nosuch", "advise T --target y --want everything", "advise T --target y --cost cheap", "advise T --target y --rows 1", "advise T --target y --threshold nosuch=1", "advise missing.csv --target y",
        "losses --family nosuch", "losses --search zzzzzz", "explain nosuch", "explain huber --param delta=-1", "explain huber --param delta", "explain huber --as nosuch", "explain huber --as sql --dialect oracle", "explain huber --dialect spark", "explain huber --as sql --table t", "explain huber mse mae", "explain huber --derivative",
        "explain p+", "explain p==t", "explain nosuch(p,t)", "check", "check --loss nosuch", "check --formula p+", "check --formula (p-t)^2 --range 3..1", "check --formula (p-t)^2 --prediction nosuch", "check --loss cross_entropy",
        "train T", "train T --target nosuch", "train T --target y --loss nosuch", "train T --target y --epochs 0", "train T --target y --optimizer nosuch", "train T --target y --optimizer sgd:nosuch=1", "train T --target y --activation nosuch",
        "train T --target y --schedule nosuch", "train T --target y --hidden many", "train T --target y --learning-rate -1", "train T --target y --validation 3", "train T --target y --balance nosuch", "train T --target y --loss hinge",
        "train T --target y --clip -1", "train T --target y --checkpoint-every 3", "train missing.csv --target y", "train B --target y", "resume missing", "predict missing.json T", "predict T T", "predict T T --scale nosuch",
        "score missing.json T", "score T T", "doctor T --target nosuch", "doctor missing.csv --target y", "doctor replay missing", "explore missing.csv", "explore --port 0", "lab nosuch", "completion nosuch", "evaluate --nosuch", "losses --language fr",
    ];

    public static TheoryData<string> Commands => [.. CommandLine.Create().Subcommands.Select(command => command.Name)];

    [SlowTheory]
    [MemberData(nameof(Mistakes))]
    public async Task AMistakeIsExplainedInChinese(string line)
    {
        using var folder = new TemporaryFolder();
        var words = Words(folder, line);
        var (code, english) = await Run(words);
        var (chineseCode, chinese) = await Run(words.Contains("--language") ? words : [.. words, "--language", "zh"]);
        Assert.Equal(code, chineseCode);
        if (words.Contains("--language")) return;
        Assert.True(HasChinese(chinese), $"{line}\n{english}\n{chinese}");
        Assert.True(EnglishSentence(chinese) is not { } left, $"{line}\n{english}\n{chinese}\n{EnglishSentence(chinese)}");
    }

    private static ArgumentException Fault(string message, string? name = null) => new(message, name);

    private static ArgumentOutOfRangeException Range(string name, object? value = null, string? message = null) => message is null ? new(name) : new(name, value, message);

    private static ArgumentNullException Missing(string name) => new(name);

    /// <summary>A fault of Minima itself is told in Chinese too, down to the sentence of the exception, whatever .NET adds to it.</summary>
    [Fact]
    public void AFaultOfMinimaIsToldInChinese()
    {
        Exception[] faults =
        [
            Fault("lengths differ", "target"), Range("p", 3.5, "above 0 and at most 1"), Range("index"), Missing("weights"),
            Fault("12 values are not 3 rows of 5", "design"), Fault("one prediction for each row is expected"),
        ];
        foreach (var fault in faults)
        {
            var told = Minima.Cli.Terminal.Messages.Table.In(Language.Chinese, CommandLine.MessageFor(fault, ExitCode.Unexpected));
            Assert.True(HasChinese(told) && EnglishSentence(told) is null, told);
            var refused = Minima.Cli.Terminal.Messages.Table.In(Language.Chinese, Minima.Cli.Evaluate.EvaluateFilter.RefusalOf(fault).Message);
            Assert.True(HasChinese(refused) && EnglishSentence(refused) is null, refused);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task HelpIsInChinese(string name)
    {
        var (_, help) = await Run([name, "--help", "--language", "zh"]);
        var lines = help.ReplaceLineEndings("\n").Split('\n').TakeWhile(line => line != "示例：").ToArray();
        Assert.Contains("示例：", help, StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(TextWidth.Of(line) <= 80, line));
        Assert.True(EnglishSentence(string.Join('\n', lines)) is null, $"{EnglishSentence(string.Join('\n', lines))}\n{help}");
    }

    [Fact]
    public async Task AFitIsReportedInChinese()
    {
        using var folder = new TemporaryFolder();
        var (code, output) = await Run(Words(folder, "fit T --target y --loss huber:delta=2 --l2 0.1 --standardize --ignore label --language zh"));
        Assert.Equal(ExitCode.Ok, code);
        Assert.True(EnglishSentence(output) is null, output);
        Assert.Contains("系数", output, StringComparison.Ordinal);
        Assert.Contains("证书", output, StringComparison.Ordinal);
    }

    /// <summary>The locale of a process: the option is not given at all.</summary>
    [SlowTheory]
    [InlineData("LANG", "zh_CN.UTF-8", "fit --data diabetes --loss nosuch")]
    [InlineData("LC_ALL", "zh_CN.UTF-8", "explain p+")]
    [InlineData("LANG", "zh_CN.UTF-8", "nosuch")]
    public async Task AChineseLocaleIsEnough(string variable, string locale, string line)
    {
        var start = CliProcess.Command(line.Split(' '));
        foreach (var name in new[] { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" }) start.Environment.Remove(name);
        start.Environment[variable] = locale;
        (start.RedirectStandardOutput, start.RedirectStandardError, start.StandardErrorEncoding) = (true, true, Encoding.UTF8);
        using var process = Process.Start(start)!;
        using var ending = CliProcess.EndOf(process);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(CliProcess.Patience, TestContext.Current.CancellationToken);
        Assert.True(HasChinese(error), error);
        Assert.True(EnglishSentence(error) is null, error);
    }

    private static string[] Words(TemporaryFolder folder, string line)
    {
        var table = folder.Write("table.csv", Encoding.UTF8.GetBytes(Table));
        var broken = folder.Write("broken.csv", Encoding.UTF8.GetBytes("x,y\n1,2\n3\n\"4,5\n"));
        var text = folder.Write("text.csv", Encoding.UTF8.GetBytes("x,y\n1,2\nabc,4\n3,5\n4,6\n"));
        return [.. line.Split(' ').Select(word => word switch { "T" => table, "B" => broken, "N" => text, _ => word })];
    }

    private static async Task<(int Code, string Text)> Run(string[] words)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await CommandLine.RunAsync(words, output, error);
        return (code, error.ToString() + output);
    }

    private static bool HasChinese(string text) => text.AsSpan().ContainsAnyInRange('\u4e00', '\u9fff');

    /// <summary>Four English words in a row outside of quotation marks, of code and of lists.</summary>
    private static string? EnglishSentence(string text)
    {
        var bare = Quoted().Replace(text, "");
        return Sentence().Match(bare) is { Success: true } found ? found.Value : null;
    }

    [GeneratedRegex("“[^”]*”|`[^`]*`|\"[^\"\n]*\"|'[^'\n]*'|(?:minima|--)[^\\n，。；：）]*")]
    private static partial Regex Quoted();

    [GeneratedRegex("(?<![-/.\\w])(?:[A-Za-z]?[a-z]+ ){3,}[a-z]{2,}")]
    private static partial Regex Sentence();
}
