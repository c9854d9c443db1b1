namespace Minima;

/// <summary>The operation of a node of a <see cref="MachineGraph"/>: lanes do it in one or a few instructions.</summary>
internal enum MachineOp
{
    /// <summary>An input, by index.</summary>
    Input,

    /// <summary>A number that belongs to the formula.</summary>
    Constant,

    /// <summary>A number that belongs to a call: a parameter, or a value computed from parameters alone.</summary>
    Slot,

    /// <summary>A derivative that is 0 because nothing depends on the input: unlike the number 0, it absorbs infinity and NaN.</summary>
    Zero,

    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,

    /// <summary>A * B + C, rounded once if the machine supports it.</summary>
    MultiplyAdd,

    /// <summary>A mask: A &lt; B.</summary>
    Less,

    /// <summary>A mask: A is 0.</summary>
    IsZero,

    /// <summary>A mask: A is not NaN.</summary>
    IsNumber,

    /// <summary>B if the mask A is set, otherwise C.</summary>
    Select,

    /// <summary>A * 2^B.</summary>
    Scale,

    /// <summary>The mantissa of A in [sqrt(1/2), sqrt(2)).</summary>
    Mantissa,

    /// <summary>The exponent of A that belongs to <see cref="Mantissa"/>.</summary>
    Exponent,

    /// <summary>B, the logarithm of A, corrected at the edges of the domain.</summary>
    LogEdge,

    SquareRoot,
    Absolute,
    Maximum,
    Minimum,

    /// <summary>A, but not below the constant B.</summary>
    AtLeast,

    /// <summary>A, but not above the constant B.</summary>
    AtMost,

    /// <summary>A scalar function of A, element by element.</summary>
    Call,

    /// <summary>A scalar function of A and B, element by element.</summary>
    Call2,
}
