using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>A linear map from levels of one grid to floats: (bias + sum of levels times weights) scale; with a relu, negative ones become 0.</summary>
internal sealed unsafe class IntegerLayer
{
    private readonly Storage _starts;
    private readonly float _scale;
    private readonly float _least;

    /// <summary>Creates a layer.</summary>
    /// <param name="panels">The weights.</param>
    /// <param name="starts">The initial value of each output's sum: its bias, and the correction for levels counted from the lowest one.</param>
    /// <param name="grid">The grid of the input levels.</param>
    /// <param name="scale">The value of one unit of the sums.</param>
    /// <param name="hasRelu">True if negative outputs become 0.</param>
    public IntegerLayer(IntegerPanels panels, ReadOnlySpan<int> starts, LevelGrid grid, float scale, bool hasRelu)
    {
        Panels = panels;
        Grid = grid;
        _scale = scale;
        _least = hasRelu ? 0 : float.NegativeInfinity;
        _starts = new Storage(panels.Count * IntegerPanels.Width * sizeof(int));
        new Span<byte>(_starts.Pointer, _starts.Capacity).Clear();
        starts.CopyTo(new Span<int>(_starts.Pointer, panels.Outputs));
    }

    public IntegerPanels Panels { get; }

    public LevelGrid Grid { get; }

    /// <summary>Writes the outputs of a panel for some rows as the next layer's levels.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public void Write(int panel, int* sums, int rows, byte* to, nint stride, in LevelGrid grid, int levelBytes)
    {
        var starts = (int*)_starts.Pointer + (panel * IntegerPanels.Width);
        to += panel * IntegerPanels.Width * levelBytes;
        for (; rows > 0; rows--, sums += IntegerPanels.Width, to += stride)
        {
            if (Avx512F.IsSupported) grid.Write(WideOutputs(sums, starts), to, levelBytes);
            else grid.Write(Outputs(sums, starts), Outputs(sums + 8, starts + 8), to, levelBytes);
        }
    }

    /// <summary>Writes the outputs of a panel for some rows as floats.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public void Write(int panel, int* sums, int rows, float* to)
    {
        var starts = (int*)_starts.Pointer + (panel * IntegerPanels.Width);
        var first = panel * IntegerPanels.Width;
        var count = Math.Min(IntegerPanels.Width, Panels.Outputs - first);
        to += first;
        if (Avx512F.IsSupported)
        {
            var mask = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
            for (; rows > 0; rows--, sums += IntegerPanels.Width, to += Panels.Outputs) Avx512F.MaskStore(to, mask, WideOutputs(sums, starts));
            return;
        }

        for (; rows > 0; rows--, sums += IntegerPanels.Width, to += Panels.Outputs)
        {
            // The sums are no longer needed, so their memory takes the outputs, of which only some may belong to this row.
            var (left, right) = (Outputs(sums, starts), Outputs(sums + 8, starts + 8));
            left.Store((float*)sums);
            right.Store((float*)sums + 8);
            new ReadOnlySpan<float>(sums, count).CopyTo(new Span<float>(to, count));
        }
    }

    [MethodImpl(AggressiveInlining)]
    private Vector256<float> Outputs(int* sums, int* starts) =>
        Vector256.MaxNative(Vector256.ConvertToSingle(Vector256.Load(sums) + Vector256.Load(starts)) * Vector256.Create(_scale), Vector256.Create(_least));

    [MethodImpl(AggressiveInlining)]
    private Vector512<float> WideOutputs(int* sums, int* starts) =>
        Vector512.MaxNative(Vector512.ConvertToSingle(Vector512.Load(sums) + Vector512.Load(starts)) * Vector512.Create(_scale), Vector512.Create(_least));
}
