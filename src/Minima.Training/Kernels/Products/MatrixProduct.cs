using System.Runtime.Intrinsics;

namespace Minima.Training.Kernels;

/// <summary>
/// Matrix products: C = (add ? C : 0) + op(A) op(B), row-major, op the identity or the transpose. Every element is the same sum in the
/// same order whatever the number of threads; 0 times NaN is NaN; an empty sum is 0. Nothing is allocated once a shape has been run.
/// </summary>
internal static unsafe class MatrixProduct
{
    /// <param name="transposeA">A is stored [k, m].</param>
    /// <param name="transposeB">B is stored [n, k].</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Terms of each sum.</param>
    /// <param name="a">A.</param>
    /// <param name="lda">From a stored row of A to the next.</param>
    /// <param name="b">B.</param>
    /// <param name="ldb">From a stored row of B to the next.</param>
    /// <param name="c">C, apart from A and B.</param>
    /// <param name="ldc">From a row of C to the next.</param>
    /// <param name="add">The product is added to what C holds.</param>
    /// <param name="threads">At most so many; 0: as many as the machine has.</param>
    public static void Run(bool transposeA, bool transposeB, int m, int n, int k, float* a, int lda, float* b, int ldb, float* c, int ldc, bool add, int threads) =>
        Run(Arguments(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, add), threads);

    /// <inheritdoc cref="Run(bool, bool, int, int, int, float*, int, float*, int, float*, int, bool, int)"/>
    public static void Run(bool transposeA, bool transposeB, int m, int n, int k, double* a, int lda, double* b, int ldb, double* c, int ldc, bool add, int threads) =>
        Run(Arguments(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, add), threads);

    public static void Run(in ProductArguments<float> product, int threads)
    {
        var count = threads > 0 ? threads : Environment.ProcessorCount;
        if (Vector512.IsHardwareAccelerated)
        {
            ProductJob<Lanes512OfSingle, Vector512<float>, float>.Run(product, count);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ProductJob<Lanes256OfSingle, Vector256<float>, float>.Run(product, count);
        }
        else
        {
            ProductJob<Lanes128OfSingle, Vector128<float>, float>.Run(product, count);
        }
    }

    public static void Run(in ProductArguments<double> product, int threads)
    {
        var count = threads > 0 ? threads : Environment.ProcessorCount;
        if (Vector512.IsHardwareAccelerated)
        {
            ProductJob<Lanes512OfDouble, Vector512<double>, double>.Run(product, count);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ProductJob<Lanes256OfDouble, Vector256<double>, double>.Run(product, count);
        }
        else
        {
            ProductJob<Lanes128OfDouble, Vector128<double>, double>.Run(product, count);
        }
    }

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
