using System.Collections.Immutable;
using System.ComponentModel;

namespace Minima;

/// <summary>A <see cref="Loss"/> whose shape is a point loss.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PointLoss<TFormula> : Loss
    where TFormula : struct, IPointFormula
{
    // Constants for optional inputs, by input, in both precisions.
    private readonly double[]?[] boundDoubles = new double[]?[4];
    private readonly float[]?[] boundFloats = new float[]?[4];

    /// <summary>Created by <see cref="LossEntry.Create"/>; the constants for optional inputs are among the parameters.</summary>
    public PointLoss(LossEntry entry, IReadOnlyList<object?> parameters, TFormula formula)
        : base(entry, parameters)
    {
        Formula = formula;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (entry.Parameters[i].BindsInput is { } input && parameters[i] is { } value)
            {
                boundDoubles[input] = value is ImmutableArray<double> list ? [.. list] : [(double)value];
                boundFloats[input] = Array.ConvertAll(boundDoubles[input]!, x => (float)x);
            }
        }
    }

    /// <summary>The concrete formula.</summary>
    public TFormula Formula { get; }

    public override Domain DomainOf(int index) => LossDescription<TFormula>.DomainOf(Formula, index);

    private protected override void CheckParameters() => LossDescription<TFormula>.CheckParameters(Formula);

    public override LossResult Evaluate(in LossBatch<float> batch) => IsReady(batch) ? LossEngine<TFormula, PointShape<TFormula>>.Run(Formula, batch) : LossEngine<TFormula, PointShape<TFormula>>.Run(Formula, Bind(batch, boundFloats));

    public override LossResult Evaluate(in LossBatch<double> batch) => IsReady(batch) ? LossEngine<TFormula, PointShape<TFormula>>.Run(Formula, batch) : LossEngine<TFormula, PointShape<TFormula>>.Run(Formula, Bind(batch, boundDoubles));

    public override TResult Accept<TResult>(LossVisitor<TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Point(this, Formula);
    }

    private bool IsReady<TElement>(in LossBatch<TElement> batch)
        where TElement : unmanaged => TFormula.Arity <= 2 && !batch.NeedsOrder(Entry.TargetIndex);

    /// <summary>The batch with its inputs in the order of the formula, and this loss's constants for omitted inputs.</summary>
    private LossBatch<TElement> Bind<TElement>(LossBatch<TElement> batch, TElement[]?[] constants)
        where TElement : unmanaged
    {
        if (batch.NeedsOrder(Entry.TargetIndex))
        {
            batch = batch.Ordered(Entry.Key, Entry.InputNames, Entry.TargetIndex);
        }

        for (var input = 2; input < TFormula.Arity; input++)
        {
            if (constants[input] is { } values && batch.InputAt(input).IsEmpty && batch.ConstantsAt(input).IsEmpty)
            {
                batch.SetConstants(input, values);
            }
        }

        return batch;
    }
}
