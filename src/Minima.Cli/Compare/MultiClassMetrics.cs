namespace Minima.Cli.Compare;

/// <summary>The formulas behind the metrics of several classes; the target is the index of a class.</summary>
internal static class MultiClassMetrics
{
    /// <summary>The mean of minus the logarithm of the probability that the true class was given.</summary>
    public static double? LogLoss(Predictions p)
    {
        if (p.ClassProbabilities is not { } probabilities) return null;
        var sum = 0.0;
        for (var i = 0; i < p.Target.Length; i++)
        {
            var right = probabilities[(i * p.Classes) + (int)p.Target[i]];
            sum -= Math.Log(Math.Clamp(right, BinaryMetrics.SmallestProbability, 1 - BinaryMetrics.SmallestProbability));
        }

        return sum / p.Target.Length;
    }

    /// <summary>The mean squared distance between the probabilities and the one-hot truth: from 0 to 2.</summary>
    public static double? Brier(Predictions p)
    {
        if (p.ClassProbabilities is not { } probabilities) return null;
        var sum = 0.0;
        for (var i = 0; i < p.Target.Length; i++)
        {
            for (var k = 0; k < p.Classes; k++)
            {
                var difference = probabilities[(i * p.Classes) + k] - (k == (int)p.Target[i] ? 1 : 0);
                sum += difference * difference;
            }
        }

        return sum / p.Target.Length;
    }

    public static double Accuracy(Predictions p)
    {
        var (right, _, _) = Count(p);
        return (double)right.Sum() / p.Target.Length;
    }

    /// <summary>The mean of the shares found in each class that is there; null when only one is.</summary>
    public static double? BalancedAccuracy(Predictions p)
    {
        var (right, there, _) = Count(p);
        var sum = 0.0;
        var present = 0;
        for (var k = 0; k < p.Classes; k++)
        {
            if (there[k] == 0) continue;
            sum += (double)right[k] / there[k];
            present++;
        }

        return present < 2 ? null : sum / present;
    }

    /// <summary>The mean of the F1 of each class against the rest, over the classes that are there or were predicted.</summary>
    public static double MacroF1(Predictions p)
    {
        var (right, there, predicted) = Count(p);
        var sum = 0.0;
        var seen = 0;
        for (var k = 0; k < p.Classes; k++)
        {
            if (there[k] + predicted[k] == 0) continue;
            sum += 2.0 * right[k] / (there[k] + predicted[k]);
            seen++;
        }

        return sum / seen;
    }

    /// <summary>For each class: rows of it that were found, rows of it, and rows that were said to be of it.</summary>
    private static (int[] Right, int[] There, int[] Predicted) Count(Predictions p)
    {
        var right = new int[p.Classes];
        var there = new int[p.Classes];
        var predicted = new int[p.Classes];
        for (var i = 0; i < p.Target.Length; i++)
        {
            there[(int)p.Target[i]]++;
            predicted[(int)p.Score[i]]++;
            if (p.Score[i].Equals(p.Target[i])) right[(int)p.Target[i]]++;
        }

        return (right, there, predicted);
    }
}
