using System.Numerics;
using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima;

/// <summary>The driver of losses that are sums over the elements of a row, such as divergences. No thread count changes a bit.</summary>
internal static class ElementRows
{
    /// <summary>The sum of the rows' weighted values, on the widest lanes of the machine.</summary>
    public static double Run<TFormula>(in TFormula formula, in ElementRowBatch<float> batch)
        where TFormula : struct, IRowElementFormula
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Run<TFormula, V16, float>(formula, batch);
        }

        return Vector256.IsHardwareAccelerated ? Run<TFormula, V8, float>(formula, batch) : Run<TFormula, V4, float>(formula, batch);
    }

    /// <summary>The sum of the rows' weighted values, on the widest lanes of the machine.</summary>
    public static double Run<TFormula>(in TFormula formula, in ElementRowBatch<double> batch)
        where TFormula : struct, IRowElementFormula
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Run<TFormula, W8, double>(formula, batch);
        }

        return Vector256.IsHardwareAccelerated ? Run<TFormula, W4, double>(formula, batch) : Run<TFormula, W2, double>(formula, batch);
    }

    /// <summary>The same on chosen lanes.</summary>
    public static double Run<TFormula, L, TElement>(in TFormula formula, in ElementRowBatch<TElement> batch)
        where TFormula : struct, IRowElementFormula
        where L : struct, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (batch.Rows == 0 || batch.Length == 0)
        {
            return 0;
        }

        var job = ElementRowJob<TFormula, L, TElement>.Rent();
        try
        {
            return job.RunAll(formula, batch);
        }
        finally
        {
            job.Return();
        }
    }
}
