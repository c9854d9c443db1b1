using System.Globalization;

namespace Minima.Tabular;

/// <summary>Numbers and words of an answer, with the separators of both languages.</summary>
internal static class AnswerText
{
    private static readonly char[] Separators = [' ', '\t', ',', ';', '，', '、', '；', '\u3000'];

    /// <summary>The given number of finite numbers, separated by spaces, commas or semicolons; null if the text is anything else.</summary>
    public static double[]? Numbers(string text, int count)
    {
        var words = Parts(text);
        if (words.Length != count) return null;
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i])) return null;
        }

        return numbers;
    }

    /// <summary>The words between any separators.</summary>
    public static string[] Parts(string text) => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words between spaces: losses may contain commas.</summary>
    public static string[] Words(string text) => text.Split([' ', '\t', '\u3000'], StringSplitOptions.RemoveEmptyEntries);
}
