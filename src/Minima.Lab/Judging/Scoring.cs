using System.Numerics.Tensors;
using Minima.Training.Data;

namespace Minima.Lab;

/// <summary>The scores of a trained model.</summary>
internal static class Scoring
{
    /// <summary>A metric over all rows, as the model predicts.</summary>
    public static double Of(Metric metric, Module model, DataLoader rows)
    {
        metric.Reset();
        model.Train(training: false);
        using (Autograd.NoGradient())
        {
            foreach (var batch in rows.Epoch(0))
            {
                using var step = StepScope.Begin();
                metric.Add(model.Forward(batch.Features), batch.Target);
            }
        }

        model.Train();
        return metric.Value;
    }

    /// <summary>The class with the largest score, row by row.</summary>
    public static int[] Chosen(double[] scores, int classes) => [.. scores.Chunk(classes).Select(row => TensorPrimitives.IndexOfMax<double>(row))];

    public static double Accuracy(Module model, DataLoader rows) => Of(new Accuracy(), model, rows);
}
