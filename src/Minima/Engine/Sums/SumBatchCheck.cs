using System.Numerics;

namespace Minima;

/// <summary>What a batch of a loss of sums has to satisfy before anything is computed or written.</summary>
internal static class SumBatchCheck<TLoss>
    where TLoss : struct, ISumLoss
{
    private static string Key => LossDescription<SumFormula<TLoss>>.Key;

    /// <summary>Refuses a batch that breaks a rule; returns what a mean divides by. Lengths first: the other checks rely on them.</summary>
    public static double Check<TElement>(in TLoss loss, in LossBatch<TElement> batch, out SumLayout layout)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        BatchRules.RefuseMembers(Key, batch, BatchMembers.OfSums);
        BatchRules.CheckChoices(Key, batch.Reduction, batch.WeightedMean, batch.Curvature);
        CheckScalar(batch);
        layout = CheckShape(loss, batch);
        var term = loss.Groups switch { SumGroups.Batch => "batch", SumGroups.Rows => "row", _ => TLoss.OverClasses ? "row" : "class of each row" };
        BatchRules.RequireTerms(Key, "terms", batch.Terms.Length, layout.Terms, term);
        BatchRules.RequireTerms(Key, "sample_weight", batch.SampleWeight.Length, layout.Terms, term);
        BatchRules.RequireTerms(Key, "mask", batch.Mask.Length, layout.Terms, term);
        CheckOutput(batch, batch.Gradient, "gradient of prediction", curves: false);
        CheckOutput(batch, batch.Hessian, "hessian of prediction", curves: true);
        RefuseTarget(batch);
        if (batch.Terms.Overlaps(batch.Prediction) || batch.Terms.Overlaps(batch.Target) || batch.Terms.Overlaps(batch.SampleWeight))
        {
            throw Throw.Overlap(Key, "terms", "an input of the batch");
        }

        CheckDomain(loss, batch, layout, batch.Prediction, 0);
        CheckDomain(loss, batch, layout, batch.Target, 1);
        return BatchRules.Denominator(Key, layout.Terms, batch.SampleWeight, batch.Mask, batch.WeightedMean);
    }

    private static void CheckScalar<TElement>(in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
        if (!TLoss.IsScalar)
        {
            return;
        }

        if (batch.Reduction != Reduction.Mean)
        {
            throw Throw.ScalarReduction(Key);
        }

        if (!batch.SampleWeight.IsEmpty || !batch.Mask.IsEmpty)
        {
            throw Throw.ScalarWeights(Key, batch.Mask.IsEmpty ? "sample_weight" : "mask");
        }

        if (!batch.Hessian.IsEmpty)
        {
            throw Throw.ScalarHessian(Key);
        }
    }

    private static SumLayout CheckShape<TElement>(in TLoss loss, in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
        var elements = batch.Prediction.Length;
        if (batch.Target.Length != elements)
        {
            throw batch.Target.IsEmpty ? Throw.NoTarget(Key, "one number for each prediction") : Throw.Length(Key, "target", batch.Target.Length, "prediction", elements);
        }

        if (elements == 0)
        {
            return default;
        }

        if ((batch.Rows ?? 1) < 1 || (batch.Classes ?? 1) < 1 || elements % ((long)(batch.Rows ?? 1) * (batch.Classes ?? 1)) != 0)
        {
            throw Throw.RowsAndClasses(Key, elements, (batch.Rows ?? 1), (batch.Classes ?? 1));
        }

        if (TLoss.Classes is { } needed && (batch.Classes ?? 1) != needed)
        {
            throw Throw.ClassCount(Key, (batch.Classes ?? 1), needed);
        }

        return SumLayout.Of(loss.Groups, TLoss.OverClasses, elements, (batch.Rows ?? 1), (batch.Classes ?? 1));
    }

    private static void CheckOutput<TElement>(in LossBatch<TElement> batch, Span<TElement> output, string name, bool curves)
        where TElement : unmanaged
    {
        if (output.IsEmpty)
        {
            return;
        }

        if (curves && LossDescription<SumFormula<TLoss>>.Entry is { StopsGradient: true })
        {
            throw Throw.NoHessian(Key);
        }

        if (output.Length != batch.Prediction.Length)
        {
            throw Throw.Length(Key, name, output.Length, "prediction", batch.Prediction.Length);
        }

        if ((output.Overlaps(batch.Prediction, out var offset) && (offset != 0 || curves)) || output.Overlaps(batch.Target))
        {
            throw Throw.Overlap(Key, name, "an input of the batch");
        }

        if (output.Overlaps(batch.SampleWeight) || output.Overlaps(batch.Terms) || batch.Gradient.Overlaps(batch.Hessian))
        {
            throw Throw.Overlap(Key, name, "another buffer of the batch");
        }
    }

    private static void RefuseTarget<TElement>(in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
        if (!batch.TargetGradient.IsEmpty || !batch.TargetHessian.IsEmpty)
        {
            throw Throw.NotDifferentiated(Key, "target");
        }
    }

    /// <summary>Group by group where groups may be masked: what is left out may hold anything.</summary>
    private static void CheckDomain<TElement>(in TLoss loss, in LossBatch<TElement> batch, SumLayout layout, ReadOnlySpan<TElement> values, int input)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var domain = LossDescription<SumFormula<TLoss>>.DomainOf(new(loss), input);
        if (domain.IsReal)
        {
            return;
        }

        if (batch.Mask.IsEmpty)
        {
            Refuse(values, 0, domain, input);
            return;
        }

        for (var stretch = 0; stretch < layout.Outer * layout.Groups; stretch++)
        {
            if (batch.Mask[stretch % layout.Groups / layout.GroupsOfTerm])
            {
                Refuse(values.Slice(stretch * layout.Inner, layout.Inner), (long)stretch * layout.Inner, domain, input);
            }
        }
    }

    private static void Refuse<TElement>(ReadOnlySpan<TElement> values, long start, Domain domain, int input)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (DomainCheck.FirstOutside(values, domain, []) is >= 0 and var outside)
        {
            throw Throw.InputDomain(Key, input == 0 ? "prediction" : "target", start + outside, double.CreateTruncating(values[outside]), domain);
        }
    }
}
