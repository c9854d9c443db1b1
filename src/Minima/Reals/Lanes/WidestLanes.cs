using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Minima.Reals;

/// <summary>Work on elements of one type, written once for lanes of every width.</summary>
internal interface ILaneWork<TElement>
    where TElement : unmanaged
{
    /// <summary>Runs the work: <typeparamref name="L"/> are the lanes, <typeparamref name="S"/> single elements, for the remainder.</summary>
    void Run<L, S>()
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>;
}

/// <summary>The widest lanes of the machine.</summary>
internal static class WidestLanes
{
    /// <summary>The number of doubles in them.</summary>
    public static int Doubles => Vector512.IsHardwareAccelerated ? W8.Count : Vector256.IsHardwareAccelerated ? W4.Count : W2.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfSingle<TWork>(ref TWork work)
        where TWork : ILaneWork<float>, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated) work.Run<V16, F32>();
        else if (Vector256.IsHardwareAccelerated) work.Run<V8, F32>();
        else work.Run<V4, F32>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfDouble<TWork>(ref TWork work)
        where TWork : ILaneWork<double>, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated) work.Run<W8, F64>();
        else if (Vector256.IsHardwareAccelerated) work.Run<W4, F64>();
        else work.Run<W2, F64>();
    }
}
