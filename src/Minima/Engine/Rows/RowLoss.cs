using System.ComponentModel;

namespace Minima;

/// <summary>A <see cref="Loss"/> over rows of classes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RowLoss<TFormula> : Loss
    where TFormula : struct, IRowLoss
{
    /// <summary>Created by <see cref="LossEntry.Create"/>.</summary>
    public RowLoss(LossEntry entry, IReadOnlyList<object?> parameters, TFormula formula)
        : base(entry, parameters) => Formula = formula;

    /// <summary>The concrete formula.</summary>
    public TFormula Formula { get; }

    public override Domain DomainOf(int index) => LossDescription<RowFormula<TFormula>>.DomainOf(new(Formula), index);

    private protected override void CheckParameters() => LossDescription<RowFormula<TFormula>>.CheckParameters(new(Formula));

    public override LossResult Evaluate(in LossBatch<float> batch) => LossEngine<RowFormula<TFormula>, RowShape<TFormula>>.Run(new(Formula), batch);

    public override LossResult Evaluate(in LossBatch<double> batch) => LossEngine<RowFormula<TFormula>, RowShape<TFormula>>.Run(new(Formula), batch);

    public override TResult Accept<TResult>(LossVisitor<TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Row(this, Formula);
    }
}
