namespace Minima.Reals;

/// <summary>The kind of a node of a <see cref="SymbolGraph"/>.</summary>
public enum SymbolKind
{
    /// <summary>An input of the loss, by index.</summary>
    Input,

    /// <summary>A parameter of the loss, by index: it has a name, and a value that can be replaced.</summary>
    Parameter,

    /// <summary>A number.</summary>
    Constant,

    /// <summary>A + B.</summary>
    Add,

    /// <summary>A - B.</summary>
    Subtract,

    /// <summary>A * B.</summary>
    Multiply,

    /// <summary>A / B.</summary>
    Divide,

    /// <summary>-A.</summary>
    Negate,

    /// <summary>A &lt; B ? C : D; a tie and a NaN take D.</summary>
    IfLess,

    /// <summary>An entry in the table of primitives, applied to A, to A and B, or to A, B and C.</summary>
    Function,

    /// <summary>A to the power B; if B is a constant or a parameter, the power with a constant exponent.</summary>
    Power,

    /// <summary>The value of A with the derivative of B.</summary>
    StraightThrough,
}
