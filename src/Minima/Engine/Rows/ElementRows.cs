using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>The driver of losses that are sums over the elements of a row, such as divergences. Results are bit-identical for every number of threads.</summary>
internal static class ElementRows
{
    /// <summary>The sum of the rows' weighted values.</summary>
    public static double Run<TFormula, L, TElement>(in TFormula formula, in ElementRowBatch<TElement> batch)
        where TFormula : struct, IRowElementFormula
        where L : struct, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (batch.Rows == 0 || batch.Length == 0)
        {
            return 0;
        }

        var job = Pooled<ElementRowJob<TFormula, L, TElement>>.Rent();
        try
        {
            return job.RunAll(formula, batch);
        }
        finally
        {
            Pooled<ElementRowJob<TFormula, L, TElement>>.Return(job);
        }
    }
}
