namespace Minima.Tensors.Kernels;

/// <summary>The number of rows of a tile: a constant that the compiler folds, so that the same code is compiled for every height.</summary>
internal interface ITileRows
{
    static abstract int Count { get; }
}

/// <summary>The width of a tile: one or two vectors, the last one whole or masked.</summary>
internal interface ITileColumns
{
    static abstract bool HasTwo { get; }

    static abstract bool IsMasked { get; }
}

internal readonly struct OneVector : ITileColumns
{
    public static bool HasTwo => false;

    public static bool IsMasked => false;
}

internal readonly struct TwoVectors : ITileColumns
{
    public static bool HasTwo => true;

    public static bool IsMasked => false;
}

internal readonly struct OneMasked : ITileColumns
{
    public static bool HasTwo => false;

    public static bool IsMasked => true;
}

internal readonly struct OneAndMasked : ITileColumns
{
    public static bool HasTwo => true;

    public static bool IsMasked => true;
}

/// <summary>The operand whose rows are at listed offsets rather than at a stride: convolutions read images in place.</summary>
internal interface ITileLists
{
    /// <summary>True if row i of A begins at A + Offsets[i].</summary>
    static abstract bool OfA { get; }

    /// <summary>True if row k of B begins at B + Offsets[k], and each of its vectors is merged from two parts of memory.</summary>
    static abstract bool OfB { get; }
}

internal readonly struct NoLists : ITileLists
{
    public static bool OfA => false;

    public static bool OfB => false;
}

internal readonly struct ListedRowsOfA : ITileLists
{
    public static bool OfA => true;

    public static bool OfB => false;
}

internal readonly struct ListedRowsOfB : ITileLists
{
    public static bool OfA => false;

    public static bool OfB => true;
}

internal readonly struct OneRow : ITileRows
{
    public static int Count => 1;
}

internal readonly struct TwoRows : ITileRows
{
    public static int Count => 2;
}

internal readonly struct ThreeRows : ITileRows
{
    public static int Count => 3;
}

internal readonly struct FourRows : ITileRows
{
    public static int Count => 4;
}

internal readonly struct FiveRows : ITileRows
{
    public static int Count => 5;
}

internal readonly struct SixRows : ITileRows
{
    public static int Count => 6;
}

internal readonly struct SevenRows : ITileRows
{
    public static int Count => 7;
}

internal readonly struct EightRows : ITileRows
{
    public static int Count => 8;
}

internal readonly struct NineRows : ITileRows
{
    public static int Count => 9;
}

internal readonly struct TenRows : ITileRows
{
    public static int Count => 10;
}

internal readonly struct ElevenRows : ITileRows
{
    public static int Count => 11;
}

internal readonly struct TwelveRows : ITileRows
{
    public static int Count => 12;
}
