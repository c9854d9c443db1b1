namespace Minima.Lab.DigitGan;

/// <summary>Mutual information of the rows and columns of a table of counts, in bits.</summary>
internal static class Information
{
    public static double Mutual(double[][] counts)
    {
        var columns = Enumerable.Range(0, counts[0].Length).Select(column => counts.Sum(row => row[column])).ToArray();
        return Entropy([.. counts.Select(row => row.Sum())]) + Entropy(columns) - Entropy([.. counts.SelectMany(row => row)]);
    }

    public static double Entropy(double[] counts)
    {
        var all = counts.Sum();
        return counts.Where(count => count > 0).Sum(count => -count / all * Math.Log2(count / all));
    }
}
