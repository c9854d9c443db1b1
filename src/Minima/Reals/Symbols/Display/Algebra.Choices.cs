namespace Minima.Reals.Display;

/// <summary>Choices: the outermost part of a formula, guards left out, branches that agree joined.</summary>
internal sealed partial class Algebra
{
    private const int MostCases = 8;
    private const int LongestLifted = 250;

    /// <summary>left &lt; right ? yes : no.</summary>
    public Expression Choose(Expression left, Expression right, Expression yes, Expression no) => Choose(new Condition(Relation.Less, left, right), yes, no);

    private Expression Choose(Condition condition, Expression yes, Expression no)
    {
        if (Array.Find([condition.Left, condition.Right], x => x.Kind == ExpressionKind.Choice) is { } side)
        {
            return ChooseByCases(side, condition, yes, no);
        }

        if (Decide(condition) is { } decided)
        {
            return decided ? yes : no;
        }

        if (condition.Relation == Relation.Less && Decide(new(Relation.Less, condition.Right, condition.Left)) == false)
        {
            // Never the other way round: it fails where the sides are equal only.
            condition = condition with { Relation = Relation.Differ };
        }

        if (!MayRewrite())
        {
            return MakeChoice([condition], [yes, no]);
        }

        nesting++;
        try
        {
            return Choice(condition, yes, no);
        }
        finally
        {
            nesting--;
        }
    }

    private Expression Choice(Condition condition, Expression yes, Expression no)
    {
        yes = Assume(yes, condition, holds: true);
        no = Assume(no, condition, holds: false);
        if (Plain(condition) is var plain && plain != condition)
        {
            condition = plain;
            yes = Assume(yes, condition, holds: true);
            no = Assume(no, condition, holds: false);
        }

        if (condition.Relation == Relation.Differ && Primitive(Subtract(condition.Right, condition.Left)).Core is { Kind: ExpressionKind.Residual or ExpressionKind.Input } nothing)
        {
            no = Substitute(no, nothing);
        }

        if (yes == no)
        {
            return yes;
        }

        if (SameEverywhere(yes, no))
        {
            return Cost(yes) < Cost(no) ? yes : no;
        }

        if (Sign(condition, yes, no) is { } sign)
        {
            return sign;
        }

        if (yes.Kind == ExpressionKind.Choice && no.Kind == ExpressionKind.Choice && yes.Conditions.SequenceEqual(no.Conditions))
        {
            // The same inner question in both branches is asked first.
            var value = Choose(condition, yes.Parts[^1], no.Parts[^1]);
            for (var i = yes.Conditions.Length - 1; i >= 0; i--)
            {
                value = Choose(yes.Conditions[i], Choose(condition, yes.Parts[i], no.Parts[i]), value);
            }

            return value;
        }

        if (condition.Relation == Relation.Less && no.Kind == ExpressionKind.Choice && no.Conditions[0] is { Relation: Relation.Less } opposite
            && opposite.Left == condition.Right && opposite.Right == condition.Left
            && Primitive(Subtract(condition.Right, condition.Left)).Core is { Kind: ExpressionKind.Residual or ExpressionKind.Input } zero)
        {
            // Neither below nor above: equal, so that what is compared is 0 in what follows.
            var tail = Tail(no);
            var equal = Substitute(tail, zero);
            no = equal == tail ? no : Cases([no.Conditions[0]], [no.Parts[0], equal]);
            if (no.Kind != ExpressionKind.Choice)
            {
                return Choose(condition, yes, no);
            }
        }

        if (no.Kind != ExpressionKind.Choice && yes.Kind == ExpressionKind.Choice && condition.Relation != Relation.Differ)
        {
            return Cases([Opposite(condition), .. yes.Conditions], [no, .. yes.Parts]);
        }

        return no.Kind == ExpressionKind.Choice ? Cases([condition, .. no.Conditions], [yes, .. no.Parts]) : Cases([condition], [yes, no]);
    }

    private Expression Cases(List<Condition> conditions, List<Expression> values)
    {
        for (var i = conditions.Count - 1; i >= 0; i--)
        {
            if (values[i] == values[i + 1])
            {
                if (i == conditions.Count - 1)
                {
                    conditions.RemoveAt(i);
                    values.RemoveAt(i);
                }
                else if (conditions[i] is { Relation: Relation.Less } first && conditions[i + 1] is { Relation: Relation.Less } second && first.Left == second.Right && first.Right == second.Left)
                {
                    // Below or above: wherever it is not equal.
                    conditions[i] = first with { Relation = Relation.Differ };
                    conditions.RemoveAt(i + 1);
                    values.RemoveAt(i + 1);
                }
            }
        }

        for (var i = conditions.Count - 2; i >= 0; i--)
        {
            if (conditions[i].Relation == Relation.Less && conditions[i + 1].Relation == Relation.AtMost && conditions[i].Left == conditions[i + 1].Left
                && conditions[i].Right == conditions[i + 1].Right && i + 2 == conditions.Count && values[i] == values[^1])
            {
                // Below, or not at most: wherever it is not equal.
                conditions[i] = conditions[i] with { Relation = Relation.Differ };
                values.RemoveAt(values.Count - 1);
                conditions.RemoveAt(i + 1);
            }
        }

        if (conditions.Count > 0 && conditions[^1].Relation == Relation.Differ && Decide(conditions[^1]) == true)
        {
            conditions.RemoveAt(conditions.Count - 1);
            values.RemoveAt(values.Count - 1);
        }

        if (conditions.Count > 0 && conditions[^1] is { Relation: Relation.Differ } last && Vanishes(values[^2], last) && Vanishes(values[^1], last))
        {
            // 0 times anything, guarded against an infinite factor.
            conditions.RemoveAt(conditions.Count - 1);
            values.RemoveAt(values.Count - 1);
        }

        if (conditions.Count == 0)
        {
            return values[0];
        }

        if (conditions.Count > MostCases)
        {
            // The tail gets a name.
            var tail = Force(MakeChoice(conditions[MostCases..], values[MostCases..]));
            return MakeChoice(conditions[..MostCases], [.. values[..MostCases], tail]);
        }

        return MakeChoice(conditions, values);
    }

    /// <summary>A choice by a comparison of which one side is a choice itself.</summary>
    private Expression ChooseByCases(Expression side, Condition condition, Expression yes, Expression no)
    {
        Condition With(Expression value) => condition with
        {
            Left = condition.Left == side ? value : condition.Left,
            Right = condition.Right == side ? value : condition.Right,
        };

        var result = Choose(With(side.Parts[^1]), yes, no);
        for (var i = side.Conditions.Length - 1; i >= 0; i--)
        {
            result = Choose(side.Conditions[i], Choose(With(side.Parts[i]), yes, no), result);
        }

        return result;
    }

    /// <summary>A choice after its first case.</summary>
    private Expression Tail(Expression choice) => choice.Conditions.Length == 1 ? choice.Parts[1] : MakeChoice([.. choice.Conditions[1..]], [.. choice.Parts[1..]]);

    /// <summary>An expression where an input or the residual is 0.</summary>
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

    private Expression MakeChoice(List<Condition> conditions, List<Expression> values) =>
        Intern(string.Join(';', conditions.Select((c, i) => $"{c.Left.Id} {c.Relation} {c.Right.Id}?{values[i].Id}")) + ":" + Text(values[^1].Id), id => new()
        {
            Id = id,
            Kind = ExpressionKind.Choice,
            Parts = [.. values],
            Conditions = [.. conditions],
            Depth = Math.Max(values.Max(v => v.Depth), conditions.Max(c => Math.Max(c.Left.Depth, c.Right.Depth))) + 1,
            Size = values.Sum(v => v.Size) + conditions.Sum(c => c.Left.Size + c.Right.Size),
        });

    /// <summary>An operation on a choice is a choice of operations, where that does not repeat too much.</summary>
    private Expression? Lift(Expression[] operands, Func<Expression[], Expression> operation)
    {
        var choice = Array.Find(operands, x => x.Kind == ExpressionKind.Choice);
        if (choice is null || !MayRewrite())
        {
            return null;
        }

        var others = operands.Where(x => x != choice).ToList();
        if (others.Any(x => x.Kind == ExpressionKind.Choice && !x.Conditions.SequenceEqual(choice.Conditions)) || others.Sum(x => x.Size) * choice.Parts.Length > LongestLifted)
        {
            return null;
        }

        var values = new Expression[choice.Parts.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var branch = i;
            values[i] = operation([.. operands.Select(x => x.Kind == ExpressionKind.Choice ? x.Parts[branch] : x)]);
        }

        var result = values[^1];
        for (var i = values.Length - 2; i >= 0; i--)
        {
            result = Choose(choice.Conditions[i], values[i], result);
        }

        return result;
    }

    /// <summary>An expression where a condition is known to hold, or not to.</summary>
    private Expression Assume(Expression x, Condition condition, bool holds)
    {
        var difference = condition.Relation == Relation.Differ ? null : Subtract(condition.Right, condition.Left);
        var (factor, rest) = difference is null ? (Rational.Zero, Zero) : Primitive(difference);

        // The sign of "rest": above 0, or at most 0; the other way round for a negative factor.
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

    /// <summary>A number, and what it multiplies, with the sign that all equal expressions share.</summary>
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

    /// <summary>Without a positive factor on both sides, and with a lone difference taken apart: p - t &lt; 0 is p &lt; t.</summary>
    private Condition Plain(Condition condition)
    {
        // What both sides share does not matter; nor do denominators above 0.
        var difference = Subtract(condition.Right, condition.Left);
        if (!condition.Left.IsZero && !condition.Right.IsZero && Cost(difference) < Math.Max(Cost(condition.Left), Cost(condition.Right)))
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
                // What is added on one side, what is taken away on the other.
                var terms = rest.Parts.Zip(rest.Coefficients).ToList();
                var up = MakeSum([.. terms.Where(t => t.Second.Sign > 0).Select(t => t.First)], [.. terms.Where(t => t.Second.Sign > 0).Select(t => t.Second)]);
                var down = MakeSum([.. terms.Where(t => t.Second.Sign < 0).Select(t => t.First)], [.. terms.Where(t => t.Second.Sign < 0).Select(t => -t.Second)]);

                // positive x (up - down) stands on one side of 0.
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
            // Further out a function has saturated.
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

    /// <summary>-1 below 0, 1 above, 0 between: the sign.</summary>
    private Expression? Sign(Condition condition, Expression yes, Expression no)
    {
        if (condition.Relation != Relation.Less || no.Kind != ExpressionKind.Choice || no.Conditions.Length != 1)
        {
            return null;
        }

        var second = no.Conditions[0];
        if (second.Relation != Relation.Less || second.Left != condition.Right || second.Right != condition.Left || !yes.IsNumber || !yes.Number.Magnitude.IsOne || no.Parts[0] != Negate(yes))
        {
            return null;
        }

        var argument = Subtract(condition.Right, condition.Left);
        return no.Parts[1].IsZero || Primitive(no.Parts[1]).Core == Primitive(argument).Core ? Multiply(yes, Call("sgn", argument)) : null;
    }

    /// <summary>It is 0 where the two sides of a condition are equal.</summary>
    private bool Vanishes(Expression x, Condition condition)
    {
        if (x.IsZero)
        {
            return true;
        }

        var rest = Primitive(Subtract(condition.Right, condition.Left)).Core;
        if (nesting < 3 && rest.Kind is ExpressionKind.Residual or ExpressionKind.Input && Substitute(x, rest).IsZero)
        {
            return true;
        }

        return FactorsOf(rest).All(zero => zero.Base == E || IsPositive(zero.Base) || IsFixed(zero.Base) || (zero.Exponent.IsNumber && zero.Exponent.Number.Sign < 0)
            || (!zero.Base.IsNumber && FactorsOf(Primitive(x).Core).Any(f => f.Base == zero.Base && (!f.Exponent.IsNumber || f.Exponent.Number.Sign > 0))));
    }

    /// <summary>k1 &lt; x, else k2 &lt; x, ... with falling k: read the other way round it is rising.</summary>
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
    /// Cases in the order of a textbook: x &lt; -c and c &lt; x with the same value, or opposite ones, are one case of |x|; what holds near 0 comes first.
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

    private static bool IsFixed(Expression x) => x.Kind is not (ExpressionKind.Input or ExpressionKind.Residual or ExpressionKind.Part) && x.Parts.All(IsFixed) && x.Exponents.All(IsFixed);
}
