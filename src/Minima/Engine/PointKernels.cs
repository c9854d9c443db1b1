using System.Runtime.CompilerServices;

namespace Minima;

/// <summary>The compiled kernels that one batch needs; null if lanes run, or the output is not requested.</summary>
/// <param name="Value">Terms and their sum.</param>
/// <param name="Gradient">Terms, sum and gradients.</param>
/// <param name="StreamingGradient">The same, with gradients stored past the caches.</param>
/// <param name="First">The second derivative with respect to the first input.</param>
/// <param name="Second">As <paramref name="First"/>.</param>
/// <param name="Third">As <paramref name="First"/>.</param>
/// <param name="Fourth">As <paramref name="First"/>.</param>
internal readonly record struct PointKernels(
    BoundKernel? Value, BoundKernel? Gradient, BoundKernel? StreamingGradient, BoundKernel? First, BoundKernel? Second, BoundKernel? Third, BoundKernel? Fourth)
{
    /// <summary>The kernel of the second derivative with respect to an input. Not inlined: see PointJob.RunGradient.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public BoundKernel? Curvature(int input) => input switch { 0 => First, 1 => Second, 2 => Third, _ => Fourth };
}
