using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Minima.Tabular;

/// <summary>
/// Products of a design matrix with a few vectors at once, one for each class. As in <see cref="FixedOrder"/> every sum is taken in the
/// same order on every machine: each entry term by term, without fused multiply-add, four entries in four lanes.
/// </summary>
internal static class RowProducts
{
    public const int Lanes = 4;

    /// <summary>The number of rows of the design that stay in the L1 cache while all their products are computed.</summary>
    private const int Block = 32;

    /// <summary>The number of classes rounded up to whole vectors.</summary>
    public static int Padded(int classes) => (classes + Lanes - 1) / Lanes * Lanes;

    /// <summary>scores[i, k] = intercept[k] + sum over j of design[i, j] weights[j, k].</summary>
    /// <param name="design">Rows of <paramref name="columns"/> numbers.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="weights">For each column a row of padded length.</param>
    /// <param name="intercept">One row of padded length.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="scores">Rows of <paramref name="classes"/> numbers, and at least <see cref="Lanes"/> more that are overwritten.</param>
    public static void Scores(
        ReadOnlySpan<double> design, int columns, ReadOnlySpan<double> weights, ReadOnlySpan<double> intercept, int classes, Span<double> scores)
    {
        var padded = Padded(classes);
        var rows = (scores.Length - Lanes) / classes;
        Require(design.Length == (long)rows * columns && weights.Length == (long)columns * padded && intercept.Length == padded && scores.Length == (rows * classes) + Lanes);

        // Rows are written in order: the next row overwrites the numbers that a vector writes beyond the last class.
        for (var i = 0; i < rows; i++)
        {
            for (var k = 0; k < padded; k += 3 * Lanes)
            {
                var left = Math.Min(3, (padded - k) / Lanes);
                ScoreRow(
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(design), (nint)i * columns),
                    columns,
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), k),
                    padded,
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(intercept), k),
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(scores), ((nint)i * classes) + k),
                    left);
            }
        }
    }

    /// <summary>product[j, k] += sum over i of design[i, j] slopes[i, k].</summary>
    /// <param name="design">Rows of <paramref name="columns"/> numbers.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="slopes">Rows of <paramref name="classes"/> numbers, and at least <see cref="Lanes"/> more that change nothing.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="product">For each column a row of padded length; the numbers after the classes have no meaning.</param>
    public static void AddTransposed(ReadOnlySpan<double> design, int columns, ReadOnlySpan<double> slopes, int classes, Span<double> product)
    {
        var padded = Padded(classes);
        var rows = (slopes.Length - Lanes) / classes;
        Require(design.Length == (long)rows * columns && product.Length == (long)columns * padded && slopes.Length == (rows * classes) + Lanes);
        ref var x = ref MemoryMarshal.GetReference(design);
        ref var g = ref MemoryMarshal.GetReference(slopes);
        ref var p = ref MemoryMarshal.GetReference(product);
        for (var start = 0; start < rows; start += Block)
        {
            var count = Math.Min(Block, rows - start);
            ref var xs = ref Unsafe.Add(ref x, (nint)start * columns);
            ref var gs = ref Unsafe.Add(ref g, (nint)start * classes);
            for (var k = 0; k < padded; k += Lanes)
            {
                var j = 0;
                for (; j + 4 <= columns; j += 4)
                    AddFour(ref Unsafe.Add(ref xs, j), columns, ref Unsafe.Add(ref gs, k), classes, count, ref Unsafe.Add(ref p, ((nint)j * padded) + k), padded);
                for (; j < columns; j++)
                    AddOne(ref Unsafe.Add(ref xs, j), columns, ref Unsafe.Add(ref gs, k), classes, count, ref Unsafe.Add(ref p, ((nint)j * padded) + k));
            }
        }
    }

    private static void Require(bool fits)
    {
        if (!fits) throw new InvalidOperationException("the lengths of the matrices do not match");
    }

    /// <summary>Up to three vectors of one row's scores: three independent sums hide the latency of an addition.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ScoreRow(ref double x, int columns, ref double weights, int padded, ref double intercept, ref double score, int vectors)
    {
        var a = Vector256.LoadUnsafe(ref intercept);
        ref var w = ref weights;
        if (vectors == 1)
        {
            for (var j = 0; j < columns; j++)
            {
                a += Vector256.Create(Unsafe.Add(ref x, j)) * Vector256.LoadUnsafe(ref w);
                w = ref Unsafe.Add(ref w, padded);
            }

            a.StoreUnsafe(ref score);
            return;
        }

        var b = Vector256.LoadUnsafe(ref intercept, Lanes);
        if (vectors == 2)
        {
            for (var j = 0; j < columns; j++)
            {
                var value = Vector256.Create(Unsafe.Add(ref x, j));
                a += value * Vector256.LoadUnsafe(ref w);
                b += value * Vector256.LoadUnsafe(ref w, Lanes);
                w = ref Unsafe.Add(ref w, padded);
            }

            a.StoreUnsafe(ref score);
            b.StoreUnsafe(ref score, Lanes);
            return;
        }

        var c = Vector256.LoadUnsafe(ref intercept, 2 * Lanes);
        for (var j = 0; j < columns; j++)
        {
            var value = Vector256.Create(Unsafe.Add(ref x, j));
            a += value * Vector256.LoadUnsafe(ref w);
            b += value * Vector256.LoadUnsafe(ref w, Lanes);
            c += value * Vector256.LoadUnsafe(ref w, 2 * Lanes);
            w = ref Unsafe.Add(ref w, padded);
        }

        a.StoreUnsafe(ref score);
        b.StoreUnsafe(ref score, Lanes);
        c.StoreUnsafe(ref score, 2 * Lanes);
    }

    /// <summary>Four columns by four classes over some rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(ref double x, int columns, ref double g, int classes, int rows, ref double product, int padded)
    {
        ref var first = ref product;
        ref var second = ref Unsafe.Add(ref product, padded);
        ref var third = ref Unsafe.Add(ref product, 2 * padded);
        ref var fourth = ref Unsafe.Add(ref product, 3 * padded);
        var a = Vector256.LoadUnsafe(ref first);
        var b = Vector256.LoadUnsafe(ref second);
        var c = Vector256.LoadUnsafe(ref third);
        var d = Vector256.LoadUnsafe(ref fourth);
        for (var i = 0; i < rows; i++)
        {
            var slopes = Vector256.LoadUnsafe(ref g);
            a += Vector256.Create(x) * slopes;
            b += Vector256.Create(Unsafe.Add(ref x, 1)) * slopes;
            c += Vector256.Create(Unsafe.Add(ref x, 2)) * slopes;
            d += Vector256.Create(Unsafe.Add(ref x, 3)) * slopes;
            x = ref Unsafe.Add(ref x, columns);
            g = ref Unsafe.Add(ref g, classes);
        }

        a.StoreUnsafe(ref first);
        b.StoreUnsafe(ref second);
        c.StoreUnsafe(ref third);
        d.StoreUnsafe(ref fourth);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddOne(ref double x, int columns, ref double g, int classes, int rows, ref double product)
    {
        var a = Vector256.LoadUnsafe(ref product);
        for (var i = 0; i < rows; i++)
        {
            a += Vector256.Create(x) * Vector256.LoadUnsafe(ref g);
            x = ref Unsafe.Add(ref x, columns);
            g = ref Unsafe.Add(ref g, classes);
        }

        a.StoreUnsafe(ref product);
    }
}
