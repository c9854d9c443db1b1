using System.Diagnostics.CodeAnalysis;
using System.Text;
using Xunit;

namespace Minima.Tests.Text;

/// <summary>Texts that want to crash or to stall: each is refused at its character, on a small stack.</summary>
public sealed class HostileTests
{
    private const int Many = 100_000;

    /// <summary>Of the stack, in bytes: less than any platform gives.</summary>
    private const int SmallStack = 512 * 1024;

    public static TheoryData<string, string, int, string> Long => new()
    {
        { "parentheses", Repeat("(", Many) + "p" + Repeat(")", Many), TextParser.LongestText, "at most" },
        { "1 MB", Repeat("p + ", 250_000) + "p", TextParser.LongestText, "at most" },
        { "spaces", Repeat(" ", 1_000_000) + "p", TextParser.LongestText, "at most" },
        { "one name", Repeat("a", 1_000_000), TextParser.LongestText, "at most" },
    };

    public static TheoryData<string, string, int, string> Deep => new()
    {
        { "parentheses", Repeat("(", 4000) + "p" + Repeat(")", 4000), 200, "nested deeper than 200" },
        { "open parentheses", Repeat("(", 8000), 200, "nested deeper than 200" },
        { "signs", Repeat("-", 8000) + "p", 200, "nested deeper than 200" },
        { "powers", "p" + Repeat("^p", 4000), 401, "nested deeper than 200" },
        { "signed powers", "p" + Repeat("^-p", 2000), 301, "nested deeper than 200" },
        { "else branches", Repeat("p<t?1:", 1000) + "2", 1203, "nested deeper than 200" },
        { "then branches", Repeat("p<t?", 1000) + "2" + Repeat(":1", 1000), 803, "nested deeper than 200" },
        { "functions", Repeat("abs(", 1000) + "p" + Repeat(")", 1000), 803, "nested deeper than 200" },
        { "arguments", Repeat("max(1,", 1000) + "p" + Repeat(")", 1000), 1203, "nested deeper than 200" },
        { "names", string.Join('+', Enumerable.Range(0, 1500).Select(i => $"a{i}")), 9, "at most four inputs" },
        { "digits", "p + " + Repeat("9", 8000), 4, "1.8e308" },
        { "unknown name", Repeat("a", 8000) + "(p)", 0, "no function" },
        { "question marks", Repeat("?", 8000), 0, "found '?'" },
        { "colons", "p" + Repeat(":", 8000), 1, "belongs to a condition" },
        { "points", Repeat(".", 8000), 0, "decimal point" },
        { "commas", "max(" + Repeat(",", 8000), 4, "a value was expected" },
        { "lines", Repeat("\n", 8000) + "]", 8000, "line 8001, column 1" },
        { "marks", "p" + Repeat("\u0301", 8000), 0, "prediction" },
    };

    public static TheoryData<string, string> Sound => new()
    {
        { "parentheses", Repeat("(", 200) + "p" + Repeat(")", 200) },
        { "signs", Repeat("-", 200) + "p" },
        { "powers", "p" + Repeat("^p", 200) },
        { "else branches", Repeat("p<t?1:", 200) + "2" },
        { "then branches", Repeat("p<t?", 200) + "2" + Repeat(":1", 200) },
        { "functions", Repeat("abs(", 200) + "p" + Repeat(")", 200) },
        { "everything", Repeat("-abs(p<t?(", 50) + "p" + Repeat("):1)", 50) },
        { "a long sum", Repeat("p+", 4095) + "p" },
        { "a long product", Repeat("p*", 4095) + "p" },
        { "many arguments", "max(" + Repeat("p,", 4092) + "p)" },
        { "many numbers", "p" + string.Concat(Enumerable.Range(0, 1300).Select(i => $"+{i}")) },
        { "the longest", Repeat(" ", TextParser.LongestText - 1) + "p" },
    };

    [Theory]
    [MemberData(nameof(Long))]
    [MemberData(nameof(Deep))]
    [SuppressMessage("Usage", "xUnit1026:Theory methods should use all of their parameters", Justification = "names the row")]
    public void Refused_at_the_character(string name, string text, int position, string fragment) => OnSmallStack(() =>
    {
        var error = Assert.Throws<FormulaException>(() => Loss.Parse(text));
        Assert.Contains(fragment, error.Message, StringComparison.Ordinal);
        Assert.Equal(position, error.Position);
        Assert.InRange(error.Message.Length, 1, 600);
        Assert.InRange(error.Picture.Length, 1, 200);
    });

    [Theory]
    [MemberData(nameof(Sound))]
    [SuppressMessage("Usage", "xUnit1026:Theory methods should use all of their parameters", Justification = "names the row")]
    public void At_the_limit_it_is_read_and_evaluated(string name, string text) => OnSmallStack(() =>
    {
        var loss = Loss.Parse(text);
        var gradient = new double[3];
        var batch = new LossBatch<double> { Prediction = [0.5, -1, 2], Gradient = gradient, Reduction = Reduction.Sum };
        if (loss.Entry.Inputs.Count > 1)
        {
            batch.Target = [1, 1, 1];
        }

        Assert.False(double.IsNegativeInfinity(loss.Evaluate(batch).Value));
    });

    private static string Repeat(string piece, int times) => new StringBuilder(piece.Length * times).Insert(0, piece, times).ToString();

    private static void OnSmallStack(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    test();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            SmallStack);
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw new InvalidOperationException(failure.Message, failure);
        }
    }
}
