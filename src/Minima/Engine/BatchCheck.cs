using System.Numerics;
using System.Runtime.InteropServices;

namespace Minima;

/// <summary>The rules that a batch of any shape must satisfy before Minima computes or writes anything.</summary>
internal static class BatchCheck<TFormula, TShape>
    where TFormula : struct, ILossFormula
    where TShape : struct, ILossShape<TFormula>
{
    private static string Key => LossDescription<TFormula>.Key;

    /// <summary>Throws if a batch breaks a rule; returns the denominator of a mean. Checks lengths first: the other checks rely on them.</summary>
    public static double Check<TElement>(in TFormula formula, in LossBatch<TElement> batch, out BatchLayout layout)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        BatchRules.RefuseMembers(Key, batch, TShape.Members);
        BatchRules.CheckChoices(Key, batch.Reduction, batch.WeightedMean, batch.Curvature, TShape.IsOfElements);
        layout = TShape.LayoutOf(formula, batch);
        RequireTerms(formula, layout, "terms", batch.Terms.Length);
        RequireTerms(formula, layout, "sample_weight", batch.SampleWeight.Length);
        RequireTerms(formula, layout, "mask", batch.Mask.Length);
        CheckOutputs(formula, batch, batch.First, 0);
        CheckOutputs(formula, batch, batch.Second, 1);
        if (TShape.IsOfElements)
        {
            CheckOutputs(formula, batch, batch.Third, 2);
            CheckOutputs(formula, batch, batch.Fourth, 3);
        }

        CheckTerms(formula, batch);
        TShape.CheckValues(formula, batch, layout);
        return Denominator(batch, layout);
    }

    /// <summary>The label whose rows this batch leaves out, or null.</summary>
    public static int? IgnoredLabel<TElement>(in LossBatch<TElement> batch)
        where TElement : unmanaged => batch.Labels.IsEmpty || batch.IgnoreIndex == IgnoreIndex.None ? null : batch.IgnoreIndex ?? TShape.IgnoredLabel;

    /// <summary>True if a mask or the ignored label leaves a term out.</summary>
    public static bool IsLeftOut<TElement>(in LossBatch<TElement> batch, int? ignored, int term)
        where TElement : unmanaged => (!batch.Mask.IsEmpty && !batch.Mask[term]) || (ignored is { } label && batch.Labels[term] == label);

    /// <summary>Throws if elements are outside the domain of an input; omitted terms may contain anything.</summary>
    public static void CheckDomain<TElement>(in TFormula formula, in LossBatch<TElement> batch, in BatchLayout layout, int input)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var domain = LossDescription<TFormula>.DomainOf(formula, input);
        if (domain.IsReal)
        {
            return;
        }

        var values = batch.InputAt(input);
        var ignored = IgnoredLabel(batch);
        for (var start = 0; DomainCheck.FirstOutside(values[start..], domain, TShape.IsOfElements && !batch.Mask.IsEmpty ? batch.Mask[start..] : default) is >= 0 and var found; start += found + 1)
        {
            var index = start + found;
            if (!IsLeftOut(batch, ignored, TShape.TermOf(layout, index)))
            {
                throw Throw.InputDomain(Key, LossDescription<TFormula>.InputName(formula, input), index, double.CreateTruncating(values[index]), domain);
            }
        }
    }

    /// <summary>The name of an input in messages.</summary>
    public static string NameOf(in TFormula formula, int input) => input < TFormula.Arity ? LossDescription<TFormula>.InputName(formula, input) : input switch { 1 => "second input", 2 => "third input", _ => "fourth input" };

    /// <summary>Throws unless an array that is given has one element for each term.</summary>
    private static void RequireTerms(in TFormula formula, in BatchLayout layout, string name, int length)
    {
        if (length != 0 && length != layout.Terms)
        {
            throw Throw.TermLength(Key, name, length, layout.Terms, TShape.TermName(formula));
        }
    }

    private static void CheckOutputs<TElement>(in TFormula formula, in LossBatch<TElement> batch, in LossInput<TElement> input, int index)
        where TElement : unmanaged
    {
        if (!input.Gradient.IsEmpty) CheckOutput(formula, batch, input.Gradient, input.Values.IsEmpty, index, curves: false);
        if (!input.Hessian.IsEmpty) CheckOutput(formula, batch, input.Hessian, input.Values.IsEmpty, index, curves: true);
    }

    private static void CheckOutput<TElement>(in TFormula formula, in LossBatch<TElement> batch, ReadOnlySpan<TElement> output, bool isMissing, int index, bool curves)
        where TElement : unmanaged
    {
        if ((TFormula.Differentiated & (InputSet)(1 << index)) == 0 || (index == 1 && !batch.Labels.IsEmpty))
        {
            throw Throw.NotDifferentiated(Key, NameOf(formula, index));
        }

        if (curves && LossDescription<TFormula>.Entry is { StopsGradient: true })
        {
            throw Throw.NoHessian(Key);
        }

        if (output.Length != batch.Prediction.Length)
        {
            throw Throw.Length(Key, OutputName(formula, index, curves), output.Length, NameOf(formula, 0), batch.Prediction.Length);
        }

        if (isMissing)
        {
            throw Throw.MissingInput(Key, NameOf(formula, index));
        }

        // Only a gradient may replace an input, because a curvature is written before the gradient reads the inputs.
        // (Messages are built only if needed: this runs on every call.)
        var mayCoincide = TShape.WritesOverAnyInput ? -1 : index;
        var overlapped = Overlapped(output, batch.First.Values, 0, mayCoincide, curves) ?? Overlapped(output, batch.Second.Values, 1, mayCoincide, curves)
            ?? (TFormula.Arity > 2 ? Overlapped(output, batch.Third.Values, 2, mayCoincide, curves) ?? Overlapped(output, batch.Fourth.Values, 3, mayCoincide, curves) : null);
        if (overlapped is { } other)
        {
            throw Throw.Overlap(Key, OutputName(formula, index, curves), NameOf(formula, other));
        }

        // This counts the output itself, so only more than one is a conflict.
        var outputs = Shared(output, batch.First) + Shared(output, batch.Second) + (TFormula.Arity > 2 ? Shared(output, batch.Third) + Shared(output, batch.Fourth) : 0);
        if (outputs > 1 || output.Overlaps(batch.Terms) || OverlapsWeights(batch, output))
        {
            throw Throw.Overlap(Key, OutputName(formula, index, curves), "another buffer of the batch");
        }
    }

    /// <summary>The input that an output overlaps without permission, or null. A gradient may exactly replace input <paramref name="mayCoincide"/>, or any input if that is -1.</summary>
    private static int? Overlapped<TElement>(ReadOnlySpan<TElement> output, ReadOnlySpan<TElement> values, int input, int mayCoincide, bool curves)
        where TElement : unmanaged => output.Overlaps(values, out var offset) && (offset != 0 || curves || (mayCoincide >= 0 && mayCoincide != input)) ? input : null;

    private static int Shared<TElement>(ReadOnlySpan<TElement> output, in LossInput<TElement> input)
        where TElement : unmanaged => (output.Overlaps(input.Gradient) ? 1 : 0) + (output.Overlaps(input.Hessian) ? 1 : 0);

    private static string OutputName(in TFormula formula, int index, bool curves) => $"{(curves ? "hessian" : "gradient")} of {NameOf(formula, index)}";

    private static void CheckTerms<TElement>(in TFormula formula, in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
        if (batch.Terms.IsEmpty)
        {
            return;
        }

        for (var i = 0; i < TFormula.Arity; i++)
        {
            if (batch.Terms.Overlaps(batch.InputAt(i)))
            {
                throw Throw.Overlap(Key, "terms", NameOf(formula, i));
            }
        }

        if (OverlapsWeights<TElement>(batch, batch.Terms))
        {
            throw Throw.Overlap(Key, "terms", "another buffer of the batch");
        }
    }

    private static bool OverlapsWeights<TElement>(in LossBatch<TElement> batch, ReadOnlySpan<TElement> output)
        where TElement : unmanaged =>
        output.Overlaps(batch.SampleWeight) || output.Overlaps(batch.Third.Constants) || output.Overlaps(batch.Fourth.Constants) || output.Overlaps(batch.ClassWeights)
        || MemoryMarshal.AsBytes(output).Overlaps(MemoryMarshal.AsBytes(batch.Labels));

    /// <summary>The sum of the weights or the number of terms, in double and in a fixed order; throws if a weight is not finite.</summary>
    private static double Denominator<TElement>(in LossBatch<TElement> batch, in BatchLayout layout)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (batch.SampleWeight.IsEmpty && batch.Mask.IsEmpty && batch.Labels.IsEmpty)
        {
            return layout.Terms;
        }

        var ignored = IgnoredLabel(batch);
        double weights = 0;
        long terms = 0;
        for (var term = 0; term < layout.Terms; term++)
        {
            if (IsLeftOut(batch, ignored, term))
            {
                continue;
            }

            terms += TShape.CountOf(batch, term);
            var share = TShape.ShareOf(batch, term);
            if (!batch.SampleWeight.IsEmpty)
            {
                var weight = double.CreateTruncating(batch.SampleWeight[term]);
                if (!double.IsFinite(weight))
                {
                    throw Throw.Weight(Key, "sample_weight", term, weight);
                }

                share *= weight;
            }

            weights += share;
        }

        if (!double.IsFinite(weights))
        {
            throw Throw.WeightSum(Key, weights);
        }

        return batch.WeightedMean == WeightedMean.Count ? terms : weights;
    }
}
