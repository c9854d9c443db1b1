using System.Globalization;
using System.Numerics;
using Minima.Reals.Display;

namespace Minima.Writers;

/// <summary>Sums and products: signs that read best, fractions, the order of factors, numbers.</summary>
internal sealed partial class MathWriter
{
    private (string Text, Tight Tight) Sum(Expression x)
    {
        // In the original order, but a plus comes first.
        var order = Enumerable.Range(0, x.Parts.Length).ToList();
        var signed = order.ConvertAll(i => Term(x.Coefficients[i], x.Parts[i]));
        var first = signed.FindIndex(t => !t.Negative);
        if (first > 0)
        {
            order.RemoveAt(first);
            order.Insert(0, first);
        }

        var pieces = new List<string>();
        foreach (var i in order)
        {
            var (negative, term, tight) = signed[i];
            var text = tight >= Tight.Product ? term : markup.Parentheses(term);
            if (pieces.Count > 0)
            {
                pieces.Add(markup.Sign(negative ? "-" : "+"));
            }
            else if (negative)
            {
                pieces.Add(markup.Minus);
            }

            pieces.Add(text);
        }

        return (markup.Row(pieces), Tight.Sum);
    }

    /// <summary>A coefficient times a product or any other expression.</summary>
    private (string Text, Tight Tight) Product(Rational coefficient, Expression x)
    {
        var (negative, text, tight) = Term(coefficient, x);
        return negative ? (markup.Row(markup.Minus, tight >= Tight.Product ? text : markup.Parentheses(text)), Tight.Sum) : (text, tight);
    }

    private (bool Negative, string Text, Tight Tight) Term(Rational coefficient, Expression x)
    {
        if (!terms.TryGetValue((coefficient, x), out var term))
        {
            term = ComposeTerm(coefficient, x);
            terms.Add((coefficient, x), term);
        }

        return term;
    }

    private (bool Negative, string Text, Tight Tight) ComposeTerm(Rational coefficient, Expression x)
    {
        if (x.IsOne)
        {
            var (digits, how) = Coefficient(coefficient.Magnitude);
            return (coefficient.Sign < 0, digits, how);
        }

        var above = new List<(int Rank, string Text)>();
        var below = new List<string>();
        var isSplit = false;
        var (parts, exponents) = x.Kind == ExpressionKind.Product && !letters.ContainsKey(x) ? (x.Parts.ToList(), x.Exponents.ToList()) : ([x], [algebra.One]);
        TakeMargin(parts, exponents);
        coefficient = Orient(coefficient, parts, exponents);
        for (var i = 0; i < parts.Count; i++)
        {
            var exponent = exponents[i];
            if (parts[i] != algebra.E && exponent.IsNumber && exponent.Number.Sign < 0)
            {
                below.Add(Power(parts[i], algebra.Negate(exponent)));
            }
            else if (parts[i].Is("mills") && exponent.IsOne && parts.Count > 1)
            {
                // The factor is itself a quotient: its two parts join the whole.
                var argument = At(parts[i].Parts[0], Tight.Sum);
                above.Add((Rank(parts[i]), Call("varphi", argument).Text));
                below.Add(Call("Phi", argument).Text);
                isSplit = true;
            }
            else
            {
                above.Add((Rank(parts[i]), Power(parts[i], exponent)));
            }
        }

        var size = coefficient.Magnitude;
        var (numerator, denominator) = IsDecimal(size) ? (Decimal(size), "") : (size.Numerator.ToString(CultureInfo.InvariantCulture), size.Denominator.IsOne ? "" : size.Denominator.ToString(CultureInfo.InvariantCulture));
        var factors = above.OrderBy(a => a.Rank).Select(a => a.Text).ToList();
        string text;
        if (below.Count == 0 && denominator.Length > 0 && !(factors.Count == 1 && parts.Count == 1 && parts[0].Size <= 1))
        {
            factors.Insert(0, markup.Fraction(markup.Number(numerator), markup.Number(denominator)));
            text = Joined(factors);
        }
        else if (below.Count > 0 || denominator.Length > 0)
        {
            if (numerator != "1" || factors.Count == 0)
            {
                factors.Insert(0, markup.Number(numerator));
            }

            if (denominator.Length > 0)
            {
                below.Insert(0, markup.Number(denominator));
            }

            text = markup.Fraction(factors.Count == 1 && numerator == "1" && above.Count == 1 && !isSplit ? Bare(parts, exponents) : Joined(factors), below.Count == 1 && denominator.Length == 0 && !isSplit ? BareBelow(parts, exponents) : Joined(below));
        }
        else
        {
            if (numerator != "1")
            {
                factors.Insert(0, markup.Number(numerator));
            }

            text = Joined(factors);
        }

        return (coefficient.Sign < 0, text, factors.Count == 1 && below.Count == 0 && denominator.Length == 0 && parts.Count == 1 && exponents[0].IsOne ? Write(parts[0]).Tight is var single && single < Tight.Power ? Tight.Product : single : Tight.Product);
    }

    /// <summary>
    /// Gives each sum among the factors the most readable sign: 1 - x rather than x - 1, a leading plus, and no minus before the whole
    /// that a difference can absorb.
    /// </summary>
    private Rational Orient(Rational coefficient, List<Expression> parts, List<Expression> exponents)
    {
        var free = -1;
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind != ExpressionKind.Sum || letters.ContainsKey(parts[i]) || !exponents[i].IsNumber || !exponents[i].Number.IsWhole)
            {
                continue;
            }

            var sum = parts[i];
            var number = Array.FindIndex(sum.Parts, p => p.IsOne);
            var plain = sum.Parts.All(p => IsPlain(p));
            var negative = sum.Parts.Select((p, n) => Term(sum.Coefficients[n], p).Negative).ToList();
            if (number >= 0 && plain ? negative[number] && negative.Contains(false) : negative[0])
            {
                parts[i] = algebra.Negate(sum);
                coefficient = exponents[i].Number.IsEven ? coefficient : -coefficient;
            }

            if (!exponents[i].Number.IsEven && !(number >= 0 && plain) && negative.Contains(true) && negative.Contains(false))
            {
                free = i;
            }
        }

        if (coefficient.Sign < 0 && free >= 0)
        {
            parts[free] = algebra.Negate(parts[free]);
            coefficient = -coefficient;
        }

        return coefficient;
    }

    /// <summary>True for an expression without functions: a polynomial of inputs and parameters.</summary>
    private bool IsPlain(Expression x) => x.Kind switch
    {
        ExpressionKind.Function or ExpressionKind.Choice => false,
        ExpressionKind.Constant => x != algebra.E,
        _ => x.Parts.All(IsPlain) && x.Exponents.All(e => e.IsNumber && e.Number.IsWhole),
    };

    /// <summary>A single factor in a numerator needs no parentheses.</summary>
    private string Bare(List<Expression> parts, List<Expression> exponents)
    {
        var i = Enumerable.Range(0, parts.Count).First(n => parts[n] == algebra.E || !exponents[n].IsNumber || exponents[n].Number.Sign > 0);
        return exponents[i].IsOne ? At(parts[i], Tight.Sum) : Power(parts[i], exponents[i]);
    }

    private string BareBelow(List<Expression> parts, List<Expression> exponents)
    {
        var i = Enumerable.Range(0, parts.Count).First(n => parts[n] != algebra.E && exponents[n].IsNumber && exponents[n].Number.Sign < 0);
        return exponents[i].Number == -Rational.One ? At(parts[i], Tight.Sum) : Power(parts[i], algebra.Negate(exponents[i]));
    }

    /// <summary>Replaces t and p among the factors by m if the margin has that letter.</summary>
    private void TakeMargin(List<Expression> parts, List<Expression> exponents)
    {
        var margin = letters.FirstOrDefault(l => l.Value == "m").Key;
        if (margin is null)
        {
            return;
        }

        var places = margin.Parts.Select(m => parts.IndexOf(m)).ToList();
        if (places.All(i => i >= 0 && exponents[i].IsOne))
        {
            foreach (var i in places.OrderDescending())
            {
                parts.RemoveAt(i);
                exponents.RemoveAt(i);
            }

            parts.Insert(0, margin);
            exponents.Insert(0, algebra.One);
        }
    }

    private string Joined(List<string> factors)
    {
        var pieces = new List<string>();
        foreach (var factor in factors)
        {
            if (pieces.Count > 0)
            {
                pieces.Add(markup.IsWord(pieces[^1]) || markup.IsWord(factor) ? markup.Apart : markup.Times);
            }

            pieces.Add(factor);
        }

        return markup.Row(pieces);
    }

    private (string Text, Tight Tight) Coefficient(Rational number)
    {
        var size = number.Magnitude;
        var text = IsDecimal(size) ? markup.Number(Decimal(size))
            : size.IsWhole ? markup.Number(size.Numerator.ToString(CultureInfo.InvariantCulture))
            : markup.Fraction(markup.Number(size.Numerator.ToString(CultureInfo.InvariantCulture)), markup.Number(size.Denominator.ToString(CultureInfo.InvariantCulture)));
        return number.Sign < 0 ? (markup.Row(markup.Minus, text), Tight.Sum) : (text, size.IsWhole || IsDecimal(size) ? Tight.Atom : Tight.Product);
    }

    /// <summary>True if it is written with a decimal point: as a fraction it would be hard to read.</summary>
    private static bool IsDecimal(Rational size) => (!size.IsWhole && size.Denominator > 60) || size.Numerator > BigInteger.Pow(10, 7);

    private static string Decimal(Rational size) => Scientific.Of(size.ToDouble());

    private int Rank(Expression x) => x.Kind switch
    {
        ExpressionKind.Number or ExpressionKind.Constant when x != algebra.E => 0,
        ExpressionKind.Parameter => 1,
        ExpressionKind.Input or ExpressionKind.Part => 2,
        ExpressionKind.Residual => letters.ContainsKey(x) ? 2 : 3,
        ExpressionKind.Sum => IsFixed(x) ? 1 : 3,
        ExpressionKind.Product => 2,
        ExpressionKind.Function => x.Name == "abs" ? 3 : 4,
        ExpressionKind.Choice => 6,
        _ => 5,
    };
}
