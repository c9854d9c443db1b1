using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>
/// A matrix times a vector: every element of the matrix is read once, in memory order, at the speed of memory. Chosen by the
/// shape alone, because its sums have an order of their own.
/// </summary>
internal sealed unsafe class VectorProductJob<TLanes, V, TElement> : BlockJob
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Elements of the matrix below which a second thread does not pay.</summary>
    private const long ParallelFrom = 100_000;

    /// <summary>The number of vectors of results that are summed at once if the matrix is stored column by column.</summary>
    private const int Together = 8;

    private readonly NativeBuffer memory = new();
    private int results;
    private nint depth;
    private TElement* matrix;
    private nint stride;
    private bool isDot;
    private TElement* vector;
    private nint vectorStep;
    private TElement* output;
    private nint outputStep;
    private bool add;
    private int blockResults;

    /// <summary>result[i] = (add ? result[i] : 0) + sum over k of matrix(i, k) vector[k], matrix(i, k) at i * row + k * column, one of which is 1.</summary>
    public static void Run(int results, int depth, TElement* matrix, nint row, nint column, TElement* vector, nint vectorStep, TElement* output, nint outputStep, bool add, int threads)
    {
        var job = Pooled<VectorProductJob<TLanes, V, TElement>>.Rent();
        try
        {
            job.results = results;
            job.depth = depth;
            job.matrix = matrix;
            job.isDot = column == 1;
            job.stride = job.isDot ? row : column;
            job.vector = vector;
            job.vectorStep = vectorStep;
            job.output = output;
            job.outputStep = outputStep;
            job.add = add;
            job.RunBlocks(threads);
        }
        finally
        {
            Pooled<VectorProductJob<TLanes, V, TElement>>.Return(job);
        }
    }

    public override void Run(int block)
    {
        var first = block * blockResults;
        var count = Math.Min(blockResults, results - first);
        if (isDot)
        {
            Dots(first, count);
        }
        else
        {
            Combinations(first, count);
        }
    }

    private void RunBlocks(int threads)
    {
        var buffer = (TElement*)memory.Ensure((nuint)(depth + results) * (nuint)sizeof(TElement));
        if (isDot && vectorStep != 1)
        {
            Gather(vector, vectorStep, buffer, (int)depth);
            vector = buffer;
        }

        var given = output;
        var apart = !isDot && outputStep != 1;
        if (apart)
        {
            output = buffer + depth;
            if (add)
            {
                Gather(given, outputStep, output, results);
            }
        }

        blockResults = isDot ? (int)Math.Max(4, (16384 / Math.Max(1, depth) + 3) & ~3) : Together * TLanes.Count;
        Workers.Run(this, (results + blockResults - 1) / blockResults, results * (long)depth < ParallelFrom ? 1 : threads);
        for (nint i = 0; apart && i < results; i++)
        {
            given[i * outputStep] = output[i];
        }
    }

    private static void Gather(TElement* from, nint step, TElement* to, int count)
    {
        for (nint i = 0; i < count; i++)
        {
            to[i] = from[i * step];
        }
    }

    /// <summary>Computes rows of the matrix times the vector, four rows at a time.</summary>
    private void Dots(int first, int count)
    {
        var sums = stackalloc TElement[4];
        for (var i = first; i < first + count; i += 4)
        {
            // Fewer than four last rows repeat a row, to avoid separate kernels.
            var rows = Math.Min(4, first + count - i);
            var row = matrix + (i * stride);
            FourDots(row, row + (Math.Min(1, rows - 1) * stride), row + (Math.Min(2, rows - 1) * stride), row + ((rows - 1) * stride), vector, depth, sums);
            for (var r = 0; r < rows; r++)
            {
                var to = output + ((i + r) * outputStep);
                *to = add ? *to + sums[r] : sums[r];
            }
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void FourDots(TElement* r0, TElement* r1, TElement* r2, TElement* r3, TElement* x, nint depth, TElement* sums)
    {
        V s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        V t0 = TLanes.Zero, t1 = TLanes.Zero, t2 = TLanes.Zero, t3 = TLanes.Zero;
        nint k = 0;
        for (; k + (2 * TLanes.Count) <= depth; k += 2 * TLanes.Count)
        {
            var even = TLanes.Load(x + k);
            var odd = TLanes.Load(x + k + TLanes.Count);
            s0 = TLanes.MultiplyAdd(TLanes.Load(r0 + k), even, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Load(r1 + k), even, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Load(r2 + k), even, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Load(r3 + k), even, s3);
            t0 = TLanes.MultiplyAdd(TLanes.Load(r0 + k + TLanes.Count), odd, t0);
            t1 = TLanes.MultiplyAdd(TLanes.Load(r1 + k + TLanes.Count), odd, t1);
            t2 = TLanes.MultiplyAdd(TLanes.Load(r2 + k + TLanes.Count), odd, t2);
            t3 = TLanes.MultiplyAdd(TLanes.Load(r3 + k + TLanes.Count), odd, t3);
        }

        for (; k < depth; k += TLanes.Count)
        {
            var mask = TLanes.MaskOfFirst((int)Math.Min(TLanes.Count, depth - k));
            var last = TLanes.Load(x + k, mask);
            s0 = TLanes.MultiplyAdd(TLanes.Load(r0 + k, mask), last, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Load(r1 + k, mask), last, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Load(r2 + k, mask), last, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Load(r3 + k, mask), last, s3);
        }

        sums[0] = TLanes.Sum(TLanes.Add(s0, t0));
        sums[1] = TLanes.Sum(TLanes.Add(s1, t1));
        sums[2] = TLanes.Sum(TLanes.Add(s2, t2));
        sums[3] = TLanes.Sum(TLanes.Add(s3, t3));
    }

    /// <summary>For a matrix stored column by column: sums its columns, weighted by the vector.</summary>
    private void Combinations(int first, int count)
    {
        if (count == Together * TLanes.Count)
        {
            EightVectors(matrix + first, stride, vector, vectorStep, depth, output + first, add);
            return;
        }

        var tile = default(TileOperands<TElement>);
        tile.Depth = depth;
        tile.A = vector;
        tile.ARow = 0;
        tile.AStep = vectorStep;
        tile.BStep = stride;
        tile.CRow = 0;
        tile.Add = add;
        for (; count > 0; count -= TLanes.Count, first += TLanes.Count)
        {
            tile.B = matrix + first;
            tile.C = output + first;
            tile.Last = Math.Min(count, TLanes.Count);
            if (tile.Last < TLanes.Count)
            {
                ProductTile<TLanes, V, TElement>.Run<OneRow, OneMasked, NoLists>(tile);
            }
            else
            {
                ProductTile<TLanes, V, TElement>.Run<OneRow, OneVector, NoLists>(tile);
            }
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void EightVectors(TElement* from, nint stride, TElement* x, nint step, nint depth, TElement* to, bool add)
    {
        V s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        V s4 = TLanes.Zero, s5 = TLanes.Zero, s6 = TLanes.Zero, s7 = TLanes.Zero;
        for (; depth > 0; depth--, from += stride, x += step)
        {
            var factor = TLanes.Broadcast(x);
            s0 = TLanes.MultiplyAdd(factor, TLanes.Load(from), s0);
            s1 = TLanes.MultiplyAdd(factor, TLanes.Load(from + TLanes.Count), s1);
            s2 = TLanes.MultiplyAdd(factor, TLanes.Load(from + (2 * TLanes.Count)), s2);
            s3 = TLanes.MultiplyAdd(factor, TLanes.Load(from + (3 * TLanes.Count)), s3);
            s4 = TLanes.MultiplyAdd(factor, TLanes.Load(from + (4 * TLanes.Count)), s4);
            s5 = TLanes.MultiplyAdd(factor, TLanes.Load(from + (5 * TLanes.Count)), s5);
            s6 = TLanes.MultiplyAdd(factor, TLanes.Load(from + (6 * TLanes.Count)), s6);
            s7 = TLanes.MultiplyAdd(factor, TLanes.Load(from + (7 * TLanes.Count)), s7);
        }

        Put(s0, to, add);
        Put(s1, to + TLanes.Count, add);
        Put(s2, to + (2 * TLanes.Count), add);
        Put(s3, to + (3 * TLanes.Count), add);
        Put(s4, to + (4 * TLanes.Count), add);
        Put(s5, to + (5 * TLanes.Count), add);
        Put(s6, to + (6 * TLanes.Count), add);
        Put(s7, to + (7 * TLanes.Count), add);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Put(V x, TElement* to, bool add) => TLanes.Store(add ? TLanes.Add(TLanes.Load(to), x) : x, to);
}
