using System.Globalization;

namespace Minima.Training.Data;

/// <summary>Numbers of a column that lie so far from all others that they alone can decide a fit: mistyped, in another unit, or marks of missing values.</summary>
internal static class ExtremeCells
{
    /// <summary>By default numbers are extreme if they lie this many times as far from the median as all others.</summary>
    public const double Threshold = 10;

    /// <summary>A table of fewer rows is too small to tell.</summary>
    public const int FewestRows = 40;

    /// <summary>At most this many, or this fraction of the rows if that is more: larger groups are a part of the distribution.</summary>
    private const int Few = 4;

    private const double FewOfMany = 0.01;

    /// <summary>In small tables at most this fraction.</summary>
    private const double FewOfLittle = 0.05;

    /// <summary>The rows of the extreme numbers, the median, and the ratio of the distances from it: that of the nearest extreme number over that of the farthest other.</summary>
    /// <param name="numbers">NaN if missing.</param>
    /// <param name="threshold">A ratio above this makes numbers extreme.</param>
    public static (int[] Rows, double Median, double Ratio) In(double[] numbers, double threshold)
    {
        int[] rows = [.. Enumerable.Range(0, numbers.Length).Where(row => !double.IsNaN(numbers[row]))];
        if (rows.Length == 0) return ([], double.NaN, 0);
        var median = RobustScale.Median(Array.ConvertAll(rows, row => numbers[row]));
        var distances = Array.ConvertAll(rows, row => -Math.Abs(numbers[row] - median));
        Array.Sort(distances, rows);
        var most = (int)Math.Min(Math.Max(Few, FewOfMany * rows.Length), FewOfLittle * rows.Length);
        var (count, widest) = (0, threshold);
        for (var k = 1; k <= most && distances[k] < 0; k++)
        {
            var ratio = distances[k - 1] / distances[k];
            if (ratio > widest) (count, widest) = (k, ratio);
        }

        return (rows[..count], median, widest);
    }

    /// <summary>The note on a column with extreme numbers.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="count">The number of extreme numbers.</param>
    /// <param name="total">The number of rows.</param>
    /// <param name="ratio">The ratio of distances from the median, as <see cref="In"/> returns it.</param>
    /// <param name="example">One of the numbers.</param>
    /// <param name="line">Its line.</param>
    /// <param name="words">The names of options.</param>
    public static Localized Note(string name, int count, int total, double ratio, double example, int line, TableWords words)
    {
        var (quoted, chinese) = Localized.Quote(name);
        var (times, value) = (Times(ratio), example.ToString("R", CultureInfo.InvariantCulture));
        var mark = words.Missing($"{name}={value}");
        return new(
            $"Column {quoted} has extreme numbers ({count} of {total}), at least {times} times as far from its median as all others and enough to decide a fit: {value} in line {line}. Correct them, or give {mark} if this stands for a missing value.",
            $"列{chinese}有极端数值（{total} 个中的 {count} 个），与中位数的距离至少是其余各值的 {times} 倍，足以左右拟合：第 {line} 行的 {value}。请改正；若它代表缺失值，请加 {mark}。");
    }

    /// <summary>A ratio as text.</summary>
    public static string Times(double ratio) => Math.Floor(ratio).ToString(ratio >= 1e7 ? "0.##e0" : "0", CultureInfo.InvariantCulture);
}
