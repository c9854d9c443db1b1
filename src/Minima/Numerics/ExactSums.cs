namespace Minima;

/// <summary>
/// Sums of doubles without any rounding: every order of the terms, and every partition of them, gives bit-identical results. Each sum is a row of 64-bit
/// integers, 32 bits of the number apart; the bits above are room for carries.
/// </summary>
/// <param name="count">The number of sums.</param>
internal sealed class ExactSums(int count)
{
    /// <summary>The number of integers of a sum, from the lowest bit of a double to the highest one and to the carries of 2^62 terms.</summary>
    public const int Limbs = 69;

    private const int Bits = 32;

    /// <summary>The exponent of the lowest bit.</summary>
    private const int Lowest = -1074;

    /// <summary>The number of terms before carries must move: each adds less than 2^33.</summary>
    private const int MostTerms = 1 << 28;

    private readonly long[] _limbs = new long[count * Limbs];
    private readonly bool[] _isBroken = new bool[count];
    private int _terms;

    public int Count => count;

    /// <summary>The range of the integers that are not 0, over all sums; call <see cref="Carry"/> first. Empty (Low above High) if all sums are 0.</summary>
    public (int Low, int High) Range
    {
        get
        {
            var (low, high) = (Limbs, -1);
            for (var i = 0; i < _limbs.Length; i++)
            {
                if (_limbs[i] != 0) (low, high) = (Math.Min(low, i % Limbs), Math.Max(high, i % Limbs));
            }

            return (low, high);
        }
    }

    /// <summary>True if a sum has a term that is not finite: it is NaN.</summary>
    public bool IsBroken(int sum) => _isBroken[sum];

    public void Break(int sum) => _isBroken[sum] = true;

    /// <summary>Adds a term to a sum.</summary>
    public void Add(int sum, double term)
    {
        if (term == 0) return;
        var bits = BitConverter.DoubleToInt64Bits(term);
        var exponent = (int)(bits >> 52) & 0x7ff;
        if (exponent == 0x7ff)
        {
            _isBroken[sum] = true;
            return;
        }

        if (++_terms == MostTerms) Carry();
        var mantissa = (ulong)(bits & ((1L << 52) - 1));
        if (exponent == 0) exponent = 1; else mantissa |= 1UL << 52;
        var place = exponent - 1;
        var (low, high) = ((mantissa & uint.MaxValue) << (place % Bits), (mantissa >> Bits) << (place % Bits));
        var limbs = _limbs.AsSpan((sum * Limbs) + (place / Bits), 3);
        var sign = bits < 0 ? -1 : 1;
        limbs[0] += sign * (long)(low & uint.MaxValue);
        limbs[1] += sign * ((long)(low >> Bits) + (long)(high & uint.MaxValue));
        limbs[2] += sign * (long)(high >> Bits);
    }

    /// <summary>Adds the sums of another instance.</summary>
    public void Add(ExactSums other)
    {
        Carry();
        other.Carry();
        for (var i = 0; i < _limbs.Length; i++) _limbs[i] += other._limbs[i];
        for (var i = 0; i < _isBroken.Length; i++) _isBroken[i] |= other._isBroken[i];
        _terms = 2;
    }

    /// <summary>Moves carries up, so that each integer is between -2^31 and 2^31: 2^31 ranks may then add theirs.</summary>
    public void Carry()
    {
        for (var first = 0; first < _limbs.Length; first += Limbs)
        {
            for (var i = first; i < first + Limbs - 1; i++)
            {
                var carry = (_limbs[i] + (1L << (Bits - 1))) >> Bits;
                _limbs[i] -= carry << Bits;
                _limbs[i + 1] += carry;
            }
        }

        _terms = 1;
    }

    /// <summary>The integers of all sums in a range, sum after sum.</summary>
    public long[] Take(int low, int high)
    {
        var width = high - low + 1;
        var taken = new long[count * width];
        for (var sum = 0; sum < count; sum++) Array.Copy(_limbs, (sum * Limbs) + low, taken, sum * width, width);
        return taken;
    }

    /// <summary>Writes back the integers from <see cref="Take"/>, or their totals over the ranks.</summary>
    public void Put(long[] taken, int low, int high)
    {
        var width = high - low + 1;
        for (var sum = 0; sum < count; sum++) Array.Copy(taken, sum * width, _limbs, (sum * Limbs) + low, width);
    }

    /// <summary>The double nearest to a sum.</summary>
    public double Value(int sum)
    {
        if (_isBroken[sum]) return double.NaN;
        Span<long> limbs = stackalloc long[Limbs];
        _limbs.AsSpan(sum * Limbs, Limbs).CopyTo(limbs);
        var isNegative = Settle(limbs);
        if (isNegative)
        {
            foreach (ref var limb in limbs) limb = -limb;
            Settle(limbs);
        }

        var top = limbs.LastIndexOfAnyExcept(0);
        if (top < 0) return 0;
        var high = Math.Max(top, 2);
        var number = ((UInt128)(ulong)limbs[high] << (2 * Bits)) | ((UInt128)(ulong)limbs[high - 1] << Bits) | (ulong)limbs[high - 2];

        // The bits below decide a tie alone.
        var rest = limbs[..(high - 2)].ContainsAnyExcept(0);
        var cut = Math.Max(0, 128 - (int)UInt128.LeadingZeroCount(number) - 62);
        rest |= cut > 0 && (number & ((UInt128.One << cut) - 1)) != 0;
        var leading = (ulong)(number >> cut) << 1 | (rest ? 1UL : 0);
        var value = Math.ScaleB(leading, (Bits * (high - 2)) + Lowest + cut - 1);
        return isNegative ? -value : value;
    }

    /// <summary>Normalises every integer except the highest one to 0 to 2^32 - 1.</summary>
    /// <returns><returns>True if the number is below 0.</returns></returns>
    private static bool Settle(Span<long> limbs)
    {
        for (var i = 0; i < limbs.Length - 1; i++)
        {
            var carry = limbs[i] >> Bits;
            limbs[i] -= carry << Bits;
            limbs[i + 1] += carry;
        }

        return limbs[^1] < 0;
    }
}
