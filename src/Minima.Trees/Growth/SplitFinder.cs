namespace Minima.Trees;

/// <summary>Finds the best split of a node by one column.</summary>
internal unsafe struct SplitFinder(BoostOptions options, Scale scale, Dispersion dispersion, GrowingNode node, ColumnBins bins, int column, int direction)
{
    /// <summary>The square of the mean absolute value of a standard normal variable. If m categories do not differ, a cut at the sign change in their order gains (m - 1) times this by chance.</summary>
    private const double ChanceOfCategory = 2 / Math.PI;

    /// <summary>A gain is clear if it exceeds this many times the gain of one free parameter by chance. A chi-squared variable with one degree of freedom exceeds it once in 130 000 times, and a node has some thousands of cuts.</summary>
    private const double ClearGain = 20;

    private readonly double _slopeUnit = 1 / scale.Slope;
    private readonly double _curvatureUnit = 1 / scale.Curvature;

    /// <summary>The score of the node without a split.</summary>
    private double _whole;

    /// <summary>The gain of the best set by chance.</summary>
    private double _chance;

    /// <summary>The value of a leaf with these sums, without bounds.</summary>
    public static double ValueOf(Sums sums, Scale scale, double l2)
    {
        var divisor = sums.Curvature / scale.Curvature + l2;
        return divisor > 0 ? -(sums.Slope / scale.Slope) / divisor : 0;
    }

    public Split Best(long* histogram)
    {
        _whole = ScoreOf(node.Sums, out _);
        var best = Split.None with { Gain = Math.Max(options.MinGain, 1e-12 * Math.Abs(_whole)) };
        var missing = At(histogram, bins.Missing);
        if (bins.IsCategory) Categories(histogram, missing, ref best);
        else
        {
            var left = default(Sums);
            var last = missing == default ? bins.Count - 1 : bins.Count;
            for (var bin = 0; bin < last; bin++)
            {
                var here = At(histogram, bin);

                // A cut behind an empty bin equals the one before it.
                if (bin > 0 && here == default) continue;
                left += here;
                Try(left, missing, bin, default, ref best);
            }
        }

        return best;
    }

    /// <summary>Tries one category against the others if they are few; otherwise the first ones in the order of gradient over curvature. Categories that the node lacks go right.</summary>
    private void Categories(long* histogram, Sums missing, ref Split best)
    {
        Span<(double Key, int Code)> present = stackalloc (double, int)[bins.Count];
        var count = 0;
        for (var code = 0; code < bins.Count; code++)
        {
            var sums = At(histogram, code);
            if (sums != default) present[count++] = (sums.Curvature > 0 ? sums.Slope / (double)sums.Curvature : sums.Slope == 0 ? 0 : Math.Sign(sums.Slope) * double.MaxValue, code);
        }

        present = present[..count];
        var oneHot = count <= options.OneHot;
        if (!oneHot)
        {
            present.Sort();
            _chance = ChanceOf(histogram, present, node.Sums - missing);
        }

        var (left, set) = (default(Sums), default(CodeSet));
        for (var i = 0; i < (missing == default ? count - 1 : count) || (oneHot && i < count && count > 1); i++)
        {
            if (oneHot) (left, set) = (default, default);
            (left, set) = (left + At(histogram, present[i].Code), set.With(present[i].Code));
            Try(left, missing, -1, set, ref best);
        }
    }

    /// <summary>The gain of the best set by chance. If categories differ no more than by noise, it is the gain of noise. If they differ more, that gain is divided by the square of the ratio, because their order is then right.</summary>
    private double ChanceOf(long* histogram, ReadOnlySpan<(double Key, int Code)> present, Sums known)
    {
        var between = -Square(known);
        foreach (var (_, code) in present) between += Square(At(histogram, code));
        var noise = (Categories(present) - 1) * dispersion.Square;
        var ratio = Math.Max(1, between / noise);
        return noise > 0 ? ChanceOfCategory * noise / (ratio * ratio) : 0;
    }

    private double Square(Sums sums) => sums.Curvature > 0 ? sums.Slope * _slopeUnit * sums.Slope * _slopeUnit / (sums.Curvature * _curvatureUnit) : 0;

    /// <summary>The number of categories behind these codes; for groups, at most about the number of rows of the node.</summary>
    private double Categories(ReadOnlySpan<(double Key, int Code)> present)
    {
        if (bins.Groups is null) return present.Length;
        var categories = 0;
        foreach (var (_, code) in present) categories += bins.Groups.Sizes[code];
        return Math.Max(present.Length, Math.Min(categories, dispersion.RowsOf(node.Sums.Curvature)));
    }

    /// <summary>Tries the missing values on the right and on the left; if the node has none, they go with the heavier side.</summary>
    private void Try(Sums left, Sums missing, int bin, CodeSet set, ref Split best)
    {
        var right = node.Sums - left;
        if (missing == default)
        {
            Judge(left, right, bin, set, left.Curvature >= right.Curvature, ref best);
            return;
        }

        Judge(left, right, bin, set, false, ref best);
        Judge(left + missing, right - missing, bin, set, true, ref best);
    }

    private void Judge(Sums left, Sums right, int bin, CodeSet set, bool missingLeft, ref Split best)
    {
        var needsClearGain = scale.Counts && Math.Min(left.Rows, right.Rows) < options.MinRows;
        if (needsClearGain && !IsEnough(left, right)) return;
        if (left.Curvature * _curvatureUnit < options.MinCurvature || right.Curvature * _curvatureUnit < options.MinCurvature) return;
        var score = ScoreOf(left, out var leftValue) + ScoreOf(right, out var rightValue);
        if (direction != 0 && direction * leftValue > direction * rightValue) return;
        var gain = score - _whole - _chance;
        if (needsClearGain && !(gain > ClearGain * dispersion.Square)) return;
        if (gain > best.Gain) best = new Split { Column = column, Bin = bin, Set = set, MissingLeft = missingLeft, Gain = gain, Chance = _chance, Left = left, Right = right, LeftValue = leftValue, RightValue = rightValue };
    }

    /// <summary>True if both sides have enough rows for a clear gain. Rows of little curvature count for less: if events are rare, a single one gains much by chance.</summary>
    private bool IsEnough(Sums left, Sums right) =>
        Math.Min(left.Rows, right.Rows) >= options.LeastRows && dispersion.RowsOf(Math.Min(left.Curvature, right.Curvature)) >= options.LeastRows;

    /// <summary>Twice the decrease of the objective if these rows take their best value inside the node's bounds.</summary>
    private double ScoreOf(Sums sums, out double value)
    {
        var (slope, divisor) = (sums.Slope * _slopeUnit, sums.Curvature * _curvatureUnit + options.L2);
        value = divisor > 0 ? -slope / divisor : 0;
        if (value >= node.Low && value <= node.High) return divisor > 0 ? slope * slope / divisor : 0;
        value = Math.Clamp(value, node.Low, node.High);
        return -(2 * slope * value + divisor * value * value);
    }

    private Sums At(long* histogram, int code) => scale.Sums(histogram[2 * code], histogram[2 * code + 1]);
}
