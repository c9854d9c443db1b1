using System.Globalization;
using Minima.Training.Data;
using Minima.Training.Distillation;

namespace Minima.Lab.FewLabels;

/// <summary>A network that learns digits, alone or from a larger one.</summary>
internal sealed class Student
{
    private const double LearningRate = 5e-3;
    public const int BatchSize = 64;

    private readonly RandomState _random;
    private readonly Sequential _model;

    public Student(int[] hidden, RandomState random)
    {
        var layers = new List<Module>();
        var inputs = DigitRows.PixelCount;
        foreach (var width in hidden)
        {
            layers.Add(new Linear(inputs, width, random, initializer: Initializer.HeNormal));
            layers.Add(Activations.ByName("relu"));
            inputs = width;
        }

        (_random, _model) = (random, new Sequential([.. layers, new Linear(inputs, DigitRows.Classes, random)]));
    }

    /// <summary>The name of the layer before the last.</summary>
    public string Hidden => (_model.Layers.Count - 2).ToString(CultureInfo.InvariantCulture);

    public Tensor Logits(Tensor images) => _model.Forward(images);

    /// <summary>Learns from labels alone.</summary>
    public void Learn(ArrayData told, int epochs)
    {
        using var rows = Rows(told);
        Fit(_model, new Objective(Loss.Create("cross_entropy")), rows, epochs);
    }

    /// <summary>Learns from labels and a teacher.</summary>
    public void Learn(ArrayData told, Student teacher, DistillationWay way, int epochs)
    {
        using var rows = Rows(told);
        var lesson = new Lesson(teacher._model, _model, rows, way.Parts(Hidden, teacher.Hidden, _random));
        Fit(lesson.Model, lesson.Objective, lesson.Rows, epochs);
    }

    /// <summary>The probability that is given to the true digit, in the mean over some of the training rows.</summary>
    public double Certainty(LabelledDigits digits, int[] rows) => Fitting.Said(() => Logits(digits.Images(rows)).Softmax(^1).Pick(digits.LabelsOf(rows))).Average();

    private DataLoader Rows(ArrayData told) =>
        new(told, new() { BatchSize = Math.Min(BatchSize, told.Rows), Seed = _random.NextBits(), Prefetch = 0, DropsLast = true });

    private static void Fit(Module model, Objective objective, IBatchSource rows, int epochs) =>
        new Trainer(model, objective, new AdamW(model.Parameters, LearningRate)) { Epochs = epochs, Schedule = new CosineSchedule(epochs * rows.Batches) }.Fit(rows);
}

/// <summary>A way of teaching, with the weights of its paper or near them.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Parts">Of a lesson, by the names of the student's layer and the teacher's before the last.</param>
internal sealed record DistillationWay(string Name, Func<string, string, RandomState, LessonPart[]> Parts)
{
    public static IReadOnlyList<DistillationWay> All { get; } =
    [
        new("KD", (_, _, _) => [LessonPart.Knowledge(temperature: 2, alpha: 0.5)]),
        new("DKD", (_, _, _) => [LessonPart.Labels(), LessonPart.Decoupled(alpha: 1, beta: 1, temperature: 4)]),
        new("FitNet hint", (own, taught, random) => [LessonPart.Labels(), LessonPart.Hint(own, taught, random, 0.01)]),
        new("RKD distance", (own, taught, _) => [LessonPart.Labels(), LessonPart.Distances(own, taught, 25)]),
        new("RKD angle", (own, taught, _) => [LessonPart.Labels(), LessonPart.Angles(own, taught, 50)]),
    ];
}
