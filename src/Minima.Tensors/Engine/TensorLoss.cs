using System.Collections.Concurrent;

namespace Minima.Tensors;

/// <summary>A <see cref="Loss"/> that is written on tensors: a row of the catalogue with its parameters.</summary>
/// <remarks>Made by <c>Loss.Create</c> after a call of <c>TensorCatalogue.Join()</c>, or used by its type: <c>new InfoNce(0.1).Apply(query, key)</c>.</remarks>
public sealed class TensorLoss : Loss
{
    private static readonly ConcurrentDictionary<Type, LossEntry> Entries = [];

    private readonly ITensorLoss _formula;
    private readonly Func<Tensor[], LossTerms> _of;

    /// <summary>Made by <see cref="LossEntry.Create"/>.</summary>
    public TensorLoss(LossEntry entry, IReadOnlyList<object?> parameters, ITensorLoss formula, Func<Tensor[], LossTerms> of)
        : base(entry, parameters)
    {
        _formula = formula;
        _of = of;
    }

    /// <inheritdoc/>
    public override Domain DomainOf(int index) => DomainOf(Entry, _formula, index);

    /// <inheritdoc/>
    public override TResult Accept<TResult>(LossVisitor<TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Other(this);
    }

    /// <summary>The loss of a batch.</summary>
    /// <param name="inputs">The inputs, in the order of the entry; an optional one may be none or missing.</param>
    /// <param name="arguments">Reduction, weights, mask; a loss that is a single number takes none of them.</param>
    /// <returns>A scalar, or the terms.</returns>
    /// <exception cref="LossException">The shapes or types do not match, an element is outside its domain, or the loss does not have a requested gradient.</exception>
    public Tensor Apply(ReadOnlySpan<Tensor> inputs, in LossArguments arguments = default) => TensorLossReduction.Reduce(Entry, Terms(inputs), arguments);

    /// <summary>The terms of a batch, before weights and reduction.</summary>
    /// <param name="inputs">The inputs, in the order of the entry; an optional one may be none or missing.</param>
    /// <exception cref="LossException">The shapes or types do not match, or an element is outside its domain.</exception>
    public LossTerms Terms(ReadOnlySpan<Tensor> inputs) => Compute(Entry, _of, TensorLossInputs.Check(Entry, _formula, inputs));

    /// <summary>The loss of a batch, called by its type; generated code calls this.</summary>
    /// <exception cref="LossException">A parameter outside its domain.</exception>
    /// <inheritdoc cref="Apply(ReadOnlySpan{Tensor}, in LossArguments)"/>
    public static Tensor Apply<TLoss>(in TLoss loss, Func<TLoss, Tensor[], LossTerms> of, ReadOnlySpan<Tensor> inputs, in LossArguments arguments = default)
        where TLoss : struct, ITensorLoss
    {
        ArgumentNullException.ThrowIfNull(of);
        var entry = Entries.GetOrAdd(typeof(TLoss), static type => Catalogue.OfType(type) ?? throw new TrainingException($"{type.Name} is not in any catalogue: give it the attribute Loss, and reference Minima.Generator."));
        CheckParameters(entry, loss);
        var formula = loss;
        return TensorLossReduction.Reduce(entry, Compute(entry, checkedInputs => of(formula, checkedInputs), TensorLossInputs.Check(entry, loss, inputs)), arguments);
    }

    /// <summary>Computes the terms. Axes are checked by name; the operations of a formula refuse lengths that it does not support (no classes).</summary>
    private static LossTerms Compute(LossEntry entry, Func<Tensor[], LossTerms> of, Tensor[] inputs)
    {
        try
        {
            return of(inputs);
        }
        catch (TrainingException problem) when (problem is not TensorSizeException)
        {
            throw new LossException(LossError.Shape, $"{entry.Key}: {problem.Message}");
        }
    }

    internal static Domain DomainOf(LossEntry entry, ITensorLoss formula, int index) => formula is IInputDomains own ? own.DomainOf(index) : entry.Inputs[index].Domain;

    private protected override void CheckParameters() => CheckParameters(Entry, _formula);

    private static void CheckParameters(LossEntry entry, ITensorLoss formula)
    {
        var values = entry.Parameters.Count == 0 ? [] : entry.ParametersOf(formula);
        for (var i = 0; i < values.Length; i++) entry.Parameters[i].Check(entry.Key, values[i]);
        if (formula is IParameterRule { BrokenRule: { } rule }) throw Throw.ParameterRule(entry.Key, rule);
    }
}
