using System.Numerics;
using Minima.Tensors.Kernels;

namespace Minima.Tensors;

/// <summary>The common part of attention forward and backward: the position of a head of a sample in memory, and products of its matrices.</summary>
internal abstract unsafe class AttentionWork : RowsJob
{
    protected int Positions { get; private set; }

    protected int HeadCount { get; private set; }

    /// <summary>The width of a head.</summary>
    protected int Size { get; private set; }

    /// <summary>The number of elements from a row of the input to the next; a row of the output is a third of it.</summary>
    protected int Step => 3 * HeadCount * Size;

    protected double Scale => 1 / Math.Sqrt(Size);

    /// <summary>Every head of every sample is a row of the job: its matrices stay in the cache of one core.</summary>
    protected void RunHeads(Node input, int heads)
    {
        Positions = input.Shape[1];
        HeadCount = heads;
        Size = input.Shape[2] / (3 * heads);
        RunAll(input.Shape[0] * heads, Positions * (Positions + Size), input.Type);
    }

    /// <summary>The first element of a head in [batch, positions, parts * width].</summary>
    protected nint At(int row, int part, int parts) => ((((nint)(row / HeadCount) * Positions * parts) + part) * HeadCount * Size) + (row % HeadCount * Size);

    /// <summary>The weights of one head, valid during one row.</summary>
    protected TElement* Square<TElement>()
        where TElement : unmanaged => (TElement*)Pooled<KernelMemory>.Own.Attention.Ensure((nuint)Positions * (nuint)Positions * (nuint)sizeof(TElement));

    /// <summary>c = a b on this thread.</summary>
    protected static void Product<TElement>(int rows, int columns, int depth, TElement* a, nint aRow, nint aColumn, TElement* b, nint bRow, nint bColumn, TElement* c, nint cRow)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        MatrixProduct.Run(new ProductArguments<TElement> { Rows = rows, Columns = columns, Depth = depth, A = a, ARow = aRow, AColumn = aColumn, B = b, BRow = bRow, BColumn = bColumn, C = c, CRow = cRow }, 1);
}

/// <summary>Attention forward.</summary>
internal sealed unsafe class AttentionJob : AttentionWork
{
    private byte* _from;
    private byte* _weights;
    private byte* _to;
    private bool _causal;

    /// <param name="from">[batch, positions, 3 width].</param>
    /// <param name="weights">[batch, heads, positions, positions], kept for the gradient; or null.</param>
    /// <param name="to">[batch, positions, width].</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="causal">True if a position sees only positions up to its own.</param>
    public static void Run(Node from, Node? weights, Node to, int heads, bool causal)
    {
        var job = Pooled<AttentionJob>.Own;
        job._from = from.Pointer;
        job._weights = weights is null ? null : weights.Pointer;
        job._to = to.Pointer;
        job._causal = causal;
        job.RunHeads(from, heads);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        for (var row = first; row < last; row++)
        {
            var q = (TElement*)_from + At(row, 0, 3);
            var k = (TElement*)_from + At(row, 1, 3);
            var v = (TElement*)_from + At(row, 2, 3);
            var weights = _weights is null ? Square<TElement>() : (TElement*)_weights + ((nint)row * Positions * Positions);
            Product(Positions, Positions, Size, q, Step, 1, k, 1, Step, weights, Positions);
            for (var i = 0; i < Positions; i++)
            {
                var line = weights + ((nint)i * Positions);
                SoftmaxJob.Softmax<L, S, TElement>(line, line, _causal ? i + 1 : Positions, Positions, Scale);
            }

            Product(Positions, Size, Positions, weights, Positions, 1, v, Step, 1, (TElement*)_to + At(row, 0, 1), Step / 3);
        }
    }
}

/// <summary>Attention backward.</summary>
internal sealed unsafe class AttentionGradientJob : AttentionWork
{
    private byte* _from;
    private byte* _weights;
    private byte* _gradient;
    private byte* _to;

    /// <param name="from">The input.</param>
    /// <param name="weights">The weights that the forward pass saved.</param>
    /// <param name="gradient">The gradient of the output.</param>
    /// <param name="to">The gradient of the input.</param>
    /// <param name="heads">The number of heads.</param>
    public static void Run(Node from, Node weights, Node gradient, Node to, int heads)
    {
        var job = Pooled<AttentionGradientJob>.Own;
        job._from = from.Pointer;
        job._weights = weights.Pointer;
        job._gradient = gradient.Pointer;
        job._to = to.Pointer;
        job.RunHeads(from, heads);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        for (var row = first; row < last; row++)
        {
            var q = (TElement*)_from + At(row, 0, 3);
            var k = (TElement*)_from + At(row, 1, 3);
            var v = (TElement*)_from + At(row, 2, 3);
            var g = (TElement*)_gradient + At(row, 0, 1);
            var weights = (TElement*)_weights + ((nint)row * Positions * Positions);
            var scores = Square<TElement>();
            var gStep = Step / 3;
            Product(Positions, Size, Positions, weights, 1, Positions, g, gStep, 1, (TElement*)_to + At(row, 2, 3), Step);
            Product(Positions, Positions, Size, g, gStep, 1, v, 1, Step, scores, Positions);
            for (var i = 0; i < Positions; i++)
            {
                var line = (nint)i * Positions;
                SoftmaxGradientJob.Softmax<L, S, TElement>(weights + line, scores + line, scores + line, Positions, Scale);
            }

            Product(Positions, Size, Positions, scores, Positions, 1, k, Step, 1, (TElement*)_to + At(row, 0, 3), Step);
            Product(Positions, Size, Positions, scores, 1, Positions, q, Step, 1, (TElement*)_to + At(row, 1, 3), Step);
        }
    }
}
