using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>Broadcasts an element to every lane, without converting to double.</summary>
internal static class LaneBroadcast
{
    [MethodImpl(AggressiveInlining)]
    public static L Of<L, TElement>(TElement x)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (typeof(L) == typeof(V16)) return Unsafe.BitCast<V16, L>(new() { V = Vector512.Create(Unsafe.BitCast<TElement, float>(x)) });
        if (typeof(L) == typeof(V8)) return Unsafe.BitCast<V8, L>(new() { V = Vector256.Create(Unsafe.BitCast<TElement, float>(x)) });
        if (typeof(L) == typeof(V4)) return Unsafe.BitCast<V4, L>(new() { V = Vector128.Create(Unsafe.BitCast<TElement, float>(x)) });
        return L.Of(double.CreateTruncating(x));
    }
}
