namespace Minima.Cli.Compare;

/// <summary>Turns one column of the file into the numeric columns that stand for it.</summary>
internal static class FeatureEncoder
{
    /// <summary>Appends the columns for <paramref name="builder"/>, none when it is constant, and tells what it did.</summary>
    public static void Encode(
        ColumnBuilder builder,
        string file,
        int rows,
        List<string> names,
        List<double[]> columns,
        List<ColumnEncoding> encodings,
        List<string> notes)
    {
        var quoted = DataException.Quote(builder.Name);
        if (builder.IsNumeric)
        {
            var values = builder.Numbers();
            if (Array.TrueForAll(values, value => value.Equals(values[0])))
            {
                notes.Add(FormattableString.Invariant($"Column {quoted} is {values[0]} in every row and was dropped."));
                return;
            }

            names.Add(builder.Name);
            columns.Add(values);
            encodings.Add(new ColumnEncoding(builder.Name, []));
            return;
        }

        if (builder.Texts() is not { } texts)
        {
            throw DataException.Create(
                $"{file}, column {quoted}",
                $"it holds more than {ColumnBuilder.MostLevels} different texts",
                $"numbers, or at most {ColumnBuilder.MostLevels} different texts, are expected",
                $"Leave the column out with --ignore {ColumnBuilder.Argument(builder.Name)}, or group its values.");
        }

        var (levels, codes) = texts;
        if (levels.Length == 1)
        {
            notes.Add($"Column {quoted} is {DataException.Quote(levels[0])} in every row and was dropped.");
            return;
        }

        encodings.Add(new ColumnEncoding(builder.Name, levels));
        if (levels.Length == 2)
        {
            notes.Add($"Column {quoted} holds two texts: {DataException.Quote(levels[0])} became 0 and {DataException.Quote(levels[1])} 1.");
            Append(1);
            return;
        }

        notes.Add($"Column {quoted} holds {levels.Length} texts; each became a column of 0 and 1.");
        for (var level = 0; level < levels.Length; level++) Append(level);

        void Append(int level)
        {
            var column = new double[rows];
            for (var i = 0; i < rows; i++) column[i] = codes[i] == level ? 1 : 0;
            names.Add($"{builder.Name}={levels[level]}");
            columns.Add(column);
        }
    }
}
