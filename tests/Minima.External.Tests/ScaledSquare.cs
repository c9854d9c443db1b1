using System.Runtime.CompilerServices;
using Minima;
using Minima.Reals;

namespace Outside;

/// <summary>Three inputs, with what the interface differentiates by default.</summary>
[Loss("outside_scaled_square", "Scaled square", "带尺度的平方", Family = LossFamily.Probabilistic)]
[English("The squared residual over a scale, plus the scale.")]
[Chinese("残差平方除以尺度，再加尺度。")]
public readonly record struct ScaledSquare : IPointLoss3
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Of<T>(T prediction, T target, [Positive] T noiseScale)
        where T : IReal<T>
    {
        var residual = prediction - target;
        return residual * residual / noiseScale + noiseScale;
    }
}
