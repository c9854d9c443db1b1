using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>The fused kernels: softmax for row losses on log-probabilities, loops along the row for sums over classes.</summary>
internal sealed unsafe class FusedKernels<L, TElement> : FusedRows
    where L : unmanaged, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The most bytes kept from call to call.</summary>
    private const int Kept = 64 << 20;

    private readonly NativeBuffer logitMemory = new();

    private TElement[] weights = [];

    // The batch without the loss's own smoothing and class factors.
    private SoftmaxBatch<TElement> given;
    private TElement* hessian;
    private bool isNonNegative;

    /// <summary>The sum of the rows' values; null if the kernels do not support this loss.</summary>
    public double? Sum { get; private set; }

    /// <summary>True if the curvature has been written.</summary>
    public bool HasCurvature { get; private set; }

    /// <summary>Sets the batch.</summary>
    /// <param name="batch">The batch, without smoothing.</param>
    /// <param name="curvature">Receives the diagonal second derivative, or null.</param>
    /// <param name="onlyPositive">True if only its positive part is requested.</param>
    public void Begin(in SoftmaxBatch<TElement> batch, TElement* curvature, bool onlyPositive)
    {
        given = batch;
        hessian = curvature;
        isNonNegative = onlyPositive;
        Sum = null;
        HasCurvature = false;
    }

    public void Return()
    {
        given = default;
        hessian = null;
        logitMemory.TrimTo(Kept);
        Pooled<FusedKernels<L, TElement>>.Return(this);
    }

    public override void OfLogProbabilities<TLoss>(in TLoss loss, PerClass shifts)
    {
        var batch = given;
        batch.Smoothing = loss.Smoothing;
        if (shifts != 0.0)
        {
            if (batch.IsSoft && !CrossEntropyOf<TLoss>.Is(loss))
            {
                return;
            }

            // The kernels read plain logits: the shifted ones go to the gradient's array, or to separate memory.
            var shifted = batch.Gradient != null ? batch.Gradient : (TElement*)logitMemory.Ensure((nuint)(batch.Rows * batch.Classes) * (nuint)sizeof(TElement));
            LogitShift<L, TElement>.Write(batch, shifts, shifted);
            batch.Logits = shifted;
        }

        if (hessian != null)
        {
            // Before the gradient, which may be written over the logits.
            FusedCurvature<TElement>.OfLogProbabilities(loss, batch, hessian, isNonNegative);
            HasCurvature = true;
        }

        if (batch.IsSoft && !CrossEntropyOf<TLoss>.Is(loss))
        {
            return;
        }

        var factors = loss.Factors;
        if (factors == 1.0)
        {
            Sum = SoftmaxRows.Run<LogProbabilityOf<TLoss>, L, TElement>(new(loss), batch);
            return;
        }

        if (weights.Length < batch.Classes)
        {
            weights = new TElement[batch.Classes];
        }

        for (var k = 0; k < batch.Classes; k++)
        {
            weights[k] = TElement.CreateSaturating(factors[k]) * (batch.ClassWeight == null ? TElement.One : batch.ClassWeight[k]);
        }

        fixed (TElement* both = weights)
        {
            batch.ClassWeight = both;
            Sum = SoftmaxRows.Run<LogProbabilityOf<TLoss>, L, TElement>(new(loss), batch);
        }
    }

    public override void SumOfClasses<TLoss>(in TLoss loss)
    {
        var batch = given;
        if (hessian != null)
        {
            FusedCurvature<TElement>.OfClasses(loss, batch, hessian, isNonNegative);
            HasCurvature = true;
        }

        Sum = ElementRows.Run<ElementOf<TLoss>, L, TElement>(new(loss), new ElementRowBatch<TElement>
        {
            Prediction = batch.Logits,
            Target = batch.Target,
            Rows = batch.Rows,
            Length = batch.Classes,
            RowWeight = batch.RowWeight,
            Mask = batch.Mask,
            Gradient = batch.Gradient,
            Terms = batch.Terms,
            Scale = batch.Scale,
            Threads = batch.Threads,
        });
    }

    /// <summary>The loss of one class in the form that the kernels need.</summary>
    private readonly struct ElementOf<TLoss>(TLoss loss) : IRowElementFormula
        where TLoss : struct, IClassSumLoss
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        public T OfElement<T>(T prediction, T target)
            where T : IReal<T> => loss.OfClass(prediction, target);
    }

    /// <summary>The loss in the form that the kernels need.</summary>
    private readonly struct LogProbabilityOf<TLoss>(TLoss loss) : ILogProbabilityFormula
        where TLoss : struct, ILogProbabilityLoss
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        public T OfLogProbability<T>(T logProbability)
            where T : IReal<T> => loss.OfLogProbability(logProbability);
    }

    /// <summary>Tests if a loss is minus the log-probability: then soft targets have a kernel too. Read off the formula, once for each new loss.</summary>
    private static class CrossEntropyOf<TLoss>
        where TLoss : struct, ILogProbabilityLoss
    {
        private static readonly RecentResults<TLoss, bool> Recent = new();

        public static bool Is(in TLoss loss) => Recent.TryGet(loss, out var known) ? known : Recent.Add(loss, IsMinusLogProbability(loss));

        /// <summary>Separate from its caller, which would otherwise allocate the recording's closure on every call.</summary>
        private static bool IsMinusLogProbability(TLoss loss)
        {
            var symbol = new SymbolGraph(["log_probability"], []).Record(graph => loss.OfLogProbability(graph.Input(0)));
            return symbol.Node.Kind == SymbolKind.Negate && symbol.Graph[symbol.Node.A].Kind == SymbolKind.Input;
        }
    }
}
