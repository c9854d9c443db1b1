using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>
/// Rows in lanes: sixteen rows side by side, class after class, and one evaluation of the formula for all of them. Values use plain lanes, gradients a
/// tape, and curvatures jets along each class. One instance per thread, with its memory kept from call to call.
/// </summary>
internal sealed unsafe class RowLanes<TLoss, L, TElement>
    where TLoss : struct, IRowLoss
    where L : unmanaged, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The most bytes of each buffer kept from call to call.</summary>
    private const int Kept = 64 << 20;

    private readonly NativeBuffer inputMemory = new();
    private readonly NativeBuffer numberMemory = new();
    private readonly NativeBuffer offsetMemory = new();
    private L* prediction;
    private L* target;
    private L label;
    private L labelWeight;

    public void Return()
    {
        inputMemory.TrimTo(Kept);
        numberMemory.TrimTo(Kept);
        Pooled<RowLanes<TLoss, L, TElement>>.Return(this);
    }

    /// <summary>Runs the rows from <paramref name="start"/> on: their terms, unweighted, and the derivatives that the job requests, weighted.</summary>
    public void Run(RowJob<TLoss, L, TElement> job, int start, int count, TElement* terms, TElement* weights)
    {
        var classes = job.Classes;
        var hasTarget = job.Target != null;
        prediction = (L*)inputMemory.Ensure((nuint)classes * (nuint)sizeof(L) * (nuint)(hasTarget ? 2 : 1));
        target = hasTarget ? prediction + classes : null;
        var offsets = (long*)offsetMemory.Ensure(Scratch.Padding * sizeof(long));
        for (var first = 0; first < count; first += L.Count)
        {
            Place(job, start, first, count, offsets);
            var rows = Math.Min(L.Count, count - first);
            Gather(job.Prediction, prediction, classes, job.Inner, offsets, rows);
            if (hasTarget)
            {
                Gather(job.Target, target, classes, job.Inner, offsets, rows);
            }

            ReadLabels(job, start, first, count);
            var scale = L.Of(job.Scale) * L.Load(weights + first);

            // The curvature first: a gradient may replace the prediction, although lanes hold a copy of it.
            if (job.Hessian != null)
            {
                Curve(job, prediction, job.Hessian, scale, offsets, rows);
            }

            if (job.TargetHessian != null)
            {
                Curve(job, target, job.TargetHessian, scale, offsets, rows);
            }

            if (job.Gradient != null || job.TargetGradient != null)
            {
                L.Store(Differentiate(job, scale, offsets, rows), terms + first);
            }
            else
            {
                L.Store(Value(job), terms + first);
            }
        }
    }

    /// <summary>Sets the start of each lane's row. Lanes beyond the last row repeat it, which keeps them inside every domain that contains the row.</summary>
    private static void Place(RowJob<TLoss, L, TElement> job, int start, int first, int count, long* offsets)
    {
        for (var lane = 0; lane < L.Count; lane++)
        {
            var row = start + Math.Min(first + lane, count - 1);
            offsets[lane] = (long)(row / job.Inner) * job.Classes * job.Inner + row % job.Inner;
        }
    }

    /// <summary>True if the lanes' rows are adjacent behind the class axis. False for padded lanes: their last offset repeats.</summary>
    private static bool AreRun(long* offsets, int rows) => rows == L.Count && offsets[rows - 1] == offsets[0] + rows - 1;

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Gather(TElement* from, L* to, int classes, int inner, long* offsets, int rows)
    {
        if (AreRun(offsets, rows))
        {
            for (var k = 0; k < classes; k++)
            {
                to[k] = L.Load(from + offsets[0] + (long)k * inner);
            }

            return;
        }

        for (var lane = 0; lane < L.Count; lane++)
        {
            var row = from + offsets[lane];
            var column = (TElement*)to + lane;
            for (var k = 0; k < classes; k++)
            {
                column[(long)k * L.Count] = row[(long)k * inner];
            }
        }
    }

    /// <summary>Writes lanes back to their rows, scaled; 0 if the scale is 0, for every derivative.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Scatter(L* from, TElement* to, int classes, int inner, long* offsets, int rows, L scale)
    {
        var isRun = AreRun(offsets, rows);
        for (var k = 0; k < classes; k++)
        {
            var x = L.Chain(from[k], scale);
            var place = to + (long)k * inner;
            if (isRun)
            {
                L.Store(x, place + offsets[0]);
                continue;
            }

            for (var lane = 0; lane < rows; lane++)
            {
                place[offsets[lane]] = ((TElement*)&x)[lane];
            }
        }
    }

    private void ReadLabels(RowJob<TLoss, L, TElement> job, int start, int first, int count)
    {
        if (job.Labels == null)
        {
            return;
        }

        L labels = default;
        L weights = default;
        for (var lane = 0; lane < L.Count; lane++)
        {
            var given = job.Labels[start + Math.Min(first + lane, count - 1)];
            var valid = (uint)given < (uint)(job.Classes + TLoss.LabelsBeyondScores) ? given : 0; // The label of an omitted row may be anything.
            ((TElement*)&labels)[lane] = TElement.CreateTruncating(valid);
            ((TElement*)&weights)[lane] = job.ClassWeights.IsEmpty ? TElement.One : TElement.CreateTruncating(job.ClassWeights[valid]);
        }

        label = labels;
        labelWeight = weights;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private L Value(RowJob<TLoss, L, TElement> job)
    {
        var classes = job.Classes;
        var scratch = Numbers<L>(classes, TLoss.ScratchRows);
        return target == null
            ? Evaluate(job.Loss, new Row<L>(new(prediction, classes), label, labelWeight, job.ClassWeights, scratch))
            : Evaluate(job.Loss, new Row<L>(new(prediction, classes), new ReadOnlySpan<L>(target, classes), job.ClassWeights, scratch));
    }

    private L Differentiate(RowJob<TLoss, L, TElement> job, L scale, long* offsets, int rows)
    {
        var classes = job.Classes;
        var tape = Tape<L>.Rent();
        try
        {
            var ofPrediction = job.Gradient != null;
            var ofTarget = job.TargetGradient != null;
            tape.Restart((ofPrediction ? classes : 0) + (ofTarget ? classes : 0));
            var y = Record(job, ofPrediction, ofTarget);
            if (y.Node == 0)
            {
                Clear(job.Gradient, classes, job.Inner, offsets, rows);
                Clear(job.TargetGradient, classes, job.Inner, offsets, rows);
                return y.Value;
            }

            var derivatives = tape.Sweep(y.Node);
            if (ofPrediction)
            {
                Scatter(derivatives, job.Gradient, classes, job.Inner, offsets, rows, scale);
                derivatives += classes;
            }

            if (ofTarget)
            {
                Scatter(derivatives, job.TargetGradient, classes, job.Inner, offsets, rows, scale);
            }

            return y.Value;
        }
        finally
        {
            tape.Return();
        }
    }

    /// <summary>The formula on the tape.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private Var<L> Record(RowJob<TLoss, L, TElement> job, bool ofPrediction, bool ofTarget)
    {
        var classes = job.Classes;
        var numbers = Numbers<Var<L>>(classes, TLoss.ScratchRows + (target == null ? 1 : 2));
        for (var k = 0; k < classes; k++)
        {
            numbers[k] = new() { Value = prediction[k], Node = ofPrediction ? k + 1 : 0 };
        }

        if (target == null)
        {
            return Evaluate(job.Loss, new Row<Var<L>>(numbers[..classes], new() { Value = label }, new() { Value = labelWeight }, job.ClassWeights, numbers[classes..]));
        }

        for (var k = 0; k < classes; k++)
        {
            numbers[classes + k] = new() { Value = target[k], Node = ofTarget ? (ofPrediction ? classes : 0) + k + 1 : 0 };
        }

        return Evaluate(job.Loss, new Row<Var<L>>(numbers[..classes], numbers.Slice(classes, classes), job.ClassWeights, numbers[(2 * classes)..]));
    }

    /// <summary>The second derivative along each class in turn.</summary>
    private void Curve(RowJob<TLoss, L, TElement> job, L* input, TElement* output, L scale, long* offsets, int rows)
    {
        for (var k = 0; k < job.Classes; k++)
        {
            var second = Second(job, input == prediction ? k : -1, input == prediction ? -1 : k);
            if (job.Curvature == Curvature.GaussNewton)
            {
                second = L.IfLess(second, L.Of(0), L.Of(0), second);
            }

            Scatter(&second, output + (long)k * job.Inner, 1, job.Inner, offsets, rows, scale);
        }
    }

    /// <summary>The formula in jets along one class of the prediction or of the target.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private L Second(RowJob<TLoss, L, TElement> job, int alongPrediction, int alongTarget)
    {
        var classes = job.Classes;
        var numbers = Numbers<Jet2<L>>(classes, TLoss.ScratchRows + (target == null ? 1 : 2));
        for (var k = 0; k < classes; k++)
        {
            numbers[k] = new() { Value = prediction[k], First = L.Of(k == alongPrediction ? 1 : 0), Second = L.Of(0) };
        }

        if (target == null)
        {
            return Evaluate(job.Loss, new Row<Jet2<L>>(numbers[..classes], new() { Value = label }, new() { Value = labelWeight }, job.ClassWeights, numbers[classes..])).Second;
        }

        for (var k = 0; k < classes; k++)
        {
            numbers[classes + k] = new() { Value = target[k], First = L.Of(k == alongTarget ? 1 : 0), Second = L.Of(0) };
        }

        return Evaluate(job.Loss, new Row<Jet2<L>>(numbers[..classes], numbers.Slice(classes, classes), job.ClassWeights, numbers[(2 * classes)..])).Second;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static T Evaluate<T>(TLoss loss, in Row<T> row)
        where T : IReal<T> => loss.Of(row);

    /// <summary>Memory for rows of any number type.</summary>
    private Span<T> Numbers<T>(int classes, int rows)
        where T : struct
    {
        var count = checked(classes * rows);
        return new Span<T>(numberMemory.Ensure((nuint)count * (nuint)Unsafe.SizeOf<T>()), count);
    }

    private static void Clear(TElement* output, int classes, int inner, long* offsets, int rows)
    {
        if (output == null)
        {
            return;
        }

        for (var k = 0; k < classes; k++)
        {
            for (var lane = 0; lane < rows; lane++)
            {
                output[offsets[lane] + (long)k * inner] = TElement.Zero;
            }
        }
    }
}
