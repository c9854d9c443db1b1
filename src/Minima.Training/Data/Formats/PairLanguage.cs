namespace Minima.Training.Data;

/// <summary>An East Asian language with characters of two bytes.</summary>
internal sealed class PairLanguage : WrittenLanguage
{
    private const double AfterHigh = 0.6;
    private const double AfterBoundary = 0.36;
    private const double AfterLetter = 0.04;
    private const double BeforeLetter = 0.07;

    /// <summary>The probability of a character with four bytes in GB18030.</summary>
    private static readonly double Rare = Math.Log(1e-7);

    private static readonly double[] After = [Math.Log(AfterBoundary), Math.Log(AfterLetter), Math.Log(AfterHigh)];
    private static readonly double[] Before = [Math.Log(1 - BeforeLetter), Math.Log(BeforeLetter), 0];

    private readonly double[] _singles = new double[256];
    private readonly double[] _pairs = new double[1 << 16];
    private readonly bool _hasFours;

    /// <param name="encoding">The name of the encoding.</param>
    /// <param name="prior">The frequency of tables in this encoding relative to the others.</param>
    /// <param name="hasFours">True if a digit as second byte continues a character of four bytes.</param>
    /// <param name="classes">Classes of characters, the rarest first: the proportion of text, first bytes, second bytes; no second bytes for single bytes.</param>
    private PairLanguage(string encoding, double prior, bool hasFours, params (double Share, string First, string Second)[] classes)
        : base(encoding, prior)
    {
        _hasFours = hasFours;
        _singles.AsSpan().Fill(double.NegativeInfinity);
        _pairs.AsSpan().Fill(double.NegativeInfinity);
        foreach (var (share, firsts, seconds) in classes)
        {
            var (first, second) = (ByteRanges.Of(firsts), ByteRanges.Of(seconds));
            var each = Math.Log(share / (first.Count * Math.Max(1, second.Count)));
            foreach (var lead in first)
            {
                if (second.Count == 0) _singles[lead] = each;
                foreach (var trail in second) _pairs[(lead << 8) | trail] = each;
            }
        }
    }

    /// <summary>GBK: the 3755 usual characters are in the rows B0 to D7, others of GB 2312 in D8 to F7, letters of other scripts in A4 to A9.</summary>
    public static PairLanguage SimplifiedChinese { get; } = new(EncodingGuess.Chinese, 1, hasFours: true, (0.005, "81-FE", "40-7E 80-FE"), (0.02, "A4-A9", "A1-FE"), (0.025, "D8-F7", "A1-FE"), (0.04, "A1-A3", "A1-FE"), (0.93, "B0-D7", "A1-FE"));

    /// <summary>Big5: the 5401 usual characters are in the rows A4 to C6.</summary>
    public static PairLanguage TraditionalChinese { get; } = new("big5", 0.1, hasFours: false, (0.002, "FA-FE C7-C8", "40-7E A1-FE"), (0.02, "C9-F9", "40-7E A1-FE"), (0.04, "A1-A3", "40-7E A1-FE"), (0.94, "A4-C6", "40-7E A1-FE"));

    /// <summary>Shift-JIS: Hiragana, Katakana, and the 2965 usual characters in the rows 88 to 97.</summary>
    public static PairLanguage Japanese { get; } = new("shift_jis", 0.1, hasFours: false, (0.01, "A1-DF", ""), (0.01, "98-9F E0-EA FA-FC", "40-7E 80-FC"), (0.38, "88-97", "40-7E 80-FC"), (0.06, "81", "40-7E 80-FC"), (0.04, "82", "4F-9A"), (0.25, "82", "9F-F1"), (0.25, "83", "40-7E 80-96"));

    /// <summary>Korean in the Windows encoding: Hangul in the rows B0 to C8.</summary>
    public static PairLanguage Korean { get; } = new("ks_c_5601-1987", 0.01, hasFours: false, (0.002, "81-C6", "41-5A 61-7A 81-FE"), (0.01, "CA-FD", "A1-FE"), (0.02, "A1-A3", "A1-FE"), (0.97, "B0-C8", "A1-FE"));

    protected override double LogLikelihood(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var sum = 0.0;
        for (var i = 0; i < bytes.Length;)
        {
            var next = bytes[i..].IndexOfAnyInRange((byte)0x80, byte.MaxValue);
            if (next < 0) break;
            i += next;
            sum += After[(int)NeighbourAt(bytes, i - 1)];
            do
            {
                var length = LengthAt(bytes, i);
                if (i + length > bytes.Length) return isWhole ? double.NegativeInfinity : sum;
                sum += length switch { 1 => _singles[bytes[i]], 2 => _pairs[(bytes[i] << 8) | bytes[i + 1]], _ => Rare };
                i += length;
                if (NeighbourAt(bytes, i) != Neighbour.High) break;
                sum += After[(int)Neighbour.High];
            }
            while (true);

            if (double.IsNegativeInfinity(sum)) return sum;
            var behind = NeighbourAt(bytes, i);
            sum += Before[(int)behind] + (behind == Neighbour.Letter ? PlainLetter : 0);
        }

        return sum;
    }

    private int LengthAt(ReadOnlySpan<byte> bytes, int index) =>
        !double.IsNegativeInfinity(_singles[bytes[index]]) ? 1
        : !_hasFours || index + 1 >= bytes.Length || !char.IsAsciiDigit((char)bytes[index + 1]) ? 2
        : 4;
}
