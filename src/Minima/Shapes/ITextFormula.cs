using Minima.Reals;

namespace Minima;

/// <summary>A formula that was read at run time: an expression, with the values of its parameters.</summary>
internal interface ITextFormula : ILoss
{
    /// <summary>How every loss of this kind is called.</summary>
    const string Key = "formula";

    /// <summary>The expression. Losses that differ in parameter values only have the same one.</summary>
    Symbol Symbol { get; }

    /// <summary>The values, in the order of the graph's parameters.</summary>
    ReadOnlySpan<double> Parameters { get; }
}
