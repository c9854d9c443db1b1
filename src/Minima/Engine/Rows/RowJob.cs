using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>
/// One checked batch of a row loss, cut into blocks of rows. A block is run, weighted, and summed in double; block sums are added in
/// order. Nothing of it depends on which thread ran which block, or on how many rows a lane holds.
/// </summary>
internal sealed unsafe class RowJob<TLoss, L, TElement> : BlockJob
    where TLoss : struct, IRowLoss
    where L : unmanaged, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Below this many elements a second thread costs more than it brings.</summary>
    private const int ParallelFrom = 2 * Scratch.Block;

    // Scratch buffers: terms, weights of rows.
    private const int TermsBuffer = 0;
    private const int WeightBuffer = 1;

    [ThreadStatic]
    private static RowJob<TLoss, L, TElement>? pooled;

    private double[] classWeights = [];
    private int classWeightCount;
    private int rowsOfBlock;

    public TLoss Loss { get; set; }

    public int Rows { get; set; }

    public int Classes { get; set; }

    public int Inner { get; set; }

    public TElement* Prediction { get; set; }

    public TElement* Target { get; set; }

    public int* Labels { get; set; }

    public TElement* Gradient { get; set; }

    public TElement* TargetGradient { get; set; }

    public TElement* Hessian { get; set; }

    public TElement* TargetHessian { get; set; }

    public TElement* Terms { get; set; }

    public TElement* Weight { get; set; }

    public bool* Mask { get; set; }

    /// <summary>The label of rows that are left out, or null.</summary>
    public int? IgnoredLabel { get; set; }

    public Curvature Curvature { get; set; }

    public double Scale { get; set; }

    public ReadOnlySpan<double> ClassWeights => classWeights.AsSpan(0, classWeightCount);

    /// <summary>The calling thread's job of this kind: calls allocate nothing once it exists.</summary>
    public static RowJob<TLoss, L, TElement> Rent()
    {
        var job = pooled ?? new RowJob<TLoss, L, TElement>();
        pooled = null;
        return job;
    }

    public void Return() => pooled = this;

    /// <summary>Class weights as formulas want them: in double, at hand for every lane.</summary>
    public void SetClassWeights(ReadOnlySpan<TElement> weights)
    {
        if (classWeights.Length < weights.Length)
        {
            classWeights = new double[weights.Length];
        }

        classWeightCount = weights.Length;
        for (var k = 0; k < weights.Length; k++)
        {
            classWeights[k] = double.CreateTruncating(weights[k]);
        }
    }

    /// <summary>Runs every block and adds up their sums.</summary>
    public double RunAll(int threads)
    {
        // About as many elements as fill the first-level cache, in whole lanes of every width.
        rowsOfBlock = Math.Clamp(Scratch.Block / Classes & ~(Scratch.Padding - 1), Scratch.Padding, Scratch.Block);
        var blocks = (Rows + rowsOfBlock - 1) / rowsOfBlock;
        var wanted = threads > 0 ? threads : Environment.ProcessorCount;
        return SumOfBlocks(blocks, (long)Rows * Classes >= ParallelFrom ? wanted : 1);
    }

    public override void Run(int block)
    {
        var start = block * rowsOfBlock;
        var count = Math.Min(rowsOfBlock, Rows - start);
        var scratch = Scratch.Rent();
        var terms = scratch.Buffer<TElement>(TermsBuffer);
        var weights = RowWeights(scratch.Buffer<TElement>(WeightBuffer), start, count);
        RunInLanes(start, count, terms, weights);

        // 0 where the weight is 0, whatever the term is.
        for (var i = 0; i < count; i++)
        {
            terms[i] = weights[i] == TElement.Zero ? TElement.Zero : terms[i] * weights[i];
        }

        SetSum(block, typeof(TElement) == typeof(float) ? BlockSum.Of((float*)terms, count) : BlockSum.Of((double*)terms, count));
        if (Terms != null)
        {
            new ReadOnlySpan<TElement>(terms, count).CopyTo(new Span<TElement>(Terms + start, count));
        }

        // Not in a finally: what a formula that throws leaves behind is collected.
        scratch.Return();
    }

    /// <summary>Any formula: as many rows at once as there are lanes.</summary>
    private void RunInLanes(int start, int count, TElement* terms, TElement* weights)
    {
        var lanes = RowLanes<TLoss, L, TElement>.Rent();
        lanes.Run(this, start, count, terms, weights);
        lanes.Return();
    }

    /// <summary>The rows' weights: 0 where a mask or the ignored label leaves a row out, padded with 0 to whole lanes.</summary>
    private TElement* RowWeights(TElement* weights, int start, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var leftOut = (Mask != null && !Mask[start + i]) || (IgnoredLabel is { } ignored && Labels[start + i] == ignored);
            weights[i] = leftOut ? TElement.Zero : Weight == null ? TElement.One : Weight[start + i];
        }

        new Span<TElement>(weights + count, Scratch.Padding).Clear();
        return weights;
    }
}
