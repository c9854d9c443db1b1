namespace Minima;

/// <summary>Code that needs the concrete formula of a loss. Shapes that a visitor does not handle call <see cref="Other"/>.</summary>
public abstract class LossVisitor<TResult>
{
    /// <summary>A point loss.</summary>
    public virtual TResult Point<TFormula>(Loss loss, TFormula formula)
        where TFormula : struct, IPointFormula => Other(loss);

    /// <summary>A loss over rows of classes.</summary>
    public virtual TResult Row<TFormula>(Loss loss, TFormula formula)
        where TFormula : struct, IRowLoss => Other(loss);

    /// <summary>A loss of pairs of boxes.</summary>
    public virtual TResult Box<TFormula>(Loss loss, TFormula formula)
        where TFormula : struct, IBoxLoss => Other(loss);

    /// <summary>A loss of a few sums.</summary>
    public virtual TResult Sum<TFormula>(Loss loss, TFormula formula)
        where TFormula : struct, ISumLoss => Other(loss);

    /// <summary>A shape that the visitor does not handle.</summary>
    public abstract TResult Other(Loss loss);
}
