namespace Minima.Reals.Display;

/// <summary>Expressions as numbers, and conclusions from numbers.</summary>
internal sealed partial class Algebra
{
    private const int FewestAgreeing = 8;

    /// <summary>The value at a point.</summary>
    public double Evaluate(Expression x, double[] inputs, ReadOnlySpan<double> parameters)
    {
        switch (x.Kind)
        {
            case ExpressionKind.Number:
                return x.Number.ToDouble();
            case ExpressionKind.Constant:
                return x.Name switch { "pi" => Math.PI, "e" => Math.E, "infinity" => double.PositiveInfinity, _ => double.NaN };
            case ExpressionKind.Input:
                return inputs[x.Index];
            case ExpressionKind.Parameter:
                return parameters[x.Index];
            case ExpressionKind.Residual:
                return inputs[Prediction] - inputs[Target];
            case ExpressionKind.Part:
                return double.NaN;
            case ExpressionKind.Sum:
                var sum = 0.0;
                for (var i = 0; i < x.Parts.Length; i++)
                {
                    sum += x.Coefficients[i].ToDouble() * Evaluate(x.Parts[i], inputs, parameters);
                }

                return sum;
            case ExpressionKind.Product:
                var product = x.Number.ToDouble();
                for (var i = 0; i < x.Parts.Length; i++)
                {
                    product *= Math.Pow(Evaluate(x.Parts[i], inputs, parameters), Evaluate(x.Exponents[i], inputs, parameters));
                }

                return product;
            case ExpressionKind.Choice:
                for (var i = 0; i < x.Conditions.Length; i++)
                {
                    if (Holds(x.Conditions[i], inputs, parameters))
                    {
                        return Evaluate(x.Parts[i], inputs, parameters);
                    }
                }

                return Evaluate(x.Parts[^1], inputs, parameters);
            default:
                var first = Evaluate(x.Parts[0], inputs, parameters);
                return DisplayFunctions.Value(x.Name, first, x.Parts.Length > 1 ? Evaluate(x.Parts[1], inputs, parameters) : 0);
        }
    }

    private bool Holds(Condition condition, double[] inputs, ReadOnlySpan<double> parameters)
    {
        var left = Evaluate(condition.Left, inputs, parameters);
        var right = Evaluate(condition.Right, inputs, parameters);
        return condition.Relation switch { Relation.Less => left < right, Relation.AtMost => left <= right, _ => left != right };
    }

    /// <summary>The common truth value of a condition at every point of the domain, or null if it varies.</summary>
    private bool? Reached(Condition condition)
    {
        bool? common = null;
        foreach (var point in Graph.Facts.Points)
        {
            var difference = Evaluate(condition.Left, point, Graph.ParameterValues) - Evaluate(condition.Right, point, Graph.ParameterValues);
            if (double.IsNaN(difference))
            {
                continue;
            }

            var holds = Holds(condition, point, Graph.ParameterValues);
            if (common is { } before && before != holds)
            {
                return null;
            }

            common = holds;
        }

        return common;
    }

    /// <summary>
    /// Two expressions that agree at many unrelated points are the same function: analytic expressions that differ anywhere differ
    /// almost everywhere. Kinked ones are compared on both sides of their kinks.
    /// </summary>
    private bool SameEverywhere(Expression x, Expression y)
    {
        if (x.Size + y.Size > 200)
        {
            return false;
        }

        var random = new Random(1601);
        var agreeing = 0;
        for (var n = 0; n < 48; n++)
        {
            var scale = Math.Pow(10, 2 * random.NextDouble() - 1);
            var inputs = Array.ConvertAll(new double[Graph.Inputs.Count], _ => scale * (n % 3 == 0 ? random.NextDouble() : 2 * random.NextDouble() - 1));
            var parameters = Array.ConvertAll(new double[Graph.Parameters.Count], _ => 0.1 + 2 * random.NextDouble());
            var (a, b) = (Evaluate(x, inputs, parameters), Evaluate(y, inputs, parameters));
            if (double.IsFinite(a) && double.IsFinite(b))
            {
                if (!(Math.Abs(a - b) <= 1e-9 * (Math.Abs(a) + Math.Abs(b))))
                {
                    return false;
                }

                agreeing++;
            }
            else if (double.IsFinite(a) != double.IsFinite(b))
            {
                // One is undefined where the other is defined: they agree on the common domain.
                continue;
            }
        }

        return agreeing >= FewestAgreeing;
    }
}
