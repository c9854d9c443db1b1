using System.ComponentModel;

namespace Minima;

/// <summary>A <see cref="Loss"/> of pairs of boxes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BoxLoss<TFormula> : Loss
    where TFormula : struct, IBoxLoss
{
    /// <summary>Created by <see cref="LossEntry.Create"/>.</summary>
    public BoxLoss(LossEntry entry, IReadOnlyList<object?> parameters, TFormula formula)
        : base(entry, parameters) => Formula = formula;

    /// <summary>The concrete formula.</summary>
    public TFormula Formula { get; }

    public override Domain DomainOf(int index) => LossDescription<BoxFormula<TFormula>>.DomainOf(new(Formula), index);

    private protected override void CheckParameters() => LossDescription<BoxFormula<TFormula>>.CheckParameters(new(Formula));

    public override LossResult Evaluate(in LossBatch<float> batch) => LossEngine<BoxFormula<TFormula>, BoxShape<TFormula>>.Run(new(Formula), batch);

    public override LossResult Evaluate(in LossBatch<double> batch) => LossEngine<BoxFormula<TFormula>, BoxShape<TFormula>>.Run(new(Formula), batch);

    public override TResult Accept<TResult>(LossVisitor<TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Box(this, Formula);
    }
}
