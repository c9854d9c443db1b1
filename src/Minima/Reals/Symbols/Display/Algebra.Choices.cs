namespace Minima.Reals.Display;

/// <summary>Choices: the outermost part of a formula, with guards left out and equal branches merged.</summary>
internal sealed partial class Algebra
{
    private const int MostCases = 8;
    private const int LongestLifted = 250;
    private const int MostAsked = 4;

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
            // Never the other way round: that fails only if the sides are equal.
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
            // The same inner condition in both branches is tested first.
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
            // Neither below nor above: equal, so the difference is 0 in the tail.
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

    /// <summary>A choice by a comparison with a choice on one side.</summary>
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

    /// <summary>An operation on a choice is a choice of operations, unless that repeats too much.</summary>
    private Expression? Lift(Expression[] operands, Func<Expression[], Expression> operation)
    {
        var choice = Array.Find(operands, x => x.Kind == ExpressionKind.Choice);
        if (choice is null || !MayRewrite())
        {
            return null;
        }

        var others = operands.Where(x => x != choice).ToList();
        if (others.Any(x => x.Kind == ExpressionKind.Choice && !x.Conditions.SequenceEqual(choice.Conditions)))
        {
            return OfOneQuantity(choice, operands, operation);
        }

        if (others.Sum(x => x.Size) * choice.Parts.Length > LongestLifted || others.Any(x => x.Kind == ExpressionKind.Sum && Array.Exists(x.Parts, p => p.Kind == ExpressionKind.Choice)))
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

    /// <summary>
    /// An operation on choices with different conditions on one quantity, such as below 0 and above 0: one choice that tests each of them
    /// once, or null if it would be longer.
    /// </summary>
    private Expression? OfOneQuantity(Expression first, Expression[] operands, Func<Expression[], Expression> operation)
    {
        var conditions = operands.SelectMany(x => x.Conditions).Distinct().ToList();
        if (conditions.Count > MostAsked || conditions.Select(Quantity).Distinct().Count() != 1 || Quantity(conditions[0]) is null || nesting > 1)
        {
            return null;
        }

        Expression? result = null;
        for (var i = first.Parts.Length - 1; i >= 0; i--)
        {
            var branch = i;
            var value = operation(Array.ConvertAll(operands, x => x == first ? x.Parts[branch] : Known(x, first, branch)));
            result = result is null ? value : Choose(first.Conditions[i], value, result);
        }

        return result!.Kind != ExpressionKind.Choice || (result.Conditions.Length <= conditions.Count && result.Parts.All(p => p.Kind != ExpressionKind.Choice)) ? result : null;
    }

    /// <summary>An expression in one case of a choice.</summary>
    private Expression Known(Expression x, Expression choice, int branch)
    {
        for (var i = 0; i < branch; i++)
        {
            x = choice.Conditions[i].Relation == Relation.Differ ? x : Assume(x, choice.Conditions[i], holds: false);
        }

        return branch < choice.Conditions.Length ? Assume(x, choice.Conditions[branch], holds: true) : x;
    }

    /// <summary>The quantity that a condition compares with a fixed number, or null.</summary>
    private static Expression? Quantity(Condition condition) =>
        IsFixed(condition.Left) && !IsFixed(condition.Right) ? condition.Right : IsFixed(condition.Right) && !IsFixed(condition.Left) ? condition.Left : null;

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

    /// <summary>True if the expression is 0 when the two sides of a condition are equal.</summary>
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
}
