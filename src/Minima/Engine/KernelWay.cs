namespace Minima;

/// <summary>The two ways to run a formula: lanes through the formula itself, or a kernel compiled from it. Both give bit-identical results.</summary>
internal enum KernelWay
{
    /// <summary>Compiled if code can be compiled and the batch is large enough; only the size decides, so that equal calls run equally.</summary>
    BySize,

    /// <summary>Always lanes.</summary>
    Lanes,

    /// <summary>Compiled, for every size.</summary>
    Compiled,
}
