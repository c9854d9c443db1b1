using Minima.Tensors.Randomness;
using Minima.Training.Distillation;
using Minima.Training.Tests.Continual;
using Minima.Training.Tests.Loop;
using Minima.Training.Tests.Optimizers;

namespace Minima.Training.Tests.Distillation;

/// <summary>Lessons that cannot be held say what is wrong and what to do.</summary>
public sealed class LessonRefusalTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ATemperatureIsFiniteAndAboveZero(double temperature)
    {
        Refusal.Of("it must be finite and above 0", () => LessonPart.Knowledge(temperature));
        Refusal.Of("it must be finite and above 0", () => LessonPart.Decoupled(temperature: temperature));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void AShareIsBetweenZeroAndOne(double alpha) => Refusal.Of("alpha must be in [0, 1]", () => LessonPart.Knowledge(alpha: alpha));

    [Fact]
    public void WeightsAreFiniteAndNotNegative()
    {
        var random = new RandomState(1);
        Refusal.Of("'labels' of a lesson was given the weight -1", () => LessonPart.Labels(-1));
        Refusal.Of("'hint 1' of a lesson was given the weight NaN", () => LessonPart.Hint("1", "1", random, double.NaN));
        Refusal.Of("'distances 1'", () => LessonPart.Distances("1", "1", -1));
        Refusal.Of("'angles 1'", () => LessonPart.Angles("1", "1", double.PositiveInfinity));
        Refusal.Of("alpha -1 and beta 8", () => LessonPart.Decoupled(alpha: -1));
        Refusal.Of("alpha 1 and beta NaN", () => LessonPart.Decoupled(beta: double.NaN));
        Refusal.Of("'decoupled' of a lesson was given the weight -2", () => LessonPart.Decoupled(weight: -2));
    }

    [Fact]
    public void TeacherAndStudentMustFit()
    {
        var (teacher, student, rows) = (Tasks.Model(), Tasks.Model(2), Tasks.Clouds(8));
        var wide = Models.Mlp(2, [3], 4, new RandomState(1), type: ElementType.Double);
        Refusal.Of("The teacher's output has the shape [4, 4] and the student's [4, 3] for the same rows: both must have the same classes", () => new Lesson(wide, student, rows, LessonPart.Knowledge()));
        Assert.NotNull(new Lesson(wide, student, rows, LessonPart.Labels(), LessonPart.Distances("1", "1")));
        Refusal.Of("share the parameter '0.weight'", () => new Lesson(student, student, rows, LessonPart.Knowledge()));
        Refusal.Of("share the parameter", () => new Lesson(new Sequential(student.Layers[0], new Linear(3, 3, new RandomState(1), type: ElementType.Double)), student, rows, LessonPart.Knowledge()));
        Refusal.Of("A lesson without parts", () => new Lesson(teacher, student, rows));
        Refusal.Of("given no rows", () => new Lesson(teacher, student, new NoRows(), LessonPart.Knowledge()));
    }

    [Fact]
    public void LayersMustBeThere()
    {
        var (teacher, student, rows, random) = (Models.Mlp(2, [5, 4], 3, new RandomState(1), type: ElementType.Double), Tasks.Model(), Tasks.Clouds(8), new RandomState(1));
        Refusal.Of("The student has no layer '7'. It has 0 (Linear(2 -> 3)), 1 (", () => new Lesson(teacher, student, rows, LessonPart.Hint("7", "1", random)));
        Refusal.Of("The teacher has no layer 'encoder'. It has 0 (Linear(2 -> 5)), 1 (", () => new Lesson(teacher, student, rows, LessonPart.Angles("1", "encoder")));
        Refusal.Of("The model computed its output without its layer unused (Linear(2 -> 2))", () => new Lesson(teacher, new Idle(), rows, LessonPart.Distances("unused", "1")));
        Refusal.Of("gave the shape [1, 3] for 4 rows", () => new Lesson(teacher, new Idle(), rows, LessonPart.Distances("mean", "1")));
    }

    [Fact]
    public void LabelsAreClassesOfRows()
    {
        var numbers = new RowsInMemory(Tensor.Ones([4, 2], ElementType.Double), Tensor.Ones([4, 3], ElementType.Double), default, 4, 1);
        Refusal.Of("was given the target Double [4, 3]; give one int class for each row", () => new Lesson(Tasks.Model(), Tasks.Model(2), numbers, LessonPart.Knowledge()));
        Assert.NotNull(new Lesson(Tasks.Model(), Tasks.Model(2), numbers, LessonPart.Distances("1", "1")));
        var flat = new Sequential(new Linear(2, 3, new RandomState(1), type: ElementType.Double), new Flattened());
        Refusal.Of("a lesson needs models whose output is [N, K]", () => new Lesson(Tasks.Model(), flat, Tasks.Clouds(8), LessonPart.Distances("0", "1")));
    }

    [Fact]
    public void ValidationRowsHaveAsManyTargets()
    {
        var lesson = new Lesson(Tasks.Model(), Tasks.Model(2), Tasks.Clouds(8), LessonPart.Knowledge());
        Refusal.Of("planned on rows with 1 targets and then given rows with 2", () =>
        {
            using var reader = lesson.Of(lesson.Rows).Open(0, 0);
            reader.Next(out _);
        });
    }

    /// <summary>A layer that nothing goes through, and one that gives one row for all.</summary>
    private sealed class Idle : Module
    {
        private readonly Linear _used;
        private readonly Module _mean;

        public Idle()
        {
            _used = Add("used", new Linear(2, 3, new RandomState(1), type: ElementType.Double));
            Add("unused", new Linear(2, 2, new RandomState(1), type: ElementType.Double));
            _mean = Add("mean", new Meaned());
        }

        protected override Tensor Compute(Tensor input)
        {
            var said = _used.Forward(input);
            _mean.Forward(said);
            return said;
        }
    }

    private sealed class Meaned : Module
    {
        protected override Tensor Compute(Tensor input) => input.Sum(0).Reshape([1, input.Shape[1]]);
    }

    private sealed class Flattened : Module
    {
        protected override Tensor Compute(Tensor input) => input.Reshape([input.Count]);
    }

    private sealed class NoRows : IBatchSource, IBatchReader
    {
        public long Rows => 0;

        public int Batches => 0;

        public IBatchReader Open(int epoch, int firstBatch) => this;

        public bool Next(out TrainingBatch batch)
        {
            batch = default;
            return false;
        }

        public void Dispose()
        {
        }
    }
}
