using System.Numerics;
using Minima.Tensors.Kernels;

namespace Minima.Training.Tests.Kernels;

/// <summary>Matrix products against sums in double, over the sizes at which tiles, panels and pieces end.</summary>
public sealed unsafe class MatrixProductTests
{
    private static readonly int[] Sizes = [1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 15, 16, 17, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65, 70];

    [SlowTheory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Float_products_of_every_size_and_transposition_are_sums(bool transposeA, bool transposeB)
    {
        var random = new Random(1);
        foreach (var m in Sizes)
        {
            foreach (var n in Sizes)
            {
                var k = random.Next(1, 71);
                Check<float>(transposeA, transposeB, m, n, k, random.Next(4), random.Next(2) == 0, 1 + random.Next(3));
            }
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Double_products_of_every_size_and_transposition_are_sums(bool transposeA, bool transposeB)
    {
        var random = new Random(2);
        foreach (var m in Sizes)
        {
            var n = Sizes[random.Next(Sizes.Length)];
            var k = random.Next(1, 71);
            Check<double>(transposeA, transposeB, m, n, k, random.Next(4), random.Next(2) == 0, 1 + random.Next(3));
            Check<double>(transposeA, transposeB, n, m, k, 0, add: false, 2);
        }
    }

    /// <summary>Depths that are cut into pieces, blocks of rows, more columns than one piece holds.</summary>
    [SlowTheory]
    [InlineData(250, 70, 385)]
    [InlineData(37, 33, 767)]
    [InlineData(5, 40, 1153)]
    [InlineData(481, 161, 130)]
    [InlineData(26, 4140, 9)]
    [InlineData(1, 4100, 3)]
    [InlineData(1, 10, 2000)]
    [InlineData(700, 1, 300)]
    public void Large_products_are_cut_and_stay_sums(int m, int n, int k)
    {
        for (var way = 0; way < 4; way++)
        {
            Check<float>((way & 1) != 0, (way & 2) != 0, m, n, k, 5, way > 1, 2);
            Check<double>((way & 1) != 0, (way & 2) != 0, m, n, k, 0, way == 0, 2);
        }
    }

    [Theory]
    [InlineData(300, 200, 500, false, false)]
    [InlineData(130, 515, 400, false, true)]
    [InlineData(513, 65, 77, true, false)]
    [InlineData(1, 3000, 900, false, true)]
    [InlineData(3000, 1, 900, false, false)]
    [InlineData(64, 64, 64, true, true)]
    public void Any_number_of_threads_gives_the_same_bits(int m, int n, int k, bool transposeA, bool transposeB)
    {
        Same<float>(m, n, k, transposeA, transposeB);
        Same<double>(m, n, k, transposeA, transposeB);
    }

    [Fact]
    public void Empty_products_are_empty_and_empty_sums_are_zero()
    {
        using var a = NativeArray<float>.Random(12, 1);
        using var b = NativeArray<float>.Random(12, 2);
        using var c = NativeArray<float>.Random(12, 3);
        using var before = c.Copy();
        MatrixProduct.Run(false, false, 0, 4, 3, a.Pointer, 3, b.Pointer, 4, c.Pointer, 4, add: false, 1);
        MatrixProduct.Run(false, false, 4, 0, 3, a.Pointer, 3, b.Pointer, 4, c.Pointer, 4, add: false, 1);
        MatrixProduct.Run(false, false, 3, 4, 0, a.Pointer, 3, b.Pointer, 4, c.Pointer, 4, add: true, 1);
        Assert.True(c.HasSameBits(before));
        MatrixProduct.Run(false, false, 2, 3, 0, a.Pointer, 3, b.Pointer, 4, c.Pointer, 4, add: false, 1);
        Assert.Equal([0, 0, 0, before[3], 0, 0, 0, before[7]], c.Span[..8].ToArray());
        Assert.Equal(before[8], c[8]);
    }

    /// <summary>0 * NaN is NaN, and 0 * infinity: no term is skipped, and no padding leaks.</summary>
    [Fact]
    public void What_is_no_number_stays_none_in_its_row_or_column_only()
    {
        foreach (var (m, n) in ((int, int)[])[(13, 33), (1, 40), (40, 1), (64, 64)])
        {
            const int Depth = 20;
            using var a = NativeArray<float>.Random(m * Depth, 1);
            using var b = NativeArray<float>.Random(Depth * n, 2);
            using var c = new NativeArray<float>(m * n);
            a[((m - 1) * Depth) + 7] = 0;
            b[(7 * n) + n - 1] = float.NaN;
            a[(m / 2 * Depth) + 3] = float.PositiveInfinity;
            MatrixProduct.Run(false, false, m, n, Depth, a.Pointer, Depth, b.Pointer, n, c.Pointer, n, add: false, 1);
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    Assert.Equal(j == n - 1, float.IsNaN(c[(i * n) + j]));
                    Assert.Equal(i != m / 2 && j != n - 1, float.IsFinite(c[(i * n) + j]));
                }
            }
        }
    }

    [Fact]
    public void A_repeated_product_allocates_nothing()
    {
        using var a = NativeArray<float>.Random(200 * 200, 1);
        using var b = NativeArray<float>.Random(200 * 200, 2);
        using var c = new NativeArray<float>(200 * 200);
        var i = 0;
        Assert.Equal(0, Steady.Allocated(() => MatrixProduct.Run(i % 2 == 0, i++ / 2 % 2 == 1, 200, 200, 200, a.Pointer, 200, b.Pointer, 200, c.Pointer, 200, add: false, 2), steps: 4));
    }

    /// <summary>Samples and heads side by side in each row, as attention has them; and one operand shared by all.</summary>
    [Theory]
    [InlineData(3, 4, 20, 18, 9)]
    [InlineData(1, 2, 130, 70, 66)]
    [InlineData(1, 1, 5, 5, 5)]
    [InlineData(0, 3, 5, 5, 5)]
    public void A_batch_is_its_products_one_by_one(int samples, int heads, int m, int n, int k)
    {
        using var a = NativeArray<float>.Random((samples * heads * m * k) + 1, 1);
        using var b = NativeArray<float>.Random(heads * n * k, 2);
        using var want = new NativeArray<float>((samples * heads * m * n) + 1);
        want[^1] = 0;
        for (var s = 0; s < samples; s++)
        {
            for (var h = 0; h < heads; h++)
            {
                MatrixProduct.Run(false, true, m, n, k, a.Pointer + (s * heads * m * k) + (h * k), heads * k, b.Pointer + (h * n * k), k, want.Pointer + (((s * heads) + h) * m * n), n, add: false, 1);
            }
        }

        var product = new ProductArguments<float> { Rows = m, Columns = n, Depth = k, A = a.Pointer, ARow = heads * k, AColumn = 1, B = b.Pointer, BRow = 1, BColumn = k, CRow = n };
        var batch = new ProductBatch { Outer = samples, Inner = heads, OuterA = heads * m * k, InnerA = k, InnerB = n * k, OuterC = heads * m * n, InnerC = m * n };
        foreach (var threads in (int[])[1, 2, 3])
        {
            using var got = new NativeArray<float>(want.Length);
            got[^1] = 0;
            product.C = got.Pointer;
            MatrixProduct.RunBatch(product, batch, threads);
            Assert.True(got.HasSameBits(want));
        }
    }

    [Fact]
    public void A_batch_in_double_is_its_products_one_by_one()
    {
        using var a = NativeArray<double>.Random(6 * 30 * 20, 1);
        using var b = NativeArray<double>.Random(20 * 11, 2);
        using var want = NativeArray<double>.Random(6 * 30 * 11, 3);
        using var got = want.Copy();
        for (var i = 0; i < 6; i++)
        {
            MatrixProduct.Run(true, false, 30, 11, 20, a.Pointer + (i * 600), 30, b.Pointer, 11, want.Pointer + (i * 330), 11, add: true, 1);
        }

        MatrixProduct.RunBatch(6, true, false, 30, 11, 20, a.Pointer, 30, 600, b.Pointer, 11, 0, got.Pointer, 11, 330, add: true, 2);
        Assert.True(got.HasSameBits(want));
    }

    /// <summary>Both element types through one door.</summary>
    internal static void Product<T>(bool transposeA, bool transposeB, int m, int n, int k, T* a, int lda, T* b, int ldb, T* c, int ldc, bool add, int threads)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            MatrixProduct.Run(transposeA, transposeB, m, n, k, (float*)a, lda, (float*)b, ldb, (float*)c, ldc, add, threads);
        }
        else
        {
            MatrixProduct.Run(transposeA, transposeB, m, n, k, (double*)a, lda, (double*)b, ldb, (double*)c, ldc, add, threads);
        }
    }

    private static void Check<T>(bool transposeA, bool transposeB, int m, int n, int k, int gap, bool add, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lda = (transposeA ? m : k) + gap;
        var ldb = (transposeB ? k : n) + gap;
        var ldc = n + gap;
        using var a = NativeArray<T>.Random((transposeA ? k : m) * lda, 1);
        using var b = NativeArray<T>.Random((transposeB ? n : k) * ldb, 2);
        using var c = NativeArray<T>.Random(m * ldc, 3);
        using var before = c.Copy();
        Product(transposeA, transposeB, m, n, k, a.Pointer, lda, b.Pointer, ldb, c.Pointer, ldc, add, threads);
        var ulp = double.CreateTruncating(T.BitIncrement(T.One) - T.One);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = add ? double.CreateTruncating(before[(i * ldc) + j]) : 0;
                var size = Math.Abs(sum);
                for (var l = 0; l < k; l++)
                {
                    var term = double.CreateTruncating(a[transposeA ? (l * lda) + i : (i * lda) + l]) * double.CreateTruncating(b[transposeB ? (j * ldb) + l : (l * ldb) + j]);
                    sum += term;
                    size += Math.Abs(term);
                }

                var error = Math.Abs(double.CreateTruncating(c[(i * ldc) + j]) - sum);
                Assert.True(error <= (k + 2) * ulp * size, $"{m}x{n}x{k}, element {i},{j}: off by {error} of {sum}");
            }

            for (var j = n; j < ldc; j++)
            {
                Assert.Equal(before[(i * ldc) + j], c[(i * ldc) + j]);
            }
        }
    }

    private static void Same<T>(int m, int n, int k, bool transposeA, bool transposeB)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var a = NativeArray<T>.Random(m * k, 1);
        using var b = NativeArray<T>.Random(n * k, 2);
        using var one = new NativeArray<T>(m * n);
        Product(transposeA, transposeB, m, n, k, a.Pointer, transposeA ? m : k, b.Pointer, transposeB ? k : n, one.Pointer, n, add: false, 1);
        foreach (var threads in (int[])[2, 3, 0])
        {
            using var more = new NativeArray<T>(m * n);
            Product(transposeA, transposeB, m, n, k, a.Pointer, transposeA ? m : k, b.Pointer, transposeB ? k : n, more.Pointer, n, add: false, threads);
            Assert.True(more.HasSameBits(one), $"{threads} threads give other bits than 1");
        }
    }
}
