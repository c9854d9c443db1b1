namespace Minima.Training.Quantization;

/// <summary>A grid of whole-number levels: the bits of a level, and whether levels have a sign. 0 is a level.</summary>
public sealed record QuantizationFormat
{
    /// <summary>The smallest number of bits.</summary>
    public const int FewestBits = 2;

    /// <summary>The largest number of bits.</summary>
    public const int MostBits = 16;

    /// <summary>Creates a grid.</summary>
    /// <param name="bits">2 to 16.</param>
    /// <param name="isSigned">True for levels -2^(bits - 1) to 2^(bits - 1) - 1; false for 0 to 2^bits - 1.</param>
    /// <exception cref="TrainingException">Another number of bits.</exception>
    public QuantizationFormat(int bits, bool isSigned = true)
    {
        if (bits is < FewestBits or > MostBits) throw new TrainingException($"A grid of {bits} bits was asked for; it must have {FewestBits}..{MostBits} bits. 8 loses little in most models, 4 needs quantisation-aware training.");
        Bits = bits;
        IsSigned = isSigned;
    }

    /// <summary>The bits of a level.</summary>
    public int Bits { get; }

    /// <summary>True if some levels are negative.</summary>
    public bool IsSigned { get; }

    /// <summary>The lowest level.</summary>
    public int Lowest => IsSigned ? -(1 << (Bits - 1)) : 0;

    /// <summary>The highest level.</summary>
    public int Highest => IsSigned ? (1 << (Bits - 1)) - 1 : (1 << Bits) - 1;

    /// <summary>The largest absolute value of a level.</summary>
    internal int Largest => Math.Max(-Lowest, Highest);

    /// <summary>The name, such as int8 or uint4.</summary>
    public override string ToString() => $"{(IsSigned ? "int" : "uint")}{Bits}";
}
