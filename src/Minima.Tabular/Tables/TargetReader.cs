using System.Globalization;

namespace Minima.Tabular;

/// <summary>Infers if the target is a number, two classes or several, and rejects targets from which nothing can be learned.</summary>
internal static class TargetReader
{
    /// <summary>The largest number of distinct whole numbers that are inferred as classes.</summary>
    public const int MostValues = 20;

    /// <summary>The least number of rows of every value for whole numbers to be classes; counts have rare values.</summary>
    public const int FewestRows = 5;

    /// <summary>The least mean number of rows per value for whole numbers to be classes.</summary>
    public const int AverageRows = 10;

    public static TargetColumn Read(ColumnBuilder builder, string file, CsvReadOptions options, List<string> notes)
    {
        var who = $"{file}, target {DataException.Quote(builder.Name)}";
        if (options is { Kind: TargetKind.MultiClass, SeveralClasses: false }) return TargetClasses.Read(builder, who) with { Mark = builder.Mark };
        var target = (builder.IsNumeric ? FromNumbers(builder, who, options) : FromTexts(builder, who, options)) with { Mark = builder.Mark };
        if (target.Kind == TargetKind.Binary)
        {
            var zero = DataException.Quote(target.Classes[0]);
            var one = DataException.Quote(target.Classes[1]);
            if (target.Classes is not ["0", "1"])
                notes.Add($"Target {DataException.Quote(builder.Name)}: {zero} became 0 and {one} 1.");
        }

        return target;
    }

    private static TargetColumn FromNumbers(ColumnBuilder builder, string who, CsvReadOptions options)
    {
        var values = builder.Numbers();
        var lowest = values.Min();
        var highest = values.Max();
        if (lowest.Equals(highest))
        {
            throw options.Kind is TargetKind.Binary or TargetKind.MultiClass
                ? SingleClass(who, lowest.ToString(CultureInfo.InvariantCulture))
                : DataException.Create(
                    who,
                    FormattableString.Invariant($"it is {lowest} in every row"),
                    "a target that varies is expected",
                    "Name another column with --target, or give rows with other values.");
        }

        if (options.SeveralClasses && (options.Kind == TargetKind.MultiClass || (options.Kind == TargetKind.Automatic && AreClasses(values))))
            return Several(builder.Name, who, values, options);
        var two = Array.TrueForAll(values, value => value.Equals(lowest) || value.Equals(highest));
        if (options.Kind == TargetKind.Regression || (options.Kind == TargetKind.Automatic && !two))
        {
            if (options.PositiveClass is { } positive)
            {
                throw DataException.Create(
                    $"--positive {DataException.Quote(positive)}",
                    $"{who} is a number, not a class",
                    "the option is expected only with two classes",
                    "Leave it out, or name another target.");
            }

            return new TargetColumn(builder.Name, values, TargetKind.Regression, []);
        }

        if (!two)
        {
            throw DataException.Create(
                who,
                "it holds numbers of more than two values",
                "two classes are expected",
                "Name another column with --target, or compare losses for regression.");
        }

        string[] classes = [lowest.ToString(CultureInfo.InvariantCulture), highest.ToString(CultureInfo.InvariantCulture)];
        var codes = Array.ConvertAll(values, value => value.Equals(lowest) ? 0 : 1);
        return Classes(builder.Name, who, classes, codes, options.PositiveClass);
    }

    /// <summary>Checks if values are classes: whole numbers of a few values, each in many rows, are more often the names of classes than amounts.</summary>
    private static bool AreClasses(double[] values)
    {
        var counts = new Dictionary<double, int>();
        foreach (var value in values)
        {
            if (!double.IsInteger(value) || Math.Abs(value) > 1e6) return false;
            counts[value] = counts.GetValueOrDefault(value) + 1;
            if (counts.Count > MostValues) return false;
        }

        return counts.Count > 2 && counts.Values.Min() >= FewestRows && values.Length >= AverageRows * counts.Count;
    }

    private static TargetColumn Several(string name, string who, double[] values, CsvReadOptions options)
    {
        var sorted = values.Distinct().Order().ToArray();
        if (sorted.Length <= ColumnBuilder.MostClasses)
        {
            var codes = Array.ConvertAll(values, value => Array.BinarySearch(sorted, value));
            return Several(name, who, Array.ConvertAll(sorted, value => value.ToString(CultureInfo.InvariantCulture)), codes, options);
        }

        throw DataException.Create(
            who,
            $"it holds numbers of {sorted.Length} different values",
            $"at most {ColumnBuilder.MostClasses} classes are expected",
            "Name another column with --target, or compare losses for regression.");
    }

    private static TargetColumn Several(string name, string who, string[] classes, int[] codes, CsvReadOptions options) =>
        options.PositiveClass is { } positive
            ? throw DataException.Create(
                $"--positive {DataException.Quote(positive)}",
                $"{who} has {classes.Length} classes",
                "the option is expected only with two classes",
                "Leave it out, or make the target one class against the rest.")
            : new TargetColumn(name, Array.ConvertAll(codes, code => (double)code), TargetKind.MultiClass, classes);

    private static TargetColumn FromTexts(ColumnBuilder builder, string who, CsvReadOptions options)
    {
        // If numbers are requested, every text is a mistake, and Numbers names the first.
        if (options.Kind == TargetKind.Regression && builder.AreTexts)
        {
            throw DataException.Create(
                who, $"it holds texts such as {DataException.Quote(builder.FirstText)}", "the loss takes numbers", "Take a loss of classes, or for grades in order minima compare, minima fit or minima boost with --order.");
        }

        if (options.Kind == TargetKind.Regression) builder.Numbers();
        var texts = builder.Texts();
        if (options.SeveralClasses && options.Kind != TargetKind.Binary && texts is { } several
            && (several.Levels.Length > 2 || (options.Kind == TargetKind.MultiClass && several.Levels.Length == 2)))
            return Several(builder.Name, who, several.Levels, several.Codes, options);
        if (texts is not { Levels.Length: <= 2 })
        {
            throw DataException.Create(
                who,
                texts is { } found
                    ? $"it holds {found.Levels.Length} different texts ({DataException.List(found.Levels)})"
                    : $"it holds more than {ColumnBuilder.MostClasses} different texts",
                options is { SeveralClasses: true, Kind: not TargetKind.Binary } ? $"numbers, or at most {ColumnBuilder.MostClasses} classes, are expected" : "numbers, or two classes, are expected",
                "Name another column with --target, or make it one class against the rest.");
        }

        var (levels, codes) = texts.Value;
        return levels.Length == 1
            ? throw SingleClass(who, levels[0])
            : Classes(builder.Name, who, levels, codes, options.PositiveClass);
    }

    private static TargetColumn Classes(string name, string who, string[] classes, int[] codes, string? positive)
    {
        var one = positive is null ? 1 : Array.IndexOf(classes, positive);
        if (one < 0)
        {
            throw DataException.Create(
                $"--positive {DataException.Quote(positive!)}",
                $"{who} has no such class",
                $"one of its classes is expected: {DataException.List(classes)}",
                "Choose one of these.");
        }

        var values = Array.ConvertAll(codes, code => code == one ? 1.0 : 0.0);
        return new TargetColumn(name, values, TargetKind.Binary, [classes[1 - one], classes[one]]);
    }

    private static DataException SingleClass(string who, string only) => DataException.Create(
        who,
        $"every row is of the class {DataException.Quote(only)}",
        "rows of two classes are expected",
        "Name another column with --target, or give rows of the other class too.");
}
