using System.Runtime.CompilerServices;

namespace Minima.Reals;

/// <summary>
/// A symbol that folds constants and drops operations without effect as it is recorded: generated code consists of it.
/// </summary>
/// <remarks>
/// Each step gives the same number, up to rounding, for every input, including infinities and NaN. A product with the constant 0 stays
/// (it propagates NaN), a difference of equal terms stays (infinity minus infinity), sums are never multiplied out.
/// </remarks>
internal readonly struct Folded(Symbol symbol) : IReal<Folded>
{
    [ThreadStatic]
    private static bool unguarded;

    public Symbol Symbol { get; } = symbol;

    private SymbolGraph Graph => Symbol.Graph;

    private SymbolNode Node => Symbol.Node;

    /// <summary>The value of a constant; null for anything else.</summary>
    public double? Number => Node.Kind == SymbolKind.Constant ? Node.Value : null;

    public static Folded operator +(Folded left, Folded right)
    {
        if (left.Number is { } a && right.Number is { } b)
        {
            return left.New(a + b);
        }

        if (left.Number == 0)
        {
            return right;
        }

        if (right.Number == 0)
        {
            return left;
        }

        if (right.Node.Kind == SymbolKind.Negate)
        {
            return left - right.Operand(0);
        }

        if (left.Node.Kind == SymbolKind.Negate)
        {
            return right - left.Operand(0);
        }

        return Together(left, right, 1) ?? new(left.Symbol + right.Symbol);
    }

    public static Folded operator -(Folded left, Folded right)
    {
        if (left.Number is { } a && right.Number is { } b)
        {
            return left.New(a - b);
        }

        if (right.Number == 0)
        {
            return left;
        }

        if (left.Number == 0)
        {
            return -right;
        }

        if (right.Node.Kind == SymbolKind.Negate)
        {
            return left + right.Operand(0);
        }

        return Together(left, right, -1) ?? new(left.Symbol - right.Symbol);
    }

    public static Folded operator *(Folded left, Folded right)
    {
        if (left.Number is { } a && right.Number is { } b)
        {
            return left.New(a * b);
        }

        if (left.Number is null && right.Number is not null)
        {
            (left, right) = (right, left);
        }

        if (left.Number is { } factor)
        {
            if (factor == 1)
            {
                return right;
            }

            if (factor == -1)
            {
                return -right;
            }

            if (right.Node.Kind == SymbolKind.Negate)
            {
                return left.New(-factor) * right.Operand(0);
            }

            if (right.Node.Kind == SymbolKind.Multiply && right.Operand(0).Number is { } inner && double.IsNormal(factor * inner))
            {
                return left.New(factor * inner) * right.Operand(1);
            }

            return new(left.Symbol * right.Symbol);
        }

        if (left.Node.Kind == SymbolKind.Negate)
        {
            return -(left.Operand(0) * right);
        }

        if (right.Node.Kind == SymbolKind.Negate)
        {
            return -(left * right.Operand(0));
        }

        return FoldedProduct.Of(left, right) ?? new(left.Symbol * right.Symbol);
    }

    public static Folded operator /(Folded left, Folded right)
    {
        if (left.Number is { } a && right.Number is { } b)
        {
            return left.New(a / b);
        }

        if (right.Number == 1)
        {
            return left;
        }

        if (right.Number == -1)
        {
            return -left;
        }

        if (left.Node.Kind == SymbolKind.Negate)
        {
            return -(left.Operand(0) / right);
        }

        if (right.Node.Kind == SymbolKind.Negate)
        {
            return -(left / right.Operand(0));
        }

        return new(left.Symbol / right.Symbol);
    }

    public static Folded operator -(Folded x)
    {
        var node = x.Node;
        return node.Kind switch
        {
            SymbolKind.Constant => x.New(-node.Value),
            SymbolKind.Negate => x.Operand(0),
            SymbolKind.Subtract => x.Operand(1) - x.Operand(0),
            SymbolKind.Multiply when x.Operand(0).Number is { } factor => x.New(-factor) * x.Operand(1),
            _ => new(-x.Symbol),
        };
    }

    public static Folded Of(double value, [CallerArgumentExpression(nameof(value))] string name = "") => new(Symbol.Of(value, name));

    public static Folded IfLess(Folded left, Folded right, Folded yes, Folded no)
    {
        if (yes.Symbol == no.Symbol)
        {
            return yes;
        }

        if (left.Number is { } a && right.Number is { } b)
        {
            return a < b ? yes : no;
        }

        // The same comparison inside a branch is already decided.
        while (yes.Asks(left, right))
        {
            yes = yes.Operand(2);
        }

        while (no.Asks(left, right))
        {
            no = no.Operand(3);
        }

        return yes.Symbol == no.Symbol ? yes : new(Symbol.IfLess(left.Symbol, right.Symbol, yes.Symbol, no.Symbol));
    }

    public static Folded Apply<TPrimitive>(TPrimitive primitive, Folded x)
        where TPrimitive : struct, IPrimitive<TPrimitive> =>
        x.Number is { } a ? x.New(F64.Apply(primitive, new F64(a)).X) : new(Symbol.Apply(primitive, x.Symbol));

    public static Folded Apply<TPrimitive>(TPrimitive primitive, Folded x, Folded y)
        where TPrimitive : struct, IPrimitive2<TPrimitive> =>
        x.Number is { } a && y.Number is { } b ? x.New(F64.Apply(primitive, new F64(a), new F64(b)).X) : new(Symbol.Apply(primitive, x.Symbol, y.Symbol));

    public static Folded Apply<TPrimitive>(TPrimitive primitive, Folded x, Folded y, Folded z)
        where TPrimitive : struct, IPrimitive3<TPrimitive> =>
        x.Number is { } a && y.Number is { } b && z.Number is { } c
            ? x.New(F64.Apply(primitive, new F64(a), new F64(b), new F64(c)).X)
            : new(Symbol.Apply(primitive, x.Symbol, y.Symbol, z.Symbol));

    public static Folded StraightThrough(Folded value, Folded path) =>
        value.Symbol == path.Symbol ? value : new(Symbol.StraightThrough(value.Symbol, path.Symbol));

    public static Folded Pow(Folded x, double exponent, [CallerArgumentExpression(nameof(exponent))] string name = "") => Pow(x, Of(exponent, name));

    public static Folded Pow(Folded x, Folded y)
    {
        if (y.Number is { } exponent)
        {
            switch (exponent)
            {
                case 0:
                    return y.New(1);
                case 1:
                    return x;
                case 2:
                    return x * x;
            }

            if (x.Number is { } a)
            {
                return y.New(Math.Pow(a, exponent));
            }
        }

        return new(Symbol.Pow(x.Symbol, y.Symbol));
    }

    /// <summary>The chain rule: records the guard against 0 times infinity only if the derivative is not a number.</summary>
    public static Folded Chain(Folded slope, Folded derivative)
    {
        var product = slope * derivative;
        if (unguarded)
        {
            return product;
        }

        if (derivative.Number is { } known)
        {
            return known == 0 ? derivative : product;
        }

        // A slope that is a finite number needs no guard either.
        return slope.Number is { } number && double.IsFinite(number)
            ? product
            : IfLess(derivative, derivative.New(0), product, IfLess(derivative.New(0), derivative, product, derivative));
    }

    /// <summary>Turns the guards of the chain rule on or off for this thread, until the result is disposed.</summary>
    public static IDisposable Guarding(bool guarded)
    {
        var restore = new Restore(unguarded);
        unguarded = !guarded;
        return restore;
    }

    private sealed class Restore(bool before) : IDisposable
    {
        public void Dispose() => unguarded = before;
    }

    /// <summary>A constant in the same graph.</summary>
    public Folded New(double value) => new(Graph.Constant(value));

    public Folded Operand(int index) => new(new Symbol(Graph, Node.Operand(index)));

    /// <summary>True if it is a branch on the same comparison.</summary>
    private bool Asks(Folded left, Folded right)
    {
        var node = Node;
        return node.Kind == SymbolKind.IfLess && node.A == left.Symbol.Index && node.B == right.Symbol.Index;
    }

    /// <summary>a u + b u = (a + b) u for constants a and b, or null if the terms are not alike.</summary>
    private static Folded? Together(Folded left, Folded right, double sign)
    {
        var (a, u) = left.Split();
        var (b, v) = right.Split();
        var sum = a + sign * b;
        return u.Symbol == v.Symbol && sum != 0 && u.Number is null ? left.New(sum) * u : null;
    }

    /// <summary>The constant factor, and the rest.</summary>
    private (double Factor, Folded Other) Split()
    {
        var node = Node;
        return node.Kind == SymbolKind.Multiply && Operand(0).Number is { } factor ? (factor, Operand(1)) : (1, this);
    }
}
