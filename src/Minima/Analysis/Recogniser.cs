using System.Globalization;

namespace Minima.Analysis;

/// <summary>
/// Finds the expression of the parameters that equals a number: a product of powers, a line in one parameter, and the few other forms
/// common in formulas. It accepts an expression only if it gives the number at the loss's own parameters and at every variant.
/// </summary>
internal sealed class Recogniser(IReadOnlyList<string> names, IReadOnlyList<double[]> settings)
{
    private const double Tolerance = 1e-7;

    /// <summary>Factors that formulas spell out; others count as coincidence.</summary>
    private static readonly double[] Factors = [1, 2, 0.5, 4, 0.25, 3, 1.0 / 3, 1.5, 2.0 / 3, 6, 1.0 / 6, 8, 0.125, Math.PI, Math.PI / 2, 2 * Math.PI];

    private static readonly string[] FactorTexts = ["", "2", "0.5", "4", "0.25", "3", "1/3", "1.5", "2/3", "6", "1/6", "8", "0.125", "pi", "pi/2", "2 pi"];

    /// <summary>Finds the expression for a number from its values at the loss's own setting and at the variants, in their order; NaN if a variant lacks it.</summary>
    public Quantity Name(double[] values)
    {
        var value = values[0];
        if (!double.IsFinite(value) || settings.Count < 2 || values.Any(v => !double.IsFinite(v)) || values.All(v => Near(v, value)))
        {
            return Quantity.Of(value);
        }

        var text = Product(values) ?? Line(values) ?? Form(values);
        return text is null ? Quantity.Of(value) : new Quantity(value, text);
    }

    /// <summary>c a^i b^j ...</summary>
    private string? Product(double[] values)
    {
        var count = Math.Min(names.Count, 4);
        var exponents = new int[count];
        Array.Fill(exponents, -2);
        (int Size, string Text)? best = null;
        do
        {
            var size = exponents.Sum(Math.Abs);
            if (size == 0 || (best is { } found && found.Size <= size))
            {
                continue;
            }

            var ratios = values.Select((v, i) => v / Monomial(settings[i], exponents)).ToArray();
            if (ratios.All(r => Math.Abs(r) is > 1e-3 and < 1e3 && Math.Abs(r - ratios[0]) <= Tolerance * Math.Abs(r)))
            {
                var factor = FactorText(Math.Abs(ratios[0])) ?? Quantity.Digits(Math.Abs(ratios[0]));
                best = (size, (ratios[0] < 0 ? "-" : "") + Write(factor, exponents));
            }
        }
        while (Next(exponents));

        return best?.Text;
    }

    /// <summary>a + b n.</summary>
    private string? Line(double[] values)
    {
        for (var n = 0; n < names.Count; n++)
        {
            var slope = (values[1] - values[0]) / (settings[1][n] - settings[0][n]);
            var start = values[0] - slope * settings[0][n];
            if (!double.IsFinite(slope) || slope == 0 || !values.Select((v, i) => Near(v, start + slope * settings[i][n])).All(x => x))
            {
                continue;
            }

            if (FactorText(Math.Abs(slope)) is not { } factor || Math.Abs(start - Math.Round(start * 8) / 8) > 1e-6)
            {
                continue;
            }

            start = Math.Round(start * 8) / 8;
            var term = factor.Length == 0 ? names[n] : $"{factor} {names[n]}";
            var digits = Math.Abs(start).ToString("R", CultureInfo.InvariantCulture);
            return slope < 0 ? $"{(start < 0 ? "-" : "")}{digits} - {term}" : $"{term} {(start < 0 ? "-" : "+")} {digits}";
        }

        return null;
    }

    private string? Form(double[] values)
    {
        for (var a = 0; a < names.Count; a++)
        {
            var name = names[a];
            (string Text, Func<double, double> Of)[] single =
            [
                ($"{name} / ({name} + 1)", x => x / (x + 1)),
                ($"1 / ({name} + 1)", x => 1 / (x + 1)),
                ($"max({name}, 1 - {name})", x => Math.Max(x, 1 - x)),
                ($"max({name}, 1)", x => Math.Max(x, 1)),
                ($"sqrt({name})", Math.Sqrt),
            ];
            foreach (var (text, of) in single)
            {
                if (Fits(values, s => of(s[a])))
                {
                    return text;
                }
            }

            for (var b = 0; b < names.Count; b++)
            {
                if (a != b && Fits(values, s => s[a] - s[b]))
                {
                    return $"{name} - {names[b]}";
                }

                if (a < b && Fits(values, s => s[a] + s[b]))
                {
                    return $"{name} + {names[b]}";
                }

                if (a != b && Fits(values, s => s[a] * (1 - s[b])))
                {
                    return $"{name} (1 - {names[b]})";
                }

                if (a != b && Fits(values, s => s[a] / (s[a] + s[b])))
                {
                    return $"{name} / ({name} + {names[b]})";
                }
            }
        }

        return null;
    }

    private bool Fits(double[] values, Func<double[], double> expression)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!Near(values[i], expression(settings[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= Tolerance * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-12;

    private static double Monomial(double[] numbers, int[] exponents)
    {
        var product = 1.0;
        for (var i = 0; i < exponents.Length; i++)
        {
            product *= exponents[i] switch { 0 => 1, 1 => numbers[i], 2 => numbers[i] * numbers[i], -1 => 1 / numbers[i], _ => 1 / (numbers[i] * numbers[i]) };
        }

        return product;
    }

    private static string? FactorText(double factor)
    {
        for (var i = 0; i < Factors.Length; i++)
        {
            if (Near(factor, Factors[i]))
            {
                return FactorTexts[i];
            }
        }

        return null;
    }

    private string Write(string factor, int[] exponents)
    {
        string[] Powers(int sign) => [.. exponents.Select((e, i) => e * sign > 0 ? names[i] + (e * sign == 2 ? "^2" : "") : "").Where(t => t.Length > 0)];
        string[] above = factor.Length > 0 ? [factor, .. Powers(1)] : Powers(1);
        var below = Powers(-1);
        var top = above.Length == 0 ? "1" : string.Join(' ', above);
        return below.Length == 0 ? top : $"{top} / {(below.Length > 1 ? $"({string.Join(' ', below)})" : below[0])}";
    }

    private static bool Next(int[] exponents)
    {
        for (var i = 0; i < exponents.Length; i++)
        {
            if (++exponents[i] <= 2)
            {
                return true;
            }

            exponents[i] = -2;
        }

        return false;
    }
}
