namespace Minima;

/// <summary>A loss of four inputs, called by its C# type with a <see cref="LossBatch{TElement}"/>.</summary>
public static class PointLoss4Extensions
{
    /// <summary>Any batch: reductions, weights, masks, terms, gradients, curvature.</summary>
    /// <exception cref="LossException">The batch breaks a rule; the message says which.</exception>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<float> batch)
        where TLoss : struct, IPointLoss4 => PointEngine<Point4<TLoss>>.Run(new Point4<TLoss>(loss), batch);

    /// <inheritdoc cref="Evaluate{TLoss}(TLoss, in LossBatch{float})"/>
    public static LossResult Evaluate<TLoss>(this TLoss loss, in LossBatch<double> batch)
        where TLoss : struct, IPointLoss4 => PointEngine<Point4<TLoss>>.Run(new Point4<TLoss>(loss), batch);
}
