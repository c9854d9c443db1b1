using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>
/// Transposes of a few columns, in registers: to[k * toRow + r] = from[r * fromRow + k]. In wide vectors, each 128 bits are a small square of
/// their own, filled by loads, so that nothing crosses between them.
/// </summary>
internal static unsafe class Squares
{
    /// <summary>Transposes four columns of at least four rows.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Single(float* from, nint fromRow, float* to, nint toRow, int rows)
    {
        var r = 0;
        if (Avx512F.IsSupported)
        {
            for (; r + 16 <= rows; r += 16)
            {
                Sixteen(from + (r * fromRow), fromRow, to + r, toRow);
            }
        }

        if (Avx.IsSupported)
        {
            for (; r + 8 <= rows; r += 8)
            {
                Eight(from + (r * fromRow), fromRow, to + r, toRow);
            }
        }

        for (; r + 4 <= rows; r += 4)
        {
            Four(from + (r * fromRow), fromRow, to + r, toRow);
        }

        if (r < rows)
        {
            // The last four rows again, including the remaining ones.
            Four(from + ((rows - 4) * fromRow), fromRow, to + rows - 4, toRow);
        }
    }

    /// <summary>Transposes two columns of at least two rows.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Double(double* from, nint fromRow, double* to, nint toRow, int rows)
    {
        var r = 0;
        if (Avx512F.IsSupported)
        {
            for (; r + 8 <= rows; r += 8)
            {
                EightOfDouble(from + (r * fromRow), fromRow, to + r, toRow);
            }
        }

        for (; r + 2 <= rows; r += 2)
        {
            Two(from + (r * fromRow), fromRow, to + r, toRow);
        }

        if (r < rows)
        {
            Two(from + ((rows - 2) * fromRow), fromRow, to + rows - 2, toRow);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void Sixteen(float* from, nint row, float* to, nint toRow)
    {
        var r0 = FourRows(from, 4 * row);
        var r1 = FourRows(from + row, 4 * row);
        var r2 = FourRows(from + (2 * row), 4 * row);
        var r3 = FourRows(from + (3 * row), 4 * row);
        var low01 = Avx512F.UnpackLow(r0, r1).AsDouble();
        var high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
        var low23 = Avx512F.UnpackLow(r2, r3).AsDouble();
        var high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        Avx512F.UnpackLow(low01, low23).AsSingle().Store(to);
        Avx512F.UnpackHigh(low01, low23).AsSingle().Store(to + toRow);
        Avx512F.UnpackLow(high01, high23).AsSingle().Store(to + (2 * toRow));
        Avx512F.UnpackHigh(high01, high23).AsSingle().Store(to + (3 * toRow));
    }

    /// <summary>Loads four floats of each of four rows.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector512<float> FourRows(float* from, nint row) => Vector512.Create(
        Vector256.Create(Vector128.Load(from), Vector128.Load(from + row)),
        Vector256.Create(Vector128.Load(from + (2 * row)), Vector128.Load(from + (3 * row))));

    [MethodImpl(AggressiveInlining)]
    private static void Eight(float* from, nint row, float* to, nint toRow)
    {
        var r0 = Vector256.Create(Vector128.Load(from), Vector128.Load(from + (4 * row)));
        var r1 = Vector256.Create(Vector128.Load(from + row), Vector128.Load(from + (5 * row)));
        var r2 = Vector256.Create(Vector128.Load(from + (2 * row)), Vector128.Load(from + (6 * row)));
        var r3 = Vector256.Create(Vector128.Load(from + (3 * row)), Vector128.Load(from + (7 * row)));
        var low01 = Avx.UnpackLow(r0, r1).AsDouble();
        var high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        var low23 = Avx.UnpackLow(r2, r3).AsDouble();
        var high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        Avx.UnpackLow(low01, low23).AsSingle().Store(to);
        Avx.UnpackHigh(low01, low23).AsSingle().Store(to + toRow);
        Avx.UnpackLow(high01, high23).AsSingle().Store(to + (2 * toRow));
        Avx.UnpackHigh(high01, high23).AsSingle().Store(to + (3 * toRow));
    }

    [MethodImpl(AggressiveInlining)]
    private static void EightOfDouble(double* from, nint row, double* to, nint toRow)
    {
        var r0 = Vector512.Create(
            Vector256.Create(Vector128.Load(from), Vector128.Load(from + (2 * row))),
            Vector256.Create(Vector128.Load(from + (4 * row)), Vector128.Load(from + (6 * row))));
        from += row;
        var r1 = Vector512.Create(
            Vector256.Create(Vector128.Load(from), Vector128.Load(from + (2 * row))),
            Vector256.Create(Vector128.Load(from + (4 * row)), Vector128.Load(from + (6 * row))));
        Avx512F.UnpackLow(r0, r1).Store(to);
        Avx512F.UnpackHigh(r0, r1).Store(to + toRow);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Four(float* from, nint fromRow, float* to, nint toRow)
    {
        var r0 = Vector128.Load(from);
        var r1 = Vector128.Load(from + fromRow);
        var r2 = Vector128.Load(from + (2 * fromRow));
        var r3 = Vector128.Load(from + (3 * fromRow));
        if (Sse.IsSupported)
        {
            var low01 = Sse.UnpackLow(r0, r1);
            var high01 = Sse.UnpackHigh(r0, r1);
            var low23 = Sse.UnpackLow(r2, r3);
            var high23 = Sse.UnpackHigh(r2, r3);
            Sse.MoveLowToHigh(low01, low23).Store(to);
            Sse.MoveHighToLow(low23, low01).Store(to + toRow);
            Sse.MoveLowToHigh(high01, high23).Store(to + (2 * toRow));
            Sse.MoveHighToLow(high23, high01).Store(to + (3 * toRow));
        }
        else if (AdvSimd.Arm64.IsSupported)
        {
            var low02 = AdvSimd.Arm64.ZipLow(r0, r2);
            var high02 = AdvSimd.Arm64.ZipHigh(r0, r2);
            var low13 = AdvSimd.Arm64.ZipLow(r1, r3);
            var high13 = AdvSimd.Arm64.ZipHigh(r1, r3);
            AdvSimd.Arm64.ZipLow(low02, low13).Store(to);
            AdvSimd.Arm64.ZipHigh(low02, low13).Store(to + toRow);
            AdvSimd.Arm64.ZipLow(high02, high13).Store(to + (2 * toRow));
            AdvSimd.Arm64.ZipHigh(high02, high13).Store(to + (3 * toRow));
        }
        else
        {
            Vector128.Create(r0[0], r1[0], r2[0], r3[0]).Store(to);
            Vector128.Create(r0[1], r1[1], r2[1], r3[1]).Store(to + toRow);
            Vector128.Create(r0[2], r1[2], r2[2], r3[2]).Store(to + (2 * toRow));
            Vector128.Create(r0[3], r1[3], r2[3], r3[3]).Store(to + (3 * toRow));
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void Two(double* from, nint fromRow, double* to, nint toRow)
    {
        var r0 = Vector128.Load(from);
        var r1 = Vector128.Load(from + fromRow);
        Vector128.Create(r0.GetLower(), r1.GetLower()).Store(to);
        Vector128.Create(r0.GetUpper(), r1.GetUpper()).Store(to + toRow);
    }
}
