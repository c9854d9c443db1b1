using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Masked loads and stores for machines that have none: lane by lane.</summary>
internal static unsafe class MaskedMemory
{
    [MethodImpl(NoInlining)]
    public static V Load<V, TElement>(TElement* from, V mask)
        where V : unmanaged
        where TElement : unmanaged
    {
        V result = default;
        for (var i = 0; i < sizeof(V) / sizeof(TElement); i++)
        {
            if (IsSet<TElement>((byte*)&mask, i))
            {
                ((TElement*)&result)[i] = from[i];
            }
        }

        return result;
    }

    [MethodImpl(NoInlining)]
    public static void Store<V, TElement>(V x, TElement* to, V mask)
        where V : unmanaged
        where TElement : unmanaged
    {
        for (var i = 0; i < sizeof(V) / sizeof(TElement); i++)
        {
            if (IsSet<TElement>((byte*)&mask, i))
            {
                to[i] = ((TElement*)&x)[i];
            }
        }
    }

    private static bool IsSet<TElement>(byte* mask, int lane)
        where TElement : unmanaged => mask[lane * sizeof(TElement)] != 0;
}
