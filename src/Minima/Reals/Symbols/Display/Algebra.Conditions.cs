namespace Minima.Reals.Display;

/// <summary>Conditions: their plainest form, their opposite, and whether they are known to hold.</summary>
internal sealed partial class Algebra
{
    /// <summary>The coefficient of an expression and the rest, with a sign that all equal expressions share.</summary>
    private (Rational Factor, Expression Core) Primitive(Expression x)
    {
        var (coefficient, rest) = Split(x);
        if (rest.Kind != ExpressionKind.Sum)
        {
            return (coefficient, rest);
        }

        var (content, inner) = Content(rest);
        return (coefficient * content, inner);
    }

    private static Condition Opposite(Condition condition) => condition.Relation switch
    {
        Relation.Less => new(Relation.AtMost, condition.Right, condition.Left),
        Relation.AtMost => new(Relation.Less, condition.Right, condition.Left),
        _ => throw new InvalidOperationException("there is no name for the opposite of a difference"),
    };

    /// <summary>Cancels a positive factor on both sides, and splits a lone difference: p - t &lt; 0 is p &lt; t.</summary>
    private Condition Plain(Condition condition)
    {
        // Common terms of both sides do not matter; nor do denominators above 0.
        var difference = Subtract(condition.Right, condition.Left);
        var alike = difference.Kind != ExpressionKind.Sum && !IsFixed(condition.Left) && !IsFixed(condition.Right);
        if (!condition.Left.IsZero && !condition.Right.IsZero && (alike || Cost(difference) < Math.Max(Cost(condition.Left), Cost(condition.Right))))
        {
            condition = condition with { Left = Zero, Right = difference };
        }
        else if (!condition.Left.IsZero && !condition.Right.IsZero)
        {
            foreach (var side in new[] { condition.Left, condition.Right })
            {
                var denominators = FactorsOf(side).Where(f => f.Exponent.IsNumber && f.Exponent.Number.Sign < 0 && IsPositive(f.Base) && f.Base.Kind != ExpressionKind.Sum).ToList();
                var scale = denominators.Aggregate(Number(new Rational(Split(side).Coefficient.Denominator, 1)), (s, f) => Divide(s, Power(f.Base, f.Exponent)));
                condition = condition with { Left = Multiply(condition.Left, scale), Right = Multiply(condition.Right, scale) };
            }

            var varying = IsFixed(condition.Left) ? condition.Right : condition.Left;
            var size = Split(varying).Coefficient.Magnitude;
            if (!varying.IsNumber && !size.IsOne)
            {
                var inverse = Number(Rational.One / size);
                condition = condition with { Left = Multiply(condition.Left, inverse), Right = Multiply(condition.Right, inverse) };
            }
        }

        if (condition.Left.IsZero || condition.Right.IsZero)
        {
            var other = condition.Left.IsZero ? condition.Right : condition.Left;
            var (factor, rest) = Primitive(other);
            var positive = factor.Sign > 0;
            foreach (var (part, exponent) in FactorsOf(rest).ToList())
            {
                if (IsPositive(part) && rest.Kind == ExpressionKind.Product)
                {
                    rest = Divide(rest, Power(part, exponent));
                }
            }

            if (rest.Kind == ExpressionKind.Sum && rest.Coefficients.Any(c => c.Sign > 0) && rest.Coefficients.Any(c => c.Sign < 0))
            {
                // Positive terms on one side, negative terms on the other.
                var terms = rest.Parts.Zip(rest.Coefficients).ToList();
                var up = MakeSum([.. terms.Where(t => t.Second.Sign > 0).Select(t => t.First)], [.. terms.Where(t => t.Second.Sign > 0).Select(t => t.Second)]);
                var down = MakeSum([.. terms.Where(t => t.Second.Sign < 0).Select(t => t.First)], [.. terms.Where(t => t.Second.Sign < 0).Select(t => -t.Second)]);

                // positive x (up - down) is on one side of 0.
                return condition.Left.IsZero == positive ? new(condition.Relation, down, up) : new(condition.Relation, up, down);
            }

            return condition.Left.IsZero == positive ? new(condition.Relation, Zero, rest) : new(condition.Relation, rest, Zero);
        }

        return condition;
    }

    private bool? Decide(Condition condition)
    {
        var (left, right) = (condition.Left, condition.Right);
        if (left == right)
        {
            return condition.Relation == Relation.AtMost;
        }

        if (right == Infinity || left == Negate(Infinity))
        {
            return true;
        }

        if (left == Infinity || right == Negate(Infinity))
        {
            return false;
        }

        if (left.IsNumber && right.IsNumber)
        {
            return condition.Relation switch
            {
                Relation.Less => left.Number < right.Number,
                Relation.AtMost => !(right.Number < left.Number),
                _ => true,
            };
        }

        var widest = Graph.Facts.WidestClamp;
        if (condition.Relation == Relation.Less && double.IsFinite(widest))
        {
            // Farther out, a function has saturated.
            if ((right.IsNumber && right.Number.ToDouble() >= widest) || (left.IsNumber && left.Number.ToDouble() <= -widest))
            {
                return true;
            }

            if ((left.IsNumber && left.Number.ToDouble() >= widest) || (right.IsNumber && right.Number.ToDouble() <= -widest))
            {
                return false;
            }
        }

        if (condition.Relation == Relation.Less && ((left.IsZero && IsPositive(right)) || (right.IsZero && IsPositive(left))))
        {
            return left.IsZero;
        }

        return Graph.Facts.Points.Count > 0 ? Reached(condition) : null;
    }

    private static bool IsFixed(Expression x) => x.Kind is not (ExpressionKind.Input or ExpressionKind.Residual or ExpressionKind.Part) && x.Parts.All(IsFixed) && x.Exponents.All(IsFixed);
}
