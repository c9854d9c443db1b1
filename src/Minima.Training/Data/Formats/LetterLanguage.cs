namespace Minima.Training.Data;

/// <summary>A language of letters with single bytes for those beyond ASCII: accents among plain letters, or a script of its own.</summary>
internal sealed class LetterLanguage : WrittenLanguage
{
    /// <summary>The probability of letters; signs have the rest, and any other byte hardly any.</summary>
    private const double ShareOfLetters = 0.88;

    private const double Other = 1e-5;
    private const double CapitalPerSmall = 0.1;

    /// <summary>The penalty of a capital after a small letter, as in <c>ïÐ</c>.</summary>
    private static readonly double CapitalWithin = Math.Log(1e-3);

    /// <summary>No-break space, degree, square, euro, quotation marks, dashes and others, common to all Windows encodings.</summary>
    private static readonly (byte Sign, double Share)[] Signs =
    [
        (0xB0, 0.03), (0xA0, 0.01), (0x92, 0.01), (0x93, 0.005), (0x94, 0.005), (0x96, 0.005), (0x97, 0.005), (0xB5, 0.005),
        (0xA7, 0.003), (0xAB, 0.003), (0xBB, 0.003), (0xB1, 0.003), (0x85, 0.002),
    ];

    /// <summary>The probabilities after a boundary, a plain letter, another byte above 127.</summary>
    private static readonly double[] AccentAfter = [Math.Log(0.22), Math.Log(0.75), Math.Log(0.03)];

    private static readonly double[] AccentBefore = [Math.Log(0.30), Math.Log(0.70) + PlainLetter, 0];
    private static readonly double[] ScriptAfter = [Math.Log(0.155), Math.Log(0.005), Math.Log(0.84)];
    private static readonly double[] ScriptBefore = [Math.Log(0.99), Math.Log(0.01) + PlainLetter, 0];

    private readonly double[] _shares = new double[256];
    private readonly bool[] _isSmall = new bool[256];
    private readonly bool[] _isCapital = new bool[256];
    private readonly double[] _after;
    private readonly double[] _before;

    /// <param name="page">The page of its encoding.</param>
    /// <param name="prior">The frequency of its tables relative to those of other languages.</param>
    /// <param name="isScript">True if its letters are next to each other, not among plain ones.</param>
    /// <param name="small">Its small letters, the most frequent first.</param>
    /// <param name="capitals">Their capitals, in the same order; null if each is 32 less.</param>
    private LetterLanguage(Page page, double prior, bool isScript, string small, string? capitals = null)
        : base(page.Encoding, prior)
    {
        (_after, _before) = isScript ? (ScriptAfter, ScriptBefore) : (AccentAfter, AccentBefore);
        _shares.AsSpan().Fill(Other);
        foreach (var (sign, share) in Signs) _shares[sign] = share;
        foreach (var (sign, share) in page.Signs) _shares[sign] = share;
        foreach (var none in ByteRanges.Of(page.Undefined)) _shares[none] = 0;
        var letters = ByteRanges.Of(small);
        var large = capitals is null ? [.. letters.Select(letter => (byte)(letter - 0x20))] : ByteRanges.Of(capitals);

        // The frequency depends on the rank: it falls slowly in a script of thirty letters, fast among a few accents.
        var fall = isScript ? 10 : 2.5;
        var total = letters.Select((_, rank) => Math.Exp(-rank / fall)).Sum();
        for (var rank = 0; rank < letters.Count; rank++)
        {
            var share = ShareOfLetters * Math.Exp(-rank / fall) / total;
            (_shares[letters[rank]], _isSmall[letters[rank]]) = (share, true);
            if (rank >= large.Count || _isSmall[large[rank]]) continue;
            (_shares[large[rank]], _isCapital[large[rank]]) = (share * CapitalPerSmall, true);
        }

        for (var i = 0; i < _shares.Length; i++) _shares[i] = Math.Log(_shares[i]);
    }

    /// <summary>All languages of letters.</summary>
    public static IReadOnlyList<LetterLanguage> All { get; } = Languages();

    protected override double LogLikelihood(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var sum = 0.0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80)
            {
                var next = bytes[i..].IndexOfAnyInRange((byte)0x80, byte.MaxValue);
                if (next < 0) break;
                i += next;
            }

            sum += _shares[bytes[i]] + _after[(int)NeighbourAt(bytes, i - 1)] + _before[(int)NeighbourAt(bytes, i + 1)];
            if (_isCapital[bytes[i]] && i > 0 && (_isSmall[bytes[i - 1]] || char.IsAsciiLetterLower((char)bytes[i - 1]))) sum += CapitalWithin;
        }

        return sum;
    }

    private static LetterLanguage[] Languages()
    {
        var western = new Page(EncodingGuess.Western, [(0xB2, 0.02), (0x80, 0.02), (0xB3, 0.005), (0xA3, 0.005), (0xBA, 0.005), (0xAA, 0.003), (0xBF, 0.003), (0xA1, 0.003), (0xBD, 0.001), (0xD7, 0.001)], "81 8D 8F 90 9D");
        var central = new Page("windows-1250", [(0x80, 0.01)], "81 83 88 90 98");
        var cyrillic = new Page("windows-1251", [(0xB9, 0.01), (0x88, 0.005)], "98");
        var greek = new Page("windows-1253", [(0xB2, 0.01), (0x80, 0.01)], "81 88 8A 8C-90 98 9A 9C-9F AA D2 FF");
        var turkish = new Page("windows-1254", [(0xB2, 0.01), (0x80, 0.01)], "81 8D-90 9D 9E");
        return
        [
            // French, German, Spanish, Portuguese, Italian, Nordic languages.
            new(western, 1, false, "E9 E8 E0 EA E7 9C F4 E2 FB EE F9 EF EB", "C9 C8 C0 CA C7 8C D4 C2 DB CE D9 CF CB"),
            new(western, 1, false, "FC E4 F6 DF", "DC C4 D6"),
            new(western, 1, false, "F3 ED E1 E9 F1 FA FC"),
            new(western, 1, false, "E3 E7 E1 E9 ED F3 F5 EA FA E2 E0 F4"),
            new(western, 1, false, "E0 E8 F9 F2 EC E9"),
            new(western, 1, false, "E5 E4 F6 F8 E6 E9"),

            // Polish, Czech and Slovak, Hungarian, Romanian, Croatian.
            new(central, 0.05, false, "B3 F3 B9 EA BF 9C E6 F1 9F", "A3 D3 A5 CA AF 8C C6 D1 8F"),
            new(central, 0.05, false, "ED E1 E9 EC FD 9A E8 F8 9E F9 FA F3 F2 9D EF BE F4 E4", "CD C1 C9 CC DD 8A C8 D8 8E D9 DA D3 D2 8D CF BC D4 C4"),
            new(central, 0.05, false, "E1 E9 F6 F3 F5 ED FC FA FB"),
            new(central, 0.05, false, "E3 E2 EE BA FE", "C3 C2 CE AA DE"),
            new(central, 0.05, false, "E8 9A 9E E6 F0", "C8 8A 8E C6 D0"),
            new(turkish, 0.1, false, "FD FC FE E7 F6 F0", "DD DC DE C7 D6 D0"),

            // Russian, Ukrainian, Greek.
            new(cyrillic, 0.3, true, "EE E5 E0 E8 ED F2 F1 F0 E2 EB EA EC E4 EF F3 FF FB FC E3 E7 E1 F7 E9 F5 E6 F8 FE F6 F9 FD F4 FA"),
            new(cyrillic, 0.1, true, "EE E0 ED B3 E8 F2 E2 E5 F0 F1 EA EB F3 E4 EC EF FF E7 FC E1 E3 F7 F5 F6 E6 F8 FE BF E9 F9 F4 BA", "CE C0 CD B2 C8 D2 C2 C5 D0 D1 CA CB D3 C4 CC CF DF C7 DC C1 C3 D7 D5 D6 C6 D8 DE AF C9 D9 D4 AA"),
            new(greek, 0.2, true, "E1 EF E9 F4 E5 ED F3 E7 F5 F1 F0 EA F2 EB EC DC F9 DF FC DD DE E4 E3 E8 F7 F6 FD FE E2 E6 EE F8", "C1 CF C9 D4 C5 CD D3 C7 D5 D1 D0 CA D3 CB CC A2 D9 BA BC B8 B9 C4 C3 C8 D7 D6 BE BF C2 C6 CE D8"),
        ];
    }

    private sealed record Page(string Encoding, (byte Sign, double Share)[] Signs, string Undefined);
}
