using System.Runtime.CompilerServices;

namespace Minima.Tensors;

/// <summary>Losses on tensors: <c>new Huber(1).Apply(model.Forward(x), y)</c>. One node, one pass over memory, gradients included.</summary>
public static class TensorLosses
{
    private static readonly ConditionalWeakTable<Loss, LossOperation> Chosen = [];

    /// <summary>A loss chosen at run time: by name, from a checkpoint, or written as text.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="prediction">Float or double.</param>
    /// <param name="target">Of the prediction's shape; for row losses int labels without the class axis, or one number for each class.</param>
    /// <param name="arguments">Reduction, weights, masks, further inputs.</param>
    /// <returns>A scalar, or the terms.</returns>
    /// <exception cref="TrainingException">The shapes or types do not match.</exception>
    /// <exception cref="LossException">An input is outside the loss's domain.</exception>
    public static Tensor Apply(this Loss loss, Tensor prediction, Tensor target, in LossArguments arguments = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss is TensorLoss onTensors) return onTensors.Apply(target.IsNone ? [prediction] : [prediction, target], arguments);
        return Chosen.GetValue(loss, static one => new LossOperation(new ChosenLoss(one))).Apply(prediction, target, arguments);
    }

    /// <summary>A loss of one input chosen at run time: a penalty, or a formula of <c>p</c> alone.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="input">Float or double.</param>
    /// <param name="arguments">Reduction, weights, masks.</param>
    /// <returns>A scalar, or the terms.</returns>
    /// <exception cref="TrainingException">The shapes or types do not match.</exception>
    /// <exception cref="LossException">An input is outside the loss's domain, or the loss has more inputs.</exception>
    public static Tensor Apply(this Loss loss, Tensor input, in LossArguments arguments = default) => loss.Apply(input, default, arguments);

    /// <summary>A point loss known by its type.</summary>
    /// <inheritdoc cref="Apply(Loss, Tensor, Tensor, in LossArguments)"/>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor prediction, Tensor target, in LossArguments arguments = default)
        where TLoss : struct, IPointLoss => KnownPoints<Point2<TLoss>>.Operations.Of(new(loss)).Apply(prediction, target, arguments);
}

/// <summary>Row losses on tensors: <c>new CrossEntropy().Apply(logits, labels)</c>. A separate class, because constraints alone do not distinguish overloads.</summary>
public static class TensorRowLosses
{
    /// <summary>A row loss known by its type.</summary>
    /// <inheritdoc cref="TensorLosses.Apply(Loss, Tensor, Tensor, in LossArguments)"/>
    public static Tensor Apply<TLoss>(this TLoss loss, Tensor prediction, Tensor target, in LossArguments arguments = default)
        where TLoss : struct, IRowLoss => Operations<TLoss>.Known.Of(loss).Apply(prediction, target, arguments);

    private static class Operations<TLoss>
        where TLoss : struct, IRowLoss
    {
        public static readonly FunctionCache<TLoss, LossOperation> Known = new(loss => new(new KnownLoss<RowFormula<TLoss>, RowShape<TLoss>>(new(loss), new RowForm(), static (of, x) => FormulaTerms.OfRows(of.Formula, x.Inputs[0], x.Inputs[1], x.ClassWeights))));
    }
}
