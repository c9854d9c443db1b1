using System.Globalization;

namespace Minima.Tabular;

/// <summary>A target that was requested as classes, two or more: texts in alphabetical order, or numbers in theirs.</summary>
internal static class TargetClasses
{
    public static TargetColumn Read(ColumnBuilder builder, string who)
    {
        if (!builder.IsNumeric)
        {
            if (builder.Texts() is not { } texts) throw TooMany(who, $"more than {ColumnBuilder.MostClasses} different texts");
            return Of(builder.Name, who, texts.Levels, texts.Codes);
        }

        var values = builder.Numbers();
        double[] distinct = [.. values.Distinct().Order()];
        if (distinct.Length > ColumnBuilder.MostClasses) throw TooMany(who, FormattableString.Invariant($"{distinct.Length} different numbers"));
        return Of(
            builder.Name,
            who,
            Array.ConvertAll(distinct, value => value.ToString(CultureInfo.InvariantCulture)),
            Array.ConvertAll(values, value => Array.BinarySearch(distinct, value)));
    }

    private static TargetColumn Of(string name, string who, string[] classes, int[] codes) => classes.Length > 1
        ? new TargetColumn(name, Array.ConvertAll(codes, code => (double)code), TargetKind.MultiClass, classes)
        : throw DataException.Create(
            who,
            $"every row is of the class {DataException.Quote(classes[0])}",
            "rows of two or more classes are expected",
            "Name another column with --target, or give rows of other classes too.");

    /// <summary>The exception for a target with more classes than a model may have.</summary>
    public static DataException TooMany(string who, string got) => DataException.Create(
        who,
        $"it holds {got}",
        $"at most {ColumnBuilder.MostClasses} classes are expected",
        "Name another column with --target, or group its values.");
}
