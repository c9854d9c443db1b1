using System.Runtime.InteropServices;
using Minima.Reals;

namespace Minima.Tabular;

/// <summary>Maps a row of scores, one for each class, to a row of probabilities.</summary>
internal static class RowLink
{
    /// <summary>Checks if the loss takes a row of any real numbers as scores, the largest of which is the predicted class.</summary>
    public static bool IsOfScores(PredictionLink link) => link == PredictionLink.Largest || HasProbabilities(link);

    public static bool HasProbabilities(PredictionLink link) => link is PredictionLink.Softmax or PredictionLink.Sparsemax;

    /// <summary>The predictions of scores: classes, and probabilities if the loss defines them.</summary>
    public static Predictions Apply(PredictionLink link, double[] target, double[] scores)
    {
        var classes = scores.Length / target.Length;
        if (!HasProbabilities(link)) return Predictions.OfClasses(target, classes, scores, null);
        var probabilities = (double[])scores.Clone();
        for (var i = 0; i < target.Length; i++)
        {
            var row = probabilities.AsSpan(i * classes, classes);
            if (link == PredictionLink.Softmax) Softmax(row);
            else Sparsemax(row);
        }

        return Predictions.OfClasses(target, classes, scores, probabilities, link == PredictionLink.Sparsemax && probabilities.Contains(0));
    }

    /// <summary>exp(x_k) / sum exp(x_j), in place.</summary>
    public static void Softmax(Span<double> row)
    {
        var numbers = MemoryMarshal.Cast<double, F64>(row);
        Rows.LogSoftmax<F64>(numbers.ToArray(), numbers);
        foreach (ref var score in row) score = Math.Exp(score);
    }

    /// <summary>The nearest point of the simplex, in place: max(0, x_k - tau), with tau such that they sum to 1.</summary>
    public static void Sparsemax(Span<double> row)
    {
        // Subtracts the largest first, because far from 0 rounding would destroy the differences to tau.
        var threshold = Rows.SparsemaxThreshold<F64>(MemoryMarshal.Cast<double, F64>(row), new F64[row.Length], out var shift).X;
        foreach (ref var score in row) score = Math.Max(0, score - shift.X - threshold);
    }
}
