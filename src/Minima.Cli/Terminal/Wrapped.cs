using System.Text;

namespace Minima.Cli.Terminal;

/// <summary>Wraps texts to a given number of columns: English at spaces, Chinese between characters, no line starting with a closing mark.</summary>
internal static class Wrapped
{
    private const string Indent = "  ";
    private const string NeverFirst = "，。；：、）》」”’！？,.;:)]%";

    /// <summary>The lines of a text, each of at most <paramref name="width"/> columns unless one word is longer.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = new StringBuilder();
        var used = 0;
        foreach (var piece in Pieces(text))
        {
            var size = TextWidth.Of(piece.TrimEnd());
            if (used > 0 && used + size > width)
            {
                yield return line.ToString().TrimEnd();
                line.Clear();
                used = 0;
            }

            line.Append(piece);
            used += TextWidth.Of(piece);
        }

        if (used > 0)
        {
            yield return line.ToString().TrimEnd();
        }
    }

    /// <summary>Writes a text in 80 columns, English broken at words, with all lines after the first indented by two.</summary>
    public static void Write(string text, TextWriter writer, bool chinese)
    {
        if (chinese)
        {
            WriteHanging(text, writer);
            return;
        }

        var width = 0;
        foreach (var word in text.Split(' '))
        {
            var size = TextWidth.Of(word);
            if (width > 0 && width + 1 + size > Screen.WidthOfFiles)
            {
                writer.WriteLine();
                writer.Write(Indent);
                width = Indent.Length;
            }
            else if (width > 0)
            {
                writer.Write(' ');
                width++;
            }

            writer.Write(word);
            width += size;
        }

        writer.WriteLine();
    }

    /// <summary>Writes a text with a hanging indent; all lines have the length that leaves room for it, as Chinese breaks between any two characters.</summary>
    public static void WriteHanging(string text, TextWriter writer)
    {
        var indent = "";
        foreach (var line in Lines(text, Screen.WidthOfFiles - Indent.Length))
        {
            writer.WriteLine(indent + line);
            indent = Indent;
        }
    }

    /// <summary>Writes a text in a column of its own, after a word or an indent on its first line.</summary>
    public static void WriteBeside(string first, int column, string text, TextWriter writer, int width = Screen.WidthOfFiles)
    {
        foreach (var line in Lines(text, width - column))
        {
            writer.WriteLine(Pad(first, column) + line);
            first = "";
        }
    }

    /// <summary>The rows of a table, names to the left and numbers to the right; names are shortened if a line would be too wide.</summary>
    public static IEnumerable<string> Aligned(string[][] cells, string gap)
    {
        var widths = Enumerable.Range(0, cells[0].Length).Select(j => cells.Max(row => TextWidth.Of(row[j]))).ToArray();
        widths[0] = Math.Min(widths[0], Screen.WidthOfFiles - widths[1..].Sum(width => width + gap.Length));
        return cells.Select(row => string.Join(gap, row.Select((cell, j) =>
        {
            cell = Cut(cell, widths[j]);
            var space = new string(' ', widths[j] - TextWidth.Of(cell));
            return j == 0 ? cell + space : space + cell;
        })).TrimEnd());
    }

    /// <summary>The pieces that must stay together: a word and the space after it, a wide character and the closing marks after it.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var piece = new StringBuilder();
        var previous = default(Rune);
        foreach (var rune in text.EnumerateRunes())
        {
            var wide = TextWidth.Of(rune.ToString()) > 1;
            var closes = NeverFirst.Contains(rune.ToString(), StringComparison.Ordinal);
            var breaks = piece.Length > 0 && !closes && (previous.Value == ' ' ? rune.Value != ' ' : wide || TextWidth.Of(previous.ToString()) > 1);

            // An opening mark stays with the next character.
            if (breaks && previous.ToString() is not ("（" or "《" or "「" or "("))
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(rune.ToString());
            previous = rune;
        }

        if (piece.Length > 0)
        {
            yield return piece.ToString();
        }
    }

    /// <summary>A text padded with spaces to a given number of columns.</summary>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - TextWidth.Of(text)));

    /// <summary>A text shortened to at most the given number of columns; dots replace the rest.</summary>
    public static string Cut(string name, int most)
    {
        if (TextWidth.Of(name) <= most) return name;
        var width = 0;
        var kept = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            width += TextWidth.Of(rune.ToString());
            if (width > most - 3) break;
            kept += rune.Utf16SequenceLength;
        }

        return name[..kept] + "...";
    }
}
