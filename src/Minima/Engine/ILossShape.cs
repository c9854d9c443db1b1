using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>The way from elements of a batch to terms, once its lengths have been checked.</summary>
/// <param name="Terms">How many terms there are.</param>
/// <param name="Classes">The length of the class axis, for losses over rows.</param>
/// <param name="Inner">The number of elements that one step along it passes.</param>
/// <param name="Sums">The groups, for losses of sums.</param>
internal readonly record struct BatchLayout(int Terms, int Classes = 1, int Inner = 1, SumLayout Sums = default);

/// <summary>The difference between shapes of losses. A shape is added by this and by a job with its kernel; all else is the engine's.</summary>
internal interface ILossShape<TFormula>
    where TFormula : struct, ILossFormula
{
    /// <summary>Members of a batch beside those that every loss takes.</summary>
    static virtual BatchMembers Members => BatchMembers.None;

    /// <summary>Each element is a term.</summary>
    static virtual bool IsOfElements => false;

    /// <summary>Kernels read a block of every input before they write it, so that a gradient may be written over any input, and not over its own only.</summary>
    static virtual bool WritesOverAnyInput => false;

    /// <summary>The value is no mean of terms; what several terms give is averaged.</summary>
    static virtual bool IsScalar => false;

    /// <summary>The label of rows that are left out unless the batch says otherwise.</summary>
    static virtual int? IgnoredLabel => null;

    /// <summary>The name of a term in messages.</summary>
    static abstract string TermName(in TFormula formula);

    /// <summary>Refuses sizes and choices that the shape does not take; what relies on lengths of terms comes later.</summary>
    static abstract BatchLayout LayoutOf<TElement>(in TFormula formula, in LossBatch<TElement> batch)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>;

    /// <summary>Refuses values that the loss does not take, in terms that count.</summary>
    static abstract void CheckValues<TElement>(in TFormula formula, in LossBatch<TElement> batch, in BatchLayout layout)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>;

    /// <summary>The term that an element of the prediction belongs to.</summary>
    static abstract int TermOf(in BatchLayout layout, int element);

    /// <summary>The times that a term counts in the number of terms.</summary>
    static virtual int CountOf<TElement>(in LossBatch<TElement> batch, int term)
        where TElement : unmanaged => 1;

    /// <summary>The factor of a term's weight in the sum of weights.</summary>
    static virtual double ShareOf<TElement>(in LossBatch<TElement> batch, int term)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => 1;

    /// <summary>The calling thread's job: calls allocate nothing once it exists.</summary>
    static abstract LossJob<TFormula, TElement> Rent<L, TElement>()
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>;
}
