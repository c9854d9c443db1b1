using System.Collections.Immutable;

namespace Minima.Tensors;

/// <summary>The terms of losses, computed from their formulas by tensor operations: one number for each element, row, box or group of elements.</summary>
internal static class FormulaTerms
{
    private const int Corners = 4;

    /// <summary>A loss of one to four numbers.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="entry">Its row of the catalogue, which has the constants of optional inputs; null if there are none.</param>
    /// <param name="parameters">Values of the entry's parameters; some are such constants.</param>
    /// <param name="inputs">Four, of one shape; none for an input that the loss does not have or that was omitted.</param>
    public static Tensor OfPoints<TFormula>(in TFormula formula, LossEntry? entry, IReadOnlyList<object?> parameters, ReadOnlySpan<Tensor> inputs)
        where TFormula : struct, IPointFormula
    {
        var like = inputs[0];
        var reals = new TensorReal[inputs.Length];
        for (var i = 0; i < reals.Length; i++) reals[i] = !inputs[i].IsNone ? new TensorReal(inputs[i]) : i < TFormula.Arity ? LeftOut(entry, parameters, i, like) : TensorReal.Of(0);
        return formula.Of(reals[0], reals[1], reals[2], reals[3]).Wide(like);
    }

    /// <summary>A loss over rows of classes.</summary>
    /// <param name="loss">The formula.</param>
    /// <param name="prediction">[rows, classes].</param>
    /// <param name="target">Labels [rows], or numbers [rows, classes].</param>
    /// <param name="classWeights">One for each class, or none.</param>
    public static Tensor OfRows<TLoss>(in TLoss loss, Tensor prediction, Tensor target, ReadOnlySpan<double> classWeights)
        where TLoss : struct, IRowLoss
    {
        var scores = Columns(prediction);
        var scratch = new TensorReal[TLoss.ScratchRows * scores.Length];
        var like = Column(prediction, 0).Detach();
        if (target.Type != ElementType.Int32) return loss.Of(new Row<TensorReal>(scores, Columns(target), classWeights, scratch)).Wide(like);

        // The label of an ignored row may be anything: its term is not used.
        var labels = target.Read<int>().ToArray();
        var valid = Array.ConvertAll(labels, label => (uint)label < (uint)(scores.Length + TLoss.LabelsBeyondScores) ? label : 0);
        var label = new TensorReal(Tensor.Of(valid, target.Shape).To(prediction.Type));
        var weights = classWeights.ToArray();
        var labelWeight = weights.Length == 0 ? TensorReal.Of(1) : new TensorReal(Tensor.Of([.. valid.Select(k => k < weights.Length ? weights[k] : 1)], target.Shape).To(prediction.Type));
        return loss.Of(new Row<TensorReal>(scores, label, labelWeight, classWeights, scratch)).Wide(like);
    }

    /// <summary>A loss of pairs of boxes.</summary>
    /// <param name="loss">The formula.</param>
    /// <param name="prediction">[boxes, 4].</param>
    /// <param name="target">[boxes, 4].</param>
    public static Tensor OfBoxes<TLoss>(in TLoss loss, Tensor prediction, Tensor target)
        where TLoss : struct, IBoxLoss
    {
        var like = Column(prediction, 0).Detach();
        return loss.Of(Box(prediction), Box(target)).Wide(like);

        static Box<TensorReal> Box(Tensor boxes) => Columns(boxes) is [var x1, var y1, var x2, var y2]
            ? new(x1, y1, x2, y2)
            : throw new InvalidOperationException($"A box is {Corners} numbers on the last axis; this tensor has the shape {boxes.Shape}.");
    }

    /// <summary>A loss of a few sums.</summary>
    /// <param name="loss">The formula.</param>
    /// <param name="prediction">The elements of the layout.</param>
    /// <param name="target">The target, of the same shape.</param>
    /// <param name="layout">The elements of each sum.</param>
    /// <returns>[terms].</returns>
    public static Tensor OfSums<TLoss>(in TLoss loss, Tensor prediction, Tensor target, SumLayout layout)
        where TLoss : struct, ISumLoss
    {
        Shape shape = [layout.Outer, layout.Groups, layout.Inner];
        var (x, y) = (prediction.Reshape(shape), target.Reshape(shape));
        if (TLoss.Pivot != SumPivot.None)
        {
            var of = First(y);
            x -= TLoss.Pivot == SumPivot.Own ? First(x) : of;
            y -= of;
        }

        var terms = loss.TermsOf(new TensorReal(x), new TensorReal(y));
        ReadOnlySpan<TensorReal> each = [terms.A, terms.B, terms.C, terms.D, terms.E];
        var sums = new Tensor[TLoss.Count];
        for (var i = 0; i < sums.Length; i++) sums[i] = each[i].Wide(x).Sum(2).Sum(0).Reshape([layout.Groups / layout.Classes, layout.Classes]);

        // If the formula reads all classes at once, a term has the sums of each class one after the other; otherwise it gets its class.
        var ofClass = Array.ConvertAll(sums, Columns);
        var like = Column(sums[0], 0).Detach();
        if (layout.GroupsOfTerm > 1)
        {
            TensorReal[] all = [.. Enumerable.Range(0, layout.Classes).SelectMany(k => ofClass.Select(columns => columns[k]))];
            return loss.Of(new Sums<TensorReal>(all, TLoss.Count, layout.Count, 0, layout.Classes)).Wide(like);
        }

        var results = new Tensor[layout.Classes];
        for (var k = 0; k < results.Length; k++)
        {
            TensorReal[] own = [.. ofClass.Select(columns => columns[k])];
            results[k] = loss.Of(new Sums<TensorReal>(own, TLoss.Count, layout.Count, k, layout.Classes)).Wide(like).Reshape([like.Count, 1]);
        }

        return Tensor.Concatenate(1, results).Reshape([layout.Groups]);

        // The origin subtracted from elements changes no derivative.
        Tensor First(Tensor of) => of.Detach().Slice(0, 0, 1).Slice(2, 0, 1).BroadcastTo(of.Shape);
    }

    private static TensorReal LeftOut(LossEntry? entry, IReadOnlyList<object?> parameters, int input, Tensor like)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (entry!.Parameters[i].BindsInput != input || parameters[i] is not { } value) continue;
            return value is ImmutableArray<double> cycle ? new TensorReal(Tensor.Of(cycle.AsSpan(), [cycle.Length]).To(like.Type).BroadcastTo(like.Shape)) : TensorReal.Of((double)value);
        }

        return TensorReal.Of(entry!.Inputs[input].BoundTo!.Value);
    }

    private static TensorReal[] Columns(Tensor rows)
    {
        var columns = new TensorReal[rows.Shape[1]];
        for (var k = 0; k < columns.Length; k++) columns[k] = new TensorReal(Column(rows, k));
        return columns;
    }

    private static Tensor Column(Tensor rows, int k) => rows.Slice(1, k, 1).Reshape([rows.Shape[0]]);
}
