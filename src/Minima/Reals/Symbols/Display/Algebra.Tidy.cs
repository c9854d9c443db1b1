namespace Minima.Reals.Display;

/// <summary>The textbook order of the cases of a formula.</summary>
internal sealed partial class Algebra
{
    /// <summary>True for k1 &lt; x, else k2 &lt; x, ... with falling k: in reverse order they rise.</summary>
    private bool Ascending(List<Condition> conditions)
    {
        if (conditions.Any(c => c.Relation != Relation.Less || c.Right != conditions[0].Right || !IsFixed(c.Left)))
        {
            return false;
        }

        var values = conditions.Select(c => Evaluate(c.Left, [], Graph.ParameterValues)).ToList();
        return values.Zip(values.Skip(1)).All(p => p.First > p.Second);
    }

    /// <summary>
    /// Cases in textbook order: x &lt; -c and c &lt; x with the same value, or opposite ones, become one case of |x|; the case near 0 comes first.
    /// </summary>
    public Expression Tidy(Expression x)
    {
        if (x.Kind != ExpressionKind.Choice)
        {
            return x.Kind is ExpressionKind.Sum && x.Parts.Any(p => p.Kind == ExpressionKind.Choice)
                ? MakeSum([.. x.Parts.Select(Tidy)], [.. x.Coefficients])
                : x.Kind is ExpressionKind.Product && x.Parts.Any(p => p.Kind == ExpressionKind.Choice)
                    ? MakeProduct(x.Number, [.. x.Parts.Select(Tidy)], x.Exponents)
                    : x;
        }

        var conditions = x.Conditions.ToList();
        var values = x.Parts.Select(Tidy).ToList();
        for (var i = 0; i + 1 < conditions.Count; i++)
        {
            var (first, second) = (conditions[i], conditions[i + 1]);
            if (first.Relation == Relation.Less && second.Relation == Relation.Less && first.Left == second.Right && IsFixed(first.Right)
                && !first.Right.IsZero && Negate(first.Right) == second.Left && (values[i] == values[i + 1] || values[i] == Negate(values[i + 1])))
            {
                values[i] = values[i] == values[i + 1] ? values[i] : Multiply(values[i + 1], Call("sgn", first.Left));
                conditions[i] = Plain(new(Relation.Less, second.Left, Magnitude(first.Left)));
                conditions.RemoveAt(i + 1);
                values.RemoveAt(i + 1);
            }
        }

        if (Ascending(conditions) && (conditions.Count > 1 || conditions[0].Right.Is("abs")))
        {
            conditions.Reverse();
            values.Reverse();
            for (var i = 0; i < conditions.Count; i++)
            {
                conditions[i] = new(Relation.AtMost, conditions[i].Right, conditions[i].Left);
            }
        }

        return MakeChoice(conditions, values);
    }
}
