using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Windows of images of levels, in which the channels of a position are neighbours.</summary>
internal static unsafe class LevelWindows
{
    /// <summary>Reorders levels from channel by channel to position by position.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Interleave(byte* from, int channels, int positions, byte* to, int levelBytes)
    {
        for (var channel = 0; channel < channels; channel++)
        {
            for (nint p = 0; p < positions; p++, from += levelBytes)
            {
                var place = to + (((p * channels) + channel) * levelBytes);
                if (levelBytes == 1) *place = *from;
                else *(short*)place = *(short*)from;
            }
        }
    }

    /// <summary>Copies some windows into rows: each window's taps row by row, and each tap's channels; positions outside are the level of 0.</summary>
    /// <param name="windows">The positions of the windows.</param>
    /// <param name="image">Levels.</param>
    /// <param name="stride">The number of levels from a position to the next.</param>
    /// <param name="first">The first position of the output.</param>
    /// <param name="count">The number of windows.</param>
    /// <param name="zero">The level of 0.</param>
    /// <param name="to">Rows.</param>
    /// <param name="row">The number of bytes from a row to the next.</param>
    /// <param name="levelBytes">1 or 2.</param>
    [MethodImpl(NoInlining)]
    public static void Gather(in ConvolutionShape windows, byte* image, int stride, int first, int count, byte zero, byte* to, nint row, int levelBytes)
    {
        var channels = windows.InputChannels * levelBytes;
        var step = (nint)stride * levelBytes;
        for (var position = first; position < first + count; position++, to += row)
        {
            var top = (position / windows.OutputWidth * windows.StrideHeight) - windows.PaddingHeight;
            var left = (position % windows.OutputWidth * windows.StrideWidth) - windows.PaddingWidth;
            var from = Math.Max(0, -left);
            var end = Math.Min(windows.KernelWidth, windows.Width - left);
            var tap = to;
            for (var y = top; y < top + windows.KernelHeight; y++, tap += windows.KernelWidth * channels)
            {
                var isInside = (uint)y < (uint)windows.Height && from < end;
                if (!isInside || from > 0 || end < windows.KernelWidth) Fill(tap, windows.KernelWidth * channels, zero, levelBytes);
                if (!isInside) continue;
                var source = image + ((((nint)y * windows.Width) + left + from) * step);
                if (step == channels)
                {
                    Unsafe.CopyBlockUnaligned(tap + (from * channels), source, (uint)((end - from) * channels));
                    continue;
                }

                for (var x = from; x < end; x++, source += step) Unsafe.CopyBlockUnaligned(tap + (x * channels), source, (uint)channels);
            }
        }
    }

    /// <summary>The largest level of every window and channel; positions outside do not count.</summary>
    /// <param name="windows">The positions of the windows.</param>
    /// <param name="image">Levels, whole vectors for each position.</param>
    /// <param name="to">The largest levels, as many for each position.</param>
    /// <param name="levelBytes">1 or 2.</param>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Largest(in ConvolutionShape windows, byte* image, byte* to, int levelBytes)
    {
        nint step = IntegerStep.Rounded(windows.InputChannels) * levelBytes;
        for (var i = 0; i < windows.OutputHeight; i++)
        {
            for (var j = 0; j < windows.OutputWidth; j++, to += step)
            {
                var (top, left) = ((i * windows.StrideHeight) - windows.PaddingHeight, (j * windows.StrideWidth) - windows.PaddingWidth);
                var (bottom, right) = (Math.Min(top + windows.KernelHeight, windows.Height), Math.Min(left + windows.KernelWidth, windows.Width));
                for (nint channel = 0; channel < step; channel += Vector128<byte>.Count)
                {
                    var largest = Vector128<byte>.Zero;
                    for (var y = Math.Max(top, 0); y < bottom; y++)
                    {
                        for (var x = Math.Max(left, 0); x < right; x++)
                        {
                            // A level is unsigned, and the second byte of a two-byte level is 0.
                            largest = Vector128.Max(largest, Vector128.Load(image + ((((nint)y * windows.Width) + x) * step) + channel));
                        }
                    }

                    largest.Store(to + channel);
                }
            }
        }
    }

    private static void Fill(byte* to, int bytes, byte zero, int levelBytes)
    {
        if (levelBytes == 1) new Span<byte>(to, bytes).Fill(zero);
        else new Span<short>(to, bytes / sizeof(short)).Fill(zero);
    }
}
