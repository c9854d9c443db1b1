namespace Minima.Reals;

/// <summary>Products of factors that merge: |x| sgn(x) = x, x sgn(x) = |x|, x (1/y) = x/y, constants with each other.</summary>
internal static class FoldedProduct
{
    private const int MostFactors = 8;

    /// <summary>The product with factors merged, or null if none merge: then the order of multiplication stays as it is.</summary>
    public static Folded? Of(Folded left, Folded right)
    {
        var factors = new List<Folded>();
        var constant = 1.0;
        var constants = 0;
        if (!Collect(left, factors, ref constant, ref constants) || !Collect(right, factors, ref constant, ref constants))
        {
            return null;
        }

        var merged = constants > 1;
        for (var i = 0; i < factors.Count; i++)
        {
            for (var j = 0; j < factors.Count; j++)
            {
                if (i != j && Merge(factors[i], factors[j]) is { } product)
                {
                    factors[i] = product;
                    factors.RemoveAt(j);
                    merged = true;
                    i = -1;
                    break;
                }
            }
        }

        if (!merged)
        {
            return null;
        }

        var result = factors.Count == 0 ? left.New(constant) : factors[0];
        for (var i = 1; i < factors.Count; i++)
        {
            result = new Folded(result.Symbol * factors[i].Symbol);
        }

        return factors.Count == 0 ? result : left.New(constant) * result;
    }

    private static bool Collect(Folded x, List<Folded> factors, ref double constant, ref int constants)
    {
        var pending = new Stack<Folded>();
        pending.Push(x);
        while (pending.TryPop(out var factor))
        {
            if (factors.Count + pending.Count > MostFactors)
            {
                return false;
            }

            if (factor.Number is { } number)
            {
                constant *= number;
                constants++;
            }
            else if (factor.Symbol.Node.Kind == SymbolKind.Multiply)
            {
                pending.Push(factor.Operand(1));
                pending.Push(factor.Operand(0));
            }
            else
            {
                factors.Add(factor);
            }
        }

        return double.IsNormal(constant);
    }

    private static Folded? Merge(Folded x, Folded y)
    {
        if (y.Symbol.Node is { Kind: SymbolKind.Function } node && node.Function!.Primitive == typeof(Sign))
        {
            var argument = y.Operand(0);
            if (x.Symbol == argument.Symbol)
            {
                return Folded.Apply(default(Abs), argument);
            }

            if (x.Symbol.Node is { Kind: SymbolKind.Function } other && other.Function!.Primitive == typeof(Abs) && other.A == node.A)
            {
                return argument;
            }
        }

        return y.Symbol.Node.Kind == SymbolKind.Divide && y.Operand(0).Number == 1 ? x / y.Operand(1) : null;
    }
}
