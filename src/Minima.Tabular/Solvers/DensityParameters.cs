namespace Minima.Tabular;

/// <summary>
/// The parameters of a loss that is the negative logarithm of a density of the residual with a scale among its parameters: scaling residuals and
/// scale by k adds log k. Such a loss penalises its own parameters, so the smallest mean loss determines them; any other loss would
/// prefer the end of their range.
/// </summary>
internal static class DensityParameters
{
    private const int MostRows = 500;
    private const int Rounds = 3;

    /// <summary>The logarithms of the first values to try; then the steps are halved.</summary>
    private const double Lowest = -5;
    private const double Highest = 2;
    private const int Halvings = 12;

    /// <summary>Checks if training chooses the parameters of a loss: it is a density, and none of them is given.</summary>
    public static bool AreLearned(LossEntry entry, IReadOnlyDictionary<string, object?> given)
    {
        if (entry.IsText || given.Count > 0 || entry.Inputs.Count != 2 || entry.Row is not null || !entry.Parameters.Any(parameter => parameter.InTargetUnits)) return false;
        if (entry.Parameters.Any(parameter => parameter.Kind != ParameterKind.Number || parameter.IsRequired || parameter.Default is not double)) return false;
        if ((entry.Task & LossTask.Regression) == LossTask.None) return false;
        var (narrow, wide) = (Candidate.Create(entry, given, 1), Candidate.Create(entry, given, 2));
        return new[] { 0, 0.4, 3 }.All(residual => Math.Abs(Value(wide, 2 * residual) - Value(narrow, residual) - Math.Log(2)) < 1e-9);
    }

    /// <summary>The values with the smallest mean loss on the residuals of a fold's reference, by coordinate descent.</summary>
    public static IReadOnlyDictionary<string, object?> Fit(Candidate candidate, RidgeReference reference, double scale, CancellationToken cancellation)
    {
        var step = Math.Max(1, reference.Target.Length / MostRows);
        int[] rows = [.. Enumerable.Range(0, reference.Target.Length).Where(i => i % step == 0)];
        var (prediction, target) = (Array.ConvertAll(rows, i => reference.Prediction[i]), Array.ConvertAll(rows, i => reference.Target[i]));
        var units = candidate.Entry.Parameters.Select(parameter => parameter.InTargetUnits ? scale : 1).ToArray();
        var logs = candidate.Entry.Parameters.Select(parameter => Math.Log(Math.Max((double)parameter.Default!, 1e-2))).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var k = 0; k < logs.Length; k++)
            {
                var (best, lowest) = (logs[k], Mean(logs));
                for (var value = Lowest; value <= Highest; value += 0.5) Try(k, value, ref best, ref lowest);
                var width = 0.25;
                for (var halving = 0; halving < Halvings; halving++, width /= 2)
                {
                    var middle = best;
                    Try(k, middle - width, ref best, ref lowest);
                    Try(k, middle + width, ref best, ref lowest);
                }

                logs[k] = best;
            }
        }

        return Values(logs);

        void Try(int k, double value, ref double best, ref double lowest)
        {
            var moved = (double[])logs.Clone();
            moved[k] = value;
            var here = Mean(moved);
            if (here < lowest) (best, lowest) = (value, here);
        }

        double Mean(double[] at)
        {
            cancellation.ThrowIfCancellationRequested();
            return Loss.Create(candidate.Entry, Values(at)).Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Reduction = Reduction.Mean, Threads = 1 }).Value;
        }

        Dictionary<string, object?> Values(double[] at) => candidate.Entry.Parameters
            .Select((parameter, k) => KeyValuePair.Create(parameter.Name, (object?)(units[k] * Math.Exp(at[k])))).ToDictionary(StringComparer.Ordinal);
    }

    private static double Value(Loss loss, double residual) =>
        loss.Evaluate(new LossBatch<double> { Prediction = [residual], Target = [0.0], Reduction = Reduction.Mean, Threads = 1 }).Value;
}
