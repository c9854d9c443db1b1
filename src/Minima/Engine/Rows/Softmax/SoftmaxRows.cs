using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>
/// The driver of softmax losses. It cuts rows into chunks that depend on the number of classes alone, hands them to the workers, and adds values
/// in double in the order of rows and chunks. Results are bit-identical for every number of threads.
/// </summary>
/// <remarks>The formula applies to labels; with a soft target, or smoothing, the loss is the sum over classes of mass times -log p, for every formula.</remarks>
internal static class SoftmaxRows
{
    /// <summary>The sum of the rows' weighted values.</summary>
    public static double Run<TFormula, L, TElement>(in TFormula formula, in SoftmaxBatch<TElement> batch)
        where TFormula : struct, ILogProbabilityFormula
        where L : struct, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (batch.Rows == 0 || batch.Classes == 0)
        {
            return 0;
        }

        var job = Pooled<SoftmaxJob<TFormula, L, TElement>>.Rent();
        try
        {
            return job.RunAll(formula, batch);
        }
        finally
        {
            Pooled<SoftmaxJob<TFormula, L, TElement>>.Return(job);
        }
    }
}
