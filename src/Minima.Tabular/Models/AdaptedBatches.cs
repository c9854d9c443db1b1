using Minima.Training;

namespace Minima.Tabular;

/// <summary>Batches with the targets in the form that the loss needs: -1 and +1 for two classes, one-hot rows for several classes, scaled units for numbers.</summary>
/// <param name="rows">The source of the batches; their memory is overwritten.</param>
/// <param name="loss">The loss and its form of targets.</param>
/// <param name="classes">The number of classes; 0 for other targets.</param>
/// <param name="classWeights">The weight of each of two classes; empty for equal weights.</param>
internal sealed class AdaptedBatches(IBatchSource rows, LossPlan loss, int classes, IReadOnlyList<double> classWeights) : IBatchSource
{
    public long Rows => rows.Rows;

    public int Batches => rows.Batches;

    public IBatchReader Open(int epoch, int firstBatch) => new Reader(rows.Open(epoch, firstBatch), this);

    private TrainingBatch Adapted(TrainingBatch batch)
    {
        if (classWeights.Count > 0) batch = batch with { Weight = Weights(batch) };
        if (loss.MarginLabels) Change(batch.Target, 2, -1);
        if (loss.OneHot) batch = batch with { Target = OneHot(batch) };
        for (var k = 0; k < loss.Targets.Count; k++)
        {
            if (loss.Targets[k].Unit is not 1 and var unit) Change(batch.TargetAt(k), 1 / unit, 0);
        }

        return batch;
    }

    private Tensor Weights(in TrainingBatch batch)
    {
        var weights = new double[batch.Rows];
        for (var i = 0; i < weights.Length; i++) weights[i] = classWeights[DataRows.Number(batch.Target, i) > 0.5 ? 1 : 0] * (batch.Weight.IsNone ? 1 : DataRows.Number(batch.Weight, i));
        return Of(weights, [weights.Length], batch.Features.Type);
    }

    private Tensor OneHot(in TrainingBatch batch)
    {
        var labels = batch.Target.Read<int>();
        var row = new double[labels.Length * classes];
        for (var i = 0; i < labels.Length; i++) row[(i * classes) + labels[i]] = 1;
        return Of(row, [labels.Length, classes], batch.Features.Type);
    }

    private static Tensor Of(double[] numbers, Shape shape, ElementType type) => type == ElementType.Double ? Tensor.Of(numbers, shape) : Tensor.Of(Array.ConvertAll(numbers, number => (float)number), shape);

    private static void Change(Tensor target, double factor, double summand)
    {
        if (target.Type == ElementType.Double)
        {
            foreach (ref var number in target.Write<double>()) number = (factor * number) + summand;
        }
        else
        {
            foreach (ref var number in target.Write<float>()) number = (float)((factor * number) + summand);
        }
    }

    private sealed class Reader(IBatchReader inner, AdaptedBatches owner) : IBatchReader
    {
        public bool Next(out TrainingBatch batch)
        {
            if (!inner.Next(out batch)) return false;
            batch = owner.Adapted(batch);
            return true;
        }

        public void Dispose() => inner.Dispose();
    }
}
