namespace Minima.Training.Data;

/// <summary>Learns the encoding of a column from training rows, and computes the features of any rows with it.</summary>
internal static class ColumnTreatment
{
    /// <summary>The minimum number of training rows of a text that is not rare.</summary>
    public const int RareRows = 5;

    /// <summary>The maximum number of texts with a feature of their own: the most frequent ones.</summary>
    public const int MostOwnLevels = 50;

    /// <summary>Learns the encoding from the given rows, which must not contain test rows.</summary>
    public static ColumnEncoding Fit(TableColumn column, ReadOnlySpan<int> rows) =>
        (column.Kind == TableColumnKind.Category ? Category(column, rows) : Numbers(column, rows)) with { Form = column.Form };

    /// <summary>The features of rows, one array each, in the order of the encoding's names.</summary>
    public static double[][] Apply(ColumnEncoding encoding, TableColumn column, ReadOnlySpan<int> rows)
    {
        var features = new double[encoding.Width][];
        for (var k = 0; k < features.Length; k++) features[k] = new double[rows.Length];
        if (encoding.Kind is EncodingKind.Number or EncodingKind.Date) Numbers(encoding, column.Values, rows, features);
        else Codes(encoding, column, rows, features);
        return features;
    }

    /// <summary>The features of numbers or days since 1970-01-01, NaN if missing.</summary>
    public static void Numbers(ColumnEncoding encoding, ReadOnlySpan<double> values, ReadOnlySpan<int> rows, double[][] features)
    {
        var isDate = encoding.Kind == EncodingKind.Date;
        var fill = encoding.Fill ?? 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var value = values[rows[i]];
            if (double.IsNaN(value))
            {
                value = fill;
                if (encoding.HasMissing) features[^1][i] = 1;
            }

            if (!isDate)
            {
                features[0][i] = value;
                continue;
            }

            var date = DateTime.UnixEpoch.AddDays(value);
            features[0][i] = date.Year;
            features[1][i] = date.Month;
            features[2][i] = date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek;
            features[3][i] = value - encoding.Origin;
        }
    }

    /// <summary>The features of texts by their index among the encoding's levels: -1 for another text, -2 for a missing one.</summary>
    public static void Levels(ColumnEncoding encoding, ReadOnlySpan<int> places, double[][] features)
    {
        var other = encoding.HasOther ? features.Length - (encoding.HasMissing ? 2 : 1) : -1;
        var missing = encoding.HasMissing ? features.Length - 1 : -1;
        for (var i = 0; i < places.Length; i++)
        {
            var place = places[i];
            if (encoding.Kind == EncodingKind.TwoTexts)
            {
                // A text that is missing or that no training row had is halfway between the two.
                features[0][i] = place < 0 ? 0.5 : place;
                continue;
            }

            var feature = place switch { -1 => other, -2 => missing, _ => place };
            if (feature >= 0) features[feature][i] = 1;
        }
    }

    private static void Codes(ColumnEncoding encoding, TableColumn column, ReadOnlySpan<int> rows, double[][] features)
    {
        var placeOf = Places(encoding, column.Levels);
        var places = new int[rows.Length];
        for (var i = 0; i < places.Length; i++) places[i] = column.Codes[rows[i]] is >= 0 and var code ? placeOf[code] : -2;
        Levels(encoding, places, features);
    }

    private static int IndexOf(IReadOnlyList<string> levels, string level)
    {
        for (var i = 0; i < levels.Count; i++)
        {
            if (string.Equals(levels[i], level, StringComparison.Ordinal)) return i;
        }

        return -1;
    }

    /// <summary>True if a column may need a median: it has missing values, is not numeric, or is written in a form that only a lenient reader accepts.</summary>
    public static bool NeedsFill(TableColumnKind kind, int missing, Localized note) => missing > 0 || kind != TableColumnKind.Number || !note.IsEmpty;

    /// <summary>The encoding of numbers or dates.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="kind">The kind of the column.</param>
    /// <param name="fill">The median of the training rows, or null if not needed.</param>
    /// <param name="first">The lowest value of the training rows.</param>
    /// <param name="hasMissing">True if a training row has no value.</param>
    public static ColumnEncoding OfNumbers(string name, TableColumnKind kind, double? fill, double first, bool hasMissing) => new(name, [])
    {
        Kind = kind == TableColumnKind.Date ? EncodingKind.Date : EncodingKind.Number,
        Fill = fill,
        HasMissing = hasMissing,
        Origin = double.IsFinite(first) ? Math.Floor(first) : 0,
    };

    /// <summary>The encoding of texts.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="levels">The texts in alphabetical order.</param>
    /// <param name="counts">The number of training rows with each.</param>
    /// <param name="hasMissing">True if a training row has none.</param>
    public static ColumnEncoding OfTexts(string name, string[] levels, int[] counts, bool hasMissing)
    {
        var present = Enumerable.Range(0, counts.Length).Where(level => counts[level] > 0).ToArray();
        if (present.Length <= 2 && !hasMissing)
        {
            // Two texts need no group of rare ones: one feature distinguishes them.
            return present.Length == 2
                ? new ColumnEncoding(name, [.. present.Select(level => levels[level])])
                : new ColumnEncoding(name, [.. present.Select(level => levels[level])]) { Kind = EncodingKind.Category };
        }

        var own = present.Where(level => counts[level] >= RareRows)
            .OrderByDescending(level => counts[level]).ThenBy(level => level).Take(MostOwnLevels).Order().ToArray();
        return new ColumnEncoding(name, [.. own.Select(level => levels[level])])
        {
            Kind = EncodingKind.Category,
            HasOther = own.Length < present.Length,
            HasMissing = hasMissing,
        };
    }

    /// <summary>For each text, its index among those with a feature of their own, or -1.</summary>
    public static int[] Places(ColumnEncoding encoding, string[] levels) => Array.ConvertAll(levels, level => IndexOf(encoding.Levels, level));

    private static ColumnEncoding Numbers(TableColumn column, ReadOnlySpan<int> rows)
    {
        var first = double.PositiveInfinity;
        var missing = 0;
        foreach (var row in rows)
        {
            if (double.IsNaN(column.Values[row])) missing++;
            else if (column.Values[row] < first) first = column.Values[row];
        }

        if (!NeedsFill(column.Kind, column.Missing, column.Note)) return OfNumbers(column.Name, column.Kind, null, first, hasMissing: false);
        var present = new double[rows.Length - missing];
        var next = 0;
        foreach (var row in rows)
        {
            if (!double.IsNaN(column.Values[row])) present[next++] = column.Values[row];
        }

        return OfNumbers(column.Name, column.Kind, present.Length == 0 ? 0 : RobustScale.Median(present), first, missing > 0);
    }

    private static ColumnEncoding Category(TableColumn column, ReadOnlySpan<int> rows)
    {
        var counts = new int[column.Levels.Length];
        var missing = 0;
        foreach (var row in rows)
        {
            if (column.Codes[row] < 0) missing++;
            else counts[column.Codes[row]]++;
        }

        return OfTexts(column.Name, column.Levels, counts, missing > 0);
    }
}
