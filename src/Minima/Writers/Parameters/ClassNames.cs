using System.Globalization;

namespace Minima.Writers;

/// <summary>The classes of a row that is written out, and the names of the per-class numbers of a parameter.</summary>
internal static class ClassNames
{
    /// <summary>The number of classes of such a row.</summary>
    public const int Count = 3;

    /// <summary>The name of the number for a class: <c>class_counts_1</c>.</summary>
    public static string Of(ParameterInfo parameter, int k) => string.Create(CultureInfo.InvariantCulture, $"{parameter.Name}_{k + 1}");
}
