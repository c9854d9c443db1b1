using Minima.Reals;

namespace Minima;

/// <summary>A formula that was read at run time: an expression, with the values of its parameters.</summary>
internal interface ITextFormula : ILoss
{
    /// <summary>How every loss of this kind is called.</summary>
    const string Key = "formula";

    /// <summary>Reads a text at parameter values. The reader, which stands above, puts itself here when the assembly is loaded.</summary>
    static Func<string, IReadOnlyDictionary<string, object?>, Loss> Parse { get; set; } = null!;

    /// <summary>The expression. Losses that differ in parameter values only have the same one.</summary>
    Symbol Symbol { get; }

    /// <summary>The values, in the order of the graph's parameters.</summary>
    ReadOnlySpan<double> Parameters { get; }
}
