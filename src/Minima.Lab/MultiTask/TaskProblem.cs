using Minima.Lab.Studies;
using Minima.Tabular;
using Minima.Training.Data;

namespace Minima.Lab.MultiTask;

/// <summary>Two tasks on one trunk, whose losses differ in scale by 100.</summary>
internal sealed record TaskProblem
{
    public required Words Title { get; init; }

    public required IReadOnlyList<LossTerm> Terms { get; init; }

    public required ArrayData Training { get; init; }

    public required ArrayData Test { get; init; }

    public required Func<RandomState, Module> Network { get; init; }

    /// <summary>The score of each task on the test rows; larger is better.</summary>
    public required IReadOnlyList<(Words Name, Func<Tensor, TrainingBatch, double> Score)> Judges { get; init; }

    /// <summary>Two overlaid digits, both to be classified; the loss of the second is multiplied by 100.</summary>
    public static TaskProblem Digits(LabRun run, Trial trial)
    {
        var table = BundledTable.Digits();
        var split = StudyRows.Of(table, trial);
        var random = new RandomState((ulong)trial.Seed).Fork("pairs");
        return new TaskProblem
        {
            Title = new("two digits overlaid, the second one's loss times 100", "两个叠在一起的数字，第二个的损失乘以 100"),
            Terms =
            [
                new("left", Loss.Create("cross_entropy")) { OutputCount = DigitRows.Classes },
                new("right", Loss.Create("cross_entropy")) { OutputStart = DigitRows.Classes, OutputCount = DigitRows.Classes, Target = 1, Weight = 100 },
            ],
            Training = Overlaid(table, split.Training, run.Of(2000, 300), random),
            Test = Overlaid(table, split.Judging, run.Of(1000, 200), random),
            Network = weights => new Sequential(new Linear(OverlayWidth * Side, 24, weights), Activations.ByName("relu"), new Heads(new Linear(24, DigitRows.Classes, weights), new Linear(24, DigitRows.Classes, weights))),
            Judges = [("left", (output, batch) => Share(output, batch, 0)), ("right", (output, batch) => Share(output, batch, 1))],
        };
    }

    /// <summary>Two vectors, each a function of the same twenty inputs, through a trunk too narrow for both; the second is ten times as large.</summary>
    public static TaskProblem Functions(LabRun run, Trial trial)
    {
        const int inputs = 20, outputs = 8, hidden = 12, scale = 10;
        var random = new RandomState((ulong)trial.Seed).Fork("functions");
        var common = new Linear(inputs, hidden, random);
        var heads = new[] { new Linear(hidden, outputs, random), new Linear(hidden, outputs, random) };
        var own = new[] { new Linear(inputs, outputs, random), new Linear(inputs, outputs, random) };
        return new TaskProblem
        {
            Title = new("two functions of the same inputs, the second one ten times as large", "同一组输入的两个函数，第二个是第一个的十倍"),
            Terms = [new("small", Loss.Create("mse")) { OutputCount = outputs }, new("large", Loss.Create("mse")) { OutputStart = outputs, OutputCount = outputs, Target = 1 }],
            Training = Made(run.Of(2000, 200)),
            Test = Made(run.Of(1000, 200)),
            Network = weights => new Sequential(new Linear(inputs, 10, weights), Activations.ByName("tanh"), new Heads(new Linear(10, outputs, weights), new Linear(10, outputs, weights))),
            Judges = [("small", (output, batch) => Explained(output, batch, 0)), ("large", (output, batch) => Explained(output, batch, 1))],
        };

        ArrayData Made(int rows)
        {
            using var silence = Autograd.NoGradient();
            var x = new float[rows * inputs];
            for (var i = 0; i < x.Length; i++) x[i] = (float)random.NextNormal();
            var shared = common.Forward(Tensor.Of(x, [rows, inputs])).Tanh();
            float[] Target(int task, float factor) => ((heads[task].Forward(shared) + own[task].Forward(Tensor.Of(x, [rows, inputs])).Tanh()) * factor).To(ElementType.Single).Read<float>().ToArray();
            return new ArrayData([DataArray.Of("x", x, [inputs])], [DataArray.Of("small", Target(0, 1), [outputs]), DataArray.Of("large", Target(1, scale), [outputs])]);
        }
    }

    private const int Side = 8;
    private const int OverlayWidth = 11;
    private const int Shift = 3;

    private static ArrayData Overlaid(BundledTable table, int[] rows, int pairs, RandomState random)
    {
        var pixels = DigitRows.Pixels(table, rows);
        var labels = table.LabelsOf(rows);
        var images = new float[pairs * OverlayWidth * Side];
        var kinds = new[] { new int[pairs], new int[pairs] };
        for (var pair = 0; pair < pairs; pair++)
        {
            for (var place = 0; place < 2; place++)
            {
                var digit = random.NextInt(rows.Length);
                kinds[place][pair] = labels[digit];
                for (var i = 0; i < DigitRows.PixelCount; i++)
                {
                    ref var pixel = ref images[(pair * OverlayWidth * Side) + (i / Side * OverlayWidth) + (i % Side) + (place * Shift)];
                    pixel = Math.Max(pixel, pixels[(digit * DigitRows.PixelCount) + i]);
                }
            }
        }

        return new ArrayData(
            [DataArray.Of("pixels", images, [OverlayWidth * Side])],
            [DataArray.Labels("left", kinds[0], DigitRows.Classes), DataArray.Labels("right", kinds[1], DigitRows.Classes)]);
    }

    private static double Share(Tensor output, TrainingBatch batch, int task)
    {
        var predictions = output.Slice(1, task * DigitRows.Classes, DigitRows.Classes).ToArray();
        var labels = batch.TargetAt(task).ToArray();
        return (double)Scoring.Chosen(predictions, DigitRows.Classes).Zip(labels).Count(pair => pair.First == pair.Second) / labels.Length;
    }

    /// <summary>R2 of all outputs together: 1 - squared error over variance.</summary>
    private static double Explained(Tensor output, TrainingBatch batch, int task)
    {
        var target = batch.TargetAt(task).ToArray();
        var predictions = output.Slice(1, task * (output.Shape[1] / 2), output.Shape[1] / 2).ToArray();
        var width = output.Shape[1] / 2;
        double error = 0, spread = 0;
        for (var column = 0; column < width; column++)
        {
            var mean = Enumerable.Range(0, target.Length / width).Average(row => target[(row * width) + column]);
            for (var i = column; i < target.Length; i += width)
            {
                error += (predictions[i] - target[i]) * (predictions[i] - target[i]);
                spread += (target[i] - mean) * (target[i] - mean);
            }
        }

        return 1 - (error / spread);
    }
}
