using System.ComponentModel;

namespace Minima;

/// <summary>A <see cref="Loss"/> of a few sums.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SumLoss<TFormula> : Loss
    where TFormula : struct, ISumLoss
{
    /// <summary>Created by <see cref="LossEntry.Create"/>.</summary>
    public SumLoss(LossEntry entry, IReadOnlyList<object?> parameters, TFormula formula)
        : base(entry, parameters) => Formula = formula;

    /// <summary>The concrete formula.</summary>
    public TFormula Formula { get; }

    public override Domain DomainOf(int index) => LossDescription<SumFormula<TFormula>>.DomainOf(new(Formula), index);

    private protected override void CheckParameters() => LossDescription<SumFormula<TFormula>>.CheckParameters(new(Formula));

    public override LossResult Evaluate(in LossBatch<float> batch) => LossEngine<SumFormula<TFormula>, SumShape<TFormula>>.Run(new(Formula), batch);

    public override LossResult Evaluate(in LossBatch<double> batch) => LossEngine<SumFormula<TFormula>, SumShape<TFormula>>.Run(new(Formula), batch);

    public override SumGroups? Groups => Formula.Groups;

    public override TResult Accept<TResult>(LossVisitor<TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Sum(this, Formula);
    }
}
