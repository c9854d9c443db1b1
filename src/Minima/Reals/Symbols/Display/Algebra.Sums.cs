namespace Minima.Reals.Display;

/// <summary>Sums: like terms collected, common factors taken out, multiplied out if that is shorter.</summary>
internal sealed partial class Algebra
{
    private const int MostTerms = 40;
    private const int MostExpanded = 24;

    public Expression Subtract(Expression x, Expression y) => Add(x, Negate(y));

    public Expression Add(params Expression[] operands)
    {
        if (Lift(operands, Add) is { } lifted)
        {
            return lifted;
        }

        var plain = Factored(Collect(operands));
        if (searches < 3 && MayRewrite() && plain.Kind is ExpressionKind.Sum or ExpressionKind.Product && operands.Sum(o => o.Size) <= 80 && Expanded(operands) is { } terms)
        {
            var expanded = Factored(Collect(terms));
            plain = Cost(expanded) < 0.85 * Cost(plain) ? expanded : plain;
        }

        if (operands.Any(HasSquareOfSine))
        {
            var turned = Factored(Collect(Expanded([.. operands.Select(WithoutSquareOfSine)]) ?? [.. operands]));
            return Cost(turned) < Cost(plain) ? turned : plain;
        }

        return plain;
    }

    /// <summary>The common coefficient of all terms, up to sign, or a whole divisor; the sign of the first term; and the sum without it.</summary>
    public (Rational Content, Expression Core) Content(Expression sum)
    {
        var first = sum.Coefficients[0];
        var content = Rational.One;
        if (sum.Coefficients.All(c => c.Magnitude == first.Magnitude))
        {
            content = first.Magnitude;
        }
        else if (sum.Coefficients.All(c => c.IsWhole))
        {
            content = new(sum.Coefficients.Aggregate(System.Numerics.BigInteger.Zero, (g, c) => System.Numerics.BigInteger.GreatestCommonDivisor(g, c.Numerator)), 1);
        }

        // The sign is that of the part created first, which does not depend on the order of the terms: t - p is -(p - t).
        var lead = Array.IndexOf(sum.Parts, sum.Parts.OrderBy(p => p.IsOne ? int.MaxValue : p.Id).First());
        if (sum.Coefficients[lead].Sign < 0)
        {
            content = -content;
        }

        return content.IsOne ? (content, sum) : (content, MakeSum([.. sum.Parts], [.. sum.Coefficients.Select(c => c / content)]));
    }

    private Expression MakeSum(List<Expression> terms, List<Rational> coefficients)
    {
        if (terms.Count == 0)
        {
            return Zero;
        }

        if (terms.Count == 1)
        {
            return Scale(coefficients[0], terms[0]);
        }

        var sorted = Enumerable.Range(0, terms.Count).OrderBy(i => terms[i].Id).ToArray();
        var key = string.Join('+', sorted.Select(i => $"{coefficients[i].Numerator}/{coefficients[i].Denominator}*{terms[i].Id}"));
        return Intern(key, id => new()
        {
            Id = id,
            Kind = ExpressionKind.Sum,
            Parts = [.. terms],
            Coefficients = [.. coefficients],
            Depth = terms.Max(t => t.Depth) + 1,
            Size = terms.Sum(t => t.Size) + terms.Count,
        });
    }

    private Expression Scale(Rational coefficient, Expression term) =>
        term.IsNumber ? Number(coefficient * term.Number)
        : term.Kind == ExpressionKind.Product ? MakeProduct(coefficient * term.Number, term.Parts, term.Exponents)
        : term.Kind == ExpressionKind.Sum && !coefficient.IsOne ? MakeProduct(coefficient, [term], [One])
        : coefficient.IsOne ? term : MakeProduct(coefficient, [term], [One]);

    private (List<Expression> Terms, List<Rational> Coefficients) Collect(IReadOnlyList<Expression> operands)
    {
        var terms = new List<Expression>();
        var coefficients = new List<Rational>();
        void Term(Expression term, Rational factor)
        {
            var (coefficient, rest) = Split(term);
            coefficient *= factor;
            var at = terms.IndexOf(rest);
            if (at < 0)
            {
                terms.Add(rest);
                coefficients.Add(coefficient);
            }
            else
            {
                coefficients[at] = (coefficients[at] + coefficient).Rounded();
            }
        }

        foreach (var operand in operands)
        {
            var (coefficient, rest) = Split(operand);
            if (rest.Kind == ExpressionKind.Sum)
            {
                for (var i = 0; i < rest.Parts.Length; i++)
                {
                    Term(rest.Parts[i], coefficient * rest.Coefficients[i]);
                }
            }
            else
            {
                Term(operand, Rational.One);
            }

            if (terms.Count > MostTerms)
            {
                var part = Force(MakeSum([.. terms], [.. coefficients]));
                terms.Clear();
                coefficients.Clear();
                terms.Add(part);
                coefficients.Add(Rational.One);
            }
        }

        for (var i = terms.Count - 1; i >= 0; i--)
        {
            if (coefficients[i].IsZero)
            {
                terms.RemoveAt(i);
                coefficients.RemoveAt(i);
            }
        }

        return (terms, coefficients);
    }

    /// <summary>A name for an expression, even a short one.</summary>
    private Expression Force(Expression x) => Intern($"part of {x.Id}", id =>
    {
        parts.Add(x);
        return new() { Id = id, Kind = ExpressionKind.Part, Index = parts.Count - 1, Size = 1 };
    });

    /// <summary>The sum with the common factors of all terms taken out; only powers with numeric exponents.</summary>
    private Expression Factored((List<Expression> Terms, List<Rational> Coefficients) sum)
    {
        var (terms, coefficients) = sum;
        if (terms.Count < 2)
        {
            return MakeSum(terms, coefficients);
        }

        var shared = new List<(Expression Base, Expression Exponent)>();
        foreach (var (factor, exponent) in FactorsOf(terms[0]))
        {
            var least = exponent;
            var all = exponent.IsNumber && !factor.IsNumber;
            for (var i = 1; i < terms.Count && all; i++)
            {
                var other = FactorsOf(terms[i]).FirstOrDefault(f => f.Base == factor).Exponent;
                all = other is { IsNumber: true };
                least = all && other!.Number < least.Number ? other : least;
            }

            if (all)
            {
                shared.Add((factor, least));
            }
            else if (factor == E && terms.All(t => FactorsOf(t).Any(f => f.Base == E && f.Exponent == exponent)))
            {
                shared.Add((factor, exponent));
            }
        }

        if (shared.Count == 0)
        {
            var made = MakeSum(terms, coefficients);
            var (content, rest) = Content(made);
            if (rest.Parts.Length == 3 && PerfectSquare(rest) is { } square)
            {
                return Multiply(Number(content), square);
            }

            return content.Magnitude.IsOne ? made : Scale(content, rest);
        }

        var outside = MakeProduct(Rational.One, [.. shared.Select(s => s.Base)], [.. shared.Select(s => s.Exponent)]);
        var inside = new Expression[terms.Count];
        for (var i = 0; i < inside.Length; i++)
        {
            inside[i] = Scale(coefficients[i], Divide(terms[i], outside));
        }

        return Multiply(outside, Factored(Collect(inside)));
    }

    /// <summary>(a - b)^2 or (a + b)^2 if a sum of three terms is one, or null.</summary>
    private Expression? PerfectSquare(Expression sum)
    {
        for (var middle = 0; middle < 3; middle++)
        {
            var (first, last) = (middle == 0 ? 1 : 0, middle == 2 ? 1 : 2);
            if (sum.Coefficients[first].IsOne && sum.Coefficients[last].IsOne && sum.Coefficients[middle].Magnitude == 2
                && RootOf(sum.Parts[first]) is { } a && RootOf(sum.Parts[last]) is { } b && Multiply(a, b) == sum.Parts[middle])
            {
                return Square(MakeSum([a, b], [Rational.One, sum.Coefficients[middle] / 2]));
            }
        }

        return null;
    }

    /// <summary>The square root of a term of even powers, or null.</summary>
    private Expression? RootOf(Expression term) =>
        term.IsOne ? One
        : FactorsOf(term).All(f => IsEven(f.Exponent) && !f.Base.IsNumber) ? MakeProduct(Rational.One, [.. FactorsOf(term).Select(f => f.Base)], [.. FactorsOf(term).Select(f => Number(f.Exponent.Number / 2))])
        : null;

    private IEnumerable<(Expression Base, Expression Exponent)> FactorsOf(Expression term) =>
        term.IsNumber ? []
        : term.Kind == ExpressionKind.Product ? term.Parts.Zip(term.Exponents)
        : [(term, One)];

    /// <summary>The terms after multiplying out products and whole powers of sums, or null if there are none or too many.</summary>
    private List<Expression>? Expanded(IReadOnlyList<Expression> operands)
    {
        var result = new List<Expression>();
        var any = false;
        foreach (var operand in operands)
        {
            foreach (var term in operand.Kind == ExpressionKind.Sum ? operand.Parts.Zip(operand.Coefficients).Select(t => Scale(t.Second, t.First)) : [operand])
            {
                var products = new List<Expression> { Number(Split(term).Coefficient) };
                foreach (var (factor, exponent) in FactorsOf(term))
                {
                    var times = factor.Kind == ExpressionKind.Sum && exponent.IsNumber && exponent.Number.IsWhole && exponent.Number.Sign > 0 && exponent.Number < 4
                        ? (int)exponent.Number.Numerator : 0;
                    if (times == 0)
                    {
                        products = [.. products.Select(p => Multiply(p, Power(factor, exponent)))];
                        continue;
                    }

                    any = true;
                    for (var n = 0; n < times; n++)
                    {
                        products = [.. products.SelectMany(p => factor.Parts.Zip(factor.Coefficients).Select(t => Multiply(p, Number(t.Second), t.First)))];
                        if (products.Count > MostExpanded)
                        {
                            return null;
                        }
                    }
                }

                result.AddRange(products);
            }
        }

        return any && result.Count <= MostExpanded ? result : null;
    }

    /// <summary>Equivalent forms of a sum to a power: without its own denominators; in a denominator, without its root.</summary>
    private IEnumerable<Expression> Equivalents(Expression sum, Rational exponent)
    {
        var shared = new List<(Expression Base, Expression Exponent)>();
        foreach (var part in sum.Parts)
        {
            foreach (var (factor, power) in FactorsOf(part))
            {
                if (power.IsNumber && power.Number.Sign < 0 && (exponent.IsWhole || IsPositive(factor)))
                {
                    var at = shared.FindIndex(s => s.Base == factor);
                    if (at < 0)
                    {
                        shared.Add((factor, power));
                    }
                    else if (power.Number < shared[at].Exponent.Number)
                    {
                        shared[at] = (factor, power);
                    }
                }
            }
        }

        var scale = sum.Coefficients.Aggregate(System.Numerics.BigInteger.One, (m, c) => m * c.Denominator / System.Numerics.BigInteger.GreatestCommonDivisor(m, c.Denominator));
        if (shared.Count > 0 || !scale.IsOne)
        {
            var outside = MakeProduct(new(1, scale), [.. shared.Select(s => s.Base)], [.. shared.Select(s => s.Exponent)]);
            var inside = MakeSum([.. sum.Parts.Select(p => Split(Divide(p, outside)).Core)], [.. sum.Parts.Select((p, i) => sum.Coefficients[i] * Split(Divide(p, outside)).Coefficient)]);
            if (inside.Kind == ExpressionKind.Sum)
            {
                yield return MakeProduct(outside.Number, [.. outside.Parts, inside], [.. outside.Exponents, One]);
            }
        }

        // 1/(u + c sqrt(a)) = (c sqrt(a) - u)/(c^2 a - u^2).
        var root = Array.FindIndex(sum.Parts, p => FactorsOf(p).Any(f => f.Exponent.IsNumber && f.Exponent.Number == Rational.Half && f.Base.Kind == ExpressionKind.Sum));
        if (sum.Parts.Length == 2 && root >= 0 && exponent == -Rational.One)
        {
            var (c, u) = (Scale(sum.Coefficients[root], sum.Parts[root]), Scale(sum.Coefficients[1 - root], sum.Parts[1 - root]));
            var difference = Subtract(Square(c), Square(u));
            if (!difference.IsZero)
            {
                yield return Divide(difference, Subtract(c, u));
            }
        }
    }

    private static bool HasSquareOfSine(Expression x) => x.Kind == ExpressionKind.Product
        ? Enumerable.Range(0, x.Parts.Length).Any(i => x.Parts[i].Is("sin") && x.Exponents[i].IsNumber && x.Exponents[i].Number == 2)
        : x.Kind == ExpressionKind.Sum && x.Parts.Any(HasSquareOfSine);

    /// <summary>sin^2 x = (1 - cos 2x)/2.</summary>
    private Expression WithoutSquareOfSine(Expression x)
    {
        if (x.Kind == ExpressionKind.Sum)
        {
            return MakeProduct(Rational.One, [MakeSum([.. x.Parts.Select(WithoutSquareOfSine)], [.. x.Coefficients])], [One]);
        }

        if (!HasSquareOfSine(x))
        {
            return x;
        }

        var at = Enumerable.Range(0, x.Parts.Length).First(i => x.Parts[i].Is("sin") && x.Exponents[i].IsNumber && x.Exponents[i].Number == 2);
        var angle = Multiply(Number(2), x.Parts[at].Parts[0]);
        return MakeProduct(
            x.Number * Rational.Half,
            [.. x.Parts.Where((_, i) => i != at), MakeSum([One, Call("cos", angle)], [Rational.One, -Rational.One])],
            [.. x.Exponents.Where((_, i) => i != at), One]);
    }

    /// <summary>The length that a reader perceives.</summary>
    private static double Cost(Expression x)
    {
        var cost = 0.0;
        switch (x.Kind)
        {
            case ExpressionKind.Sum:
                for (var i = 0; i < x.Parts.Length; i++)
                {
                    cost += Cost(x.Parts[i]) + 1 + (x.Coefficients[i].Magnitude.IsOne ? 0 : x.Coefficients[i].IsWhole ? 1 : 1.5);
                }

                return cost;
            case ExpressionKind.Product:
                cost = x.Number.IsOne ? 0 : x.Number.IsWhole ? 1 : 1.5;
                for (var i = 0; i < x.Parts.Length; i++)
                {
                    cost += Cost(x.Parts[i]) + (x.Exponents[i].IsOne ? 0.3 : 0.5 + 0.5 * Cost(x.Exponents[i])) + (x.Exponents[i].IsNumber && x.Exponents[i].Number.Sign < 0 ? 0.5 : 0) + (x.Parts[i].Kind == ExpressionKind.Sum ? 0.5 : 0);
                }

                return cost;
            case ExpressionKind.Residual:
                return 2;
            default:
                return 1 + x.Parts.Sum(Cost) + x.Conditions.Sum(c => Cost(c.Left) + Cost(c.Right));
        }
    }
}
