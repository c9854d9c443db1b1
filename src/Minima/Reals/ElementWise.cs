using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>Sends lanes one by one through a scalar function in double: for functions too rare for a vector form. Float results are rounded once.</summary>
internal static unsafe class ElementWise
{
    [MethodImpl(NoInlining)]
    public static void Apply<TFunction>(TFunction function, float* x, int count)
        where TFunction : struct, IScalarFunction
    {
        for (var i = 0; i < count; i++)
        {
            x[i] = (float)function.Of(x[i]);
        }
    }

    [MethodImpl(NoInlining)]
    public static void Apply<TFunction>(TFunction function, double* x, int count)
        where TFunction : struct, IScalarFunction
    {
        for (var i = 0; i < count; i++)
        {
            x[i] = function.Of(x[i]);
        }
    }

    [MethodImpl(NoInlining)]
    public static void Apply<TFunction>(TFunction function, float* x, float* y, int count)
        where TFunction : struct, IScalarFunction2
    {
        for (var i = 0; i < count; i++)
        {
            x[i] = (float)function.Of(x[i], y[i]);
        }
    }

    [MethodImpl(NoInlining)]
    public static void Apply<TFunction>(TFunction function, double* x, double* y, int count)
        where TFunction : struct, IScalarFunction2
    {
        for (var i = 0; i < count; i++)
        {
            x[i] = function.Of(x[i], y[i]);
        }
    }
}
