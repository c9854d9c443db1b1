namespace Minima.Reals.Display;

/// <summary>Products and powers: factors collected, exponents added, signs and magnitudes merged.</summary>
internal sealed partial class Algebra
{
    // Beyond these a product stays as it is.
    private const int MostFactors = 40;
    private const int HighestPower = 64;

    public Expression Negate(Expression x) => Multiply(Number(-Rational.One), x);

    public Expression Divide(Expression x, Expression y) => Multiply(x, Power(y, Number(-Rational.One)));

    public Expression Square(Expression x) => Power(x, Number(2));

    public Expression Multiply(params Expression[] operands)
    {
        if (operands.Any(x => x.IsZero))
        {
            return Zero;
        }

        if (Lift(operands, Multiply) is { } lifted)
        {
            return lifted;
        }

        var factors = new Factors(this);
        foreach (var operand in operands)
        {
            factors.Add(operand, One);
        }

        return factors.Product();
    }

    public Expression Power(Expression x, Expression exponent)
    {
        if (exponent.IsZero || x.IsOne)
        {
            return One;
        }

        if (Lift([x, exponent], a => Power(a[0], a[1])) is { } lifted)
        {
            return lifted;
        }

        if (exponent.IsOne)
        {
            return x;
        }

        if (x == E && FactorsOf(exponent).FirstOrDefault(f => f.Base.Is("log") && f.Exponent.IsOne).Base is { } log)
        {
            return Power(log.Parts[0], Divide(exponent, log));
        }

        if (x.IsZero && IsPositive(exponent))
        {
            return Zero;
        }

        // The exponential of the larger is the larger exponential: with a logarithm in it, it is defined where the logarithm is not.
        if (x == E && Split(exponent) is { Core: var core } split && split.Coefficient.Magnitude.IsOne && (core.Is("max") || core.Is("min")) && core.Parts.Any(p => Split(p).Core.Is("log")))
        {
            var sign = Number(split.Coefficient);
            return Call(core.Is("max") == split.Coefficient.Sign > 0 ? "max" : "min", [.. core.Parts.Select(p => Power(E, Multiply(sign, p)))]);
        }

        // The exponential of a sum of logarithms is a product.
        if (x == E && exponent.Kind == ExpressionKind.Sum && exponent.Parts.Where((p, i) => p.Is("log") && exponent.Coefficients[i].IsWhole).ToArray() is { Length: > 0 } logs)
        {
            var rest = Subtract(exponent, Add([.. logs.Select(l => Multiply(Number(exponent.Coefficients[Array.IndexOf(exponent.Parts, l)]), l))]));
            return Multiply([Power(E, rest), .. logs.Select(l => Power(l.Parts[0], Number(exponent.Coefficients[Array.IndexOf(exponent.Parts, l)])))]);
        }

        var factors = new Factors(this);
        factors.Add(x, exponent);
        return factors.Product();
    }

    /// <summary>The coefficient and the rest of a term.</summary>
    public (Rational Coefficient, Expression Core) Split(Expression x) => x.Kind switch
    {
        ExpressionKind.Number => (x.Number, One),
        ExpressionKind.Product when !x.Number.IsOne => (x.Number, MakeProduct(Rational.One, x.Parts, x.Exponents)),
        _ => (Rational.One, x),
    };

    private Expression MakeProduct(Rational coefficient, Expression[] bases, Expression[] exponents)
    {
        if (coefficient.IsZero || bases.Length == 0)
        {
            return Number(coefficient);
        }

        if (coefficient.IsOne && bases.Length == 1 && exponents[0].IsOne)
        {
            return bases[0];
        }

        // A bare sign goes into a sum: -(a - b) is b - a.
        if (bases is [{ Kind: ExpressionKind.Sum } sum] && exponents[0].IsOne && (-coefficient).IsOne)
        {
            return MakeSum([.. sum.Parts], [.. sum.Coefficients.Select(c => -c)]);
        }

        var sorted = Enumerable.Range(0, bases.Length).OrderBy(i => bases[i].Id).ToArray();
        var key = $"{coefficient.Numerator}/{coefficient.Denominator}*" + string.Join('*', sorted.Select(i => $"{bases[i].Id}^{exponents[i].Id}"));
        return Intern(key, id => new()
        {
            Id = id,
            Kind = ExpressionKind.Product,
            Number = coefficient,
            Parts = bases,
            Exponents = exponents,
            Depth = Math.Max(bases.Max(b => b.Depth), exponents.Max(e => e.Depth)) + 1,
            Size = bases.Sum(b => b.Size) + exponents.Sum(e => e.IsOne ? 0 : e.Size) + (coefficient.IsOne ? 0 : 1),
        });
    }

    /// <summary>A product being collected.</summary>
    private sealed class Factors(Algebra algebra)
    {
        private readonly List<Expression> bases = [];
        private readonly List<Expression> exponents = [];
        private Rational coefficient = Rational.One;

        public void Add(Expression x, Expression exponent)
        {
            if (x.IsOne)
            {
                return;
            }

            var whole = exponent.IsNumber && exponent.Number.IsWhole && exponent.Number.Magnitude < HighestPower + 1;
            switch (x.Kind)
            {
                case ExpressionKind.Number when whole && !(x.IsZero && exponent.Number.Sign < 0) && (coefficient * x.Number.Power((int)exponent.Number.Numerator)).IsShort:
                    coefficient *= x.Number.Power((int)exponent.Number.Numerator);
                    return;
                case ExpressionKind.Product when whole || exponent.IsOne:
                    Add(algebra.Number(x.Number), exponent);
                    for (var i = 0; i < x.Parts.Length; i++)
                    {
                        Add(x.Parts[i], algebra.Multiply(x.Exponents[i], exponent));
                    }

                    return;
                case ExpressionKind.Number when exponent.IsNumber && x.Number.Sign > 0 && !whole:
                    AddNumberRoot(x, exponent.Number);
                    return;
                case ExpressionKind.Product when x.Number.Sign > 0 && exponent.IsNumber:
                    // A root or an unknown power extracts factors above 0, and magnitudes of even powers.
                    AddRoot(x, exponent);
                    return;
                case ExpressionKind.Sum:
                    var (content, rest) = algebra.Content(x);
                    if (whole || content.Sign > 0)
                    {
                        Add(algebra.Number(content), exponent);
                        Join(rest, exponent);
                        return;
                    }

                    Join(x, exponent);
                    return;
                default:
                    Join(x, exponent);
                    return;
            }
        }

        public Expression Product()
        {
            Signs();
            Angles();
            var plain = algebra.MakeProduct(coefficient, [.. bases], [.. exponents]);
            if (bases.Count < 2 || plain.Size > 200 || algebra.searches > 2 || !algebra.MayRewrite())
            {
                return plain;
            }

            algebra.searches++;
            var shortest = Absorbed(Shortest(plain));
            algebra.searches--;
            return shortest;
        }

        private void AddRoot(Expression x, Expression exponent)
        {
            var inside = new List<Expression>();
            var insideExponents = new List<Expression>();
            Add(algebra.Number(x.Number), exponent);
            for (var i = 0; i < x.Parts.Length; i++)
            {
                if (algebra.IsPositive(x.Parts[i]))
                {
                    Add(x.Parts[i], algebra.Multiply(x.Exponents[i], exponent));
                }
                else if (x.Exponents[i].IsNumber && x.Exponents[i].Number.IsEven && exponent.IsNumber)
                {
                    Add(algebra.Magnitude(x.Parts[i]), algebra.Multiply(x.Exponents[i], exponent));
                }
                else
                {
                    inside.Add(x.Parts[i]);
                    insideExponents.Add(x.Exponents[i]);
                }
            }

            if (inside.Count > 0)
            {
                Join(algebra.MakeProduct(Rational.One, [.. inside], [.. insideExponents]), exponent);
            }
        }

        /// <summary>Merges roots of numbers of the same order into one root, of a fraction in lowest terms.</summary>
        private void AddNumberRoot(Expression x, Rational exponent)
        {
            var (number, power) = exponent.Sign < 0 ? (Rational.One / x.Number, -exponent) : (x.Number, exponent);
            for (var i = 0; i < bases.Count; i++)
            {
                if (bases[i].IsNumber && exponents[i].IsNumber && exponents[i].Number == power)
                {
                    number *= bases[i].Number;
                    bases.RemoveAt(i);
                    exponents.RemoveAt(i);
                    break;
                }
            }

            if (power == Rational.Half)
            {
                var (above, below) = (Math.Round(Math.Sqrt((double)number.Numerator)), Math.Round(Math.Sqrt((double)number.Denominator)));
                if (above < 1e6 && below < 1e6 && new Rational((int)above, (int)below) is var root && root * root == number)
                {
                    coefficient *= root;
                    return;
                }
            }

            if (!number.IsOne)
            {
                bases.Add(algebra.Number(number));
                exponents.Add(algebra.Number(power));
            }
        }

        private void Join(Expression x, Expression exponent)
        {
            var at = bases.IndexOf(x);
            if (at < 0)
            {
                if (bases.Count >= MostFactors)
                {
                    var rest = algebra.Bounded(algebra.MakeProduct(Rational.One, [.. bases], [.. exponents]));
                    bases.Clear();
                    exponents.Clear();
                    bases.Add(rest);
                    exponents.Add(algebra.One);
                }

                bases.Add(x);
                exponents.Add(exponent);
                return;
            }

            var sum = algebra.Add(exponents[at], exponent);
            bases.RemoveAt(at);
            exponents.RemoveAt(at);
            if (!sum.IsZero)
            {
                if (x.IsNumber && sum.IsNumber && sum.Number.IsWhole)
                {
                    Add(x, sum);
                    return;
                }

                bases.Insert(at, x);
                exponents.Insert(at, sum);
            }
        }

        /// <summary>|x|^2 = x^2, |x| sgn(x) = x, x sgn(x) = |x|, sgn(x)^3 = sgn(x).</summary>
        private void Signs()
        {
            for (var i = 0; i < bases.Count; i++)
            {
                if (bases[i].Is("abs") && exponents[i].IsNumber && exponents[i].Number.IsEven)
                {
                    Replace(i, bases[i].Parts[0], exponents[i]);
                    i = -1;
                }
                else if (bases[i].Is("sgn"))
                {
                    var argument = bases[i].Parts[0];
                    if (exponents[i].IsNumber && exponents[i].Number.IsWhole && exponents[i].Number > 2)
                    {
                        exponents[i] = algebra.Number(exponents[i].Number.IsEven ? 2 : 1);
                    }

                    var (partner, result) = (bases.FindIndex(b => b.Is("abs") && b.Parts[0] == argument), argument);
                    if (partner < 0)
                    {
                        (partner, result) = (bases.IndexOf(argument), algebra.Function("abs", argument));
                    }

                    if (partner >= 0 && exponents[i].IsOne && exponents[partner].IsNumber && exponents[partner].Number.Magnitude.IsWhole)
                    {
                        // One factor of the partner and the sign become the other of the two.
                        var power = exponents[partner].Number;
                        if (power.Sign > 0)
                        {
                            var old = bases[partner];
                            bases.RemoveAt(i);
                            exponents.RemoveAt(i);
                            Join(old, algebra.Number(-Rational.One));
                            Add(result, algebra.One);
                            i = -1;
                        }
                    }
                }
            }
        }

        /// <summary>sin(x) cos(x) = sin(2x)/2.</summary>
        private void Angles()
        {
            for (var i = 0; i < bases.Count; i++)
            {
                if (bases[i].Is("sin") && exponents[i].IsOne && bases.FindIndex(b => b.Is("cos") && b.Parts[0] == bases[i].Parts[0]) is >= 0 and var j && exponents[j].IsOne)
                {
                    var twice = algebra.Call("sin", algebra.Multiply(algebra.Number(2), bases[i].Parts[0]));
                    foreach (var k in new[] { Math.Max(i, j), Math.Min(i, j) })
                    {
                        bases.RemoveAt(k);
                        exponents.RemoveAt(k);
                    }

                    coefficient *= Rational.Half;
                    Add(twice, algebra.One);
                    return;
                }
            }
        }

        /// <summary>The product, or a form in which a sum among its factors loses its denominators or its root, if that is shorter.</summary>
        private Expression Shortest(Expression plain)
        {
            for (var i = 0; i < bases.Count; i++)
            {
                if (bases[i].Kind != ExpressionKind.Sum || !exponents[i].IsNumber)
                {
                    continue;
                }

                foreach (var other in algebra.Equivalents(bases[i], exponents[i].Number))
                {
                    var factors = new Factors(algebra) { coefficient = coefficient };
                    for (var j = 0; j < bases.Count; j++)
                    {
                        factors.Add(j == i ? other : bases[j], exponents[j]);
                    }

                    factors.Signs();
                    factors.Angles();
                    var product = algebra.MakeProduct(factors.coefficient, [.. factors.bases], [.. factors.exponents]);
                    if (Cost(product) < Cost(plain) - 0.4)
                    {
                        return product;
                    }
                }
            }

            return plain;
        }

        /// <summary>(a/b)^(n - 1) a^2/b^2 is (a/b)^(n + 1): a power with a symbolic exponent absorbs powers of its base.</summary>
        private Expression Absorbed(Expression product)
        {
            if (product.Kind != ExpressionKind.Product)
            {
                return product;
            }

            var best = product;
            for (var i = 0; i < product.Parts.Length; i++)
            {
                if (product.Parts[i].Kind != ExpressionKind.Product || product.Exponents[i].IsNumber)
                {
                    continue;
                }

                for (var n = -2; n <= 2; n++)
                {
                    var factors = new Factors(algebra) { coefficient = product.Number };
                    for (var j = 0; j < product.Parts.Length; j++)
                    {
                        factors.Add(product.Parts[j], j == i ? algebra.Add(product.Exponents[j], algebra.Number(n)) : product.Exponents[j]);
                    }

                    var inside = product.Parts[i];
                    factors.coefficient /= inside.Number.Power(n);
                    for (var j = 0; j < inside.Parts.Length; j++)
                    {
                        factors.Add(inside.Parts[j], algebra.Multiply(inside.Exponents[j], algebra.Number(-n)));
                    }

                    var other = algebra.MakeProduct(factors.coefficient, [.. factors.bases], [.. factors.exponents]);
                    best = Cost(other) < Cost(best) - 0.4 ? other : best;
                }
            }

            return best;
        }

        private void Replace(int index, Expression x, Expression exponent)
        {
            bases.RemoveAt(index);
            exponents.RemoveAt(index);
            Add(x, exponent);
        }
    }
}
