namespace Minima.Reals.Display;

/// <summary>Expressions under assumptions: that a condition holds or not, that an input is 0.</summary>
internal sealed partial class Algebra
{
    /// <summary>An expression under the assumption that a condition holds, or does not.</summary>
    private Expression Assume(Expression x, Condition condition, bool holds)
    {
        var difference = condition.Relation == Relation.Differ ? null : Subtract(condition.Right, condition.Left);
        var (factor, rest) = difference is null ? (Rational.Zero, Zero) : Primitive(difference);

        // The sign of "rest": above 0, or at most 0; vice versa for a negative factor.
        var strict = condition.Relation == Relation.Less == holds;
        var sign = (holds ? 1 : -1) * factor.Sign;
        var seen = new Dictionary<Expression, Expression>();
        return Walk(x);

        Expression Walk(Expression e)
        {
            if (e.Parts.Length == 0)
            {
                return e;
            }

            if (!seen.TryGetValue(e, out var result))
            {
                result = Change(e);
                seen.Add(e, result);
            }

            return result;
        }

        Expression Change(Expression e)
        {
            var walked = Array.ConvertAll(e.Parts, Walk);
            var same = walked.AsSpan().SequenceEqual(e.Parts);
            switch (e.Kind)
            {
                case ExpressionKind.Sum:
                    return same ? e : Add([.. walked.Zip(e.Coefficients).Select(t => Scale(t.Second, t.First))]);
                case ExpressionKind.Product:
                    var exponents = Array.ConvertAll(e.Exponents, Walk);
                    return same && exponents.AsSpan().SequenceEqual(e.Exponents) ? e
                        : Multiply([Number(e.Number), .. walked.Zip(exponents).Select(f => Power(f.First, f.Second))]);
                case ExpressionKind.Choice:
                    var result = walked[^1];
                    for (var i = e.Conditions.Length - 1; i >= 0; i--)
                    {
                        var inner = e.Conditions[i];
                        result = Implied(inner) is { } known ? (known ? walked[i] : result) : Choose(inner with { Left = Walk(inner.Left), Right = Walk(inner.Right) }, walked[i], result);
                    }

                    return result;
                case ExpressionKind.Function when e.Name is "max" or "min" && condition.Relation == Relation.Less
                    && ((walked[0] == condition.Left && walked[1] == condition.Right) || (walked[0] == condition.Right && walked[1] == condition.Left)):
                    return holds == (e.Name == "max") ? condition.Right : condition.Left;
                default:
                    return SignOf(walked[0]) is var s and not 0 && e.Name is "abs" or "relu" or "sgn"
                        ? Signed(e.Name, walked[0], SignOf(walked[0]))
                        : same ? e : Call(e.Name, walked);
            }
        }

        bool? Implied(Condition other)
        {
            return other == condition ? holds : condition.Relation != Relation.Differ && other == Opposite(condition) ? !holds
                : holds && condition.Relation == Relation.Less && other.Left == condition.Right && other.Right == condition.Left ? false
                : null;
        }

        int SignOf(Expression argument)
        {
            if (sign == 0)
            {
                return 0;
            }

            var (coefficient, inner) = Primitive(argument);
            return inner == rest && !rest.IsNumber ? coefficient.Sign * sign : 0;
        }

        Expression Signed(string name, Expression argument, int argumentSign) => name switch
        {
            "abs" => argumentSign > 0 ? argument : Negate(argument),
            "relu" => argumentSign > 0 ? argument : Zero,
            _ => strict ? Number(argumentSign) : Call("sgn", argument),
        };
    }

    /// <summary>An expression with an input or the residual equal to 0.</summary>
    private Expression Substitute(Expression x, Expression zero)
    {
        if (x == zero)
        {
            return Zero;
        }

        if (x.Parts.Length == 0)
        {
            return x;
        }

        var changed = Array.ConvertAll(x.Parts, p => Substitute(p, zero));
        switch (x.Kind)
        {
            case ExpressionKind.Sum:
                return Add([.. changed.Zip(x.Coefficients).Select(t => Scale(t.Second, t.First))]);
            case ExpressionKind.Product:
                return Enumerable.Range(0, changed.Length).Any(i => changed[i].IsZero && !(x.Exponents[i].IsNumber && x.Exponents[i].Number.Sign > 0))
                    ? x
                    : Multiply([Number(x.Number), .. changed.Zip(x.Exponents).Select(f => Power(f.First, Substitute(f.Second, zero)))]);
            case ExpressionKind.Choice:
                var result = changed[^1];
                for (var i = x.Conditions.Length - 1; i >= 0; i--)
                {
                    result = Choose(x.Conditions[i] with { Left = Substitute(x.Conditions[i].Left, zero), Right = Substitute(x.Conditions[i].Right, zero) }, changed[i], result);
                }

                return result;
            default:
                return Call(x.Name, changed);
        }
    }
}
