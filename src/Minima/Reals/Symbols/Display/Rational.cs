using System.Globalization;
using System.Numerics;

namespace Minima.Reals.Display;

/// <summary>An exact fraction in lowest terms, with a denominator above 0.</summary>
internal readonly record struct Rational
{
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    private static readonly BigInteger Digits = BigInteger.Pow(10, 15);

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    public static Rational Zero => new(0, 1);

    public static Rational One => new(1, 1);

    public static Rational Half => new(1, 2);

    public bool IsZero => Numerator.IsZero;

    public bool IsOne => Numerator.IsOne && Denominator.IsOne;

    public bool IsWhole => Denominator.IsOne;

    public bool IsEven => IsWhole && Numerator.IsEven;

    public int Sign => Numerator.Sign;

    public Rational Magnitude => new(BigInteger.Abs(Numerator), Denominator);

    public static implicit operator Rational(int value) => new(value, 1);

    public static Rational operator +(Rational a, Rational b) => new(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator <(Rational a, Rational b) => (a - b).Sign < 0;

    public static bool operator >(Rational a, Rational b) => (a - b).Sign > 0;

    /// <summary>True if neither part is too long to be useful.</summary>
    public bool IsShort => Numerator.GetBitLength() <= 128 && Denominator.GetBitLength() <= 128;

    /// <summary>The number rounded to double, if it has too many digits.</summary>
    public Rational Rounded() => BigInteger.Abs(Numerator) > Digits && BigInteger.Max(Denominator, 1) is var d && (d > Digits || d.IsOne) ? Of(ToDouble()) : this;

    public Rational Power(int exponent) => exponent < 0
        ? new(BigInteger.Pow(Denominator, -exponent), BigInteger.Pow(Numerator, -exponent))
        : new(BigInteger.Pow(Numerator, exponent), BigInteger.Pow(Denominator, exponent));

    public double ToDouble() => (double)Numerator / (double)Denominator;

    /// <summary>The number that a person probably wrote to get this double: 1/3, or the shortest decimal.</summary>
    public static Rational Of(double value)
    {
        for (var denominator = 1; denominator <= 60; denominator++)
        {
            var numerator = Math.Round(value * denominator);
            if (Math.Abs(numerator) < 1e6 && numerator / denominator == value)
            {
                return new((BigInteger)numerator, denominator);
            }
        }

        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        if (decimal.TryParse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && (double)exact == value)
        {
            var scale = (exact.Scale, Power: BigInteger.Pow(10, exact.Scale));
            return new((BigInteger)(exact * (decimal)scale.Power), scale.Power);
        }

        // Beyond decimal: the digits and the exponent of the text.
        var at = text.IndexOf('E', StringComparison.Ordinal);
        var digits = BigInteger.Parse(text[..at].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var exponent = int.Parse(text[(at + 1)..], CultureInfo.InvariantCulture) - 16;
        return exponent >= 0 ? new(digits * BigInteger.Pow(10, exponent), 1) : new(digits, BigInteger.Pow(10, -exponent));
    }
}
