using Minima.Cli.Terminal;

namespace Minima.Cli.Explain;

/// <summary>Two texts in two columns with a rule between them; one below the other if the width, or an unbreakable line, leaves no room.</summary>
internal sealed class Columns(int width, bool ascii)
{
    private const int Gap = 3;

    private readonly bool _sideBySide = width >= PairExplanation.NarrowestColumns;

    /// <summary>The maximum width of a line of either text.</summary>
    public int Inner => _sideBySide ? (width - TextLayout.Indent - Gap) / 2 : width - 2 * TextLayout.Indent;

    /// <summary>The lines of both texts; under their labels if one is below the other or if <paramref name="labelled"/> is true.</summary>
    public IEnumerable<ExplainedLine> Write(string[] labels, IReadOnlyList<string> left, IReadOnlyList<string> right, bool labelled)
    {
        var indent = new string(' ', TextLayout.Indent);
        if (!_sideBySide || left.Concat(right).Any(line => TextWidth.Of(line) > Inner))
        {
            return Stacked(labels[0], left, labelled).Concat(Stacked(labels[1], right, labelled));
        }

        var rows = Enumerable.Range(0, Math.Max(left.Count, right.Count))
            .Select(i => new ExplainedLine(indent + Row(i < left.Count ? left[i] : "", i < right.Count ? right[i] : "")));
        return labelled ? rows.Prepend(new ExplainedLine(indent + Row(labels[0], labels[1]), true)) : rows;
    }

    private string Row(string left, string right) => (Wrapped.Pad(left, Inner) + (ascii ? " | " : " │ ") + right).TrimEnd();

    private static IEnumerable<ExplainedLine> Stacked(string label, IReadOnlyList<string> lines, bool heading)
    {
        if (lines.Count == 0) yield break;
        yield return new(new string(' ', TextLayout.Indent) + label, heading);
        foreach (var line in lines)
        {
            yield return new(new string(' ', 2 * TextLayout.Indent) + line);
        }
    }
}
