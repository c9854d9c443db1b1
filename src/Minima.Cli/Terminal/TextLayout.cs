using Minima.Analysis;
using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>A line of an explanation; headings are set apart in a terminal.</summary>
internal readonly record struct ExplainedLine(string Text, bool IsHeading = false);

/// <summary>Lays out the parts of an explanation in lines of a given width.</summary>
internal sealed class TextLayout(int width)
{
    public const int Indent = 2;
    private const int WidestLabel = 44;

    public int Width => width;

    public static IEnumerable<ExplainedLine> Heading(string text) => [new(""), new(text, true)];

    /// <summary>Lines that are not wrapped: formulas, pictures.</summary>
    public static IEnumerable<ExplainedLine> Block(string text) => text.Split('\n').Select(l => new ExplainedLine(new string(' ', Indent) + l));

    /// <summary>A text below its heading; nothing if the text is empty.</summary>
    public IEnumerable<ExplainedLine> Paragraph(string heading, string text) => text.Length == 0 ? [] : [.. Heading(heading), .. Text(text)];

    /// <summary>A text, indented.</summary>
    public IEnumerable<ExplainedLine> Text(string text) => Wrapped.Lines(text, width - Indent).Select(l => new ExplainedLine(new string(' ', Indent) + l));

    /// <summary>A short text, followed by a longer one in a column of its own.</summary>
    public IEnumerable<ExplainedLine> Item(string left, string right, int column)
    {
        var start = Indent + Math.Min(column, WidestLabel) + 2;
        if (start > width / 2)
        {
            // No room for two columns: the longer text goes below.
            yield return new(new string(' ', Indent) + left);
            foreach (var line in Wrapped.Lines(right, width - 2 * Indent))
            {
                yield return new(new string(' ', 2 * Indent) + line);
            }

            yield break;
        }

        var first = true;
        foreach (var line in Wrapped.Lines(right, width - start).DefaultIfEmpty(""))
        {
            yield return new((Wrapped.Pad(first ? new string(' ', Indent) + left : "", start) + line).TrimEnd());
            first = false;
        }
    }

    /// <summary>The findings that hold, that do not, and that are unknown, with reasons.</summary>
    public IEnumerable<ExplainedLine> Findings(Tongue tongue, bool ascii, IReadOnlyList<(string Name, TraitVerdict Verdict, string Why)> findings)
    {
        var column = findings.Max(f => TextWidth.Of(f.Name)) + 4;
        (TraitVerdict Verdict, string Heading, string Mark)[] parts =
        [
            (TraitVerdict.Proved, tongue.Say("What holds", "成立的性质"), ascii ? "+ " : "✓ "),
            (TraitVerdict.Refuted, tongue.Say("What does not hold", "不成立的性质"), ascii ? "- " : "✗ "),
            (TraitVerdict.Unknown, tongue.Say("Unknown: neither proved nor refuted", "未知：既未证明，也未找到反例"), "? "),
        ];
        foreach (var (verdict, heading, mark) in parts)
        {
            var own = findings.Where(f => f.Verdict == verdict).ToArray();
            foreach (var line in own.Length == 0 ? [] : Heading(heading).Concat(own.SelectMany(f => Item(mark + f.Name, f.Why, column))))
            {
                yield return line;
            }
        }
    }
}
