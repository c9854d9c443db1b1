using System.Numerics;

namespace Minima.Tensors.Kernels;

/// <summary>
/// Matrix products: C = (add ? C : 0) + op(A) op(B), row-major, op the identity or the transpose. Every element is the same sum in the
/// same order for any number of threads; 0 times NaN is NaN; an empty sum is 0. Nothing is allocated after the first run of a shape.
/// </summary>
internal static unsafe class MatrixProduct
{
    /// <param name="transposeA">True if A is stored as [k, m].</param>
    /// <param name="transposeB">True if B is stored as [n, k].</param>
    /// <param name="m">The number of rows of C.</param>
    /// <param name="n">The number of columns of C.</param>
    /// <param name="k">The number of terms of each sum.</param>
    /// <param name="a">A.</param>
    /// <param name="lda">The step from a stored row of A to the next.</param>
    /// <param name="b">B.</param>
    /// <param name="ldb">The step from a stored row of B to the next.</param>
    /// <param name="c">C, which does not overlap A or B.</param>
    /// <param name="ldc">The step from a row of C to the next.</param>
    /// <param name="add">True to add the product to the content of C.</param>
    /// <param name="threads">The most threads; 0 for all of the machine.</param>
    public static void Run<TElement>(bool transposeA, bool transposeB, int m, int n, int k, TElement* a, int lda, TElement* b, int ldb, TElement* c, int ldc, bool add, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Run(Arguments(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, add), threads);

    /// <summary>Many products of one shape: matrix i at <paramref name="a"/> + i * <paramref name="strideA"/>, and so on; a stride of 0 shares A or B.</summary>
    public static void RunBatch<TElement>(int batch, bool transposeA, bool transposeB, int m, int n, int k, TElement* a, int lda, nint strideA, TElement* b, int ldb, nint strideB, TElement* c, int ldc, nint strideC, bool add, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        RunBatch(Arguments(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, add), Batch(batch, strideA, strideB, strideC), threads);

    /// <summary>Computes a product given by strides.</summary>
    public static void Run<TElement>(in ProductArguments<TElement> product, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => LaneKernels<TElement>.Widest.Multiply(product, threads);

    /// <summary>Computes products given by strides, over two axes of matrices.</summary>
    public static void RunBatch<TElement>(in ProductArguments<TElement> product, in ProductBatch batch, int threads)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => LaneKernels<TElement>.Widest.MultiplyBatch(product, batch, threads);

    private static ProductBatch Batch(int count, nint strideA, nint strideB, nint strideC) =>
        new() { Outer = count, Inner = 1, OuterA = strideA, OuterB = strideB, OuterC = strideC };

    private static ProductArguments<TElement> Arguments<TElement>(bool transposeA, bool transposeB, int m, int n, int k, TElement* a, int lda, TElement* b, int ldb, TElement* c, int ldc, bool add)
        where TElement : unmanaged => new()
        {
            Rows = m,
            Columns = n,
            Depth = k,
            A = a,
            ARow = transposeA ? 1 : lda,
            AColumn = transposeA ? lda : 1,
            B = b,
            BRow = transposeB ? 1 : ldb,
            BColumn = transposeB ? ldb : 1,
            C = c,
            CRow = ldc,
            Add = add,
        };
}
