using System.Runtime.CompilerServices;

namespace Minima.Trees;

/// <summary>Packs a round's gradients and curvatures of one output as integers: in one pass if the last round's scale still fits, otherwise in two.</summary>
internal sealed unsafe class Packing(CodedRows rows, IBoostObjective objective, bool[]? heldOut, Collective ranks)
{
    /// <summary>Adding it rounds to a whole number, ties to even, in the low bits.</summary>
    private const double Whole = 6755399441055744.0;

    /// <summary>True if each row has its own loss value.</summary>
    private readonly bool _hasValues = objective is PointObjective or WindowedObjective;

    private readonly Scale[] _scales = new Scale[objective.Outputs];
    private readonly (double Slope, double Curvature)[] _largest = new (double, double)[rows.Chunks];

    public Scale Pack(int output, bool counts)
    {
        var isFirst = _scales[output].CountShift == 0;
        var scale = isFirst ? Scale.For(rows.Rows, counts) : _scales[output];
        var fitting = Measured(output, scale, isFirst);
        if (fitting == scale) return scale;
        Measured(output, fitting, isFirst: false);
        return _scales[output] = fitting;
    }

    /// <summary>Packs at a scale and returns the scale that fits the largest numbers found.</summary>
    private Scale Measured(int output, Scale scale, bool isFirst)
    {
        rows.Each((_, chunk) => _largest[chunk] = PackChunk(output, scale, chunk));
        var (slope, curvature) = (0.0, 0.0);
        foreach (var largest in _largest) (slope, curvature) = (Math.Max(slope, largest.Slope), Math.Max(curvature, largest.Curvature));
        Span<double> most = [slope, curvature];
        ranks.Max(most);
        if (isFirst && objective.Outputs == 1 && most[0] > 0 && !double.IsNormal(most[0] * most[0] * rows.Rows)) throw new BoostException($"the gradients of the loss reach {most[0]:R} before the first round, and splits compare their squares, which overflow; give the target, or the weights, in another unit.");
        return scale.Fitting(most[0], most[1]);
    }

    [SkipLocalsInit]
    private (double, double) PackChunk(int output, Scale scale, int chunk)
    {
        var buffers = ChunkBuffers.OfThread(objective.Outputs);
        var (first, count) = (chunk * CodedRows.ChunkRows, rows.RowsOf(chunk));
        var (slope, curvature) = (0.0, 0.0);
        for (var from = 0; from < count; from += RowBlock.Most)
        {
            var block = Math.Min(RowBlock.Most, count - from);
            for (var o = 0; o < objective.Outputs; o++) new ReadOnlySpan<double>(rows.ScoresOf(o) + first + from, block).CopyTo(buffers.Scores.AsSpan(o * block));
            buffers.EvaluateAlong(objective, new RowBlock(first + from, [], block), output, objective.Curvature);
            if (_hasValues) CheckValues(buffers, objective, first + from, block);
            for (var i = 0; heldOut is not null && i < block; i++)
            {
                if (heldOut[first + from + i]) buffers.Slopes[i] = buffers.Curvatures[i] = 0;
            }

            fixed (double* slopes = buffers.Slopes, curvatures = buffers.Curvatures)
            {
                Round(slopes, curvatures, (ulong*)rows.Packed[output] + first + from, block, scale.Slope, scale.Curvature, ref slope, ref curvature);
            }

            if (!double.IsFinite(slope) || !double.IsFinite(curvature)) throw NoFiniteSlope(buffers, first + from, block);
        }

        return (slope, curvature);
    }

    /// <summary>Throws if a row's loss is undefined. Its gradient may still be finite, as that of the logarithm of a number below 0.</summary>
    /// <exception cref="BoostException">The loss of a row is NaN.</exception>
    private static void CheckValues(ChunkBuffers buffers, IBoostObjective objective, int first, int count)
    {
        var wrong = buffers.Values.AsSpan(0, count).IndexOf(double.NaN);
        if (wrong >= 0) throw new BoostException(first + wrong, $"the loss is NaN (target {objective.Targets[first + wrong]:R}, raw score {buffers.Scores[wrong]:R}): it is not defined there. Check the row, or choose a loss that is defined for every prediction.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Round(double* slopes, double* curvatures, ulong* packed, int count, double slopeScale, double curvatureScale, ref double largestSlope, ref double largestCurvature)
    {
        var (most, highest) = (largestSlope, largestCurvature);
        for (var i = 0; i < count; i++)
        {
            var (g, h) = (slopes[i], curvatures[i]);
            var size = Math.Abs(g);
            if (!(size <= most)) most = size;
            if (!(h <= highest)) highest = h;
            if (!(h > 0)) h = 0;
            var slope = (uint)BitConverter.DoubleToInt64Bits(g * slopeScale + Whole);
            var curvature = (uint)BitConverter.DoubleToInt64Bits(h * curvatureScale + Whole);
            packed[i] = slope | (ulong)curvature << 32;
        }

        (largestSlope, largestCurvature) = (most, highest);
    }

    private BoostException NoFiniteSlope(ChunkBuffers buffers, int first, int count)
    {
        var i = 0;
        while (i + 1 < count && double.IsFinite(buffers.Slopes[i]) && double.IsFinite(buffers.Curvatures[i])) i++;
        if (objective is WindowedObjective { Half: > 0, Chosen: { } window } && !double.IsFinite(buffers.Slopes[i]))
            return new BoostException(nameof(BoostOptions.Window), FormattableString.Invariant($"it is {window:R}; it must be so small that the loss is finite at both ends of the window around every score."));
        return new BoostException(first + i, $"the gradient of the loss is {buffers.Slopes[i]:R} and its curvature {buffers.Curvatures[i]:R} (target {objective.Targets[first + i]:R}); boosting needs finite ones. Check the row, or choose a loss that is defined there.");
    }
}
