namespace Minima.Tensors.Losses;

/// <summary>
/// Euclidean distances from every pixel of a mask to the nearest one of the other kind, exactly: lower envelopes of parabolas, one axis after the
/// other, each row in time proportional to its length.
/// </summary>
/// <remarks>
/// <para>A pixel above 1/2 belongs to the mask. Distances are constants: nothing is differentiated.</para>
/// <para>Source: Felzenszwalb and Huttenlocher 2012, Theory of Computing 8, 415-428, doi:10.4086/toc.2012.v008a019.</para>
/// </remarks>
public static class DistanceMap
{
    /// <summary>
    /// The distance map of the boundary loss: outside the mask the distance to it, inside minus the distance to the outside, plus 1, so that
    /// the rim inside is 0. 0 everywhere if the mask is empty or full.
    /// </summary>
    /// <param name="masks">The last two axes are rows and columns, each pair of them a mask of its own.</param>
    /// <exception cref="TrainingException">Fewer than two axes, or whole numbers instead of reals.</exception>
    public static Tensor Signed(Tensor masks)
    {
        if (masks.Rank < 2 || masks.Type == ElementType.Int32) throw new TrainingException($"A distance map needs a float or double tensor with rows and columns as its last two axes, not {masks.Type} {masks.Shape}.");
        var flat = masks.Detach().To(ElementType.Double).ToArray();
        var (height, width) = (masks.Shape[^2], masks.Shape[^1]);
        var area = height * width;
        for (var start = 0; start < flat.Length; start += area)
        {
            var mask = Array.ConvertAll(flat[start..(start + area)], x => x > 0.5);
            var (toMask, toRest) = (Squares(mask, inside: true, height, width), Squares(mask, inside: false, height, width));
            for (var i = 0; i < area; i++) flat[start + i] = double.IsInfinity(toMask[i] + toRest[i]) ? 0 : mask[i] ? 1 - Math.Sqrt(toRest[i]) : Math.Sqrt(toMask[i]);
        }

        return Tensor.Of(flat, masks.Shape).To(masks.Type);
    }

    /// <summary>The squared distance of each pixel to the nearest of the other kind; 0 everywhere if there is only one kind.</summary>
    internal static double[] SquaredField(bool[] mask, params ReadOnlySpan<int> lengths)
    {
        var field = Squares(mask, inside: true, lengths);
        var other = Squares(mask, inside: false, lengths);
        for (var i = 0; i < field.Length; i++) field[i] = double.IsInfinity(field[i] + other[i]) ? 0 : field[i] + other[i];
        return field;
    }

    /// <summary>The squared distance of each pixel to the nearest one inside (or outside) the mask; infinite if there is none.</summary>
    internal static double[] Squares(bool[] mask, bool inside, params ReadOnlySpan<int> lengths)
    {
        var distances = Array.ConvertAll(mask, x => x == inside ? 0 : double.PositiveInfinity);
        var inner = 1;
        for (var axis = lengths.Length - 1; axis >= 0; axis--)
        {
            var length = lengths[axis];
            var envelope = new Envelope(length);
            for (var row = 0; row < distances.Length / length; row++) envelope.Apply(distances, ((row / inner) * inner * length) + (row % inner), inner);
            inner *= length;
        }

        return distances;
    }

    /// <summary>The lower envelope of parabolas (x - i)^2 + f(i) along a row, and its buffers.</summary>
    private sealed class Envelope(int length)
    {
        private readonly double[] _heights = new double[length];
        private readonly int[] _roots = new int[length];
        private readonly double[] _starts = new double[length];

        /// <summary>Replaces f by min over i of (x - i)^2 + f(i).</summary>
        public void Apply(double[] values, int first, int stride)
        {
            var count = 0;
            for (var i = 0; i < length; i++)
            {
                _heights[i] = values[first + (i * stride)];
                if (double.IsInfinity(_heights[i])) continue;

                // Parabolas that the new one covers from before their own start on are gone.
                var start = double.NegativeInfinity;
                while (count > 0 && (start = Crossing(_roots[count - 1], i)) <= _starts[count - 1]) count--;
                (_roots[count], _starts[count]) = (i, count == 0 ? double.NegativeInfinity : start);
                count++;
            }

            if (count == 0) return;
            var at = 0;
            for (var x = 0; x < length; x++)
            {
                while (at + 1 < count && _starts[at + 1] < x) at++;
                var distance = (double)x - _roots[at];
                values[first + (x * stride)] = (distance * distance) + _heights[_roots[at]];
            }
        }

        /// <summary>The position from which the parabola of a later root is below that of an earlier one.</summary>
        private double Crossing(int earlier, int later) =>
            (_heights[later] - _heights[earlier] + (((double)later * later) - ((double)earlier * earlier))) / (2.0 * (later - earlier));
    }
}
