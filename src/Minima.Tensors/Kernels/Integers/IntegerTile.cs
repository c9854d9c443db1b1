using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Sums of a few rows of levels with one panel of weights.</summary>
internal static unsafe class IntegerTile<TLanes, V>
    where TLanes : struct, IIntegerLanes<V>
    where V : struct
{
    /// <summary>The number of rows that share the loads of a panel: with two vectors of sums each, they fill sixteen registers.</summary>
    public const int Rows = 6;

    /// <summary>Computes the sums of up to six rows.</summary>
    /// <param name="panel">The weights.</param>
    /// <param name="groups">The number of groups of inputs.</param>
    /// <param name="levels">The first row.</param>
    /// <param name="stride">The number of bytes from a row to the next.</param>
    /// <param name="rows">1..6.</param>
    /// <param name="to">[6, 16]; rows beyond the last one are undefined.</param>
    public static void Run(sbyte* panel, nint groups, byte* levels, nint stride, int rows, int* to)
    {
        for (var first = 0; first < IntegerPanels.Width; first += 2 * TLanes.Outputs)
        {
            var weights = panel + (first * IntegerPanels.Group);
            if (rows == 1) OneRow(weights, groups, levels, to + first);
            else SixRows(weights, groups, levels, stride, rows - 1, to + first);
        }
    }

    /// <summary>Missing rows repeat the last one, to avoid separate kernels.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void SixRows(sbyte* weights, nint groups, byte* r0, nint stride, int last, int* to)
    {
        var r1 = r0 + (Math.Min(1, last) * stride);
        var r2 = r0 + (Math.Min(2, last) * stride);
        var r3 = r0 + (Math.Min(3, last) * stride);
        var r4 = r0 + (Math.Min(4, last) * stride);
        var r5 = r0 + (Math.Min(5, last) * stride);
        V a0 = TLanes.Zero, a1 = TLanes.Zero, a2 = TLanes.Zero, a3 = TLanes.Zero, a4 = TLanes.Zero, a5 = TLanes.Zero;
        V b0 = TLanes.Zero, b1 = TLanes.Zero, b2 = TLanes.Zero, b3 = TLanes.Zero, b4 = TLanes.Zero, b5 = TLanes.Zero;
        nint end = groups * IntegerPanels.Group * TLanes.LevelBytes;
        for (nint k = 0; k < end; k += IntegerPanels.Group * TLanes.LevelBytes, weights += IntegerPanels.GroupBytes)
        {
            var left = TLanes.Weights(weights);
            var right = TLanes.Weights(weights + (IntegerPanels.Group * TLanes.Outputs));
            var x = TLanes.Levels(r0 + k);
            a0 = TLanes.MultiplyAdd(a0, x, left);
            b0 = TLanes.MultiplyAdd(b0, x, right);
            x = TLanes.Levels(r1 + k);
            a1 = TLanes.MultiplyAdd(a1, x, left);
            b1 = TLanes.MultiplyAdd(b1, x, right);
            x = TLanes.Levels(r2 + k);
            a2 = TLanes.MultiplyAdd(a2, x, left);
            b2 = TLanes.MultiplyAdd(b2, x, right);
            x = TLanes.Levels(r3 + k);
            a3 = TLanes.MultiplyAdd(a3, x, left);
            b3 = TLanes.MultiplyAdd(b3, x, right);
            x = TLanes.Levels(r4 + k);
            a4 = TLanes.MultiplyAdd(a4, x, left);
            b4 = TLanes.MultiplyAdd(b4, x, right);
            x = TLanes.Levels(r5 + k);
            a5 = TLanes.MultiplyAdd(a5, x, left);
            b5 = TLanes.MultiplyAdd(b5, x, right);
        }

        Put(a0, b0, to);
        Put(a1, b1, to + IntegerPanels.Width);
        Put(a2, b2, to + (2 * IntegerPanels.Width));
        Put(a3, b3, to + (3 * IntegerPanels.Width));
        Put(a4, b4, to + (4 * IntegerPanels.Width));
        Put(a5, b5, to + (5 * IntegerPanels.Width));
    }

    /// <summary>Groups alternate between four pairs of sums, so that none waits for the previous one.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void OneRow(sbyte* weights, nint groups, byte* levels, int* to)
    {
        V a0 = TLanes.Zero, a1 = TLanes.Zero, a2 = TLanes.Zero, a3 = TLanes.Zero;
        V b0 = TLanes.Zero, b1 = TLanes.Zero, b2 = TLanes.Zero, b3 = TLanes.Zero;
        nint step = IntegerPanels.Group * TLanes.LevelBytes;
        for (; groups >= 4; groups -= 4, levels += 4 * step, weights += 4 * IntegerPanels.GroupBytes)
        {
            Add(weights, levels, ref a0, ref b0);
            Add(weights + IntegerPanels.GroupBytes, levels + step, ref a1, ref b1);
            Add(weights + (2 * IntegerPanels.GroupBytes), levels + (2 * step), ref a2, ref b2);
            Add(weights + (3 * IntegerPanels.GroupBytes), levels + (3 * step), ref a3, ref b3);
        }

        for (; groups > 0; groups--, levels += step, weights += IntegerPanels.GroupBytes) Add(weights, levels, ref a0, ref b0);
        Put(TLanes.Add(TLanes.Add(a0, a1), TLanes.Add(a2, a3)), TLanes.Add(TLanes.Add(b0, b1), TLanes.Add(b2, b3)), to);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Add(sbyte* weights, byte* levels, ref V left, ref V right)
    {
        var x = TLanes.Levels(levels);
        left = TLanes.MultiplyAdd(left, x, TLanes.Weights(weights));
        right = TLanes.MultiplyAdd(right, x, TLanes.Weights(weights + (IntegerPanels.Group * TLanes.Outputs)));
    }

    [MethodImpl(AggressiveInlining)]
    private static void Put(V left, V right, int* to)
    {
        TLanes.Store(left, to);
        TLanes.Store(right, to + TLanes.Outputs);
    }
}
