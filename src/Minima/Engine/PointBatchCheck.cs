using System.Numerics;
using System.Runtime.CompilerServices;

namespace Minima;

/// <summary>What a batch of a point loss has to satisfy before anything is computed or written.</summary>
internal static class PointBatchCheck<TFormula>
    where TFormula : struct, IPointFormula
{
    /// <summary>Refuses a batch that breaks a rule; returns what a mean divides by. Lengths first: the other checks rely on them.</summary>
    public static double Check<TElement>(in TFormula formula, in LossBatch<TElement> batch)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var count = batch.First.Values.Length;
        BatchRules.RefuseMembers(Key, batch, BatchMembers.None);
        CheckChoices(formula, batch);
        CheckLengths(formula, batch, count);
        for (var i = 0; i < TFormula.Arity; i++)
        {
            CheckInput(formula, batch, i, count);
        }

        for (var i = 0; i < 4; i++)
        {
            CheckOutput(formula, batch, batch.GradientAt(i), "gradient", i, count);
            CheckOutput(formula, batch, batch.HessianAt(i), "hessian", i, count);
        }

        CheckTermsOverlap(formula, batch);
        return BatchRules.Denominator(Key, count, batch.SampleWeight, batch.Mask, batch.WeightedMean);
    }

    private static string Key => LossDescription<TFormula>.Key;

    private static string Name(in TFormula formula, int input) => LossDescription<TFormula>.InputName(formula, input);

    private static void CheckInput<TElement>(in TFormula formula, in LossBatch<TElement> batch, int index, int count)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var values = batch.InputAt(index);
        var bound = batch.ConstantsAt(index);
        if (values.Length != count)
        {
            if (!values.IsEmpty)
            {
                throw Throw.Length(Key, Name(formula, index), values.Length, Name(formula, 0), count);
            }

            if (bound.IsEmpty && (index < 2 || LossDescription<TFormula>.Entry?.Inputs[index].BoundTo is null))
            {
                throw index < 2 ? Throw.Length(Key, Name(formula, index), 0, Name(formula, 0), count) : Throw.MissingInput(Key, Name(formula, index));
            }
        }

        if (bound.Length > 1 && count % bound.Length != 0)
        {
            throw Throw.CycleLength(Key, Name(formula, index), bound.Length, count);
        }

        var domain = LossDescription<TFormula>.DomainOf(formula, index);
        if (!domain.IsReal && DomainCheck.FirstOutside(values, domain, batch.Mask) is >= 0 and var outside)
        {
            throw Throw.InputDomain(Key, Name(formula, index), outside, double.CreateTruncating(values[outside]), domain);
        }

        // A constant is a parameter: NaN is in no domain of it.
        foreach (var value in bound)
        {
            if (!domain.Contains(double.CreateTruncating(value)))
            {
                throw Throw.ParameterDomain(Key, Name(formula, index), double.CreateTruncating(value), domain);
            }
        }
    }

    private static void CheckOutput<TElement>(in TFormula formula, in LossBatch<TElement> batch, ReadOnlySpan<TElement> output, string kind, int index, int count)
        where TElement : unmanaged
    {
        if (output.IsEmpty)
        {
            return;
        }

        if (index >= TFormula.Arity || (TFormula.Differentiated & (InputSet)(1 << index)) == 0)
        {
            throw Throw.NotDifferentiated(Key, index < TFormula.Arity ? Name(formula, index) : Ordinal(index));
        }

        if (kind == "hessian" && LossDescription<TFormula>.Entry is { StopsGradient: true })
        {
            throw Throw.NoHessian(Key);
        }

        if (output.Length != count)
        {
            throw Throw.Length(Key, $"{kind} of {Name(formula, index)}", output.Length, Name(formula, 0), count);
        }

        if (batch.InputAt(index).IsEmpty)
        {
            throw Throw.MissingInput(Key, Name(formula, index));
        }

        // A gradient in place of an input is allowed, anything else is not: a curvature is written before the gradient reads the inputs.
        // (Texts are made only when they are needed: this runs on every call.)
        for (var i = 0; i < TFormula.Arity; i++)
        {
            if (output.Overlaps(batch.InputAt(i), out var offset) && (offset != 0 || kind == "hessian"))
            {
                throw Throw.Overlap(Key, $"{kind} of {Name(formula, index)}", Name(formula, i));
            }
        }

        var taken = output.Overlaps(batch.SampleWeight) || output.Overlaps(batch.Terms) || output.Overlaps(batch.Third.Constants) || output.Overlaps(batch.Fourth.Constants);
        for (var i = 0; i < 4; i++)
        {
            taken |= (i != index || kind != "gradient") && output.Overlaps(batch.GradientAt(i));
            taken |= (i != index || kind != "hessian") && output.Overlaps(batch.HessianAt(i));
        }

        if (taken)
        {
            throw Throw.Overlap(Key, $"{kind} of {Name(formula, index)}", "another buffer of the batch");
        }
    }

    /// <summary>The prediction is in the units of the target, so that their difference means something.</summary>
    private static bool HasResidual(in TFormula formula) =>
        TFormula.Arity > 1
        && LossDescription<TFormula>.DomainOf(formula, 1) != Domain.MarginLabel
        && LossDescription<TFormula>.Entry?.Link is not (PredictionLink.Logit or PredictionLink.HalfLogit or PredictionLink.Probit or PredictionLink.Log or PredictionLink.Sign);

    /// <summary>Enumerations out of their range, and inputs that the formula does not have.</summary>
    private static void CheckChoices<TElement>(in TFormula formula, in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
        BatchRules.CheckChoices(Key, batch.Reduction, batch.WeightedMean, batch.Curvature, ofPoints: true);
        if (batch.Curvature == Curvature.Weight && !HasResidual(formula))
        {
            throw Throw.NoResidual(Key);
        }

        for (var i = TFormula.Arity; i < 4; i++)
        {
            if (!batch.InputAt(i).IsEmpty || !batch.ConstantsAt(i).IsEmpty)
            {
                var known = formula;
                throw Throw.UnknownInput(Key, Ordinal(i), Enumerable.Range(0, TFormula.Arity).Select(input => Name(known, input)));
            }
        }
    }

    private static string Ordinal(int input) => input switch { 1 => "second input", 2 => "third input", _ => "fourth input" };

    private static void CheckLengths<TElement>(in TFormula formula, in LossBatch<TElement> batch, int count)
        where TElement : unmanaged
    {
        if (!batch.Terms.IsEmpty && batch.Terms.Length != count)
        {
            throw Throw.Length(Key, "terms", batch.Terms.Length, Name(formula, 0), count);
        }

        if (!batch.SampleWeight.IsEmpty && batch.SampleWeight.Length != count)
        {
            throw Throw.Length(Key, "sample_weight", batch.SampleWeight.Length, Name(formula, 0), count);
        }

        if (!batch.Mask.IsEmpty && batch.Mask.Length != count)
        {
            throw Throw.Length(Key, "mask", batch.Mask.Length, Name(formula, 0), count);
        }
    }

    private static void CheckTermsOverlap<TElement>(in TFormula formula, in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
        if (batch.Terms.Overlaps(batch.SampleWeight) || batch.Terms.Overlaps(batch.Third.Constants) || batch.Terms.Overlaps(batch.Fourth.Constants))
        {
            throw Throw.Overlap(Key, "terms", "another buffer of the batch");
        }

        for (var i = 0; i < TFormula.Arity; i++)
        {
            if (batch.Terms.Overlaps(batch.InputAt(i)))
            {
                throw Throw.Overlap(Key, "terms", Name(formula, i));
            }
        }
    }
}
