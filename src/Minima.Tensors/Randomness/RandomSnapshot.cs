using System.Globalization;

namespace Minima.Tensors.Randomness;

/// <summary>The complete state of a <see cref="RandomState"/>: a generator made from it continues bit-identically.</summary>
/// <param name="Key">The key from which named streams are derived; it does not change while numbers are drawn.</param>
/// <param name="S0">The first word of the generator.</param>
/// <param name="S1">The second.</param>
/// <param name="S2">The third.</param>
/// <param name="S3">The fourth. The four are never all 0.</param>
public readonly record struct RandomSnapshot(ulong Key, ulong S0, ulong S1, ulong S2, ulong S3)
{
    private const string Generator = "xoshiro256**";

    /// <summary>Parses the text of <see cref="ToString"/>.</summary>
    /// <returns>False if the text is not a snapshot: another generator, not five words of 16 hexadecimal digits, or a state of zeros.</returns>
    public static bool TryParse(string? text, out RandomSnapshot snapshot)
    {
        snapshot = default;
        if (text is null || text.Length != Generator.Length + 5 * 17 || !text.StartsWith(Generator, StringComparison.Ordinal)) return false;
        Span<ulong> words = stackalloc ulong[5];
        for (var i = 0; i < words.Length; i++)
        {
            var word = text.AsSpan(Generator.Length + 17 * i, 17);
            if (word[0] != ':' || !ulong.TryParse(word[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out words[i])) return false;
        }

        snapshot = new(words[0], words[1], words[2], words[3], words[4]);
        return snapshot.IsValid;
    }

    /// <summary>The generator's name and the five words in hexadecimal: text, because a JSON number of 64 bits loses digits in other programs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generator}:{Key:x16}:{S0:x16}:{S1:x16}:{S2:x16}:{S3:x16}");

    /// <summary>True if the generator can continue from here: a state of zeros gives only zeros.</summary>
    internal bool IsValid => (S0 | S1 | S2 | S3) != 0;
}
