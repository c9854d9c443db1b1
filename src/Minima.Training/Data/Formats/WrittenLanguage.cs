namespace Minima.Training.Data;

/// <summary>The probability of bytes above 127 as text of a language in the encoding used in its country.</summary>
/// <remarks>
/// The probability of a character is that of its class times that of its neighbours. A class is, for example, the rank of an accented letter in the language, or the
/// 3755 usual Chinese characters. A Russian letter is usually next to Russian letters, a French é next to plain ones. The most probable language wins, so that a few
/// characters suffice if the classes differ much, and more are needed if they are similar (Chinese and Korean share most pairs).
/// </remarks>
internal abstract class WrittenLanguage
{
    /// <summary>The bonus for an encoding that explains a plain letter after a character as half of it: such a letter is one of about forty.</summary>
    protected static readonly double PlainLetter = -Math.Log(40);

    /// <summary>With a lower average probability per byte, many bytes are not text of any language here; a few may be rare signs.</summary>
    private const double LeastProbable = 1e-5;

    private const int Many = 32;

    private static readonly WrittenLanguage[] All =
    [
        PairLanguage.SimplifiedChinese, PairLanguage.TraditionalChinese, PairLanguage.Japanese, PairLanguage.Korean,
        .. LetterLanguage.All,
    ];

    protected WrittenLanguage(string encoding, double prior) => (Encoding, LogPrior) = (encoding, Math.Log(prior));

    /// <summary>The name of the encoding in .NET and browsers.</summary>
    public string Encoding { get; }

    private double LogPrior { get; }

    /// <summary>The most likely of all languages, or null if the bytes are not text of any.</summary>
    /// <param name="bytes">The beginning of the text, or a part that begins with a character.</param>
    /// <param name="isWhole">True if nothing follows; otherwise the last character may be cut off.</param>
    public static WrittenLanguage? MostLikely(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var words = Words(bytes, isWhole, out var areWhole);
        WrittenLanguage? best = null;
        var high = 0;
        foreach (var one in words) high += one >> 7;
        var highest = high < Many ? double.NegativeInfinity : high * Math.Log(LeastProbable);
        foreach (var language in All)
        {
            var likelihood = language.LogPrior + language.LogLikelihood(words, areWhole);
            if (likelihood > highest) (best, highest) = (language, likelihood);
        }

        return best;
    }

    /// <summary>The log-probability of the bytes above 127; minus infinity if the encoding does not have them.</summary>
    protected abstract double LogLikelihood(ReadOnlySpan<byte> bytes, bool isWhole);

    /// <summary>The distinct words with bytes above 127: a table repeats its categories, and a rare letter counts once. No character has a second byte below 0x40, except digits.</summary>
    private static byte[] Words(ReadOnlySpan<byte> bytes, bool isWhole, out bool areWhole)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var last = "";
        for (var at = 0; at < bytes.Length;)
        {
            var end = at;
            while (end < bytes.Length && IsOfWord(bytes[end])) end++;
            var word = bytes[at..end];
            if (word.IndexOfAnyInRange((byte)0x80, byte.MaxValue) >= 0)
            {
                // The last word may be truncated.
                if (end < bytes.Length || isWhole) words.Add(System.Text.Encoding.Latin1.GetString(word));
                else last = System.Text.Encoding.Latin1.GetString(word);
            }

            at = end + 1;
        }

        areWhole = words.Count > 0;
        return System.Text.Encoding.Latin1.GetBytes(areWhole ? string.Join('\n', words) : last);
    }

    private static bool IsOfWord(byte one) => one >= 0x40 || char.IsAsciiDigit((char)one);

    /// <summary>The neighbour before or after a character.</summary>
    protected static Neighbour NeighbourAt(ReadOnlySpan<byte> bytes, int index) =>
        (uint)index >= (uint)bytes.Length ? Neighbour.Boundary
        : bytes[index] >= 0x80 ? Neighbour.High
        : char.IsAsciiLetter((char)bytes[index]) ? Neighbour.Letter
        : Neighbour.Boundary;

    /// <summary>Classes of the neighbours of a character.</summary>
    protected enum Neighbour
    {
        /// <summary>The end, a blank, a digit, a separator.</summary>
        Boundary,

        /// <summary>A plain letter.</summary>
        Letter,

        /// <summary>A byte above 127.</summary>
        High,
    }
}
