using System.Globalization;
using Minima.Cli.Learn;
using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Learn;

/// <summary><c>minima learn</c>: the list, a lesson, its exercise for scripts and for people, what is refused.</summary>
public sealed class LearnCommandTests
{
    public static TheoryData<int, bool> Lessons => [.. LessonText.Numbers.SelectMany(number => new[] { (number, false), (number, true) })];

    [Theory]
    [InlineData("en", "Lesson 2: MSE, MAE and Huber")]
    [InlineData("zh", "第 2 课：MSE、MAE 与 Huber")]
    public async Task WithoutANumberTheyAreListed(string language, string title)
    {
        var (code, output, _) = await RunAsync("--language", language);
        Assert.Equal(0, code);
        Assert.Contains(title, output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public async Task ALessonIsTextWithAPictureAndHidesItsAnswer(int number, bool chinese)
    {
        var (code, output, _) = await RunAsync(number.ToString(CultureInfo.InvariantCulture), "--language", chinese ? "zh" : "en");
        var lesson = LessonText.Read(number, chinese);
        Assert.Equal(0, code);
        Assert.StartsWith(lesson.Title, output, StringComparison.Ordinal);
        Assert.Contains("  minima ", output, StringComparison.Ordinal);
        Assert.Contains($"`minima learn {number} --answer ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("<details", output, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", output, StringComparison.Ordinal);
        Assert.NotNull(lesson.Picture);

        // Each curve has a stroke of its own.
        var legend = output.ReplaceLineEndings("\n").Split('\n').Where(line => lesson.Picture.Losses.Any(loss => line.EndsWith(" " + loss, StringComparison.Ordinal) && line.Length <= loss.Length + 6)).ToArray();
        Assert.Equal(lesson.Picture.Losses.Count, legend.Select(line => line[..6].Trim()).Distinct().Count());
        Assert.Equal(2, lesson.Folded.Count);
        var solution = lesson.Folded[1].First(line => line.Length > 0);
        Assert.DoesNotContain(WithoutSpaces(solution), WithoutSpaces(output), StringComparison.Ordinal);
        Assert.All(output.ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith("  ", StringComparison.Ordinal)), line => Assert.InRange(TextWidth.Of(line), 0, Screen.WidthOfFiles));
    }

    [Theory]
    [InlineData("0.5", 0, "Right.")]
    [InlineData("0.1", 1, "Not yet.")]
    [InlineData("half", 1, "Give the number delta")]
    public async Task AScriptGivesAnAnswer(string answer, int code, string says)
    {
        var run = await RunAsync("2", "--answer", answer, "--language", "en");
        Assert.Equal(code, run.Code);
        Assert.Contains(says, run.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALossThatIsNoNumberIsNoAnswer()
    {
        var run = await RunAsync("10", "--answer", "log(p - t)", "--language", "en");
        Assert.Equal(1, run.Code);
        Assert.Contains("A cost is a number", run.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("11")]
    [InlineData("two")]
    [InlineData("02x")]
    public async Task AnUnknownLessonIsRefusedWithThoseThatThereAre(string number)
    {
        Assert.Contains("The lessons are", (await RunAsync(number, "--language", "en")).Error, StringComparison.Ordinal);
        var (code, _, error) = await RunAsync(number, "--language", "zh");
        Assert.Equal(2, code);
        Assert.Contains("现有的课", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerWithoutALessonIsRefused() => Assert.Equal(2, (await RunAsync("--answer", "1")).Code);

    [Theory]
    [InlineData(false, "no residual may exceed", "Right.")]
    [InlineData(true, "任何残差都不得超过", "正确。")]
    public void APersonHearsReasonsThenAHint(bool chinese, string hint, string right)
    {
        var output = new StringWriter();
        LessonQuestion.Ask(LessonText.Read(2, chinese), new StringReader("0.1\n2\n0.5\n"), output, new Tongue(chinese), 80);
        var text = output.ToString();
        Assert.InRange(text.IndexOf(hint, StringComparison.Ordinal), 1, text.IndexOf(right, StringComparison.Ordinal));
    }

    [Fact]
    public void AfterFourTriesAnAnswerIsShownAndEnterEnds()
    {
        var output = new StringWriter();
        LessonQuestion.Ask(LessonText.Read(2, chinese: false), new StringReader("9\n9\n9\n9\n0.5\n"), output, new Tongue(Chinese: false), 80);
        Assert.Contains("of one half", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Right.", output.ToString(), StringComparison.Ordinal);
        var ended = new StringWriter();
        LessonQuestion.Ask(LessonText.Read(2, chinese: false), new StringReader("\n9\n"), ended, new Tongue(Chinese: false), 80);
        Assert.DoesNotContain("Not yet.", ended.ToString(), StringComparison.Ordinal);
    }

    private static string WithoutSpaces(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["learn", .. arguments], output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
