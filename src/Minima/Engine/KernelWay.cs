namespace Minima;

/// <summary>The two ways to run a formula: lanes through the formula itself, or a kernel compiled from it. Both give the same bits.</summary>
internal enum KernelWay
{
    /// <summary>Compiled where code can be compiled and the batch is worth it: by its size, so that equal calls take equal ways.</summary>
    BySize,

    /// <summary>Lanes, everywhere.</summary>
    Lanes,

    /// <summary>Compiled, whatever the size.</summary>
    Compiled,
}
