using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training.Distillation;
using Minima.Training.Tests.Continual;
using Minima.Training.Tests.Loop;

namespace Minima.Training.Tests.Distillation;

/// <summary>A student and its teacher: values and steps against the formulas of the papers, written out.</summary>
public sealed class LessonTests
{
    private const double Rate = 0.1;

    /// <summary>alpha T^2 KL + (1 - alpha) CE; its gradient with respect to a logit is alpha T (q_s - q_t) + (1 - alpha) (p_s - y), q softened by T.</summary>
    [Theory]
    [InlineData(4, 0.9)]
    [InlineData(1, 0.5)]
    [InlineData(2.5, 0)]
    [InlineData(0.5, 1)]
    public void AStepOfKnowledgeIsThatOfTheFormula(double temperature, double alpha)
    {
        var (teacher, student, rows) = (Tasks.Model(), new Linear(2, 3, new RandomState(2), type: ElementType.Double), Tasks.Clouds(8, batch: 8));
        var weights = student.Parameters[0].Value.ToArray();
        var batch = First(rows);
        var (x, labels) = (batch.Features.ToArray(), batch.Target.ToArray());
        var (said, taught) = (Rows(student.Forward(batch.Features)), Rows(teacher.Forward(batch.Features)));
        double value = 0;
        for (var row = 0; row < 8; row++)
        {
            var (soft, hard, model) = (Softmax(taught[row], temperature), Softmax(said[row], 1), Softmax(said[row], temperature));
            for (var k = 0; k < 3; k++)
            {
                var isLabel = k == (int)labels[row];
                value += alpha * temperature * temperature * soft[k] * Math.Log(soft[k] / model[k]) / 8;
                if (isLabel) value -= (1 - alpha) * Math.Log(hard[k]) / 8;
                var slope = ((alpha * temperature * (model[k] - soft[k])) + ((1 - alpha) * (hard[k] - (isLabel ? 1 : 0)))) / 8;
                for (var input = 0; input < 2; input++) weights[(input * 3) + k] -= Rate * slope * x[(row * 2) + input];
            }
        }

        var lesson = new Lesson(teacher, student, rows, LessonPart.Knowledge(temperature, alpha));
        Assert.Same(student, lesson.Model);
        Assert.Equal(value, Trained(lesson, epochs: 1).History[0].TrainingLoss, 1e-12);
        Tasks.Near(weights, student.Parameters[0].Value.ToArray(), 1e-12);
    }

    /// <summary>The hint's map M: h M + b goes to the teacher's t, with the gradient h' (h M + b - t) / N.</summary>
    [Fact]
    public void AStepOfAHintTeachesTheMapAndTheLayersBelow()
    {
        const double Weight = 0.3;
        var (teacher, student, rows) = (Models.Mlp(2, [5, 4], 3, new RandomState(3), "tanh", type: ElementType.Double), Tasks.Model(), Tasks.Clouds(8, batch: 8));
        var twin = Tasks.Model();
        var lesson = new Lesson(teacher, student, rows, LessonPart.Labels(), LessonPart.Hint("1", "3", new RandomState(4), Weight));
        var map = lesson.Model.Parameters.Except(student.Parameters).ToArray();
        Assert.Equal<Shape>([3, 4], map[0].Value.Shape);
        var batch = First(rows);
        var taught = Rows(teacher.Layers[3].Forward(teacher.Layers[2].Forward(teacher.Layers[1].Forward(teacher.Layers[0].Forward(batch.Features)))));
        var hidden = twin.Layers[1].Forward(twin.Layers[0].Forward(batch.Features));
        var (h, m, b) = (Rows(hidden), map[0].Value.ToArray(), map[1].Value.ToArray());
        var (expected, offsets, distance, back) = ((double[])m.Clone(), (double[])b.Clone(), 0.0, new double[8 * 3]);
        for (var row = 0; row < 8; row++)
        {
            for (var k = 0; k < 4; k++)
            {
                var apart = b[k] - taught[row][k] + Enumerable.Range(0, 3).Sum(i => h[row][i] * m[(i * 4) + k]);
                distance += Weight * 0.5 * apart * apart / 8;
                offsets[k] -= Rate * Weight * apart / 8;
                for (var i = 0; i < 3; i++)
                {
                    expected[(i * 4) + k] -= Rate * Weight * apart * h[row][i] / 8;
                    back[(row * 3) + i] += Weight * apart * m[(i * 4) + k] / 8;
                }
            }
        }

        // What comes back to the hidden layer, given to it by hand, beside the labels.
        var loss = Loss.Create("cross_entropy").Apply(twin.Layers[2].Forward(hidden), batch.Target);
        (loss + (hidden * Tensor.Of(back, [8, 3])).Sum()).Backward();
        var result = Trained(lesson, epochs: 1);
        Assert.Equal(loss.Item() + distance, result.History[0].TrainingLoss, 1e-12);
        Assert.Equal(distance / Weight, result.History[0].Terms["hint 1"], 1e-12);
        Tasks.Near(expected, map[0].Value.ToArray(), 1e-12);
        Tasks.Near(offsets, map[1].Value.ToArray(), 1e-12);
        Tasks.Near([.. twin.Parameters.SelectMany(parameter => parameter.Value.ToArray().Zip(parameter.Gradient.ToArray(), (w, slope) => w - (Rate * slope)))], Tasks.Weights(student), 1e-12);
    }

    [Fact]
    public void PartsAreTheLossesOfThePapersAddedUp()
    {
        var (teacher, student, rows) = (Models.Mlp(2, [5, 4], 3, new RandomState(3), "tanh", type: ElementType.Double), Tasks.Model(), Tasks.Clouds(8, batch: 8));
        var lesson = new Lesson(teacher, student, rows, LessonPart.Labels(0.7), LessonPart.Decoupled(1, 2, 3, weight: 0.6), LessonPart.Distances("1", "3"), LessonPart.Angles("1", "1", weight: 2));
        Assert.Equal(student.Parameters, lesson.Model.Parameters);
        var batch = First(rows);
        var (low, high) = (teacher.Layers[1].Forward(teacher.Layers[0].Forward(batch.Features)), default(Tensor));
        high = teacher.Layers[3].Forward(teacher.Layers[2].Forward(low));
        var (hidden, said) = (student.Layers[1].Forward(student.Layers[0].Forward(batch.Features)).Detach(), student.Forward(batch.Features).Detach());
        var expected = (0.7 * Loss.Create("cross_entropy").Apply(said, batch.Target).Item())
            + (0.6 * new DecoupledKnowledgeDistillation(1, 2, 3).Apply(said, teacher.Forward(batch.Features).Detach(), batch.Target).Item())
            + (25 * new RelationalDistance().Apply(hidden, high.Detach()).Item())
            + (2 * new RelationalAngle().Apply(hidden, low.Detach()).Item());
        Assert.Equal(expected, new Trainer(lesson.Model, lesson.Objective, new Sgd(lesson.Model.Parameters, Rate)).Judge(lesson.Rows).Loss, 1e-10);
    }

    /// <summary>Equal widths need no map; what the student's layer is to be is what the teacher's makes.</summary>
    [Fact]
    public void AHintOfEqualWidthHasNoMap()
    {
        var (teacher, student, rows) = (Tasks.Model(7), Tasks.Model(), Tasks.Clouds(8, batch: 8));
        var lesson = new Lesson(teacher, student, rows, LessonPart.Hint("1", "1", new RandomState(4)));
        Assert.Equal(student.Parameters, lesson.Model.Parameters);
        student.CopyWeightsFrom(teacher);
        Assert.Equal(0, new Trainer(lesson.Model, lesson.Objective, new Sgd(lesson.Model.Parameters, Rate)).Judge(lesson.Rows).Loss);
    }

    /// <summary>Dropout and batch normalisation would change a teacher that answers as it trains.</summary>
    [Fact]
    public void TheTeacherStaysToTheLastBit()
    {
        var random = new RandomState(1);
        var teacher = new Sequential(new Linear(2, 6, random), new BatchNorm(6), Minima.Training.Activations.ByName("relu"), new Dropout(0.5, new RandomState(2)), new Linear(6, 3, random));
        var (numbers, drawn) = (Numbers(), teacher.RandomStates[0].Snapshot);
        var student = Models.Mlp(2, [4], 3, new RandomState(3));
        var weights = Tasks.Weights(student);
        var lesson = new Lesson(teacher, student, Problem.Clouds(), LessonPart.Knowledge(), LessonPart.Hint("1", "2", new RandomState(4)), LessonPart.Angles("1", "0"));
        new Trainer(lesson.Model, lesson.Objective, new Adam(lesson.Model.Parameters, 0.01)) { Epochs = 2 }.Fit(lesson.Rows, lesson.Of(Problem.Clouds(seed: 9)));
        Assert.Equal(numbers, Numbers());
        Assert.Equal(drawn, teacher.RandomStates[0].Snapshot);
        Assert.True(teacher.IsTraining);
        Assert.All(teacher.Parameters, parameter => Assert.True(parameter.Gradient.IsNone));
        Assert.NotEqual(weights, Tasks.Weights(student));

        double[] Numbers() => [.. Tasks.Weights(teacher), .. Tasks.Flat(teacher.Buffers.Select(buffer => buffer.Value))];
    }

    [Fact]
    public void TheSameSeedsGiveTheSameStudentAlsoAfterABreak()
    {
        var (whole, again, first) = (New(4), New(4), New(2));
        foreach (var (lesson, trainer) in new[] { whole, again, first }) trainer.Fit(lesson.Rows);
        Assert.Equal(Tasks.Weights(whole.Lesson.Model), Tasks.Weights(again.Lesson.Model));
        var second = New(4);
        second.Trainer.Restore(first.Trainer.TakeCheckpoint());
        second.Trainer.Fit(second.Lesson.Rows);
        Assert.Equal(Tasks.Weights(whole.Lesson.Model), Tasks.Weights(second.Lesson.Model));

        static (Lesson Lesson, Trainer Trainer) New(int epochs)
        {
            var lesson = new Lesson(Models.Mlp(2, [6], 3, new RandomState(1)), new TwoLayers(2, 4, 3, new RandomState(2)), Problem.Clouds(), LessonPart.Knowledge(), LessonPart.Hint("first", "1", new RandomState(4)));
            return (lesson, new Trainer(lesson.Model, lesson.Objective, new Adam(lesson.Model.Parameters, 0.01)) { Epochs = epochs });
        }
    }

    /// <summary>Whoever saves or loads a student need not know that it was taught.</summary>
    [Fact]
    public void TheStudentKeepsItsNames()
    {
        var student = Tasks.Model();
        string[] names = [.. student.Parameters.Select(parameter => parameter.Name)];
        var lesson = new Lesson(Tasks.Model(2), student, Tasks.Clouds(8), LessonPart.Labels(), LessonPart.Hint("0", "2", new RandomState(1)), LessonPart.Hint("1", "2", new RandomState(1)));
        Assert.Equal(names, lesson.Student.Parameters.Select(parameter => parameter.Name), StringComparer.Ordinal);
        Assert.Equal(names.Length, lesson.Model.Parameters.Count);
        var wide = new Lesson(Models.Mlp(2, [5], 3, new RandomState(1), type: ElementType.Double), student, Tasks.Clouds(8), LessonPart.Hint("0", "1", new RandomState(1)));
        Assert.Equal([.. names, "hint_0.weight", "hint_0.bias"], wide.Model.Parameters.Select(parameter => parameter.Name), StringComparer.Ordinal);
        Trained(wide, epochs: 2);
        Assert.Equal(names, student.Parameters.Select(parameter => parameter.Name), StringComparer.Ordinal);
        var loaded = Tasks.Model(9);
        loaded.CopyWeightsFrom(student);
        Assert.Equal(Tasks.Weights(student), Tasks.Weights(loaded));
        Assert.Equal(Tasks.Weights(student), Tasks.Weights(student.Copy()));
    }

    [Fact]
    public void MetricsSeeTheStudent()
    {
        var (teacher, student, rows) = (Models.Mlp(2, [5], 3, new RandomState(1)), Models.Mlp(2, [4], 3, new RandomState(2)), Problem.Clouds());
        var lesson = new Lesson(teacher, student, rows, LessonPart.Hint("1", "1", new RandomState(1)), LessonPart.Labels());
        var judged = new Trainer(lesson.Model, lesson.Objective, new Adam(lesson.Model.Parameters, 0.01)) { Metrics = [new Accuracy()] }.Judge(lesson.Of(rows));
        var alone = new Trainer(student, new Objective(Loss.Create("cross_entropy")), new Adam(student.Parameters, 0.01)) { Metrics = [new Accuracy()] }.Judge(rows);
        Assert.Equal(alone.Metrics["accuracy"], judged.Metrics["accuracy"]);
    }

    /// <summary>A row of weight 2 counts as two.</summary>
    [Fact]
    public void RowsMayHaveWeights()
    {
        var (teacher, student) = (Tasks.Model(), Tasks.Model(2));
        var lesson = new Lesson(teacher, student, Tasks.Clouds(8, weighted: true, batch: 8), LessonPart.Knowledge(2, 0.5));
        var batch = First(Tasks.Clouds(8, weighted: true, batch: 8));
        var terms = new KnowledgeDistillation(2, 0.5).Apply(student.Forward(batch.Features), teacher.Forward(batch.Features).Detach(), batch.Target, new LossArguments { Reduction = Minima.Reduction.None }).ToArray();
        var weights = batch.Weight.ToArray();
        var loss = new Trainer(student, lesson.Objective, new Sgd(student.Parameters, Rate)).Judge(lesson.Rows).Loss;
        Assert.Equal(terms.Zip(weights, (term, weight) => term * weight).Sum() / weights.Sum(), loss, 1e-12);
    }

    /// <summary>What the teacher makes on the way is given back at once; its answers stand in the same memory in every batch.</summary>
    [Fact]
    public void AnswersOfABatchAreOverwrittenByTheNext()
    {
        var (teacher, student) = (Models.Mlp(2, [5], 3, new RandomState(1)), Models.Mlp(2, [4], 3, new RandomState(2)));
        var lesson = new Lesson(teacher, student, Problem.Clouds(), LessonPart.Knowledge(), LessonPart.Distances("1", "1"));
        using var reader = lesson.Rows.Open(0, 0);
        Assert.True(reader.Next(out var first));
        var (answers, hidden) = (first.MoreTargets[0].Node, first.MoreTargets[1].Node);
        for (var batch = 0; batch < 3; batch++)
        {
            Assert.True(reader.Next(out var next));
            Assert.Same(answers, next.MoreTargets[0].Node);
            Assert.Same(hidden, next.MoreTargets[1].Node);
            teacher.Train(training: false);
            Assert.Equal(teacher.Forward(next.Features).ToArray(), next.MoreTargets[0].ToArray());
        }
    }

    internal static TrainingBatch First(IBatchSource rows)
    {
        using var reader = rows.Open(0, 0);
        Assert.True(reader.Next(out var batch));
        return batch;
    }

    private static TrainingResult Trained(Lesson lesson, int epochs) => new Trainer(lesson.Model, lesson.Objective, new Sgd(lesson.Model.Parameters, Rate)) { Epochs = epochs }.Fit(lesson.Rows);

    private static double[][] Rows(Tensor tensor) => [.. tensor.ToArray().Chunk(tensor.Shape[1])];

    private static double[] Softmax(double[] logits, double temperature)
    {
        var all = logits.Select(x => Math.Exp(x / temperature)).ToArray();
        return [.. all.Select(one => one / all.Sum())];
    }
}
