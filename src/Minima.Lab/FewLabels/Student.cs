using System.Globalization;
using Minima.Training.Data;
using Minima.Training.Distillation;

namespace Minima.Lab.FewLabels;

/// <summary>A network that learns digits, alone or from a larger one.</summary>
internal sealed class Student
{
    private const double LearningRate = 5e-3;
    public const int BatchSize = 64;

    private readonly int[] _hidden;
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

        (_hidden, _random, _model) = (hidden, random, new Sequential([.. layers, new Linear(inputs, DigitRows.Classes, random)]));
    }

    /// <summary>The name of the layer before the last.</summary>
    public string Hidden => (_model.Layers.Count - 2).ToString(CultureInfo.InvariantCulture);

    public Tensor Logits(Tensor images) => _model.Forward(images);

    /// <summary>A copy with the same weights: concurrent lessons need a teacher each.</summary>
    public Student Copy()
    {
        var copy = new Student(_hidden, new RandomState(0));
        copy._model.CopyWeightsFrom(_model);
        return copy;
    }

    /// <summary>Learns from labels alone.</summary>
    public void Learn(ArrayData labelled, int epochs, double decay = Fitting.UsualDecay)
    {
        using var rows = Rows(labelled);
        Fit(_model, new Objective(Loss.Create("cross_entropy")), rows, epochs, decay);
    }

    /// <summary>Learns from labels and a teacher.</summary>
    public void Learn(ArrayData labelled, Student teacher, LessonMaker parts, int epochs)
    {
        using var rows = Rows(labelled);
        var lesson = new Lesson(teacher._model, _model, rows, parts(Hidden, teacher.Hidden, _random));
        Fit(lesson.Model, lesson.Objective, lesson.Rows, epochs, Fitting.UsualDecay);
    }

    /// <summary>The mean probability of the true digit over some of the training rows.</summary>
    public double Certainty(LabelledDigits digits, int[] rows) => Fitting.Outputs(() => Logits(digits.Images(rows)).Softmax(^1).Pick(digits.LabelsOf(rows))).Average();

    private DataLoader Rows(ArrayData labelled) =>
        new(labelled, new() { BatchSize = Math.Min(BatchSize, labelled.Rows), Seed = _random.NextBits(), Prefetch = 0, DropsLast = true });

    private static void Fit(Module model, Objective objective, IBatchSource rows, int epochs, double decay) =>
        new Trainer(model, objective, new AdamW(model.Parameters, LearningRate, weightDecay: decay)) { Epochs = epochs, Schedule = new CosineSchedule(epochs * rows.Batches) }.Fit(rows);
}
