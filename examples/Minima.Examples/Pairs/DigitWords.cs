namespace Minima.Examples.Pairs;

/// <summary>The words of the ten digits in English, German, Spanish, pinyin, and Dutch or Danish, without accents, as rows of letters.</summary>
internal static class DigitWords
{
    public const int MostLetters = 6;
    public const int Letters = 26;
    public const int Width = MostLetters * Letters;

    public static readonly string[][] ByDigit =
    [
        ["zero", "null", "cero", "ling", "nul"],
        ["one", "eins", "uno", "yi", "een"],
        ["two", "zwei", "dos", "er", "twee"],
        ["three", "drei", "tres", "san", "drie"],
        ["four", "vier", "cuatro", "si", "fire"],
        ["five", "funf", "cinco", "wu", "vijf"],
        ["six", "sechs", "seis", "liu", "zes"],
        ["seven", "sieben", "siete", "qi", "zeven"],
        ["eight", "acht", "ocho", "ba", "otte"],
        ["nine", "neun", "nueve", "jiu", "negen"],
    ];

    public static readonly (int Digit, string Word)[] All = [.. ByDigit.SelectMany((words, digit) => words.Select(word => (digit, word)))];

    /// <summary>1 at each letter's place, letter by letter.</summary>
    public static float[] Rows(IReadOnlyList<string> words)
    {
        var rows = new float[words.Count * Width];
        for (var i = 0; i < words.Count; i++)
        {
            for (var k = 0; k < words[i].Length; k++) rows[(i * Width) + (k * Letters) + (words[i][k] - 'a')] = 1;
        }

        return rows;
    }
}
