using System.Globalization;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>The rows of a design as a query: <c>minima_x0</c> and so on for the features, <c>minima_target</c>, further inputs by their names, and <c>minima_w</c> for the weight.</summary>
internal static class DesignQuery
{
    /// <summary>The column of the target, under one name for all losses.</summary>
    public const string Target = "minima_target";

    /// <summary>Writes the query.</summary>
    /// <param name="design">The columns to compute.</param>
    /// <param name="source">The text after FROM.</param>
    /// <param name="fence">The end of the derived table, which keeps a planner from copying anything out of it.</param>
    /// <param name="more">Further columns, each with its name.</param>
    public static string Of(SourceDesign design, string source, string fence, params IEnumerable<string> more)
    {
        var features = design.Encodings.SelectMany(Features).ToArray();
        var columns = more.Concat(features.Select((feature, j) => $"{Scaled(feature, design.Centres[j], design.Units[j])} AS {Feature(j)}"));
        if (design.Target is { } target) columns = columns.Append($"{TargetOf(design, target)} AS {Target}");
        columns = columns.Concat(design.Inputs.Select(input => $"{SqlText.Double(input.Column)} AS {SqlWriter.Column(input.Name)}"));
        if (design.Weight is { } weight) columns = columns.Append($"{SqlText.Double(weight)} / {SqlText.Number(design.LargestWeight)} AS minima_w");
        string?[] conditions =
        [
            design.Weight is { } counted ? $"{SqlText.Double(counted)} > 0.0" : null,
            design is { LeavesOutMissingTargets: true, Target: { } known } ? $"NOT {(design.HasTextClasses ? MissingText(known) : MissingNumber(SqlText.Double(known)))}" : null,
        ];
        string[] kept = [.. conditions.OfType<string>()];
        var condition = kept.Length > 0 ? $" WHERE {string.Join(" AND ", kept)}" : "";
        return $"SELECT {string.Join(", ", columns)} FROM {source}{condition}{fence}";
    }

    /// <summary>The columns of the query, without further ones.</summary>
    public static IReadOnlyList<string> Columns(SourceDesign design) =>
    [
        .. Enumerable.Range(0, design.Features).Select(Feature),
        .. design.Target is null ? Array.Empty<string>() : [Target],
        .. design.Inputs.Select(input => SqlWriter.Column(input.Name)),
        .. design.Weight is null ? Array.Empty<string>() : ["minima_w"],
    ];

    /// <summary>True if the encodings accept the row: no missing value without an imputation, and no unknown text.</summary>
    public static string IsKnown(IReadOnlyList<ColumnEncoding> encodings)
    {
        string[] conditions = [.. encodings.Select(Condition).OfType<string>()];
        return conditions.Length == 0 ? "TRUE" : string.Join(" AND ", conditions);

        static string? Condition(ColumnEncoding encoding) => encoding.Kind switch
        {
            EncodingKind.Number => encoding.Fill is null ? $"NOT {MissingNumber(SqlText.Double(encoding.Column))}" : null,
            EncodingKind.Date => encoding.Fill is null ? $"{SqlText.Column(encoding.Column)} IS NOT NULL" : null,
            EncodingKind.Category => null,
            _ => IsOneOf(encoding.Column, encoding.Levels),
        };
    }

    /// <summary>True if the value of a column is one of the given ones; false if it is missing.</summary>
    public static string IsOneOf(SourceColumn column, IReadOnlyList<string> known)
    {
        if (column.Kind == TableColumnKind.Category) return IsOneOf(column.Name, known);
        double[] numbers = [.. known.Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).Where(double.IsFinite)];
        return numbers.Length == 0 ? "FALSE" : $"coalesce({SqlText.Double(column.Name)} IN ({string.Join(", ", numbers.Select(SqlText.Number))}), FALSE)";
    }

    /// <summary>True if the value of a column is missing.</summary>
    public static string Missing(SourceColumn column) => column.Kind == TableColumnKind.Category ? MissingText(column.Name) : MissingNumber(SqlText.Double(column.Name));

    private static string IsOneOf(string column, IReadOnlyList<string> texts) => $"coalesce({SqlText.Trimmed(column)} IN ({string.Join(", ", texts.Select(SqlText.Literal))}), FALSE)";

    /// <summary>The prediction and the target under the names of a loss's inputs.</summary>
    public static string Inputs(Loss loss, string prediction) => loss.Entry.Inputs.Count < 2 ? $"{prediction} AS {Prediction(loss)}" : $"{prediction} AS {Prediction(loss)}, {Target} AS {SqlWriter.Column(loss.Entry.Inputs[1].Name)}";

    /// <summary>The column that a loss reads as its prediction.</summary>
    public static string Prediction(Loss loss) => SqlWriter.Column(loss.Entry.Inputs[0].Name);

    /// <summary>True if the target is the class with this index.</summary>
    public static string IsClass(int index) => $"{Target} = {SqlText.Number(index)}";

    /// <summary>The column of a feature.</summary>
    public static string Feature(int index) => FormattableString.Invariant($"minima_x{index}");

    private static string Scaled(string feature, double centre, double unit)
    {
        var centred = centre == 0 ? feature : $"({feature} - {SqlText.Number(centre)})";
        return unit == 1 ? centred : $"{centred} / {SqlText.Number(unit)}";
    }

    private static string TargetOf(SourceDesign design, string target)
    {
        if (design.HasSeveralClasses) return $"CASE {string.Concat(design.Classes.Select((name, k) => $"WHEN {Is(name)} THEN {SqlText.Number(k)} "))}END";
        if (design.Classes is not [_, var one]) return SqlText.Double(target);
        return $"CASE WHEN {Is(one)} THEN CAST(1 AS DOUBLE PRECISION) ELSE CAST({(design.IsMargin ? "-1" : "0")} AS DOUBLE PRECISION) END";

        string Is(string name) => design.HasTextClasses ? $"{SqlText.Trimmed(target)} = {SqlText.Literal(name)}" : $"{SqlText.Double(target)} = CAST({SqlText.Literal(name)} AS DOUBLE PRECISION)";
    }

    /// <summary>The features of a column as expressions.</summary>
    private static IEnumerable<string> Features(ColumnEncoding encoding) => encoding.Kind switch
    {
        EncodingKind.Number => Numbers(encoding),
        EncodingKind.Date => Dates(encoding),
        _ => Texts(encoding),
    };

    private static IEnumerable<string> Numbers(ColumnEncoding encoding)
    {
        var value = SqlText.Double(encoding.Column);
        var missing = MissingNumber(value);
        if (encoding.Fill is not { } fill) yield return value;
        else yield return $"CASE WHEN {missing} THEN {SqlText.Number(fill)} ELSE {value} END";
        if (encoding.HasMissing) yield return Indicator(missing);
    }

    /// <summary>True for NULL or NaN: in both databases NaN is greater than every number.</summary>
    private static string MissingNumber(string value) => $"({value} IS NULL OR {value} > {SqlText.Infinity})";

    private static IEnumerable<string> Dates(ColumnEncoding encoding)
    {
        var date = $"CAST({SqlText.Column(encoding.Column)} AS TIMESTAMP)";
        var fill = DateTime.UnixEpoch.AddDays(encoding.Fill ?? 0);
        var weekday = fill.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)fill.DayOfWeek;
        var missing = $"{SqlText.Column(encoding.Column)} IS NULL";
        yield return Filled($"CAST(extract(year FROM {date}) AS DOUBLE PRECISION)", fill.Year);
        yield return Filled($"CAST(extract(month FROM {date}) AS DOUBLE PRECISION)", fill.Month);
        yield return Filled($"CAST(extract(isodow FROM {date}) AS DOUBLE PRECISION)", weekday);
        yield return $"({Filled(SqlText.Days(encoding.Column), encoding.Fill ?? 0)} - {SqlText.Number(encoding.Origin)})";
        if (encoding.HasMissing) yield return Indicator(missing);

        string Filled(string value, double constant) => $"CASE WHEN {missing} THEN {SqlText.Number(constant)} ELSE {value} END";
    }

    private static IEnumerable<string> Texts(ColumnEncoding encoding)
    {
        var text = SqlText.Trimmed(encoding.Column);
        var missing = MissingText(encoding.Column);
        if (encoding.Kind == EncodingKind.TwoTexts)
        {
            // A missing text, or one unknown from training, is halfway between the two levels.
            yield return $"CASE WHEN {text} = {SqlText.Literal(encoding.Levels[0])} THEN CAST(0 AS DOUBLE PRECISION) WHEN {text} = {SqlText.Literal(encoding.Levels[1])} THEN CAST(1 AS DOUBLE PRECISION) ELSE CAST(0.5 AS DOUBLE PRECISION) END";
            yield break;
        }

        foreach (var level in encoding.Levels) yield return Indicator($"{text} = {SqlText.Literal(level)}");
        if (encoding.HasOther) yield return Indicator($"NOT {missing} AND {text} NOT IN ({string.Join(", ", encoding.Levels.DefaultIfEmpty("").Select(SqlText.Literal))})");
        if (encoding.HasMissing) yield return Indicator(missing);
    }

    /// <summary>True for NULL, or a text that marks a missing value in files too.</summary>
    public static string MissingText(string column) =>
        $"({SqlText.Column(column)} IS NULL OR lower({SqlText.Trimmed(column)}) IN ({string.Join(", ", CellParser.MissingMarks.Append("").Select(mark => SqlText.Literal(mark.ToLowerInvariant())))}))";

    /// <summary>1 if a condition holds, otherwise 0.</summary>
    public static string Indicator(string condition) => $"CASE WHEN {condition} THEN CAST(1 AS DOUBLE PRECISION) ELSE CAST(0 AS DOUBLE PRECISION) END";
}
