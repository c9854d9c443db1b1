using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Training.Data;

namespace Minima.Lab.Descent;

/// <summary>A network trained towards a minimum, and how flat that is.</summary>
/// <param name="Accuracy">On clean rows that were not learned from.</param>
/// <param name="Loss">Of the rows that were learned from.</param>
/// <param name="Curvature">The largest eigenvalue of the Hessian of that loss.</param>
/// <param name="Rise">The rise of that loss at a distance of 0.5 along its gradient.</param>
internal sealed record FlatMinimum(double Accuracy, double Loss, double Curvature, double Rise)
{
    private const int Hidden = 64;
    private const int Iterations = 12;
    private const double Distance = 0.5;
    private const double WrongLabels = 0.2;
    private const double Rate = 0.05;

    /// <param name="run">How much of it.</param>
    /// <param name="trial">Rows, labels and weights.</param>
    /// <param name="way">What is done about sharpness.</param>
    public static FlatMinimum Of(LabRun run, Trial trial, FlatWay way)
    {
        var table = BundledTable.Digits();
        var split = StudyRows.Of(table, trial);
        var rows = split.Training[..Math.Min(split.Training.Length, run.Of(600, 100))];
        var random = new RandomState((ulong)trial.Seed).Fork("labels");
        int[] labels = [.. table.LabelsOf(rows).Select(label => random.NextDouble() < WrongLabels ? (label + 1 + random.NextInt(DigitRows.Classes - 1)) % DigitRows.Classes : label)];
        var data = DigitRows.Labelled(table, rows, labels: labels);
        var model = Models.Mlp(DigitRows.PixelCount, [Hidden, Hidden], DigitRows.Classes, new RandomState((ulong)trial.Seed));
        using var training = DigitRows.Shuffled(data, trial.Seed, way.BatchRows);
        using var judging = DigitRows.OneBatch(DigitRows.Labelled(table, split.Judging));
        var epochs = run.Of(60, 2);
        var steps = epochs * training.BatchesPerEpoch;
        var average = way.Average(model.Parameters);
        new Trainer(model, new Objective(Minima.Loss.Create("cross_entropy")), new Sgd(model.Parameters, way.Rate ?? Rate, momentum: 0.9, weightDecay: way.Decay))
        {
            Epochs = epochs,
            Schedule = way.FallsTo is { } last ? new CosineSchedule(steps, last) : new CosineSchedule(steps),
            Sharpness = way.Radius is { } radius ? new SharpnessAware(model.Parameters, radius) : null,
            Callbacks = average is null ? [] : [new Averaging(average, way.AveragesAfter * epochs)],
        }.Fit(training);
        using var applied = average?.Updates > 0 ? average.Apply() : default;
        return DigitRows.Whole(data, batch =>
        {
            var (loss, curvature, rise) = Measured(model, batch);
            return new FlatMinimum(Scoring.Accuracy(model, judging), loss, curvature, rise);
        });
    }

    /// <summary>Power iteration with products of the Hessian and a vector, each the gradient of a gradient along it.</summary>
    private static (double Loss, double Curvature, double Rise) Measured(Sequential model, TrainingBatch batch)
    {
        Tensor[] weights = [.. model.Parameters.Select(parameter => parameter.Value)];
        var random = new RandomState(1);
        double[][] direction = [.. weights.Select(weight => Enumerable.Range(0, weight.Count).Select(_ => random.NextNormal()).ToArray())];
        double curvature = 0, loss = 0, slopeLength = 0;
        double[][] slope = [];
        for (var round = 0; round < Iterations; round++)
        {
            using var scope = StepScope.Begin();
            var length = Length(direction);
            Tensor[] unit = [.. direction.Zip(weights, (part, weight) => Tensor.Of([.. part.Select(x => (float)(x / length))], weight.Shape))];

            // As tensor operations, which have derivatives of any order.
            var value = -model.Forward(batch.Features).LogSoftmax(^1).Pick(batch.Target).Mean();
            var gradients = Autograd.Gradient(value, weights, createGraph: true);
            var along = gradients.Zip(unit, (gradient, part) => (gradient * part).Sum()).Aggregate((sum, part) => sum + part);
            direction = [.. Autograd.Gradient(along, weights).Select(part => part.ToArray())];
            curvature = direction.Zip(unit, (part, one) => part.Zip(one.ToArray(), (x, y) => x * y).Sum()).Sum();
            if (round > 0) continue;
            loss = value.Item();
            slope = [.. gradients.Select(gradient => gradient.ToArray())];
            slopeLength = Length(slope);
        }

        Move(slopeLength > 0 ? Distance / slopeLength : 0);
        double above;
        using (Autograd.NoGradient())
        {
            using var scope = StepScope.Begin();
            above = (-model.Forward(batch.Features).LogSoftmax(^1).Pick(batch.Target).Mean()).Item();
        }

        Move(slopeLength > 0 ? -Distance / slopeLength : 0);
        return (loss, curvature, above - loss);

        void Move(double step)
        {
            for (var k = 0; k < weights.Length; k++)
            {
                var values = weights[k].Write<float>();
                for (var i = 0; i < values.Length; i++) values[i] += (float)(step * slope[k][i]);
            }
        }
    }

    private static double Length(double[][] parts) => Math.Sqrt(parts.Sum(part => part.Sum(x => x * x)));

    /// <summary>Takes the weights into an average after each step, once enough epochs are done.</summary>
    private sealed class Averaging(WeightAverage average, double after) : TrainingCallback
    {
        public override void StepEnded(Trainer trainer, in StepReport step)
        {
            if (step.Epoch > after) average.Update();
        }
    }
}
