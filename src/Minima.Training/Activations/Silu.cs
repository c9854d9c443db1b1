using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>x sigmoid(x), also called swish. 0 at -infinity.</summary>
/// <remarks>Smooth; least near x = -1.28. Float within 3.5 ulp. Source: Elfwing, Uchibe and Doya 2018, "Sigmoid-weighted linear units", Neural Networks 107, arXiv:1702.03118; swish: Ramachandran et al. 2017, arXiv:1710.05941.</remarks>
public readonly record struct Silu : IActivation
{
    /// <inheritdoc/>
    public static string Name => "silu";

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.ZeroTimes(T.Sigmoid(x), x);
}
