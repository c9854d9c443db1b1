namespace Minima.Training.Tests.TensorLosses;

/// <summary>A labelled batch in plain numbers, so that losses can be written as the papers have them: loops over anchors, positives and negatives.</summary>
internal sealed class PlainBatch(double[][] rows, int[] labels)
{
    private readonly double[][] _unit = [.. rows.Select(row => row.Select(x => x / Math.Sqrt(row.Sum(y => y * y))).ToArray())];

    public int Count => labels.Length;

    public int[] Labels => labels;

    public IEnumerable<int> All => Enumerable.Range(0, Count);

    public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    public static double Hinge(double x) => Math.Max(x, 0);

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double MeanOrZero(IEnumerable<double> values) => values.DefaultIfEmpty(0).Average();

    /// <summary>Those above 0, or nothing.</summary>
    public static double MeanOfActive(IEnumerable<double> values) => MeanOrZero(values.Where(x => x > 0));

    public double Distance(int i, int j) => Math.Sqrt(Square(rows[i], rows[j]));

    public double UnitDistance(int i, int j) => Math.Sqrt(Square(_unit[i], _unit[j]));

    public double Cosine(int i, int j) => _unit[i].Zip(_unit[j], (a, b) => a * b).Sum();

    public IEnumerable<int> Positives(int anchor) => All.Where(j => j != anchor && labels[j] == labels[anchor]);

    public IEnumerable<int> Negatives(int anchor) => All.Where(j => labels[j] != labels[anchor]);

    /// <summary>Anchors that have a positive.</summary>
    public IEnumerable<int> Anchors => All.Where(i => Positives(i).Any());

    public IEnumerable<(int A, int P)> PositivePairs => All.SelectMany(a => Positives(a).Select(p => (a, p)));

    public IEnumerable<(int A, int N)> NegativePairs => All.SelectMany(a => Negatives(a).Select(n => (a, n)));

    public IEnumerable<(int A, int P, int N)> Triplets => PositivePairs.SelectMany(pair => Negatives(pair.A).Select(n => (pair.A, pair.P, n)));

    private static double Square(double[] x, double[] y) => x.Zip(y, (a, b) => (a - b) * (a - b)).Sum();
}
