using Minima.Reals;

namespace Minima;

/// <summary>A formula parsed at run time: an expression and the values of its parameters.</summary>
internal interface ITextFormula : ILoss
{
    /// <summary>The key of every loss of this kind.</summary>
    const string Key = "formula";

    /// <summary>Parses a text at parameter values. The parser, in a higher layer, sets it when the assembly is loaded.</summary>
    static Func<string, IReadOnlyDictionary<string, object?>, Loss> Parse { get; set; } = null!;

    /// <summary>The expression. Losses that differ only in parameter values share it.</summary>
    Symbol Symbol { get; }

    /// <summary>The values, in the order of the graph's parameters.</summary>
    ReadOnlySpan<double> Parameters { get; }
}
