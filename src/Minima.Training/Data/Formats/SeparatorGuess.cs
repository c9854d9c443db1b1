namespace Minima.Training.Data;

/// <summary>Detects the separator of the cells of a table from its first lines.</summary>
/// <remarks>
/// The header's most frequent candidate is used if every row of the beginning then has as many cells as the header. If that fails, as with decimal commas and
/// commas in names, a candidate on which all rows agree is used.
/// </remarks>
internal static class SeparatorGuess
{
    private const string Candidates = ",;\t|";
    private const string Declaration = "sep=";
    private const string Delimiters = ",;\t";

    /// <summary>The separator declared in the first line in the form of Excel, <c>sep=;</c>, or null.</summary>
    public static char? Declared(ReadOnlySpan<char> head)
    {
        if (!head.StartsWith(Declaration, StringComparison.OrdinalIgnoreCase)) return null;
        var rest = head[Declaration.Length..];
        return rest is [var separator, '\r' or '\n', ..] && separator is not ('"' or '\r' or '\n') ? separator : null;
    }

    /// <summary>The separator of a text.</summary>
    /// <param name="head">The beginning of the text.</param>
    /// <param name="isWhole">True if nothing follows; otherwise the last row may be cut off.</param>
    public static char Of(ReadOnlySpan<char> head, bool isWhole)
    {
        var usual = MostFrequent(head);
        if (Agrees(head, usual, isWhole) > 1) return usual;
        var (best, most) = (usual, 1);
        foreach (var candidate in Candidates)
        {
            if (Agrees(head, candidate, isWhole) is var cells && cells > most) (best, most) = (candidate, cells);
        }

        return best;
    }

    /// <summary>The most frequent candidate in the first line outside quotes; a comma if there is none.</summary>
    private static char MostFrequent(ReadOnlySpan<char> head)
    {
        Span<int> counts = stackalloc int[Delimiters.Length];
        var quoted = false;
        var started = false;
        foreach (var c in head)
        {
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c is '\r' or '\n')
            {
                // The parser also skips blank lines before the header.
                if (started) break;
                continue;
            }

            started = true;
            var index = Delimiters.IndexOf(c, StringComparison.Ordinal);
            if (index >= 0) counts[index]++;
        }

        var best = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            if (counts[i] > counts[best]) best = i;
        }

        return Delimiters[best];
    }

    /// <summary>The number of cells in every row with a separator; 0 if the rows differ.</summary>
    private static int Agrees(ReadOnlySpan<char> head, char separator, bool isWhole)
    {
        var (header, cells, empty, quoted) = (0, 1, true, false);
        foreach (var c in head)
        {
            if (c == '"') quoted = !quoted;
            if (!quoted && c is '\r' or '\n')
            {
                if (!empty && !Ends(ref header, cells)) return 0;
                (cells, empty) = (1, true);
                continue;
            }

            empty = false;
            if (!quoted && c == separator) cells++;
        }

        return isWhole && !empty && !Ends(ref header, cells) ? 0 : header;
    }

    private static bool Ends(ref int header, int cells)
    {
        if (header == 0) header = cells;
        return cells == header;
    }
}
