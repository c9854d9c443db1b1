using System.Collections.Immutable;

namespace Minima;

/// <summary>A <see cref="Loss"/> whose shape is a point loss.</summary>
public sealed class PointLoss<TFormula> : Loss
    where TFormula : struct, IPointFormula
{
    // Constants for inputs that may be left out, by input, in both precisions.
    private readonly double[]?[] boundDoubles = new double[]?[4];
    private readonly float[]?[] boundFloats = new float[]?[4];

    /// <summary>Made by <see cref="LossEntry.Create"/>; the constants for inputs that may be left out are among the parameters.</summary>
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

    public override LossResult Evaluate(in LossBatch<float> batch) => PointEngine<TFormula>.Run(Formula, Bind(batch, boundFloats));

    public override LossResult Evaluate(in LossBatch<double> batch) => PointEngine<TFormula>.Run(Formula, Bind(batch, boundDoubles));

    public override TResult Accept<TResult>(LossVisitor<TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Point(this, Formula);
    }

    /// <summary>The batch with the constants of this loss in place of inputs that it leaves out.</summary>
    private static LossBatch<TElement> Bind<TElement>(LossBatch<TElement> batch, TElement[]?[] constants)
        where TElement : unmanaged
    {
        for (var input = 2; input < TFormula.Arity; input++)
        {
            if (constants[input] is { } values && batch.Input(input).IsEmpty && batch.Bound(input).IsEmpty)
            {
                batch.SetBound(input, values);
            }
        }

        return batch;
    }
}
