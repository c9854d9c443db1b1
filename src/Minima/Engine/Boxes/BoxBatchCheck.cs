using System.Numerics;

namespace Minima;

/// <summary>What a batch of boxes has to satisfy before anything is computed or written.</summary>
internal static class BoxBatchCheck<TLoss>
    where TLoss : struct, IBoxLoss
{
    private static string Key => LossDescription<BoxFormula<TLoss>>.Key;

    /// <summary>Refuses a batch that breaks a rule; returns what a mean divides by. Lengths first: the other checks rely on them.</summary>
    public static double Check<TElement>(in LossBatch<TElement> batch, out int boxes)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        BatchRules.RefuseMembers(Key, batch, BatchMembers.None);
        BatchRules.CheckChoices(Key, batch.Reduction, batch.WeightedMean, batch.Curvature);
        boxes = CheckLengths(batch);
        CheckOutput(batch, batch.Gradient, "gradient of prediction", InputSet.First, curves: false);
        CheckOutput(batch, batch.TargetGradient, "gradient of target", InputSet.Second, curves: false);
        CheckOutput(batch, batch.Hessian, "hessian of prediction", InputSet.First, curves: true);
        CheckOutput(batch, batch.TargetHessian, "hessian of target", InputSet.Second, curves: true);
        if (batch.Terms.Overlaps(batch.Prediction) || batch.Terms.Overlaps(batch.Target) || batch.Terms.Overlaps(batch.SampleWeight))
        {
            throw Throw.Overlap(Key, "terms", "an input of the batch");
        }

        CheckCorners(batch, "prediction", batch.Prediction);
        CheckCorners(batch, "target", batch.Target);
        return BatchRules.Denominator(Key, boxes, batch.SampleWeight, batch.Mask, batch.WeightedMean);
    }

    private static int CheckLengths<TElement>(in LossBatch<TElement> batch)
        where TElement : unmanaged
    {
        if (batch.Prediction.Length % 4 != 0)
        {
            throw Throw.BoxLength(Key, batch.Prediction.Length);
        }

        if (batch.Target.Length != batch.Prediction.Length)
        {
            throw batch.Target.IsEmpty ? Throw.NoTarget(Key, "one box for each predicted one") : Throw.Length(Key, "target", batch.Target.Length, "prediction", batch.Prediction.Length);
        }

        var boxes = batch.Prediction.Length / 4;
        BatchRules.RequireTerms(Key, "terms", batch.Terms.Length, boxes, "box");
        BatchRules.RequireTerms(Key, "sample_weight", batch.SampleWeight.Length, boxes, "box");
        BatchRules.RequireTerms(Key, "mask", batch.Mask.Length, boxes, "box");
        return boxes;
    }

    private static void CheckOutput<TElement>(in LossBatch<TElement> batch, Span<TElement> output, string name, InputSet input, bool curves)
        where TElement : unmanaged
    {
        if (output.IsEmpty)
        {
            return;
        }

        if ((TLoss.Differentiated & input) == 0)
        {
            throw Throw.NotDifferentiated(Key, input == InputSet.First ? "prediction" : "target");
        }

        if (curves && LossDescription<BoxFormula<TLoss>>.Entry is { StopsGradient: true })
        {
            throw Throw.NoHessian(Key);
        }

        if (output.Length != batch.Prediction.Length)
        {
            throw Throw.Length(Key, name, output.Length, "prediction", batch.Prediction.Length);
        }

        if ((output.Overlaps(batch.Prediction, out var offset) && (offset != 0 || curves)) || (output.Overlaps(batch.Target, out offset) && (offset != 0 || curves)))
        {
            throw Throw.Overlap(Key, name, "an input of the batch");
        }

        // Every output beside this one: itself is the one that begins where it does.
        var others = Shared(output, batch.Gradient) + Shared(output, batch.TargetGradient) + Shared(output, batch.Hessian) + Shared(output, batch.TargetHessian);
        if (others > 1 || output.Overlaps(batch.SampleWeight) || output.Overlaps(batch.Terms))
        {
            throw Throw.Overlap(Key, name, "another buffer of the batch");
        }
    }

    private static int Shared<TElement>(Span<TElement> output, Span<TElement> other)
        where TElement : unmanaged => output.Overlaps(other) ? 1 : 0;

    /// <summary>Refuses boxes whose second corner lies before the first; NaN passes, and so does what is masked.</summary>
    private static void CheckCorners<TElement>(in LossBatch<TElement> batch, string name, ReadOnlySpan<TElement> boxes)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var start = 0; (start = BoxLayout.FirstInverted(boxes, start)) >= 0; start++)
        {
            if (batch.Mask.IsEmpty || batch.Mask[start])
            {
                var box = boxes.Slice(4 * start, 4);
                throw Throw.InvertedBox(Key, name, start, [.. box.ToArray().Select(double.CreateTruncating)]);
            }
        }
    }
}
